/** Pregnancy, birth, contraception and the first days after unprotected sex. Nothing on abortion law: whoever has a hard
 *  decision to make is led to a person. */
import type { Flow, Option } from "../flow.ts";

const unprotected: Option = { label: "reproductive-health.next-unprotected", to: { step: "unprotected" } };
const hurt: Option = { label: "reproductive-health.next-hurt", to: { topic: "gender-violence" } };
const human: Option = { label: "reproductive-health.next-human", to: { topic: "talk-to-human" } };

export const reproductiveHealth: Flow = {
  id: "reproductive-health",
  version: 1,
  topic: "reproductive-health",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["reproductive-health.start"],
      facts: ["mental-health-any-status", "health-centres", "mental-health-price", "crisis-911"],
      options: [
        { label: "reproductive-health.next-pregnant", to: { step: "pregnant" } },
        { label: "reproductive-health.next-prevent", to: { step: "prevent" } },
        unprotected,
        hurt,
        human,
      ],
    },
    pregnant: {
      kind: "answer",
      say: ["reproductive-health.pregnant"],
      facts: ["health-centres", "mental-health-any-status", "health-instalments", "health-free-age", "crisis-911"],
      options: [
        human, { label: "reproductive-health.next-cost", to: { topic: "health-care" } }, hurt,
        { label: "menus.birth-registration", to: { topic: "birth-registration" } },
      ],
    },
    prevent: {
      kind: "answer",
      say: ["reproductive-health.prevent"],
      facts: ["health-centres", "mental-health-price"],
      options: [unprotected, { label: "reproductive-health.next-mobile", to: { topic: "mobile-clinics" } }],
    },
    // The hours count as in a danger's text: nothing beneath it may send anyone to ask first.
    unprotected: {
      kind: "safety",
      say: ["reproductive-health.unprotected"],
      facts: ["care-within-72-hours", "care-any-papers", "crisis-911"],
      options: [hurt, human],
    },
  },
};
