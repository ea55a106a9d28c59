/** Someone who wants to die or hurts themself: two numbers at once, then whether it is safe to write. A ticket opens with
 *  it, and no text promises a person who is not there. */
import type { Flow, Option } from "../flow.ts";

const safeToWrite: Option[] = [
  { label: "danger.can-write", to: { step: "writing" } },
  { label: "danger.not-now", to: { step: "quiet" } },
];
const LINES = ["crisis-147", "crisis-147-whatsapp", "crisis-911"];

export const crisis: Flow = {
  id: "crisis",
  version: 1,
  topic: "crisis",
  start: "start",
  protection: true,
  steps: {
    start: { kind: "safety", say: ["danger.crisis"], facts: LINES, options: safeToWrite, ticket: "crisis" },
    "start-relative": { kind: "safety", say: ["danger.crisis-relative"], facts: LINES, ticket: "crisis" },
    "start-child-writing": { kind: "safety", say: ["danger.crisis-child"], facts: [...LINES, "child-duty-to-tell"], ticket: "crisis" },
    writing: { kind: "safety", say: ["danger.crisis-writing"], facts: LINES },
    quiet: { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "writing" } }] },
  },
};
