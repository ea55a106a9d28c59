/** What the State pays, and to whom: a promise to include refugees is told apart from what can be done today. */
import type { Flow } from "../flow.ts";

export const socialAssistance: Flow = {
  id: "social-assistance",
  version: 1,
  topic: "social-assistance",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["social-assistance.start", "common.free"],
      facts: ["state-cash", "state-cash-promise"],
      options: [
        { label: "social-assistance.next-mides", to: { step: "mides" } },
        { label: "social-assistance.next-food", to: { topic: "food-cash" } },
        { label: "social-assistance.next-housing", to: { topic: "housing" } },
      ],
    },
    mides: {
      kind: "answer",
      say: ["social-assistance.mides", "common.free"],
      facts: ["state-cash"],
      options: [
        { label: "social-assistance.next-team", to: { step: "team" } },
        { label: "social-assistance.next-food", to: { topic: "food-cash" } },
        { label: "menus.disability", to: { topic: "disability" } },
      ],
    },
    team: {
      kind: "handoff",
      say: ["social-assistance.team", "common.free"],
      topic: "social-assistance",
      priority: "normal",
      options: [
        { label: "social-assistance.next-food", to: { topic: "food-cash" } },
        { label: "social-assistance.next-housing", to: { topic: "housing" } },
        { label: "social-assistance.next-jobs", to: { topic: "jobs" } },
      ],
    },
  },
};
