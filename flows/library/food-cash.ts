/** Food and money by where a person is. No open programme of food or cash was found; doors are named, and a person looks further. */
import type { Flow } from "../flow.ts";

export const foodCash: Flow = {
  id: "food-cash",
  version: 1,
  topic: "food-cash",
  start: "ask-where",
  steps: {
    "ask-where": {
      kind: "ask",
      say: ["food-cash.ask-where"],
      options: [
        { label: "food-cash.where-city", to: { step: "city" } },
        { label: "food-cash.where-chiriqui", to: { step: "chiriqui" } },
        { label: "food-cash.where-other", to: { step: "team" } },
      ],
    },
    city: {
      kind: "answer",
      say: ["food-cash.city", "common.free"],
      facts: ["pastoral-phone", "fe-y-alegria", "unhcr-cash-year"],
      options: [
        { label: "food-cash.next-team", to: { step: "team" } },
        { label: "food-cash.next-housing", to: { topic: "housing" } },
        { label: "food-cash.next-state", to: { topic: "social-assistance" } },
      ],
    },
    chiriqui: {
      kind: "answer",
      say: ["food-cash.chiriqui", "common.free"],
      facts: ["comedor-chiriqui"],
      options: [
        { label: "food-cash.next-team", to: { step: "team" } },
        { label: "food-cash.next-housing", to: { topic: "housing" } },
      ],
    },
    team: {
      kind: "handoff",
      say: ["food-cash.team", "common.free"],
      topic: "food-cash",
      priority: "normal",
      options: [
        { label: "food-cash.next-housing", to: { topic: "housing" } },
        { label: "food-cash.next-state", to: { topic: "social-assistance" } },
        { label: "food-cash.next-jobs", to: { topic: "jobs" } },
      ],
    },
  },
};
