/** A fact: a law, deadline, fee, place, number, hour or programme, once, with where it comes from and when. Kept as JSON
 *  in `facts/`; texts name it (`{{fact.onpar-phone}}`) and hold no digit of it. */
import type { Unit } from "./days.ts";
import type { FactId } from "./reply.ts";

export type FactKind = "law" | "deadline" | "fee" | "place" | "phone" | "hours" | "programme" | "crisis-number";

export type Fact = {
  id: FactId;
  kind: FactKind;
  /** What texts show, the same in every language: a number, a name, an address, hours as `7:00-16:00`. */
  value: string;
  /** A deadline whose last day is told: `value` is a whole number of these, and is what is counted with. */
  unit?: Unit;
  /** The fact in a sentence of our own, English, for staff. */
  about: string;
  source: string;                     // address of the page
  sourceDate: string;                 // as the source has it: "2025-10-28", "2022", "undated"
  confidence: "high" | "high-stale" | "medium";
  /** `confirmed`: a named reviewer checked it. Nothing is confirmed by having been read somewhere. */
  status: "confirmed" | "unverified" | "disputed";
  reviewer: string | null;            // two, with a comma between, where two must sign
  nextReview: string;                 // YYYY-MM-DD; later than that, the fact is overdue
  /** A crisis number: the day (YYYY-MM-DD) it was last test-called, and by whom. Staff's confirmations count as calls. */
  called?: { on: string; by: string };
  /** A disputed fact: what the sources say and what we say. */
  versions?: { says: string; source: string; sourceDate: string }[];
  weSay?: string;
  /** Staff hold it: nothing that is built on it is said until it is released. */
  held?: true;
};

/** What a deadline is counted with. */
export type Deadline = { n: number; unit: Unit };

/** The number and unit of a deadline, or null where there is none to count with. */
export function deadlineOf(fact: Fact | undefined): Deadline | null {
  if (fact?.kind !== "deadline" || fact.held || (fact.unit !== "working-days" && fact.unit !== "calendar-days") || !/^[1-9]\d?$/.test(fact.value)) return null;
  return { n: Number(fact.value), unit: fact.unit };
}
