/** "Near me": the step that asks where the person is and tells the offices there. The same question everywhere; what is
 *  sought, what is said beneath and where it leads on differ. */
import type { Purpose } from "../directory.ts";
import type { Option, Step } from "../flow.ts";
import type { TextKey } from "../reply.ts";

/** What leads to the step `near` of a flow. */
export const nearMe: Option = { label: "near.next", emoji: "📍", to: { step: "near" } };

export const near = (what: TextKey, of: Purpose[], options: Option[], { none = "near.none", also = [] }: { none?: TextKey; also?: TextKey[] } = {}): Step =>
  ({ kind: "near", say: ["near.ask", ...also], again: "near.again", found: "near.found", none, what, of, options });
