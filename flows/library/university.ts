/** The University of Panama at the national price for recognised refugees. For applicants, and for the other universities,
 *  nothing was found: ask first. */
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
      facts: ["university-parity", "university-fee", "university-foreign-fee"],
      options: [
        { label: "university.next-how", to: { step: "how" } },
        { label: "university.next-not-yet", to: { step: "not-yet" } },
        { label: "university.next-other", to: { step: "other" } },
        { label: "university.next-scholarships", to: { topic: "scholarships" } },
      ],
    },
    how: {
      kind: "answer",
      say: ["university.how", "common.consulate", "common.free"],
      facts: ["university-parity"],
      options: [
        { label: "university.next-not-yet", to: { step: "not-yet" } },
        { label: "university.next-records", to: { topic: "diploma-validation" } },
        { label: "university.next-scholarships", to: { topic: "scholarships" } },
      ],
    },
    other: {
      kind: "answer",
      say: ["university.other", "common.free"],
      facts: ["utp-foreign-fee", "udelas-discount", "scholarship-promise"],
      options: [
        { label: "university.next-scholarships", to: { topic: "scholarships" } },
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
