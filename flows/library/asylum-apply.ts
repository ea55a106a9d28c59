/** Asking for refuge for the first time: where, by when, what happens that day, who may ask. Who is past the six months is
 *  sent to legal aid and to a person, and is never told that it is over. */
import type { Flow, Option } from "../flow.ts";

const where: Option = { label: "asylum-apply.next-where", to: { step: "start" } };
const day: Option = { label: "asylum-apply.next-day", to: { step: "day" } };
const documents: Option = { label: "asylum-apply.next-documents", to: { topic: "asylum-documents" } };

export const asylumApply: Flow = {
  id: "asylum-apply",
  version: 1,
  topic: "asylum-apply",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["asylum-apply.start", "common.free"],
      facts: ["onpar-office", "onpar-phone", "onpar-phone-2", "onpar-hours", "asylum-deadline-months", "asylum-free"],
      options: [
        day,
        documents,
        { label: "asylum-apply.next-who", to: { step: "who" } },
        { label: "asylum-apply.next-late", to: { step: "late" } },
        { label: "asylum-apply.next-darien", to: { step: "darien" } },
      ],
    },
    day: {
      kind: "answer",
      say: ["asylum-apply.day", "common.free"],
      facts: ["asylum-day", "asylum-oral", "asylum-sworn-form", "asylum-stay-in-panama", "asylum-confidential", "asylum-free"],
      options: [
        where,
        documents,
        { label: "asylum-apply.next-interview", to: { topic: "asylum-interview" } },
      ],
    },
    who: {
      kind: "answer",
      say: ["asylum-apply.who"],
      facts: ["refugee-definition", "refugee-gender-grounds", "child-adult-for-claim", "nrc-phone"],
      options: [
        where,
        day,
        { label: "asylum-apply.next-rights", to: { topic: "asylum-rights" } },
        { label: "menus.unaccompanied-child", to: { topic: "unaccompanied-child" } },
      ],
    },
    late: {
      kind: "handoff",
      say: ["asylum-apply.late"],
      topic: "asylum-apply",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        where, day,
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    darien: {
      kind: "answer",
      say: ["asylum-apply.darien", "common.free"],
      facts: ["onpar-meteti", "onpar-chiriqui", "onpar-phone", "onpar-hours"],
      options: [
        day, where,
        { label: "menus.darien-offices", to: { topic: "darien-offices" } },
      ],
    },
  },
};
