/** CONARE's decision on an admitted claim: no date is promised, figures are told only to who asks for them, and a no leads at
 *  once to the days that run. */
import type { Flow, Option } from "../flow.ts";

const caseStatus: Option = { label: "asylum-decision.next-case-status", to: { topic: "case-status" } };
const workPermit: Option = { label: "asylum-decision.next-work-permit", to: { topic: "work-permit" } };
const rights: Option = { label: "asylum-decision.next-rights", to: { topic: "asylum-rights" } };

export const asylumDecision: Flow = {
  id: "asylum-decision",
  version: 1,
  topic: "asylum-decision",
  start: "ask-answer",
  steps: {
    "ask-answer": {
      kind: "ask",
      say: ["asylum-decision.ask-answer"],
      facts: ["asylum-admission"],
      options: [
        { label: "asylum-decision.answer-none", to: { step: "waiting" } },
        { label: "asylum-decision.answer-yes", stages: ["recognised"], to: { step: "recognised" } },
        { label: "asylum-decision.answer-no", stages: ["refused"], to: { topic: "asylum-appeal" } },
        { label: "asylum-decision.answer-how-many", to: { step: "numbers" } },
      ],
    },
    waiting: {
      kind: "answer",
      say: ["asylum-decision.waiting"],
      facts: ["admitted-card-months", "asylum-stay-in-panama", "notice-in-person", "onpar-phone"],
      options: [caseStatus, workPermit, rights, { label: "asylum-decision.next-support", to: { topic: "mental-health" } }],
    },
    numbers: {
      kind: "answer",
      say: ["asylum-decision.numbers"],
      facts: ["recognised-in-quarter", "recognised-year", "refugees-in-panama"],
      options: [caseStatus, rights],
    },
    recognised: {
      kind: "answer",
      say: ["asylum-decision.recognised"],
      facts: ["recognised-card-years", "permanent-residence-years", "family-reunification", "travel-home-ask-first"],
      options: [
        workPermit,
        { label: "asylum-decision.next-university", to: { topic: "university" } },
        { label: "asylum-decision.next-inadeh", to: { topic: "inadeh" } },
        { label: "asylum-decision.next-residence", to: { step: "residence" } },
        rights,
      ],
    },
    residence: {
      kind: "answer",
      say: ["asylum-decision.residence", "common.consulate"],
      facts: ["permanent-residence-years", "permanent-residence-steps"],
      options: [workPermit, { label: "asylum-decision.next-where", to: { topic: "asylum-apply" } }],
    },
  },
};
