/** A fact: a law, deadline, fee, place, number, hour or programme, once, with where it comes from and when. Kept as JSON
 *  in `facts/`; texts name it (`{{fact.onpar-phone}}`) and hold no digit of it. */
import type { Unit } from "./days.ts";
import type { FactId } from "./reply.ts";

export type FactKind = "law" | "deadline" | "fee" | "place" | "phone" | "hours" | "programme" | "crisis-number";

/** What a number counts. `locales/<language>/units.json` says it in every plural form, so that a noun is right for tomorrow's number too. */
export const COUNTS = ["working-days", "calendar-days", "hours", "months", "years", "people", "professions"] as const;
export type Counts = (typeof COUNTS)[number];

export type Fact = {
  id: FactId;
  kind: FactKind;
  /** What texts show, as it is written in Panama: a number (`1,000`, `2-5`), an amount (`B/.27.50`), a name, an address, hours
   *  as `7:00-16:00`. Numbers with a unit and amounts are written in each language's own way. */
  value: string;
  /** What `value` counts. In days, of a deadline: what its last day is counted with. */
  unit?: Counts;
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

/** The number that `value` counts to, the last of a range; null where there is none. */
export function countOf({ value }: Fact): number | null {
  const figure = /\d[\d,]*(?:\.\d+)?(?!.*\d)/.exec(value)?.[0];
  return figure === undefined ? null : Number(figure.replaceAll(",", ""));
}

/** What a deadline is counted with. */
export type Deadline = { n: number; unit: Unit };

/** The number and unit of a deadline, or null where there is none to count with. */
export function deadlineOf(fact: Fact | undefined): Deadline | null {
  if (fact?.kind !== "deadline" || fact.held || (fact.unit !== "working-days" && fact.unit !== "calendar-days") || !/^[1-9]\d?$/.test(fact.value)) return null;
  return { n: Number(fact.value), unit: fact.unit };
}
