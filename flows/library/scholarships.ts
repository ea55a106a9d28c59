/** Scholarships: hardly any is open to refugees today. What the State has promised is told apart from what can be done now. */
import type { Flow, Option } from "../flow.ts";

const university: Option = { label: "scholarships.next-university", to: { topic: "university" } };
const inadeh: Option = { label: "scholarships.next-inadeh", to: { topic: "inadeh" } };

export const scholarships: Flow = {
  id: "scholarships",
  version: 1,
  topic: "scholarships",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["scholarships.start", "common.free"],
      facts: ["scholarship-state-years", "scholarship-state-year"],
      options: [
        { label: "scholarships.next-years", to: { step: "years" } },
        { label: "scholarships.next-today", to: { step: "today" } },
        { label: "scholarships.next-offer", to: { step: "offer" } },
      ],
    },
    years: {
      kind: "answer",
      say: ["scholarships.years", "common.free"],
      facts: ["scholarship-state-years"],
      options: [{ label: "scholarships.next-today", to: { step: "today" } }, { label: "scholarships.next-offer", to: { step: "offer" } }],
    },
    today: {
      kind: "answer",
      say: ["scholarships.today", "common.free"],
      facts: ["university-parity", "university-fee", "udelas-discount", "inadeh-recognised", "scholarship-promise"],
      options: [university, inadeh, { label: "scholarships.next-school", to: { topic: "school-children" } }],
    },
    offer: {
      kind: "answer",
      say: ["scholarships.offer", "common.free"],
      facts: ["partners-free"],
      options: [
        { label: "scholarships.next-today", to: { step: "today" } }, university,
        { label: "menus.fraud", to: { topic: "fraud" } },
      ],
    },
  },
};
