/** Looking for work, with a permit, before it, or on one's own; and what makes an offer doubtful. No programme is known to take
 *  people today, so each way ends with a person who asks. */
import type { Flow } from "../flow.ts";

export const jobs: Flow = {
  id: "jobs",
  version: 1,
  topic: "jobs",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["jobs.ask-what"],
      options: [
        { label: "jobs.what-has", to: { step: "has" } },
        { label: "jobs.what-none", to: { step: "none" } },
        { label: "jobs.what-own", to: { step: "own" } },
        { label: "jobs.what-offer", to: { step: "offer" } },
      ],
    },
    has: {
      kind: "answer",
      say: ["jobs.has", "common.free"],
      events: { of: "jobs", title: "events.jobs" },
      facts: ["talents-partners", "inclusion-programme", "inclusion-ages"],
      options: [
        { label: "jobs.next-team", to: { step: "team" } },
        { label: "jobs.next-talents", to: { topic: "talents-without-borders" } },
        { label: "jobs.next-offer", to: { step: "offer" } },
        { label: "follow.offer", to: { flow: "follow", step: "jobs" } },
      ],
    },
    none: {
      kind: "answer",
      say: ["jobs.none", "common.free"],
      facts: ["work-after-admission", "inclusion-programme", "inclusion-year", "wage-complaint"],
      options: [
        { label: "jobs.next-work-permit", to: { topic: "work-permit" } },
        { label: "jobs.next-rights", to: { topic: "work-rights" } },
        { label: "jobs.next-team", to: { step: "team" } },
      ],
    },
    own: {
      kind: "answer",
      say: ["jobs.own", "common.free"],
      facts: ["microcredit"],
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
      options: [
        { label: "jobs.next-talents", to: { topic: "talents-without-borders" } },
        { label: "jobs.next-offer", to: { step: "offer" } },
      ],
    },
  },
};
