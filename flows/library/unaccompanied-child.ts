/** A child without parents: told by the child, by a relative who looks after it, or by someone who saw it. The first message
 *  betrays nothing and the protection queue knows at once; after 1 come short words, more than one door, no named centre. */
import type { Flow, Option } from "../flow.ts";

const DOORS = ["crisis-911", "crisis-104", "crisis-senniaf", "child-duty-to-tell"];
const who: Option = { label: "danger.yes", to: { step: "who" } };

export const unaccompaniedChild: Flow = {
  id: "unaccompanied-child",
  version: 1,
  topic: "unaccompanied-child",
  start: "first",
  protection: true,
  steps: {
    first: { kind: "safety", say: ["unaccompanied-child.first"], facts: ["crisis-104"], options: [who, { label: "danger.no", to: { step: "quiet" } }], ticket: "child-protection" },
    quiet: { kind: "safety", say: ["unaccompanied-child.quiet"], options: [{ label: "danger.ready", to: { step: "who" } }] },
    who: {
      kind: "safety",
      say: ["unaccompanied-child.who"],
      options: [
        { label: "unaccompanied-child.i-am", to: { step: "child" } },
        { label: "unaccompanied-child.i-care", to: { step: "carer" } },
        { label: "unaccompanied-child.i-saw", to: { step: "seen" } },
      ],
    },
    child: { kind: "safety", child: true, say: ["unaccompanied-child.child"], facts: [...DOORS, "child-adult-for-claim"], options: [{ label: "unaccompanied-child.next-papers", to: { step: "child-papers" } }] },
    "child-papers": { kind: "safety", say: ["unaccompanied-child.child-papers"], facts: ["child-adult-for-claim", "school-no-papers", "mental-health-any-status"] },
    carer: { kind: "safety", say: ["unaccompanied-child.carer"], facts: [...DOORS, "child-adult-for-claim"], options: [{ label: "unaccompanied-child.next-papers", to: { step: "carer-papers" } }] },
    "carer-papers": { kind: "safety", say: ["unaccompanied-child.carer-papers", "common.consulate"], facts: ["child-adult-for-claim", "child-bond-check", "senniaf-refugee-unit", "school-no-papers", "onpar-phone"] },
    seen: { kind: "safety", say: ["unaccompanied-child.seen"], facts: DOORS },
  },
};
