/** Asking for refuge, by how far a person has come: one question, then the short answer of that stage and the ways on. Who has
 *  not asked, or was refused, goes straight to where the days are told. */
import type { Flow, Option } from "../flow.ts";

const workPermit: Option = { label: "asylum-steps.next-work-permit", to: { topic: "work-permit" } };
const caseStatus: Option = { label: "asylum-steps.next-case-status", to: { topic: "case-status" } };
const rights: Option = { label: "asylum-steps.next-rights", to: { topic: "asylum-rights" } };

export const asylumSteps: Flow = {
  id: "asylum-steps",
  version: 2,
  topic: "asylum-steps",
  start: "ask-stage",
  steps: {
    "ask-stage": {
      kind: "ask",
      say: ["asylum-steps.ask-stage"],
      options: [
        { label: "asylum-steps.stage-none", stages: ["none"], to: { topic: "asylum-apply" } },
        { label: "asylum-steps.stage-certificate", stages: ["certificate"], to: { step: "certificate" } },
        { label: "asylum-steps.stage-admitted", stages: ["admitted"], to: { step: "admitted" } },
        { label: "asylum-steps.stage-refused", stages: ["refused"], to: { topic: "asylum-appeal" } },
        { label: "asylum-steps.stage-recognised", stages: ["recognised"], to: { step: "recognised" } },
      ],
    },
    certificate: {
      kind: "answer",
      say: ["asylum-steps.certificate"],
      facts: ["applicant-may-stay", "asylum-stay-in-panama", "asylum-admission", "work-after-admission"],
      options: [
        { label: "asylum-steps.next-interview", to: { topic: "asylum-interview" } },
        { label: "asylum-steps.next-admission", to: { topic: "asylum-admission" } },
        { label: "asylum-steps.next-documents", to: { topic: "asylum-documents" } },
        rights,
        caseStatus,
      ],
    },
    admitted: {
      kind: "answer",
      say: ["asylum-steps.admitted"],
      facts: ["asylum-admission", "admitted-card-months", "asylum-stay-in-panama", "work-after-admission"],
      options: [
        { label: "asylum-steps.next-card", to: { topic: "asylum-admission" } },
        { label: "asylum-steps.next-decision", to: { topic: "asylum-decision" } },
        workPermit,
        rights,
        caseStatus,
      ],
    },
    recognised: {
      kind: "answer",
      say: ["asylum-steps.recognised"],
      facts: ["recognised-card-years", "travel-home-ask-first"],
      options: [
        { label: "asylum-steps.next-recognised", to: { topic: "asylum-decision" } },
        rights,
        workPermit,
        { label: "asylum-steps.next-university", to: { topic: "university" } },
        { label: "asylum-steps.next-inadeh", to: { topic: "inadeh" } },
      ],
    },
  },
  moved: {
    interview: "certificate", residence: "recognised",
    apply: "ask-stage", day: "ask-stage", late: "ask-stage", darien: "ask-stage",
    refused: "ask-stage", "legal-help": "ask-stage", "days-passed": "ask-stage", "other-permit": "ask-stage",
  },
};
