/** Certificate, provisional document, refugee card: what each is good for, who gives it and how it is renewed. */
import type { Flow } from "../flow.ts";

export const refugeeCard: Flow = {
  id: "refugee-card",
  version: 1,
  topic: "refugee-card",
  start: "ask-paper",
  steps: {
    "ask-paper": {
      kind: "ask",
      say: ["refugee-card.ask-paper"],
      options: [
        { label: "refugee-card.paper-certificate", to: { step: "certificate" } },
        { label: "refugee-card.paper-provisional", to: { step: "provisional" } },
        { label: "refugee-card.paper-card", to: { step: "card" } },
        { label: "refugee-card.paper-renew", to: { step: "renew" } },
        { label: "refugee-card.paper-lost", to: { topic: "lost-documents" } },
      ],
    },
    certificate: {
      kind: "answer",
      say: ["refugee-card.certificate"],
      facts: ["asylum-day", "asylum-free", "applicant-may-stay", "asylum-stay-in-panama", "street-checks", "work-after-admission"],
      options: [
        { label: "refugee-card.next-lost", to: { topic: "lost-documents" } },
        { label: "refugee-card.next-case-status", to: { topic: "case-status" } },
        { label: "refugee-card.next-asylum-steps", to: { topic: "asylum-steps" } },
      ],
    },
    provisional: {
      kind: "answer",
      say: ["refugee-card.provisional"],
      facts: ["admitted-card-months", "card-issuing-year", "onpar-phone", "work-after-admission", "asylum-stay-in-panama"],
      options: [
        { label: "refugee-card.next-renew", to: { step: "renew" } },
        { label: "refugee-card.next-work-permit", to: { topic: "work-permit" } },
        { label: "refugee-card.next-lost", to: { topic: "lost-documents" } },
      ],
    },
    card: {
      kind: "answer",
      say: ["refugee-card.card"],
      facts: ["recognised-card-years", "permanent-residence-years", "travel-home-ask-first", "onpar-phone"],
      options: [
        { label: "refugee-card.next-renew", to: { step: "renew" } },
        { label: "refugee-card.next-residence", to: { topic: "permanent-residence" } },
        { label: "refugee-card.next-work-permit", to: { topic: "work-permit" } },
        { label: "refugee-card.next-travel", to: { topic: "travel-document" } },
      ],
    },
    renew: {
      kind: "answer",
      say: ["refugee-card.renew"],
      facts: ["card-renewal", "onpar-phone", "onpar-hours"],
      options: [
        { label: "refugee-card.next-where", to: { topic: "offices-hours" } },
        { label: "refugee-card.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "refugee-card.next-lost", to: { topic: "lost-documents" } },
      ],
    },
  },
};
