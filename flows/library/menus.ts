/** The second level of the main menu: work and study each lead to two topics. */
import type { Flow } from "../flow.ts";

export const menus: Flow = {
  id: "menus",
  version: 1,
  topic: "out-of-scope",
  start: "work",
  steps: {
    work: {
      kind: "ask",
      say: ["menus.work"],
      options: [
        { label: "menus.work-permit", to: { topic: "work-permit" } },
        { label: "menus.talents", to: { topic: "talents-without-borders" } },
      ],
    },
    study: {
      kind: "ask",
      say: ["menus.study"],
      options: [
        { label: "menus.inadeh", to: { topic: "inadeh" } },
        { label: "menus.university", to: { topic: "university" } },
      ],
    },
  },
};
