/** LGBTIQ+ people: that what they flee from can be a ground for refuge, how to tell it, and who supports. What the law does not
 *  protect is said, so that nobody counts on it. */
import type { Flow, Option } from "../flow.ts";

const support: Option = { label: "lgbtiq.next-support", to: { step: "support" } };
const refuge: Option = { label: "lgbtiq.next-refuge", to: { step: "refuge" } };
const hurt: Option = { label: "lgbtiq.next-hurt", to: { topic: "gender-violence" } };

export const lgbtiq: Flow = {
  id: "lgbtiq",
  version: 1,
  topic: "lgbtiq",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["lgbtiq.start"],
      facts: ["refuge-ground-lgbtiq"],
      options: [refuge, support, { label: "lgbtiq.next-rights", to: { step: "rights" } }, hurt],
    },
    refuge: {
      kind: "answer",
      say: ["lgbtiq.refuge"],
      facts: ["refuge-ground-lgbtiq", "asylum-confidential", "onpar-phone"],
      options: [
        { label: "lgbtiq.next-asylum-steps", to: { topic: "asylum-steps" } }, support,
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    support: {
      kind: "answer",
      say: ["lgbtiq.support", "common.free"],
      facts: ["lgbtiq-groups", "lgbtiq-iguales", "crisis-147"],
      options: [{ label: "lgbtiq.next-mental", to: { topic: "mental-health" } }, { label: "lgbtiq.next-health", to: { topic: "health-care" } }, { label: "lgbtiq.next-human", to: { topic: "talk-to-human" } }],
    },
    rights: {
      kind: "answer",
      say: ["lgbtiq.rights"],
      facts: ["lgbtiq-work-law", "mental-health-any-status"],
      options: [
        refuge, hurt,
        { label: "menus.discrimination", to: { topic: "discrimination" } },
      ],
    },
  },
};
