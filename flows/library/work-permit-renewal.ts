/** Renewing the work permit: the document comes before the permit. No list, fee or time for renewing was found, and the texts
 *  say so; an expired permit goes to a person. */
import type { Flow } from "../flow.ts";

export const workPermitRenewal: Flow = {
  id: "work-permit-renewal",
  version: 1,
  topic: "work-permit-renewal",
  start: "ask-status",
  steps: {
    "ask-status": {
      kind: "ask",
      say: ["work-permit-renewal.ask-status"],
      options: [
        { label: "work-permit.status-admitted", to: { step: "admitted" } },
        { label: "work-permit.status-recognised", to: { step: "recognised" } },
        { label: "work-permit.status-permanent", to: { step: "permanent" } },
        { label: "work-permit-renewal.status-expired", to: { step: "expired" } },
      ],
    },
    admitted: {
      kind: "answer",
      say: ["work-permit-renewal.admitted"],
      facts: ["admitted-card-months", "work-panama-digital", "onpar-phone"],
      options: [
        { label: "work-permit.next-papers", to: { step: "papers" } },
        { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
        { label: "work-permit-renewal.next-expired", to: { step: "expired" } },
      ],
    },
    recognised: {
      kind: "answer",
      say: ["work-permit-renewal.recognised"],
      facts: ["work-recognised-years", "work-panama-digital", "work-stamps", "onpar-phone"],
      options: [
        { label: "work-permit.next-papers", to: { step: "papers" } },
        { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
        { label: "work-permit-renewal.next-permanent", to: { step: "permanent" } },
      ],
    },
    permanent: {
      kind: "answer",
      say: ["work-permit-renewal.permanent"],
      facts: ["work-indefinite", "work-recognised-years", "permanent-residence-years", "permanent-residence-steps", "work-panama-digital"],
      options: [
        { label: "work-permit.next-papers", to: { step: "papers" } },
        { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
        { label: "menus.permanent-residence", to: { topic: "permanent-residence" } },
      ],
    },
    expired: {
      kind: "handoff",
      say: ["work-permit-renewal.expired"],
      topic: "work-permit-renewal",
      priority: "normal",
      facts: ["onpar-phone", "nrc-phone", "wage-complaint"],
      options: [
        { label: "work-permit.next-papers", to: { step: "papers" } },
        { label: "work-permit-renewal.next-rights", to: { topic: "work-rights" } },
        { label: "work-permit-renewal.next-work-permit", to: { topic: "work-permit" } },
      ],
    },
    papers: {
      kind: "answer",
      say: ["work-permit-renewal.papers", "common.consulate"],
      facts: ["work-papers"],
      options: [
        { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
        { label: "work-permit-renewal.next-rights", to: { topic: "work-rights" } },
      ],
    },
    lawyer: {
      kind: "handoff",
      say: ["work-permit.lawyer"],
      topic: "work-permit-renewal",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        { label: "work-permit.next-papers", to: { step: "papers" } },
        { label: "work-permit-renewal.next-rights", to: { topic: "work-rights" } },
      ],
    },
  },
};
