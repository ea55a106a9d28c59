/** Whom to talk to when it is too much: now by telephone, what a call is like, what helps at night, and care in person with its
 *  price. An urgent need leads to the crisis text. */
import type { Flow, Option } from "../flow.ts";

const urgent: Option = { label: "mental-health.next-urgent", to: { topic: "crisis" } };
const call: Option = { label: "mental-health.next-call", to: { step: "call" } };
const night: Option = { label: "mental-health.next-night", to: { step: "night" } };
const care: Option = { label: "mental-health.next-care", to: { step: "care" } };

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
      options: [urgent, call, night, care, { label: "mental-health.next-other", to: { step: "other" } }],
    },
    call: {
      kind: "answer",
      say: ["mental-health.call"],
      facts: ["crisis-147", "crisis-911"],
      options: [night, care, urgent],
    },
    night: {
      kind: "answer",
      say: ["mental-health.night"],
      facts: ["crisis-147", "crisis-911"],
      options: [call, care, urgent],
    },
    care: {
      kind: "answer",
      say: ["mental-health.care"],
      facts: ["mental-health-centres", "mental-health-any-status", "mental-health-price", "psychosocial-care", "partners-free"],
      options: [{ label: "mental-health.next-cost", to: { step: "cost" } }, call, urgent],
    },
    cost: {
      kind: "answer",
      say: ["mental-health.cost", "common.free"],
      facts: ["crisis-147", "mental-health-price", "health-instalments", "health-free-age", "health-longer-hours"],
      options: [{ label: "mental-health.next-health", to: { topic: "health-care" } }, call, urgent],
    },
    other: {
      kind: "answer",
      say: ["mental-health.other"],
      facts: ["crisis-147", "crisis-911"],
      options: [call, care, urgent],
    },
  },
};
