/** The work permit, by the paper a person holds: only after admission, never with the first certificate. Wages may be
 *  claimed without any permit. */
import type { Flow, Option } from "../flow.ts";

const papersAndLawyer: Option[] = [
  { label: "work-permit.next-papers", to: { step: "papers" } },
  { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
];
const renew: Option = { label: "work-permit.next-renew", to: { topic: "work-permit-renewal" } };

export const workPermit: Flow = {
  id: "work-permit",
  version: 1,
  topic: "work-permit",
  start: "ask-status",
  steps: {
    "ask-status": {
      kind: "ask",
      say: ["work-permit.ask-status"],
      options: [
        { label: "work-permit.status-none", stages: ["none", "certificate"], to: { step: "not-yet" } },
        { label: "work-permit.status-admitted", stages: ["admitted"], to: { step: "admitted" } },
        { label: "work-permit.status-recognised", stages: ["recognised"], to: { step: "recognised" } },
        { label: "work-permit.status-permanent", to: { step: "permanent" } },
        { label: "work-permit.status-wages", to: { step: "wages" } },
      ],
    },
    "not-yet": {
      kind: "answer",
      say: ["work-permit.not-yet"],
      facts: ["work-after-admission", "wage-complaint"],
      options: [
        { label: "work-permit.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "work-permit.next-case-status", to: { topic: "case-status" } },
        { label: "work-permit.next-wages", to: { step: "wages" } },
        { label: "menus.migration-permits", to: { topic: "migration-permits" } },
      ],
    },
    admitted: {
      kind: "answer",
      say: ["work-permit.admitted"],
      facts: ["work-permit-type", "work-panama-digital", "work-stamps", "work-papers", "work-after-admission"],
      options: [...papersAndLawyer, renew],
    },
    recognised: {
      kind: "answer",
      say: ["work-permit.recognised"],
      facts: ["work-recognised-years", "work-panama-digital", "work-stamps", "work-papers"],
      options: [...papersAndLawyer, renew],
    },
    permanent: {
      kind: "answer",
      say: ["work-permit.permanent"],
      facts: ["work-indefinite", "work-panama-digital", "permanent-residence-steps"],
      options: papersAndLawyer,
    },
    papers: {
      kind: "answer",
      say: ["work-permit.papers", "common.consulate"],
      facts: ["work-papers"],
      options: [
        { label: "work-permit.next-lawyer", to: { step: "lawyer" } },
        { label: "work-permit.next-talents", to: { topic: "talents-without-borders" } },
      ],
    },
    lawyer: {
      kind: "handoff",
      say: ["work-permit.lawyer"],
      topic: "work-permit",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [{ label: "work-permit.next-papers", to: { step: "papers" } }],
    },
    wages: {
      kind: "answer",
      say: ["work-permit.wages"],
      facts: ["mitradel-line", "nrc-phone", "wage-complaint"],
      options: [
        { label: "work-permit.next-rights", to: { topic: "work-rights" } },
        { label: "work-permit.next-talents", to: { topic: "talents-without-borders" } },
      ],
    },
  },
};
