/** Permits of the migration service. Before all else: the refuge claim stays, and legal aid comes first. */
import type { Flow } from "../flow.ts";

export const migrationPermits: Flow = {
  id: "migration-permits",
  version: 1,
  topic: "migration-permits",
  start: "ask-claim",
  steps: {
    "ask-claim": {
      kind: "ask",
      say: ["migration-permits.ask-claim"],
      options: [
        { label: "migration-permits.claim-pending", stages: ["certificate", "admitted"], to: { step: "pending" } },
        { label: "migration-permits.claim-refused", stages: ["refused"], to: { step: "refused" } },
        { label: "migration-permits.claim-recognised", stages: ["recognised"], to: { step: "recognised" } },
        { label: "migration-permits.claim-none", stages: ["none"], to: { step: "none" } },
      ],
    },
    pending: {
      kind: "answer",
      say: ["migration-permits.pending"],
      facts: ["applicant-may-stay", "work-after-admission", "nrc-phone"],
      options: [
        { label: "migration-permits.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "migration-permits.next-work-permit", to: { topic: "work-permit" } },
        { label: "migration-permits.next-withdraw", to: { topic: "withdraw-claim" } },
      ],
    },
    refused: {
      kind: "answer",
      say: ["migration-permits.refused"],
      facts: ["appeal-days", "nrc-phone"],
      options: [
        { label: "migration-permits.next-humanitarian", to: { step: "humanitarian" } },
        { label: "migration-permits.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "migration-permits.next-steps", to: { topic: "asylum-steps" } },
        { label: "menus.asylum-appeal", to: { topic: "asylum-appeal" } },
      ],
    },
    humanitarian: {
      kind: "answer",
      say: ["migration-permits.humanitarian", "common.consulate"],
      facts: ["humanitarian-permit-from", "humanitarian-permit-years", "humanitarian-permit-stay", "humanitarian-permit-fee", "humanitarian-permit-extend"],
      options: [
        { label: "migration-permits.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "migration-permits.next-lost", to: { topic: "lost-documents" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["migration-permits.recognised"],
      facts: ["recognised-card-years", "permanent-residence-years"],
      options: [
        { label: "migration-permits.next-residence", to: { topic: "permanent-residence" } },
        { label: "migration-permits.next-card", to: { topic: "refugee-card" } },
        { label: "migration-permits.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    none: {
      kind: "answer",
      say: ["migration-permits.none"],
      facts: ["asylum-deadline-months", "asylum-free", "nrc-phone"],
      options: [
        { label: "migration-permits.next-apply", to: { topic: "asylum-steps" } },
        { label: "migration-permits.next-humanitarian", to: { step: "humanitarian" } },
        { label: "migration-permits.next-legal-aid", to: { topic: "legal-aid" } },
      ],
    },
  },
};
