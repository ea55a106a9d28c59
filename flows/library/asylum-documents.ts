/** The papers of a claim: what to bring, what supports it, the certificate that ONPAR gives, and what to do when it is lost. */
import type { Flow, Option } from "../flow.ts";

const apply: Option = { label: "asylum-documents.next-apply", to: { topic: "asylum-apply" } };
const interview: Option = { label: "asylum-documents.next-interview", to: { topic: "asylum-interview" } };
const certificate: Option = { label: "asylum-documents.next-certificate", to: { step: "certificate" } };

export const asylumDocuments: Flow = {
  id: "asylum-documents",
  version: 1,
  topic: "asylum-documents",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["asylum-documents.start", "common.consulate"],
      facts: ["asylum-day", "asylum-interview", "onpar-phone"],
      options: [
        { label: "asylum-documents.next-proofs", to: { step: "proofs" } },
        certificate,
        apply,
      ],
    },
    proofs: {
      kind: "answer",
      say: ["asylum-documents.proofs", "common.free"],
      facts: ["asylum-sworn-form", "asylum-not-admitted", "nrc-phone"],
      options: [interview, apply],
    },
    certificate: {
      kind: "answer",
      say: ["asylum-documents.certificate"],
      facts: ["asylum-day", "applicant-may-stay", "asylum-stay-in-panama", "work-after-admission", "onpar-phone"],
      options: [
        { label: "asylum-documents.next-lost", to: { step: "lost" } },
        interview,
        { label: "asylum-documents.next-rights", to: { topic: "asylum-rights" } },
        { label: "asylum-documents.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    lost: {
      kind: "answer",
      say: ["asylum-documents.lost", "common.free"],
      facts: ["onpar-phone", "onpar-phone-2", "asylum-free"],
      options: [
        certificate, { label: "asylum-documents.next-rights", to: { topic: "asylum-rights" } },
        { label: "menus.lost-documents", to: { topic: "lost-documents" } },
      ],
    },
  },
};
