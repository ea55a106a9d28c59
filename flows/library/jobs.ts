/** Looking for work, with a permit, before it, or on one's own; and what makes an offer doubtful. No programme is known to take
 *  people today, so each way ends with a person who asks. */
import type { Flow } from "../flow.ts";

export const jobs: Flow = {
  id: "jobs",
  version: 1,
  topic: "jobs",
  start: "ask-permit",
  steps: {
    "ask-permit": {
      kind: "ask",
      say: ["jobs.ask-permit"],
      options: [
        { label: "jobs.permit-has", to: { step: "has" } },
        { label: "jobs.permit-none", to: { step: "none" } },
        { label: "jobs.permit-own", to: { step: "own" } },
        { label: "jobs.permit-offer", to: { step: "offer" } },
      ],
    },
    has: {
      kind: "answer",
      say: ["jobs.has", "common.free"],
      facts: ["talents-partners", "inclusion-programme", "inclusion-ages", "partners-free"],
      options: [
        { label: "jobs.next-team", to: { step: "team" } },
        { label: "jobs.next-talents", to: { topic: "talents-without-borders" } },
        { label: "jobs.next-offer", to: { step: "offer" } },
      ],
    },
    none: {
      kind: "answer",
      say: ["jobs.none", "common.free"],
      facts: ["work-after-admission", "inclusion-programme", "inclusion-year", "wage-complaint", "partners-free"],
      options: [
        { label: "jobs.next-work-permit", to: { topic: "work-permit" } },
        { label: "jobs.next-rights", to: { topic: "work-rights" } },
        { label: "jobs.next-team", to: { step: "team" } },
      ],
    },
    own: {
      kind: "answer",
      say: ["jobs.own", "common.free"],
      facts: ["microcredit", "partners-free"],
      options: [
        { label: "jobs.next-team", to: { step: "team" } },
        { label: "jobs.next-women", to: { topic: "women-entrepreneurs" } },
        { label: "jobs.next-bank", to: { topic: "bank-account" } },
      ],
    },
    offer: {
      kind: "answer",
      say: ["jobs.offer", "common.free"],
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "jobs.next-held", to: { topic: "trafficking" } },
        { label: "jobs.next-fraud", to: { topic: "fraud" } },
        { label: "jobs.next-rights", to: { topic: "work-rights" } },
      ],
    },
    team: {
      kind: "handoff",
      say: ["jobs.team", "common.free"],
      topic: "jobs",
      priority: "normal",
      facts: ["partners-free"],
      options: [
        { label: "jobs.next-talents", to: { topic: "talents-without-borders" } },
        { label: "jobs.next-offer", to: { step: "offer" } },
      ],
    },
  },
};
