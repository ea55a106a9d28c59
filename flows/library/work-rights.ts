/** Rights at work, with or without a permit. Whoever cannot leave the work enters the answer to trafficking, which names nothing. */
import type { Flow } from "../flow.ts";

export const workRights: Flow = {
  id: "work-rights",
  version: 1,
  topic: "work-rights",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["work-rights.ask-what"],
      facts: ["wage-complaint"],
      options: [
        { label: "work-rights.what-unpaid", to: { step: "unpaid" } },
        { label: "work-rights.what-dismissed", to: { step: "dismissed" } },
        { label: "work-rights.what-treated", to: { step: "treated" } },
        { label: "work-rights.what-held", to: { topic: "trafficking" } },
        { label: "work-rights.what-allowed", to: { step: "allowed" } },
      ],
    },
    unpaid: {
      kind: "answer",
      say: ["work-rights.unpaid"],
      facts: ["wage-complaint", "mitradel-line", "nrc-phone"],
      options: [
        { label: "work-rights.next-team", to: { step: "team" } },
        { label: "work-rights.next-treated", to: { step: "treated" } },
        { label: "work-rights.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    dismissed: {
      kind: "answer",
      say: ["work-rights.dismissed"],
      facts: ["wage-complaint", "mitradel-line", "labour-court-interpreter", "nrc-phone"],
      options: [
        { label: "work-rights.next-team", to: { step: "team" } },
        { label: "work-rights.what-unpaid", to: { step: "unpaid" } },
        { label: "work-rights.next-jobs", to: { topic: "jobs" } },
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    treated: {
      kind: "answer",
      say: ["work-rights.treated"],
      facts: ["discrimination-work", "mitradel-line", "care-any-papers", "crisis-911", "crisis-104", "nrc-phone"],
      options: [
        { label: "work-rights.next-hurt", to: { topic: "gender-violence" } },
        { label: "work-rights.next-discrimination", to: { topic: "discrimination" } },
        { label: "work-rights.next-team", to: { step: "team" } },
      ],
    },
    allowed: {
      kind: "answer",
      say: ["work-rights.allowed"],
      facts: ["work-after-admission", "reserved-professions", "mitradel-line"],
      options: [
        { label: "work-rights.next-work-permit", to: { topic: "work-permit" } },
        { label: "work-rights.next-jobs", to: { topic: "jobs" } },
        { label: "menus.diploma-validation", to: { topic: "diploma-validation" } },
      ],
    },
    team: {
      kind: "handoff",
      say: ["work-rights.team"],
      topic: "work-rights",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        { label: "work-rights.next-treated", to: { step: "treated" } },
        { label: "work-rights.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
  },
};
