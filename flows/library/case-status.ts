/** Looking up one's own case: its number, the secret number given in person, then the registry. What comes back is said by
 *  the interpreter with this namespace's `found`, `stage-…`, `not-found`, `failed`, `later`. */
import type { Flow } from "../flow.ts";

export const caseStatus: Flow = {
  id: "case-status",
  version: 1,
  topic: "case-status",
  start: "number",
  steps: {
    number: { kind: "input", say: ["case-status.ask-number"], as: "case-number", again: "case-status.number-again", next: { step: "proof" } },
    proof: { kind: "input", say: ["case-status.ask-proof"], as: "proof", again: "case-status.proof-again", next: { step: "lookup" } },
    lookup: { kind: "lookup" },
  },
};
