/** Bringing the closest family: recognised refugees ask ONPAR in writing. Nobody is told to buy a ticket or to leave Panama. */
import type { Flow } from "../flow.ts";

export const familyReunification: Flow = {
  id: "family-reunification",
  version: 1,
  topic: "family-reunification",
  start: "ask-stage",
  steps: {
    "ask-stage": {
      kind: "ask",
      say: ["family-reunification.ask-stage"],
      options: [
        { label: "family-reunification.stage-recognised", to: { step: "recognised" } },
        { label: "family-reunification.stage-waiting", to: { step: "waiting" } },
        { label: "family-reunification.stage-none", to: { topic: "asylum-steps" } },
        { label: "family-reunification.stage-danger", to: { step: "danger" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["family-reunification.recognised", "common.free"],
      facts: ["family-reunification", "onpar-phone", "onpar-hours"],
      options: [
        { label: "family-reunification.next-papers", to: { step: "papers" } },
        { label: "family-reunification.next-danger", to: { step: "danger" } },
        { label: "family-reunification.next-where", to: { topic: "offices-hours" } },
      ],
    },
    papers: {
      kind: "answer",
      say: ["family-reunification.papers", "common.consulate"],
      facts: ["family-reunification"],
      options: [
        { label: "family-reunification.next-recognised", to: { step: "recognised" } },
        { label: "family-reunification.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    waiting: {
      kind: "answer",
      say: ["family-reunification.waiting"],
      facts: ["family-reunification", "asylum-interview-family", "asylum-stay-in-panama", "onpar-phone"],
      options: [
        { label: "family-reunification.next-danger", to: { step: "danger" } },
        { label: "family-reunification.next-case-status", to: { topic: "case-status" } },
        { label: "family-reunification.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    danger: {
      kind: "handoff",
      say: ["family-reunification.danger"],
      topic: "family-reunification",
      priority: "normal",
      facts: ["asylum-stay-in-panama", "nrc-phone"],
      options: [
        { label: "family-reunification.next-missing", to: { topic: "missing-relative" } },
        { label: "family-reunification.next-recognised", to: { step: "recognised" } },
        { label: "family-reunification.next-support", to: { topic: "mental-health" } },
      ],
    },
  },
};
