/** Whom to talk to when it is too much: now by telephone, what a call is like, and care in person. An urgent need leads to
 *  the crisis text. */
import type { Flow, Option } from "../flow.ts";

const urgent: Option = { label: "mental-health.next-urgent", to: { topic: "crisis" } };

export const mentalHealth: Flow = {
  id: "mental-health",
  version: 1,
  topic: "mental-health",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["mental-health.start"],
      facts: ["crisis-147", "crisis-147-whatsapp", "crisis-911"],
      options: [
        { label: "mental-health.next-call", to: { step: "call" } },
        { label: "mental-health.next-care", to: { step: "care" } },
        urgent,
      ],
    },
    call: {
      kind: "answer",
      say: ["mental-health.call"],
      facts: ["crisis-147", "crisis-911"],
      options: [{ label: "mental-health.next-care", to: { step: "care" } }, urgent],
    },
    care: {
      kind: "answer",
      say: ["mental-health.care"],
      facts: ["mental-health-centres", "mental-health-any-status", "mental-health-price", "psychosocial-care", "partners-free"],
      options: [
        { label: "mental-health.next-call", to: { step: "call" } },
        { label: "mental-health.next-health", to: { topic: "health-care" } },
        urgent,
      ],
    },
  },
};
