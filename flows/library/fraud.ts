/** Money asked for what is free, false messages and offers. Whoever has paid goes to a person; a wrong by staff is a complaint. */
import type { Flow } from "../flow.ts";

export const fraud: Flow = {
  id: "fraud",
  version: 1,
  topic: "fraud",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["fraud.ask-what"],
      options: [
        { label: "fraud.what-papers", to: { step: "papers" } },
        { label: "fraud.what-message", to: { step: "message" } },
        { label: "fraud.what-job", to: { step: "job" } },
        { label: "fraud.what-paid", to: { step: "paid" } },
        { label: "fraud.what-staff", to: { topic: "complaint-feedback" } },
      ],
    },
    papers: {
      kind: "answer",
      say: ["fraud.papers"],
      facts: ["asylum-free", "partners-free", "resettlement-unhcr", "nrc-phone"],
      options: [
        { label: "fraud.next-paid", to: { step: "paid" } },
        { label: "fraud.next-staff", to: { topic: "complaint-feedback" } },
        { label: "fraud.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    message: {
      kind: "answer",
      say: ["fraud.message"],
      facts: ["onpar-phone"],
      options: [
        { label: "fraud.next-paid", to: { step: "paid" } },
        { label: "fraud.next-staff", to: { topic: "complaint-feedback" } },
      ],
    },
    job: {
      kind: "answer",
      say: ["fraud.job"],
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "fraud.next-held", to: { topic: "trafficking" } },
        { label: "fraud.next-work-rights", to: { topic: "work-rights" } },
        { label: "fraud.next-paid", to: { step: "paid" } },
      ],
    },
    paid: {
      kind: "handoff",
      say: ["fraud.paid"],
      topic: "fraud",
      priority: "normal",
      facts: ["victims-unit", "nrc-phone"],
      options: [
        { label: "fraud.next-staff", to: { topic: "complaint-feedback" } },
        { label: "fraud.next-bank", to: { topic: "bank-account" } },
      ],
    },
  },
};
