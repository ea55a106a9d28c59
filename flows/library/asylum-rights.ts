/** Rights by the paper a person holds. What a page of the State says is told as that, apart from what one can do today. */
import type { Flow, Option } from "../flow.ts";

const stopped: Option = { label: "asylum-rights.next-stopped", to: { step: "stopped" } };
const denied: Option = { label: "asylum-rights.next-denied", to: { step: "denied" } };
const workPermit: Option = { label: "asylum-rights.next-work-permit", to: { topic: "work-permit" } };

export const asylumRights: Flow = {
  id: "asylum-rights",
  version: 1,
  topic: "asylum-rights",
  start: "ask-paper",
  steps: {
    "ask-paper": {
      kind: "ask",
      say: ["asylum-rights.ask-paper"],
      options: [
        { label: "asylum-rights.paper-none", to: { step: "none" } },
        { label: "asylum-rights.paper-certificate", stages: ["certificate"], to: { step: "certificate" } },
        { label: "asylum-rights.paper-admitted", stages: ["admitted"], to: { step: "admitted" } },
        { label: "asylum-rights.paper-recognised", stages: ["recognised"], to: { step: "recognised" } },
        stopped,
      ],
    },
    none: {
      kind: "answer",
      say: ["asylum-rights.none"],
      facts: ["refuge-when-held", "applicant-may-stay", "care-any-papers", "wage-complaint"],
      options: [
        { label: "asylum-rights.next-apply", to: { topic: "asylum-apply" } },
        stopped,
        denied,
      ],
    },
    certificate: {
      kind: "answer",
      say: ["asylum-rights.certificate"],
      facts: ["applicant-may-stay", "applicant-health-school", "work-after-admission", "asylum-stay-in-panama"],
      options: [
        stopped,
        denied,
        { label: "asylum-rights.next-interview", to: { topic: "asylum-interview" } },
        workPermit,
        { label: "menus.school-children", to: { topic: "school-children" } },
      ],
    },
    admitted: {
      kind: "answer",
      say: ["asylum-rights.admitted"],
      facts: ["applicant-may-stay", "applicant-health-school", "work-after-admission", "admitted-card-months", "asylum-stay-in-panama"],
      options: [
        workPermit,
        stopped,
        denied,
        { label: "asylum-rights.next-decision", to: { topic: "asylum-decision" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["asylum-rights.recognised"],
      facts: ["recognised-rights", "family-reunification", "recognised-card-years", "travel-home-ask-first"],
      options: [
        workPermit,
        { label: "asylum-rights.next-university", to: { topic: "university" } },
        { label: "asylum-rights.next-inadeh", to: { topic: "inadeh" } },
        denied,
      ],
    },
    stopped: {
      kind: "answer",
      say: ["asylum-rights.stopped"],
      facts: ["asylum-day", "refuge-when-held", "held-reasons-and-copy", "held-lawyer"],
      options: [
        { label: "asylum-rights.next-held", to: { topic: "detention-deportation" } },
        denied,
      ],
    },
    denied: {
      kind: "answer",
      say: ["asylum-rights.denied", "common.free"],
      facts: ["defensoria-line", "nrc-phone", "report-no-effect"],
      options: [
        stopped,
        { label: "asylum-rights.next-complaint", to: { topic: "complaint-feedback" } },
      ],
    },
  },
};
