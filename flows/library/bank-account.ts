/** A bank account, by the paper a person holds. Only what banks could take from Venezuelans was found written down; else each
 *  bank decides, and the texts say so. */
import type { Flow } from "../flow.ts";

export const bankAccount: Flow = {
  id: "bank-account",
  version: 1,
  topic: "bank-account",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["bank-account.ask-what"],
      options: [
        { label: "bank-account.what-certificate", to: { step: "certificate" } },
        { label: "bank-account.what-card", to: { step: "card" } },
        { label: "bank-account.what-permanent", to: { step: "permanent" } },
        { label: "bank-account.what-venezuela", to: { step: "venezuela" } },
        { label: "bank-account.what-refused", to: { step: "refused" } },
      ],
    },
    certificate: {
      kind: "answer",
      say: ["bank-account.certificate"],
      options: [
        { label: "bank-account.next-refused", to: { step: "refused" } },
        { label: "bank-account.next-fraud", to: { topic: "fraud" } },
        { label: "bank-account.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    card: {
      kind: "answer",
      say: ["bank-account.card", "common.consulate"],
      options: [
        { label: "bank-account.next-refused", to: { step: "refused" } },
        { label: "bank-account.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    permanent: {
      kind: "answer",
      say: ["bank-account.permanent"],
      facts: ["permanent-residence-gives"],
      options: [
        { label: "bank-account.next-refused", to: { step: "refused" } },
        { label: "bank-account.next-work-permit", to: { topic: "work-permit" } },
        { label: "menus.permanent-residence", to: { topic: "permanent-residence" } },
      ],
    },
    venezuela: {
      kind: "answer",
      say: ["bank-account.venezuela", "common.consulate"],
      facts: ["bank-venezuela"],
      options: [
        { label: "bank-account.next-refused", to: { step: "refused" } },
        { label: "bank-account.next-fraud", to: { topic: "fraud" } },
      ],
    },
    refused: {
      kind: "handoff",
      say: ["bank-account.refused"],
      topic: "bank-account",
      priority: "normal",
      options: [
        { label: "bank-account.next-discrimination", to: { topic: "discrimination" } },
        { label: "bank-account.next-fraud", to: { topic: "fraud" } },
      ],
    },
  },
};
