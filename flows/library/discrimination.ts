/** Discrimination, by where it happened. The Constitution does not name nationality, so no answer promises that a complaint succeeds. */
import type { Flow } from "../flow.ts";

export const discrimination: Flow = {
  id: "discrimination",
  version: 1,
  topic: "discrimination",
  start: "ask-where",
  steps: {
    "ask-where": {
      kind: "ask",
      say: ["discrimination.ask-where"],
      facts: ["crisis-104", "crisis-911"],
      options: [
        { label: "discrimination.where-work", to: { step: "work" } },
        { label: "discrimination.where-shop", to: { step: "shop" } },
        { label: "discrimination.where-office", to: { step: "office" } },
        { label: "discrimination.where-school", to: { step: "school" } },
        { label: "discrimination.next-team", to: { step: "team" } },
      ],
    },
    work: {
      kind: "answer",
      say: ["discrimination.work"],
      facts: ["discrimination-work", "discrimination-constitution", "mitradel-line", "nrc-phone"],
      options: [
        { label: "discrimination.next-rights", to: { topic: "work-rights" } },
        { label: "discrimination.next-team", to: { step: "team" } },
      ],
    },
    shop: {
      kind: "answer",
      say: ["discrimination.shop"],
      facts: ["discrimination-constitution", "discrimination-law", "discrimination-shops", "discrimination-complaint", "defensoria-line", "defensoria-whatsapp"],
      options: [
        { label: "discrimination.next-team", to: { step: "team" } },
        { label: "discrimination.next-support", to: { topic: "mental-health" } },
        { label: "menus.lgbtiq", to: { topic: "lgbtiq" } },
      ],
    },
    office: {
      kind: "answer",
      say: ["discrimination.office"],
      facts: ["discrimination-law", "discrimination-complaint", "defensoria-line", "defensoria-whatsapp", "nrc-phone"],
      options: [
        { label: "discrimination.next-complaint", to: { topic: "complaint-feedback" } },
        { label: "discrimination.next-held", to: { topic: "detention-deportation" } },
        { label: "discrimination.next-team", to: { step: "team" } },
      ],
    },
    school: {
      kind: "answer",
      say: ["discrimination.school"],
      facts: ["discrimination-law", "discrimination-complaint", "defensoria-line", "defensoria-whatsapp", "crisis-104", "crisis-911"],
      options: [
        { label: "discrimination.next-child", to: { topic: "child-protection" } },
        { label: "discrimination.next-support", to: { topic: "mental-health" } },
        { label: "menus.school-children", to: { topic: "school-children" } },
      ],
    },
    team: {
      kind: "handoff",
      say: ["discrimination.team"],
      topic: "discrimination",
      priority: "normal",
      options: [
        { label: "discrimination.next-support", to: { topic: "mental-health" } },
        { label: "discrimination.next-complaint", to: { topic: "complaint-feedback" } },
      ],
    },
  },
};
