/** A child who is hurt, alone or at risk. Told by an adult, or by the child: then short words, no consent, nothing about
 *  parents, and the protection queue at once. More than one door, and never a named centre. */
import type { Flow, Option } from "../flow.ts";

const canRead = (details: string, quiet: string): Option[] => [
  { label: "danger.yes", to: { step: details } },
  { label: "danger.no", to: { step: quiet } },
];
const DOORS = ["crisis-911", "crisis-104", "crisis-senniaf", "child-duty-to-tell"];

export const childProtection: Flow = {
  id: "child-protection",
  version: 1,
  topic: "child-protection",
  start: "first",
  protection: true,
  steps: {
    first: { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details", "quiet") },
    details: { kind: "safety", say: ["danger.child-protection"], facts: DOORS, ticket: "child-protection" },
    quiet: { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details" } }] },

    "start-child-writing": { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details-child-writing", "quiet-child-writing"), ticket: "child-protection", child: true },
    "details-child-writing": { kind: "safety", say: ["danger.child-writing"], facts: DOORS },
    "quiet-child-writing": { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details-child-writing" } }] },
  },
};
