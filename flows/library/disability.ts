/** The disability certificate of SENADIS, which asks for legal residence, and what helps without it. */
import type { Flow } from "../flow.ts";

export const disability: Flow = {
  id: "disability",
  version: 1,
  topic: "disability",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["disability.start", "common.free"],
      facts: ["disability-card", "disability-discounts"],
      options: [
        { label: "disability.next-card", to: { step: "card" } },
        { label: "disability.next-no-card", to: { step: "no-card" } },
        { label: "disability.next-puente", to: { step: "puente" } },
      ],
    },
    card: {
      kind: "answer",
      say: ["disability.card", "common.free"],
      facts: ["disability-card", "disability-diagnosis"],
      options: [
        { label: "disability.next-health", to: { topic: "health-care" } },
        { label: "disability.next-school", to: { topic: "school-children" } },
      ],
    },
    "no-card": {
      kind: "answer",
      say: ["disability.no-card", "common.free"],
      facts: ["disability-card", "mental-health-any-status", "onpar-phone"],
      options: [
        { label: "disability.next-health", to: { topic: "health-care" } },
        { label: "disability.next-school", to: { topic: "school-children" } },
        { label: "disability.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "menus.social-assistance", to: { topic: "social-assistance" } },
      ],
    },
    puente: {
      kind: "answer",
      say: ["disability.puente"],
      facts: ["asylum-oral"],
      options: [
        { label: "disability.next-health", to: { topic: "health-care" } },
        { label: "disability.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
  },
};
