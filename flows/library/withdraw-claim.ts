/** Thinking of withdrawing a claim: first legal aid, then an answer to the reason. Pressure goes to a person. */
import type { Flow } from "../flow.ts";

export const withdrawClaim: Flow = {
  id: "withdraw-claim",
  version: 1,
  topic: "withdraw-claim",
  start: "ask-why",
  steps: {
    "ask-why": {
      kind: "ask",
      say: ["withdraw-claim.ask-why"],
      options: [
        { label: "withdraw-claim.why-slow", to: { step: "slow" } },
        { label: "withdraw-claim.why-permit", to: { topic: "migration-permits" } },
        { label: "withdraw-claim.why-leave", to: { step: "leave" } },
        { label: "withdraw-claim.why-pressure", to: { step: "pressure" } },
        { label: "withdraw-claim.why-done", to: { step: "done" } },
      ],
    },
    slow: {
      kind: "answer",
      say: ["withdraw-claim.slow"],
      facts: ["asylum-backlog", "applicant-may-stay", "applicant-health-school", "work-after-admission", "nrc-phone"],
      options: [
        { label: "withdraw-claim.next-case-status", to: { topic: "case-status" } },
        { label: "withdraw-claim.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "withdraw-claim.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    leave: {
      kind: "answer",
      say: ["withdraw-claim.leave"],
      facts: ["asylum-stay-in-panama", "nrc-phone"],
      options: [
        { label: "withdraw-claim.next-return", to: { topic: "return-transit" } },
        { label: "withdraw-claim.next-travel", to: { topic: "travel-document" } },
        { label: "withdraw-claim.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    pressure: {
      kind: "handoff",
      say: ["withdraw-claim.pressure"],
      topic: "withdraw-claim",
      priority: "normal",
      facts: ["crisis-911", "crisis-104"],
      options: [
        { label: "withdraw-claim.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "withdraw-claim.next-complaint", to: { topic: "complaint-feedback" } },
      ],
    },
    done: {
      kind: "handoff",
      say: ["withdraw-claim.done"],
      topic: "withdraw-claim",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        { label: "withdraw-claim.next-permits", to: { topic: "migration-permits" } },
        { label: "withdraw-claim.next-where", to: { topic: "offices-hours" } },
      ],
    },
  },
};
