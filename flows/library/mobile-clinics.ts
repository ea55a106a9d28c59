/** Clinics on wheels. Today's routes were found nowhere: the text says so, and who knows them. */
import type { Flow } from "../flow.ts";

export const mobileClinics: Flow = {
  id: "mobile-clinics",
  version: 1,
  topic: "mobile-clinics",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["mobile-clinics.start", "common.free"],
      events: { of: "mobile-clinics", title: "events.clinics" },
      facts: ["mobile-clinics-provinces", "mobile-clinics-year", "health-centres"],
      options: [
        { label: "mobile-clinics.next-darien", to: { step: "darien" } },
        { label: "mobile-clinics.next-health", to: { topic: "health-care" } },
        { label: "mobile-clinics.next-reproductive", to: { topic: "reproductive-health" } },
        { label: "follow.offer", to: { flow: "follow", step: "mobile-clinics" } },
      ],
    },
    darien: {
      kind: "answer",
      say: ["mobile-clinics.darien", "common.free"],
      facts: ["msf-left-darien", "health-centres", "mental-health-any-status", "crisis-911"],
      options: [
        { label: "mobile-clinics.next-health", to: { topic: "health-care" } },
        { label: "mobile-clinics.next-mental", to: { topic: "mental-health" } },
      ],
    },
  },
};
