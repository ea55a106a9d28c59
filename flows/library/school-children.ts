/** A place at school for a child without papers: the law, the placement exam, and what to say to a school that refuses. */
import type { Flow, Option } from "../flow.ts";

const refused: Option = { label: "school-children.next-refused", to: { step: "refused" } };
const human: Option = { label: "school-children.next-human", to: { topic: "talk-to-human" } };

export const schoolChildren: Flow = {
  id: "school-children",
  version: 1,
  topic: "school-children",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["school-children.start", "common.free"],
      facts: ["school-no-papers", "school-placement-exam"],
      options: [
        { label: "school-children.next-enrol", to: { step: "enrol" } },
        refused,
        { label: "school-children.next-bullying", to: { step: "bullying" } },
        { label: "school-children.next-costs", to: { step: "costs" } },
        { label: "school-children.next-records", to: { topic: "diploma-validation" } },
      ],
    },
    enrol: {
      kind: "answer",
      say: ["school-children.enrol", "common.free"],
      facts: ["school-no-papers", "school-placement-exam", "school-regional-office"],
      options: [refused, { label: "school-children.next-records", to: { topic: "diploma-validation" } }],
    },
    refused: {
      kind: "answer",
      say: ["school-children.refused", "common.free"],
      facts: ["school-no-papers", "school-placement-exam", "school-regional-office", "onpar-phone"],
      options: [
        human, { label: "school-children.next-enrol", to: { step: "enrol" } },
        { label: "menus.legal-aid", to: { topic: "legal-aid" } },
      ],
    },
    bullying: {
      kind: "answer",
      say: ["school-children.bullying", "common.free"],
      facts: ["school-regional-office", "crisis-147"],
      options: [{ label: "school-children.next-mental", to: { topic: "mental-health" } }, { label: "school-children.next-danger", to: { topic: "child-protection" } }],
    },
    costs: {
      kind: "answer",
      say: ["school-children.costs", "common.free"],
      facts: ["scholarship-state-years"],
      options: [{ label: "school-children.next-scholarships", to: { topic: "scholarships" } }, refused],
    },
  },
};
