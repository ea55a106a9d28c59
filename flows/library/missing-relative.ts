/** A relative who does not answer: by where contact was lost. A request reaches the migration service, so that is said before it is
 *  made. Who may be held has the danger's own text. */
import type { Flow } from "../flow.ts";

export const missingRelative: Flow = {
  id: "missing-relative",
  version: 1,
  topic: "missing-relative",
  start: "ask-where",
  steps: {
    "ask-where": {
      kind: "ask",
      say: ["missing-relative.ask-where"],
      options: [
        { label: "missing-relative.where-darien", to: { step: "darien" } },
        { label: "missing-relative.where-city", to: { step: "city" } },
        { label: "missing-relative.where-held", to: { step: "held" } },
        { label: "missing-relative.where-child", to: { step: "child" } },
        { label: "missing-relative.where-abroad", to: { step: "abroad" } },
      ],
    },
    darien: {
      kind: "handoff",
      say: ["missing-relative.darien"],
      topic: "missing-relative",
      priority: "normal",
      facts: ["missing-red-cross", "missing-defensoria", "defensoria-line", "defensoria-whatsapp"],
      options: [
        { label: "missing-relative.next-data", to: { step: "data" } },
        { label: "missing-relative.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    data: {
      kind: "answer",
      say: ["missing-relative.data"],
      facts: ["missing-defensoria", "missing-red-cross"],
      options: [
        { label: "missing-relative.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "missing-relative.next-support", to: { topic: "mental-health" } },
        { label: "missing-relative.next-human", to: { topic: "talk-to-human" } },
      ],
    },
    city: {
      kind: "handoff",
      say: ["missing-relative.city"],
      topic: "missing-relative",
      priority: "normal",
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "missing-relative.next-held", to: { step: "held" } },
        { label: "missing-relative.next-data", to: { step: "data" } },
        { label: "missing-relative.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    held: {
      kind: "safety",
      say: ["danger.detention-relative"],
      ticket: "detention-deportation",
      facts: ["held-reasons-and-copy", "held-lawyer", "habeas-corpus-anyone", "consulate-choice", "refuge-when-held", "crisis-911", "crisis-104"],
    },
    child: {
      kind: "handoff",
      say: ["missing-relative.child"],
      topic: "child-protection",
      priority: "danger",
      facts: ["crisis-911", "crisis-104", "crisis-senniaf"],
      options: [
        { label: "missing-relative.next-data", to: { step: "data" } },
        { label: "missing-relative.next-held", to: { step: "held" } },
        { label: "menus.unaccompanied-child", to: { topic: "unaccompanied-child" } },
      ],
    },
    abroad: {
      kind: "handoff",
      say: ["missing-relative.abroad"],
      topic: "missing-relative",
      priority: "normal",
      facts: ["missing-red-cross"],
      options: [
        { label: "missing-relative.next-data", to: { step: "data" } },
        { label: "missing-relative.next-family", to: { topic: "family-reunification" } },
      ],
    },
  },
};
