/** Someone whose papers are held, who is locked in, or forced to work or sell their body. The first line betrays nobody:
 *  the one who holds them may hold the phone. */
import type { Flow, Option } from "../flow.ts";

const canRead = (details: string, quiet: string): Option[] => [
  { label: "danger.yes", to: { step: details } },
  { label: "danger.no", to: { step: quiet } },
];

export const trafficking: Flow = {
  id: "trafficking",
  version: 1,
  topic: "trafficking",
  start: "first",
  protection: true,
  steps: {
    first: { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details", "quiet") },
    details: { kind: "safety", say: ["danger.trafficking"], facts: ["crisis-104", "crisis-911"], ticket: "trafficking" },
    quiet: { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details" } }] },

    "start-child-writing": { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details-child-writing", "quiet-child-writing"), ticket: "child-protection" },
    "details-child-writing": { kind: "safety", say: ["danger.child-writing"], facts: ["crisis-911", "crisis-104", "crisis-senniaf", "child-duty-to-tell"] },
    "quiet-child-writing": { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details-child-writing" } }] },
  },
};
