/** Travelling: a document for recognised refugees only; for applicants leaving counts as giving up. */
import type { Flow } from "../flow.ts";

export const travelDocument: Flow = {
  id: "travel-document",
  version: 1,
  topic: "travel-document",
  start: "ask-status",
  steps: {
    "ask-status": {
      kind: "ask",
      say: ["travel-document.ask-status"],
      options: [
        { label: "travel-document.status-recognised", to: { step: "recognised" } },
        { label: "travel-document.status-waiting", to: { step: "waiting" } },
        { label: "travel-document.status-home", to: { step: "home" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["travel-document.recognised", "common.consulate"],
      facts: ["travel-document-issuer", "travel-document-years", "travel-document-fee", "onpar-phone"],
      options: [
        { label: "travel-document.next-home", to: { step: "home" } },
        { label: "travel-document.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    waiting: {
      kind: "answer",
      say: ["travel-document.waiting"],
      facts: ["asylum-stay-in-panama", "travel-document-issuer", "nrc-phone"],
      options: [
        { label: "travel-document.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "travel-document.next-case-status", to: { topic: "case-status" } },
        { label: "travel-document.next-leave", to: { topic: "return-transit" } },
      ],
    },
    home: {
      kind: "answer",
      say: ["travel-document.home", "common.consulate"],
      facts: ["travel-home-ask-first", "nrc-phone", "onpar-phone"],
      options: [
        { label: "travel-document.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "travel-document.next-recognised", to: { step: "recognised" } },
      ],
    },
  },
};
