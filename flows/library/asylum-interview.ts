/** The interview at ONPAR: what it is, how to prepare, an interpreter, and what to do when the date was missed, which goes to
 *  a person as well. */
import type { Flow, Option } from "../flow.ts";

const prepare: Option = { label: "asylum-interview.next-prepare", to: { step: "prepare" } };
const interpreter: Option = { label: "asylum-interview.next-interpreter", to: { step: "interpreter" } };
const after: Option = { label: "asylum-interview.next-after", to: { topic: "asylum-admission" } };

export const asylumInterview: Flow = {
  id: "asylum-interview",
  version: 1,
  topic: "asylum-interview",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["asylum-interview.start"],
      facts: ["asylum-interview", "asylum-interview-family", "asylum-free", "onpar-phone"],
      options: [
        prepare,
        interpreter,
        { label: "asylum-interview.next-missed", to: { step: "missed" } },
        after,
      ],
    },
    prepare: {
      kind: "answer",
      say: ["asylum-interview.prepare"],
      facts: ["asylum-sworn-form", "asylum-interview-family", "asylum-confidential"],
      options: [
        interpreter,
        { label: "asylum-interview.next-documents", to: { topic: "asylum-documents" } },
        { label: "asylum-interview.next-support", to: { topic: "mental-health" } },
      ],
    },
    interpreter: {
      kind: "answer",
      say: ["asylum-interview.interpreter", "common.free"],
      facts: ["onpar-phone", "asylum-no-speech", "asylum-free"],
      options: [prepare, after],
    },
    missed: {
      kind: "handoff",
      say: ["asylum-interview.missed"],
      topic: "asylum-interview",
      priority: "normal",
      facts: ["onpar-phone", "onpar-phone-2", "asylum-stay-in-panama"],
      options: [prepare, { label: "asylum-interview.next-where", to: { topic: "asylum-apply" } }],
    },
  },
};
