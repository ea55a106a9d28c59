/** "When is my last day?" after a no, counted from the date on the paper. Where the paper, its date or the way it was told is
 *  not sure no day is given: go today. Nothing here is counted from what the registry says. */
import type { Flow, Option, Step } from "../flow.ts";

const legalHelp: Option = { label: "appeal-days.next-legal-help", to: { flow: "asylum-appeal", step: "legal-help" } };
const where: Option = { label: "appeal-days.next-where", to: { topic: "asylum-apply" } };
const again: Option = { label: "appeal-days.next-again", to: { step: "ask-paper" } };

/** One way for each paper: its date, whether a lawyer was told earlier, the day. */
function dated(paper: "refused" | "not-admitted", deadline: string): Record<string, Step> {
  return {
    [`date-${paper}`]: {
      kind: "input",
      say: ["appeal-days.ask-date"],
      as: "date",
      again: "appeal-days.date-again",
      which: "appeal-days.date-which",
      future: "appeal-days.date-future",
      unsure: { label: "appeal-days.no-date", to: { step: "go-today" } },
      next: { step: `lawyer-${paper}` },
    },
    [`lawyer-${paper}`]: {
      kind: "ask",
      say: ["appeal-days.ask-lawyer"],
      facts: ["notice-lawyer"],
      options: [
        { label: "appeal-days.lawyer-told", to: { step: "go-today" } },
        { label: "appeal-days.lawyer-not-told", to: { step: `day-${paper}` } },
      ],
    },
    [`day-${paper}`]: {
      kind: "last-day",
      say: [`appeal-days.${paper}`],
      deadline,
      facts: [deadline, "national-holidays"],
      options: [legalHelp, where, again],
      close: { step: "close" },
      passed: { step: "passed" },
      unsure: { step: "go-today" },
    },
  };
}

export const appealDays: Flow = {
  id: "appeal-days",
  version: 1,
  topic: "asylum-appeal",
  start: "ask-paper",
  steps: {
    "ask-paper": {
      kind: "ask",
      say: ["appeal-days.ask-paper"],
      options: [
        { label: "appeal-days.paper-not-admitted", to: { step: "date-not-admitted" } },
        { label: "appeal-days.paper-refused", to: { step: "date-refused" } },
        { label: "appeal-days.paper-unsure", to: { step: "go-today" } },
      ],
    },
    ...dated("refused", "appeal-days"),
    ...dated("not-admitted", "appeal-days-not-admitted"),
    "go-today": {
      kind: "answer",
      say: ["appeal-days.go-today"],
      facts: ["nrc-phone", "notice-signature"],
      options: [legalHelp, where, again],
    },
    close: {
      kind: "handoff",
      say: ["appeal-days.close"],
      topic: "asylum-appeal",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [where, again],
    },
    passed: {
      kind: "handoff",
      say: ["appeal-days.passed"],
      topic: "asylum-appeal",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [again],
    },
  },
};
