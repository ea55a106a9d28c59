/** A medical emergency: whom to call and what to say, and that any hospital's emergency room treats anyone. */
import type { Flow } from "../flow.ts";

export const healthCare: Flow = {
  id: "health-care",
  version: 1,
  topic: "health-care",
  start: "start",
  steps: {
    start: { kind: "safety", say: ["danger.health-care"], facts: ["crisis-911", "crisis-104", "care-any-papers"], ticket: "health-care" },
  },
};
