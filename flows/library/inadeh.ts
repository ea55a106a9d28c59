/** Trade courses of the State. Two sources contradict each other; the text says so and sends people to ask ONPAR first. */
import type { Flow } from "../flow.ts";
import { near, nearMe } from "./near.ts";

export const inadeh: Flow = {
  id: "inadeh",
  version: 1,
  topic: "inadeh",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["inadeh.start", "common.free"],
      facts: ["inadeh-recognised", "inadeh-opinion-year", "onpar-phone"],
      options: [
        { label: "inadeh.next-how", to: { step: "how" } },
        { label: "inadeh.next-not-yet", to: { step: "not-yet" } },
        { label: "inadeh.next-why", to: { step: "why" } },
      ],
    },
    how: {
      kind: "answer",
      say: ["inadeh.how", "common.free"],
      facts: ["inadeh-recognised", "inadeh-sites", "asylum-free"],
      options: [
        nearMe,
        { label: "inadeh.next-why", to: { step: "why" } },
        { label: "inadeh.next-talents", to: { topic: "talents-without-borders" } },
        { label: "inadeh.next-university", to: { topic: "university" } },
      ],
    },
    near: near("near.what-courses", ["courses"], [{ label: "inadeh.next-why", to: { step: "why" } }], { also: ["common.free"] }),
    "not-yet": {
      kind: "answer",
      say: ["inadeh.not-yet", "common.free"],
      facts: ["inadeh-recognised", "onpar-phone"],
      options: [
        { label: "inadeh.next-talents", to: { topic: "talents-without-borders" } },
        { label: "inadeh.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "menus.jobs", to: { topic: "jobs" } },
      ],
    },
    why: {
      kind: "answer",
      say: ["inadeh.why", "common.free"],
      facts: ["inadeh-act-year", "inadeh-recognised", "inadeh-opinion-year", "onpar-phone"],
      options: [
        { label: "inadeh.next-how", to: { step: "how" } },
        { label: "inadeh.next-talents", to: { topic: "talents-without-borders" } },
        { label: "inadeh.next-records", to: { topic: "diploma-validation" } },
      ],
    },
  },
};
