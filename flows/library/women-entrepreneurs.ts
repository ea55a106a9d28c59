/** A programme and small loans for women with a business. Open calls were not found, so entering means a person who asks. */
import type { Flow } from "../flow.ts";

export const womenEntrepreneurs: Flow = {
  id: "women-entrepreneurs",
  version: 1,
  topic: "women-entrepreneurs",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["women-entrepreneurs.start", "common.free"],
      facts: ["women-programme", "women-programme-refugees"],
      options: [
        { label: "women-entrepreneurs.next-join", to: { step: "join" } },
        { label: "women-entrepreneurs.next-money", to: { step: "money" } },
        { label: "women-entrepreneurs.next-bank", to: { topic: "bank-account" } },
      ],
    },
    join: {
      kind: "handoff",
      say: ["women-entrepreneurs.join", "common.free"],
      topic: "women-entrepreneurs",
      priority: "normal",
      facts: ["women-programme"],
      options: [
        { label: "women-entrepreneurs.next-money", to: { step: "money" } },
        { label: "women-entrepreneurs.next-inadeh", to: { topic: "inadeh" } },
      ],
    },
    money: {
      kind: "answer",
      say: ["women-entrepreneurs.money", "common.free"],
      facts: ["microcredit"],
      options: [
        { label: "women-entrepreneurs.next-join", to: { step: "join" } },
        { label: "women-entrepreneurs.next-bank", to: { topic: "bank-account" } },
        { label: "women-entrepreneurs.next-jobs", to: { topic: "jobs" } },
      ],
    },
  },
};
