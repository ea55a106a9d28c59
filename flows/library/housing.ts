/** A place to sleep, an eviction, a rent. No house is named and no address given: people are reached by telephone and by our team. */
import type { Flow } from "../flow.ts";

export const housing: Flow = {
  id: "housing",
  version: 1,
  topic: "housing",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["housing.ask-what"],
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "housing.what-tonight", to: { step: "tonight" } },
        { label: "housing.what-evicted", to: { step: "evicted" } },
        { label: "housing.what-rent", to: { step: "rent" } },
        { label: "housing.what-unsafe", to: { topic: "gender-violence" } },
        { label: "housing.what-right", to: { step: "right" } },
      ],
    },
    tonight: {
      kind: "handoff",
      say: ["housing.tonight", "common.free"],
      topic: "housing",
      priority: "normal",
      facts: ["pastoral-phone", "fe-y-alegria"],
      options: [
        { label: "housing.next-food", to: { topic: "food-cash" } },
        { label: "housing.next-unsafe", to: { topic: "gender-violence" } },
      ],
    },
    evicted: {
      kind: "answer",
      say: ["housing.evicted"],
      facts: ["nrc-phone", "crisis-104", "crisis-911"],
      options: [
        { label: "housing.next-tonight", to: { step: "tonight" } },
        { label: "housing.next-discrimination", to: { topic: "discrimination" } },
        { label: "housing.next-unsafe", to: { topic: "gender-violence" } },
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    rent: {
      kind: "answer",
      say: ["housing.rent", "common.free"],
      options: [
        { label: "housing.next-fraud", to: { topic: "fraud" } },
        { label: "housing.next-discrimination", to: { topic: "discrimination" } },
        { label: "housing.next-tonight", to: { step: "tonight" } },
      ],
    },
    right: {
      kind: "answer",
      say: ["housing.right", "common.free"],
      facts: ["housing-access", "onpar-phone"],
      options: [
        { label: "housing.next-tonight", to: { step: "tonight" } },
        { label: "housing.next-state", to: { topic: "social-assistance" } },
      ],
    },
  },
};
