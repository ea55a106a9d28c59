/** School records, diplomas and degrees from another country: what is known of each, and how to ask where nothing is. */
import type { Flow } from "../flow.ts";

export const diplomaValidation: Flow = {
  id: "diploma-validation",
  version: 1,
  topic: "diploma-validation",
  start: "start",
  steps: {
    start: {
      kind: "ask",
      say: ["diploma-validation.start", "common.free"],
      options: [
        { label: "diploma-validation.next-school", to: { step: "school" } },
        { label: "diploma-validation.next-degree", to: { step: "degree" } },
        { label: "diploma-validation.next-nothing", to: { step: "nothing" } },
      ],
    },
    school: {
      kind: "answer",
      say: ["diploma-validation.school", "common.consulate", "common.free"],
      facts: ["school-regional-office", "school-usual-papers"],
      options: [{ label: "diploma-validation.next-nothing", to: { step: "nothing" } }, { label: "diploma-validation.next-children", to: { topic: "school-children" } }],
    },
    degree: {
      kind: "answer",
      say: ["diploma-validation.degree", "common.consulate", "common.free"],
      facts: ["reserved-professions"],
      options: [
        { label: "diploma-validation.next-university", to: { topic: "university" } },
        { label: "diploma-validation.next-work", to: { topic: "work-permit" } },
      ],
    },
    nothing: {
      kind: "answer",
      say: ["diploma-validation.nothing", "common.consulate", "common.free"],
      facts: ["school-placement-exam", "school-no-papers", "onpar-phone"],
      options: [
        { label: "diploma-validation.next-children", to: { topic: "school-children" } },
        { label: "diploma-validation.next-university", to: { topic: "university" } },
        { label: "diploma-validation.next-inadeh", to: { topic: "inadeh" } },
      ],
    },
  },
};
