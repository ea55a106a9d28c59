/** Someone whom no country recognises: the free procedure at the Ministry of Foreign Affairs, and what it gives. */
import type { Flow } from "../flow.ts";

export const statelessness: Flow = {
  id: "statelessness",
  version: 1,
  topic: "statelessness",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["statelessness.start"],
      facts: ["stateless-decree", "stateless-office", "stateless-free", "stateless-filing"],
      options: [
        { label: "statelessness.next-how", to: { step: "how" } },
        { label: "statelessness.next-rights", to: { step: "rights" } },
        { label: "statelessness.next-baby", to: { topic: "birth-registration" } },
      ],
    },
    how: {
      kind: "handoff",
      say: ["statelessness.how", "common.consulate"],
      topic: "statelessness",
      priority: "normal",
      facts: ["stateless-office", "stateless-free"],
      options: [
        { label: "statelessness.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "statelessness.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
    rights: {
      kind: "answer",
      say: ["statelessness.rights"],
      facts: ["stateless-rights", "stateless-residence-years", "stateless-work"],
      options: [
        { label: "statelessness.next-how", to: { step: "how" } },
        { label: "statelessness.next-work-permit", to: { topic: "work-permit" } },
        { label: "statelessness.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
  },
};
