/** Violence by a partner or in the home, and rape. The first line betrays nobody, whoever holds the phone: details come only
 *  after 1, and after 2 one neutral line. */
import type { Flow, Option } from "../flow.ts";

const canRead = (details: string, quiet: string): Option[] => [
  { label: "danger.yes", to: { step: details } },
  { label: "danger.no", to: { step: quiet } },
];

export const genderViolence: Flow = {
  id: "gender-violence",
  version: 1,
  topic: "gender-violence",
  start: "first",
  protection: true,
  steps: {
    first: { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details", "quiet") },
    details: {
      kind: "safety",
      say: ["danger.gender-violence"],
      facts: ["crisis-104", "crisis-911", "crisis-182", "report-no-effect", "women-any-papers"],
      ticket: "gender-violence",
    },
    quiet: { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details" } }] },

    "start-sexual-violence": { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details-sexual-violence", "quiet-sexual-violence") },
    "details-sexual-violence": {
      kind: "safety",
      say: ["danger.sexual-violence"],
      facts: ["care-within-72-hours", "care-any-papers", "crisis-911", "crisis-104", "crisis-182", "report-no-effect"],
      ticket: "gender-violence",
    },
    "quiet-sexual-violence": { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details-sexual-violence" } }] },

    // Straight to the protection queue, whatever the answer.
    "start-child-writing": { kind: "safety", say: ["danger.first"], facts: ["crisis-104"], options: canRead("details-child-writing", "quiet-child-writing"), ticket: "child-protection" },
    "details-child-writing": { kind: "safety", say: ["danger.child-writing"], facts: ["crisis-911", "crisis-104", "crisis-senniaf", "child-duty-to-tell"] },
    "quiet-child-writing": { kind: "safety", say: ["danger.quiet"], options: [{ label: "danger.ready", to: { step: "details-child-writing" } }] },
  },
};
