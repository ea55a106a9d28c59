/** Leaving Panama, mostly south: what it does to a claim, and the danger at sea. No boat, price or meeting point is told. */
import type { Flow } from "../flow.ts";

export const returnTransit: Flow = {
  id: "return-transit",
  version: 1,
  topic: "return-transit",
  start: "ask-claim",
  steps: {
    "ask-claim": {
      kind: "ask",
      say: ["return-transit.ask-claim"],
      options: [
        { label: "return-transit.claim-yes", to: { step: "claimed" } },
        { label: "return-transit.claim-recognised", to: { step: "recognised" } },
        { label: "return-transit.claim-no", to: { step: "not-claimed" } },
        { label: "return-transit.claim-route", to: { step: "route" } },
      ],
    },
    claimed: {
      kind: "answer",
      say: ["return-transit.claimed"],
      facts: ["asylum-stay-in-panama", "nrc-phone"],
      options: [
        { label: "return-transit.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "return-transit.next-route", to: { step: "route" } },
        { label: "return-transit.next-support", to: { topic: "mental-health" } },
        { label: "menus.housing", to: { topic: "housing" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["return-transit.recognised"],
      facts: ["travel-home-ask-first", "travel-document-issuer", "onpar-phone", "nrc-phone"],
      options: [
        { label: "return-transit.next-travel", to: { topic: "travel-document" } },
        { label: "return-transit.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "return-transit.next-route", to: { step: "route" } },
      ],
    },
    "not-claimed": {
      kind: "answer",
      say: ["return-transit.not-claimed"],
      facts: ["asylum-deadline-months", "asylum-free", "voluntary-return-ban", "nrc-phone"],
      options: [
        { label: "return-transit.next-apply", to: { topic: "asylum-steps" } },
        { label: "return-transit.next-route", to: { step: "route" } },
        { label: "return-transit.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    route: {
      kind: "answer",
      say: ["return-transit.route"],
      facts: ["return-sea-danger", "crisis-911", "crisis-104"],
      options: [
        { label: "return-transit.next-missing", to: { topic: "missing-relative" } },
        { label: "return-transit.next-ask", to: { step: "ask-claim" } },
        { label: "return-transit.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
  },
};
