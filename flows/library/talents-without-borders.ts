/** Help to find formal work. No public form was found, so entering means a person of ours who asks for the way in. */
import type { Flow } from "../flow.ts";

export const talentsWithoutBorders: Flow = {
  id: "talents-without-borders",
  version: 1,
  topic: "talents-without-borders",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["talents-without-borders.start", "common.free"],
      facts: ["talents-partners", "partners-free"],
      options: [
        { label: "talents-without-borders.next-join", to: { step: "join" } },
        { label: "talents-without-borders.next-inclusion", to: { step: "inclusion" } },
        { label: "talents-without-borders.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    join: {
      kind: "handoff",
      say: ["talents-without-borders.join", "common.free"],
      topic: "talents-without-borders",
      priority: "normal",
      facts: ["partners-free"],
      options: [
        { label: "talents-without-borders.next-inclusion", to: { step: "inclusion" } },
        { label: "talents-without-borders.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    inclusion: {
      kind: "answer",
      say: ["talents-without-borders.inclusion", "common.free"],
      facts: ["inclusion-programme", "inclusion-year", "inclusion-ages", "partners-free"],
      options: [
        { label: "talents-without-borders.next-human", to: { topic: "talk-to-human" } },
        { label: "talents-without-borders.next-jobs", to: { topic: "jobs" } },
        { label: "talents-without-borders.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
  },
};
