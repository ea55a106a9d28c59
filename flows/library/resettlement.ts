/** Resettlement in a third country: not a right, nothing to apply for or to pay. Whoever sells a place is told of. */
import type { Flow } from "../flow.ts";

export const resettlement: Flow = {
  id: "resettlement",
  version: 1,
  topic: "resettlement",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["resettlement.start", "common.free"],
      facts: ["resettlement-unhcr"],
      options: [
        { label: "resettlement.next-how", to: { step: "how" } },
        { label: "resettlement.next-fraud", to: { step: "fraud" } },
        { label: "resettlement.next-family", to: { topic: "family-reunification" } },
      ],
    },
    how: {
      kind: "handoff",
      say: ["resettlement.how", "common.free"],
      topic: "resettlement",
      priority: "normal",
      facts: ["resettlement-unhcr", "partners-free", "crisis-911", "crisis-104"],
      options: [
        { label: "resettlement.next-fraud", to: { step: "fraud" } },
        { label: "resettlement.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    fraud: {
      kind: "answer",
      say: ["resettlement.fraud", "common.free"],
      facts: ["partners-free", "resettlement-unhcr", "unhcr-inspector"],
      options: [
        { label: "resettlement.next-complaint", to: { topic: "complaint-feedback" } },
        { label: "resettlement.next-how", to: { step: "how" } },
        { label: "menus.fraud", to: { topic: "fraud" } },
      ],
    },
  },
};
