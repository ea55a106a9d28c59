/** Admission: ONPAR says whether a claim is studied in depth. What to do while waiting, what an admitted person can have, and
 *  the way to the days that run after a no. */
import type { Flow, Option } from "../flow.ts";

const caseStatus: Option = { label: "asylum-admission.next-case-status", to: { topic: "case-status" } };
const workPermit: Option = { label: "asylum-admission.next-work-permit", to: { topic: "work-permit" } };

export const asylumAdmission: Flow = {
  id: "asylum-admission",
  version: 1,
  topic: "asylum-admission",
  start: "ask-answer",
  steps: {
    "ask-answer": {
      kind: "ask",
      say: ["asylum-admission.ask-answer"],
      facts: ["asylum-admission"],
      options: [
        { label: "asylum-admission.answer-none", to: { step: "waiting" } },
        { label: "asylum-admission.answer-yes", stages: ["admitted"], to: { step: "admitted" } },
        { label: "asylum-admission.answer-no", stages: ["refused"], to: { topic: "asylum-appeal" } },
      ],
    },
    waiting: {
      kind: "answer",
      say: ["asylum-admission.waiting"],
      facts: ["applicant-may-stay", "asylum-backlog", "asylum-stay-in-panama", "work-after-admission", "applicant-health-school", "onpar-phone"],
      options: [
        caseStatus,
        { label: "asylum-admission.next-rights", to: { topic: "asylum-rights" } },
        workPermit,
        { label: "asylum-admission.next-support", to: { topic: "mental-health" } },
      ],
    },
    admitted: {
      kind: "answer",
      say: ["asylum-admission.admitted"],
      facts: ["asylum-admission", "admitted-card-months", "asylum-stay-in-panama", "work-after-admission"],
      options: [
        { label: "asylum-admission.next-card", to: { step: "card" } },
        workPermit,
        { label: "asylum-admission.next-decision", to: { topic: "asylum-decision" } },
        caseStatus,
      ],
    },
    card: {
      kind: "answer",
      say: ["asylum-admission.card", "common.free"],
      facts: ["admitted-card-months", "card-issuing-year", "onpar-phone"],
      options: [
        workPermit,
        { label: "asylum-admission.next-decision", to: { topic: "asylum-decision" } },
        { label: "menus.refugee-card", to: { topic: "refugee-card" } },
      ],
    },
  },
};
