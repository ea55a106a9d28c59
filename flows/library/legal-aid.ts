/** Free legal aid by what it is for. After a refusal the days come first; whoever is held gets that answer at once. */
import type { Flow } from "../flow.ts";
import { near, nearMe } from "./near.ts";

export const legalAid: Flow = {
  id: "legal-aid",
  version: 1,
  topic: "legal-aid",
  start: "ask-what",
  steps: {
    "ask-what": {
      kind: "ask",
      say: ["legal-aid.ask-what"],
      options: [
        { label: "legal-aid.what-refuge", to: { step: "refuge" } },
        { label: "legal-aid.what-refused", to: { step: "refused" } },
        { label: "legal-aid.what-held", to: { topic: "detention-deportation" } },
        { label: "legal-aid.what-authority", to: { step: "authority" } },
        { label: "legal-aid.what-other", to: { step: "other" } },
      ],
    },
    refuge: {
      kind: "answer",
      say: ["legal-aid.refuge", "common.free"],
      facts: ["nrc-phone", "asylum-admission"],
      options: [
        { label: "legal-aid.next-team", to: { step: "team" } },
        nearMe,
        { label: "legal-aid.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "legal-aid.next-case-status", to: { topic: "case-status" } },
      ],
    },
    refused: {
      kind: "handoff",
      say: ["legal-aid.refused"],
      topic: "legal-aid",
      priority: "normal",
      facts: ["appeal-days", "nrc-phone"],
      options: [
        { label: "legal-aid.next-steps", to: { topic: "asylum-steps" } },
        { label: "legal-aid.next-where", to: { topic: "offices-hours" } },
        { label: "legal-aid.next-permits", to: { topic: "migration-permits" } },
        { label: "menus.asylum-appeal", to: { topic: "asylum-appeal" } },
      ],
    },
    authority: {
      kind: "answer",
      say: ["legal-aid.authority"],
      facts: ["defensoria-line", "defensoria-whatsapp", "defensoria-complaints"],
      options: [
        { label: "legal-aid.next-complaint", to: { topic: "complaint-feedback" } },
        { label: "legal-aid.next-held", to: { topic: "detention-deportation" } },
        { label: "legal-aid.next-team", to: { step: "team" } },
        nearMe,
      ],
    },
    other: {
      kind: "answer",
      say: ["legal-aid.other"],
      facts: ["legal-clinic-darien", "mitradel-line", "wage-complaint"],
      options: [
        { label: "legal-aid.next-team", to: { step: "team" } },
        nearMe,
        { label: "legal-aid.next-authority", to: { step: "authority" } },
        { label: "legal-aid.next-offices", to: { topic: "offices-hours" } },
      ],
    },
    near: near("near.what-legal-aid", ["legal-aid", "legal-clinic", "complaints"], [{ label: "legal-aid.next-team", to: { step: "team" } }]),
    team: {
      kind: "handoff",
      say: ["legal-aid.team"],
      topic: "legal-aid",
      priority: "normal",
      facts: ["nrc-phone"],
      options: [
        { label: "legal-aid.next-steps", to: { topic: "asylum-steps" } },
        { label: "legal-aid.next-offices", to: { topic: "offices-hours" } },
      ],
    },
  },
};
