/** Someone held, or about to be deported: they may have one message and one minute, so everything stands in one answer and
 *  the ticket is open even if nothing follows. A relative is asked who, where and since when, never the story. */
import type { Flow } from "../flow.ts";

const FACTS = ["held-reasons-and-copy", "held-lawyer", "habeas-corpus-anyone", "consulate-choice", "refuge-when-held", "crisis-911", "crisis-104"];

export const detentionDeportation: Flow = {
  id: "detention-deportation",
  version: 1,
  topic: "detention-deportation",
  start: "start",
  protection: true,
  steps: {
    start: { kind: "safety", say: ["danger.detention"], facts: FACTS, ticket: "detention-deportation" },
    "start-relative": { kind: "safety", say: ["danger.detention-relative"], facts: FACTS, ticket: "detention-deportation" },
  },
};
