/** Registering a birth, by where the child was born. The papers asked of parents without any were not found: it says so. */
import type { Flow } from "../flow.ts";

export const birthRegistration: Flow = {
  id: "birth-registration",
  version: 1,
  topic: "birth-registration",
  start: "ask-where",
  steps: {
    "ask-where": {
      kind: "ask",
      say: ["birth-registration.ask-where"],
      options: [
        { label: "birth-registration.where-hospital", to: { step: "hospital" } },
        { label: "birth-registration.where-home", to: { step: "home" } },
        { label: "birth-registration.where-abroad", to: { step: "abroad" } },
      ],
    },
    hospital: {
      kind: "answer",
      say: ["birth-registration.hospital"],
      facts: ["birth-hospital", "birth-declare-months"],
      options: [
        { label: "birth-registration.next-home", to: { step: "home" } },
        { label: "birth-registration.next-stateless", to: { topic: "statelessness" } },
        { label: "birth-registration.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    home: {
      kind: "handoff",
      say: ["birth-registration.home"],
      topic: "birth-registration",
      priority: "normal",
      facts: ["birth-declare-months", "birth-in-transit"],
      options: [
        { label: "birth-registration.next-hospital", to: { step: "hospital" } },
        { label: "birth-registration.next-missions", to: { topic: "documentation-missions" } },
        { label: "birth-registration.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "menus.health-care", to: { topic: "health-care" } },
      ],
    },
    abroad: {
      kind: "answer",
      say: ["birth-registration.abroad", "common.consulate"],
      facts: ["asylum-day", "onpar-phone"],
      options: [
        { label: "birth-registration.next-stateless", to: { topic: "statelessness" } },
        { label: "birth-registration.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
  },
};
