/** An illness that does not go away: going on with the treatment, and what to do when the medicine runs out. */
import type { Flow, Option } from "../flow.ts";

const medicine: Option = { label: "chronic-disease.next-medicine", to: { step: "medicine" } };

export const chronicDisease: Flow = {
  id: "chronic-disease",
  version: 1,
  topic: "chronic-disease",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["chronic-disease.start"],
      facts: ["mental-health-any-status", "health-centres", "mental-health-price", "crisis-911"],
      options: [
        medicine,
        { label: "chronic-disease.next-hiv", to: { step: "hiv" } },
        { label: "chronic-disease.next-hospitals", to: { topic: "health-care" } },
        { label: "chronic-disease.next-disability", to: { topic: "disability" } },
      ],
    },
    medicine: {
      kind: "answer",
      say: ["chronic-disease.medicine"],
      facts: ["health-centres", "health-instalments", "crisis-911"],
      options: [{ label: "chronic-disease.next-hospitals", to: { topic: "health-care" } }],
    },
    hiv: {
      kind: "answer",
      say: ["chronic-disease.hiv"],
      facts: ["mental-health-any-status", "lgbtiq-groups"],
      options: [medicine, { label: "chronic-disease.next-mental", to: { topic: "mental-health" } }],
    },
  },
};
