/** Where offices are and when they open. ONPAR at once; where only old addresses were found, none is given. */
import type { Flow } from "../flow.ts";
import { near, nearMe } from "./near.ts";

export const officesHours: Flow = {
  id: "offices-hours",
  version: 1,
  topic: "offices-hours",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["offices-hours.start"],
      facts: ["onpar-office", "onpar-phone", "onpar-phone-2", "onpar-hours", "asylum-free"],
      options: [
        nearMe,
        { label: "offices-hours.next-darien", to: { topic: "darien-offices" } },
        { label: "offices-hours.next-ombudsman", to: { step: "ombudsman" } },
        { label: "offices-hours.next-labour", to: { step: "labour" } },
        { label: "offices-hours.next-others", to: { step: "others" } },
      ],
    },
    ombudsman: {
      kind: "answer",
      say: ["offices-hours.ombudsman"],
      facts: ["defensoria-line", "defensoria-phone", "defensoria-whatsapp", "defensoria-regional", "defensoria-complaints"],
      options: [
        { label: "offices-hours.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "offices-hours.next-others", to: { step: "others" } },
      ],
    },
    labour: {
      kind: "answer",
      say: ["offices-hours.labour"],
      facts: ["mitradel-line", "wage-complaint"],
      options: [
        { label: "offices-hours.next-work-permit", to: { topic: "work-permit" } },
        { label: "offices-hours.next-others", to: { step: "others" } },
      ],
    },
    others: {
      kind: "answer",
      say: ["offices-hours.others"],
      facts: ["onpar-phone"],
      options: [
        { label: "offices-hours.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "offices-hours.next-human", to: { topic: "talk-to-human" } },
        { label: "offices-hours.next-permits", to: { topic: "migration-permits" } },
      ],
    },
    near: near("near.what-offices", ["refuge", "refuge-contact", "complaints", "labour"], [{ label: "offices-hours.next-legal-aid", to: { topic: "legal-aid" } }]),
  },
};
