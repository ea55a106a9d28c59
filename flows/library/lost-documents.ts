/** Lost, stolen or withheld papers, by which paper. No official procedure was found: ONPAR is asked first, and nobody is sent to their country's officials. */
import type { Flow } from "../flow.ts";

export const lostDocuments: Flow = {
  id: "lost-documents",
  version: 1,
  topic: "lost-documents",
  start: "ask-paper",
  steps: {
    "ask-paper": {
      kind: "ask",
      say: ["lost-documents.ask-paper"],
      options: [
        { label: "lost-documents.paper-certificate", to: { step: "certificate" } },
        { label: "lost-documents.paper-card", to: { step: "card" } },
        { label: "lost-documents.paper-home", to: { step: "home-papers" } },
        { label: "lost-documents.paper-taken", to: { step: "taken" } },
      ],
    },
    certificate: {
      kind: "answer",
      say: ["lost-documents.certificate"],
      facts: ["onpar-phone", "onpar-hours", "asylum-free", "street-checks"],
      options: [
        { label: "lost-documents.next-where", to: { topic: "offices-hours" } },
        { label: "lost-documents.next-home", to: { step: "home-papers" } },
        { label: "lost-documents.next-case-status", to: { topic: "case-status" } },
      ],
    },
    card: {
      kind: "answer",
      say: ["lost-documents.card"],
      facts: ["onpar-phone", "card-renewal", "street-checks"],
      options: [
        { label: "lost-documents.next-card", to: { topic: "refugee-card" } },
        { label: "lost-documents.next-where", to: { topic: "offices-hours" } },
        { label: "lost-documents.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    "home-papers": {
      kind: "answer",
      say: ["lost-documents.home-papers", "common.consulate"],
      facts: ["asylum-day", "nrc-phone"],
      options: [
        { label: "lost-documents.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "lost-documents.next-apply", to: { topic: "asylum-steps" } },
      ],
    },
    taken: {
      kind: "handoff",
      say: ["lost-documents.taken"],
      topic: "lost-documents",
      priority: "normal",
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "lost-documents.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "lost-documents.next-complaint", to: { topic: "complaint-feedback" } },
        { label: "lost-documents.next-certificate", to: { step: "certificate" } },
      ],
    },
  },
};
