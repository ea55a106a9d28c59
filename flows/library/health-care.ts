/** Going to the doctor: where, what it costs, and what to say when someone is turned away. A medical emergency enters at
 *  `start-danger`: whom to call and what to say, and that any hospital's emergency room treats anyone. */
import type { Flow, Option } from "../flow.ts";
import { near, nearMe } from "./near.ts";

const emergency: Option = { label: "health-care.next-emergency", to: { step: "start-danger" } };
const cost: Option = { label: "health-care.next-cost", to: { step: "cost" } };
const refused: Option = { label: "health-care.next-refused", to: { step: "refused" } };

export const healthCare: Flow = {
  id: "health-care",
  version: 2,
  topic: "health-care",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["health-care.start"],
      facts: ["mental-health-any-status", "health-centres", "mental-health-price", "health-free-age"],
      options: [emergency, cost, { label: "health-care.next-hospital", to: { step: "hospital" } }, refused, { label: "health-care.next-more", to: { step: "more" } }],
    },
    cost: {
      kind: "answer",
      say: ["health-care.cost"],
      facts: ["mental-health-price", "health-free-age", "health-instalments"],
      options: [refused, { label: "health-care.next-chronic", to: { topic: "chronic-disease" } }],
    },
    hospital: {
      kind: "answer",
      say: ["health-care.hospital"],
      facts: ["hospital-adults", "hospital-children", "hospital-colon", "health-which-place", "crisis-911"],
      options: [emergency, nearMe, cost, refused],
    },
    near: near("near.what-hospitals", ["hospital", "hospital-adults", "hospital-children", "health-centre"], [emergency, cost], { none: "near.none-health" }),
    refused: {
      kind: "answer",
      say: ["health-care.refused"],
      facts: ["mental-health-any-status", "applicant-health-school", "crisis-911"],
      options: [
        { label: "health-care.next-human", to: { topic: "talk-to-human" } }, emergency, cost,
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    more: {
      kind: "ask",
      say: ["health-care.more"],
      options: [
        { label: "health-care.next-reproductive", to: { topic: "reproductive-health" } },
        { label: "health-care.next-chronic", to: { topic: "chronic-disease" } },
        { label: "health-care.next-mental", to: { topic: "mental-health" } },
        { label: "health-care.next-mobile", to: { topic: "mobile-clinics" } },
        { label: "health-care.next-disability", to: { topic: "disability" } },
      ],
    },

    "start-danger": { kind: "safety", say: ["danger.health-care"], facts: ["crisis-911", "crisis-104", "care-any-papers"], ticket: "health-care" },
  },
};
