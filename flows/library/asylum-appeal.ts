/** After a no: go to ONPAR at once, ask that the case be looked at again, get legal aid. No date is computed, nobody is told
 *  that it is over, and who is past the days is handed to a person. */
import type { Flow, Option } from "../flow.ts";

const how: Option = { label: "asylum-appeal.next-how", to: { step: "how" } };
const legalHelp: Option = { label: "asylum-appeal.next-legal-help", to: { step: "legal-help" } };
const otherPermit: Option = { label: "asylum-appeal.next-other-permit", to: { step: "other-permit" } };
const where: Option = { label: "asylum-appeal.next-where", to: { topic: "asylum-apply" } };

export const asylumAppeal: Flow = {
  id: "asylum-appeal",
  version: 1,
  topic: "asylum-appeal",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["asylum-appeal.start"],
      facts: ["appeal-days", "notice-signature", "asylum-free", "nrc-phone"],
      options: [
        how,
        { label: "asylum-appeal.next-last-day", to: { flow: "appeal-days" } },
        { label: "asylum-appeal.next-paper", to: { step: "paper" } },
        { label: "asylum-appeal.next-days-passed", to: { step: "days-passed" } },
        legalHelp,
      ],
    },
    how: {
      kind: "answer",
      say: ["asylum-appeal.how"],
      facts: ["appeal-days", "asylum-not-admitted", "nrc-phone"],
      options: [
        legalHelp,
        where,
        { label: "asylum-appeal.next-second", to: { step: "second" } },
      ],
    },
    paper: {
      kind: "answer",
      say: ["asylum-appeal.paper"],
      facts: ["notice-in-person", "notice-lawyer", "notice-signature", "onpar-phone"],
      options: [how, where, legalHelp],
    },
    second: {
      kind: "answer",
      say: ["asylum-appeal.second"],
      facts: ["reconsideration-suspends", "appeal-days", "appeal-announced", "appeal-court", "asylum-stay-in-panama"],
      options: [legalHelp, otherPermit, how],
    },
    "legal-help": {
      kind: "handoff",
      say: ["asylum-appeal.legal-help"],
      topic: "asylum-appeal",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        how, where,
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    "days-passed": {
      kind: "handoff",
      say: ["asylum-appeal.days-passed"],
      topic: "asylum-appeal",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        otherPermit, where,
      ],
    },
    "other-permit": {
      kind: "answer",
      say: ["asylum-appeal.other-permit", "common.consulate"],
      facts: ["humanitarian-permit-from", "humanitarian-permit-years", "humanitarian-permit-stay", "humanitarian-permit-fee"],
      options: [legalHelp, how],
    },
  },
};
