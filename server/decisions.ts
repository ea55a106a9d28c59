/** What staff decide about a fact while the line runs: they confirm it, hold it, release it. Laid over the facts of the
 *  files. Pure; kept in the store as JSON under `DECISIONS`. A signature is for the value it was given for: a fact whose
 *  value has changed since must be confirmed anew. */
import { createHash } from "node:crypto";
import type { Content } from "../bot/content.ts";
import { dateOf, dayOf } from "../flows/days.ts";
import type { Fact, FactKind } from "../flows/fact.ts";
import type { Millis } from "../flows/ids.ts";
import type { FactId } from "../flows/reply.ts";

export const DECISIONS = "fact-decisions";

/** Of a crisis number a signature is a test call: there is no other way to know that it answers. */
export type Signature = { who: string; how: string; at: Millis };
/** `released`: who has agreed to let it go again; two must. */
export type Hold = { who: string; why: string; at: Millis; released: string[] };
export type Decision = { value: string; signed: Signature[]; hold?: Hold };
export type Decisions = Record<FactId, Decision>;
/** What to keep, or why not, in a sentence for staff. */
export type Decided = { decisions: Decisions; said: string } | { refused: string };

const DAY = 86_400_000;
/** Days for which a signature holds. A crisis number is test-called every month. */
const TERM: Record<FactKind, number> = { "crisis-number": 30, phone: 180, hours: 180, fee: 180, place: 180, programme: 180, deadline: 180, law: 365 };
/** A wrong one of these costs a case or a life: two people sign. */
const TWICE: readonly FactKind[] = ["deadline", "law", "crisis-number"];

export const signaturesNeeded = (fact: Fact): number => TWICE.includes(fact.kind) ? 2 : 1;

export function readDecisions(bytes: Uint8Array | null): Decisions {
  return bytes === null ? {} : JSON.parse(Buffer.from(bytes).toString("utf8")) as Decisions;
}

export function confirm(decisions: Decisions, fact: Fact, signature: Signature): Decided {
  const now = decisionOf(decisions, fact);
  if (now.hold) return { refused: `${fact.id} is held by ${now.hold.who} (${now.hold.why}): release it first.` };
  const signed = [...now.signed.filter(s => s.who !== signature.who), signature];
  const next = { ...now, signed }, lacks = signaturesNeeded(fact) - signed.length;
  return { decisions: { ...decisions, [fact.id]: next }, said: lacks > 0 ? `${fact.id} is signed by ${signature.who}. It needs ${lacks} more signature, of somebody else, before it counts as confirmed.` : `${fact.id} is confirmed until ${reviewOf(fact, signed)}.` };
}

export function hold(decisions: Decisions, fact: Fact, held: Omit<Hold, "released">): Decided {
  const now = decisionOf(decisions, fact);
  if (fact.kind === "crisis-number") return { refused: `${fact.id} is a crisis number: its texts can't say "we are checking this". Change the number in flows/facts, or take it out.` };
  return { decisions: { ...decisions, [fact.id]: { ...now, hold: { ...held, released: [] } } }, said: `${fact.id} is held. Answers built on it now say that it is being checked, and offer a person.` };
}

export function release(decisions: Decisions, fact: Fact, who: string): Decided {
  const now = decisionOf(decisions, fact);
  if (!now.hold) return { refused: `${fact.id} is not held.` };
  const released = [...new Set([...now.hold.released, who])];
  if (released.length < 2) return { decisions: { ...decisions, [fact.id]: { ...now, hold: { ...now.hold, released } } }, said: `${who} agrees to release ${fact.id}. One more person must.` };
  const { hold: _gone, ...free } = now;
  return { decisions: { ...decisions, [fact.id]: free }, said: `${fact.id} is released, by ${released.join(" and ")}.` };
}

const decisionOf = (decisions: Decisions, fact: Fact): Decision => {
  const known = decisions[fact.id];
  if (!known) return { value: fact.value, signed: [] };
  return known.value === fact.value ? known : { ...known, value: fact.value, signed: [] };
};

/** The day (`YYYY-MM-DD`) the signatures that are needed hold until. */
function reviewOf(fact: Fact, signed: Signature[]): string {
  const newest = signed.map(s => s.at).toSorted((a, b) => b - a)[signaturesNeeded(fact) - 1]!;
  return new Date(newest + TERM[fact.kind] * DAY).toISOString().slice(0, 10);
}

/** Whether those who must have signed it have, in the files or in the store, and it still holds on a day (`YYYY-MM-DD`). */
export function isSigned(fact: Fact, today: string): boolean {
  const names = new Set((fact.reviewer ?? "").split(",").map(name => name.trim().toLowerCase()).filter(Boolean));
  return fact.status === "confirmed" && names.size >= signaturesNeeded(fact) && fact.nextReview >= today;
}

/** The newest test call of a crisis number, in the files or among its signatures. */
function calledOf(fact: Fact, signed: readonly Signature[]): Fact["called"] {
  const calls = [...signed.map(({ who, at }) => ({ on: dateOf(dayOf(at)), by: who })), ...(fact.called ? [fact.called] : [])];
  return fact.kind === "crisis-number" ? calls.toSorted((a, b) => b.on.localeCompare(a.on))[0] : undefined;
}

/** A fact as it stands after what was decided. */
export function decided(fact: Fact, decisions: Decisions): Fact {
  const { signed, hold: held } = decisionOf(decisions, fact), called = calledOf(fact, signed);
  return {
    ...fact,
    ...(called && { called }),
    ...(signed.length >= signaturesNeeded(fact) && { status: "confirmed", reviewer: signed.map(s => s.who).join(", "), nextReview: reviewOf(fact, signed) }),
    ...(held && { held: true }),
  };
}

/** The content with what was decided laid over it; its version changes with it. */
export function lay(content: Content, decisions: Decisions): Content {
  if (Object.keys(decisions).length === 0) return content;
  const facts = Object.fromEntries(Object.entries(content.facts).map(([id, fact]) => [id, decided(fact, decisions)]));
  const version = createHash("sha256").update(content.version).update(JSON.stringify(decisions)).digest("base64url").slice(0, 8);
  return { ...content, facts, version };
}
