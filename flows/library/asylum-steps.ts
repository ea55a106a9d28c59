/** Asking for refuge, by how far a person has come: one question, then an answer for each stage. Deadlines never say that
 *  it is too late; who is past one is sent to legal aid and to a person. */
import type { Flow } from "../flow.ts";

export const asylumSteps: Flow = {
  id: "asylum-steps",
  version: 1,
  topic: "asylum-steps",
  start: "ask-stage",
  steps: {
    "ask-stage": {
      kind: "ask",
      say: ["asylum-steps.ask-stage"],
      options: [
        { label: "asylum-steps.stage-none", to: { step: "apply" } },
        { label: "asylum-steps.stage-certificate", to: { step: "certificate" } },
        { label: "asylum-steps.stage-admitted", to: { step: "admitted" } },
        { label: "asylum-steps.stage-refused", to: { step: "refused" } },
        { label: "asylum-steps.stage-recognised", to: { step: "recognised" } },
      ],
    },
    apply: {
      kind: "answer",
      say: ["asylum-steps.apply", "common.free"],
      facts: ["onpar-office", "onpar-phone", "onpar-phone-2", "onpar-hours", "asylum-deadline-months", "asylum-free"],
      options: [
        { label: "asylum-steps.next-day", to: { step: "day" } },
        { label: "asylum-steps.next-late", to: { step: "late" } },
        { label: "asylum-steps.next-darien", to: { step: "darien" } },
      ],
    },
    day: {
      kind: "answer",
      say: ["asylum-steps.day", "common.free"],
      facts: ["asylum-day", "asylum-oral", "asylum-sworn-form", "asylum-stay-in-panama", "asylum-confidential", "asylum-free"],
      options: [
        { label: "asylum-steps.next-where", to: { step: "apply" } },
        { label: "asylum-steps.next-after", to: { step: "certificate" } },
      ],
    },
    late: {
      kind: "handoff",
      say: ["asylum-steps.late"],
      topic: "asylum-steps",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [{ label: "asylum-steps.next-where", to: { step: "apply" } }],
    },
    darien: {
      kind: "answer",
      say: ["asylum-steps.darien", "common.free"],
      facts: ["onpar-meteti", "onpar-chiriqui", "onpar-phone", "onpar-hours"],
      options: [
        { label: "asylum-steps.next-day", to: { step: "day" } },
        { label: "asylum-steps.next-where", to: { step: "apply" } },
      ],
    },
    certificate: {
      kind: "answer",
      say: ["asylum-steps.certificate"],
      facts: ["applicant-may-stay", "applicant-health-school", "asylum-stay-in-panama", "asylum-admission", "asylum-backlog", "work-after-admission"],
      options: [
        { label: "asylum-steps.next-interview", to: { step: "interview" } },
        { label: "asylum-steps.next-work-permit", to: { topic: "work-permit" } },
        { label: "asylum-steps.next-case-status", to: { topic: "case-status" } },
      ],
    },
    interview: {
      kind: "answer",
      say: ["asylum-steps.interview"],
      facts: ["onpar-phone", "asylum-interview", "asylum-interview-family"],
      options: [
        { label: "asylum-steps.next-where", to: { step: "apply" } },
        { label: "asylum-steps.next-case-status", to: { topic: "case-status" } },
      ],
    },
    admitted: {
      kind: "answer",
      say: ["asylum-steps.admitted"],
      facts: ["admitted-card-months", "asylum-admission", "asylum-backlog", "asylum-stay-in-panama", "work-after-admission"],
      options: [
        { label: "asylum-steps.next-work-permit", to: { topic: "work-permit" } },
        { label: "asylum-steps.next-case-status", to: { topic: "case-status" } },
      ],
    },
    refused: {
      kind: "answer",
      say: ["asylum-steps.refused"],
      facts: ["appeal-days", "notice-signature", "nrc-phone"],
      options: [
        { label: "asylum-steps.next-last-day", to: { flow: "appeal-days" } },
        { label: "asylum-steps.next-legal-help", to: { step: "legal-help" } },
        { label: "asylum-steps.next-days-passed", to: { step: "days-passed" } },
        { label: "asylum-steps.next-other-permit", to: { step: "other-permit" } },
      ],
    },
    "legal-help": {
      kind: "handoff",
      say: ["asylum-steps.legal-help"],
      topic: "asylum-steps",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [{ label: "asylum-steps.next-where", to: { step: "apply" } }],
    },
    "days-passed": {
      kind: "handoff",
      say: ["asylum-steps.days-passed"],
      topic: "asylum-steps",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [{ label: "asylum-steps.next-other-permit", to: { step: "other-permit" } }],
    },
    "other-permit": {
      kind: "answer",
      say: ["asylum-steps.other-permit", "common.consulate"],
      facts: ["humanitarian-permit-from", "humanitarian-permit-years", "humanitarian-permit-stay", "humanitarian-permit-fee"],
      options: [
        { label: "asylum-steps.next-legal-help", to: { step: "legal-help" } },
        { label: "asylum-steps.next-refused", to: { step: "refused" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["asylum-steps.recognised"],
      facts: ["recognised-card-years", "permanent-residence-years", "family-reunification", "travel-home-ask-first"],
      options: [
        { label: "asylum-steps.next-work-permit", to: { topic: "work-permit" } },
        { label: "asylum-steps.next-university", to: { topic: "university" } },
        { label: "asylum-steps.next-inadeh", to: { topic: "inadeh" } },
        { label: "asylum-steps.next-residence", to: { step: "residence" } },
      ],
    },
    residence: {
      kind: "answer",
      say: ["asylum-steps.residence", "common.consulate"],
      facts: ["permanent-residence-years", "permanent-residence-steps"],
      options: [
        { label: "asylum-steps.next-where", to: { step: "apply" } },
        { label: "asylum-steps.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
  },
};
