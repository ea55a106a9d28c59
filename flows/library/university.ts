/** The University of Panama at the national price for recognised refugees. For applicants nothing was found: ask first. */
import type { Flow } from "../flow.ts";

export const university: Flow = {
  id: "university",
  version: 1,
  topic: "university",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["university.start", "common.free"],
      facts: ["university-parity", "university-fee"],
      options: [
        { label: "university.next-how", to: { step: "how" } },
        { label: "university.next-not-yet", to: { step: "not-yet" } },
      ],
    },
    how: {
      kind: "answer",
      say: ["university.how", "common.consulate", "common.free"],
      facts: ["university-parity"],
      options: [
        { label: "university.next-not-yet", to: { step: "not-yet" } },
        { label: "university.next-inadeh", to: { topic: "inadeh" } },
      ],
    },
    "not-yet": {
      kind: "answer",
      say: ["university.not-yet", "common.free"],
      facts: ["university-parity", "onpar-phone"],
      options: [
        { label: "university.next-inadeh", to: { topic: "inadeh" } },
        { label: "university.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
  },
};
