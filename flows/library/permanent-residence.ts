/** Permanent residence after years of recognised refuge: start at ONPAR, hand in at the migration service, then the card. */
import type { Flow } from "../flow.ts";

export const permanentResidence: Flow = {
  id: "permanent-residence",
  version: 1,
  topic: "permanent-residence",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["permanent-residence.start", "common.free"],
      facts: ["permanent-residence-years", "permanent-residence-steps", "permanent-residence-gives", "permanent-residence-not-for", "onpar-phone"],
      options: [
        { label: "permanent-residence.next-papers", to: { step: "papers" } },
        { label: "permanent-residence.next-after", to: { step: "after" } },
        { label: "permanent-residence.next-not-yet", to: { step: "not-yet" } },
      ],
    },
    papers: {
      kind: "answer",
      say: ["permanent-residence.papers", "common.consulate"],
      facts: ["permanent-residence-steps"],
      options: [
        { label: "permanent-residence.next-after", to: { step: "after" } },
        { label: "permanent-residence.next-where", to: { topic: "offices-hours" } },
      ],
    },
    after: {
      kind: "answer",
      say: ["permanent-residence.after"],
      facts: ["permanent-residence-steps", "permanent-residence-after", "work-indefinite"],
      options: [
        { label: "permanent-residence.next-papers", to: { step: "papers" } },
        { label: "permanent-residence.next-work-permit", to: { topic: "work-permit" } },
        { label: "permanent-residence.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    "not-yet": {
      kind: "answer",
      say: ["permanent-residence.not-yet"],
      facts: ["permanent-residence-years", "recognised-card-years"],
      options: [
        { label: "permanent-residence.next-card", to: { topic: "refugee-card" } },
        { label: "permanent-residence.next-other", to: { topic: "migration-permits" } },
        { label: "permanent-residence.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
  },
};
