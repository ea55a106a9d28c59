/** Refuge offices away from the capital: Metetí and Chiriquí. Whether they are staffed is not known, so a call comes first. */
import type { Flow } from "../flow.ts";
import { near, nearMe } from "./near.ts";

export const darienOffices: Flow = {
  id: "darien-offices",
  version: 1,
  topic: "darien-offices",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["darien-offices.start", "common.free"],
      facts: ["onpar-meteti", "onpar-chiriqui", "onpar-phone", "onpar-hours"],
      options: [
        { label: "darien-offices.next-help", to: { step: "help" } },
        { label: "darien-offices.next-missions", to: { topic: "documentation-missions" } },
        { label: "darien-offices.next-where", to: { topic: "offices-hours" } },
      ],
    },
    near: near("near.what-offices", ["refuge", "refuge-contact", "complaints", "legal-clinic"], [{ label: "darien-offices.next-legal-aid", to: { topic: "legal-aid" } }]),
    help: {
      kind: "answer",
      say: ["darien-offices.help"],
      facts: ["defensoria-line", "defensoria-whatsapp", "defensoria-complaints", "legal-clinic-darien"],
      options: [
        nearMe,
        { label: "darien-offices.next-legal-aid", to: { topic: "legal-aid" } },
        { label: "darien-offices.next-missing", to: { topic: "missing-relative" } },
        { label: "darien-offices.next-missions", to: { topic: "documentation-missions" } },
        { label: "menus.health-care", to: { topic: "health-care" } },
      ],
    },
  },
};
