/** What a person agreed to have remembered, each thing by a consent of its own: how far their claim has come, and which dates
 *  they want to be told. It lies beside the session and outlives it, until its term or until they say so. */
import { EVENT_KINDS, type EventKind } from "./event.ts";
import { dateOf, dayOf, type Day } from "./days.ts";
import type { Millis } from "./ids.ts";
import { PROVINCES, type Province } from "./provinces.ts";

/** How far a claim for refuge has come, as the person tells it. */
export const STAGES = ["none", "certificate", "admitted", "refused", "recognised"] as const;
export type Stage = (typeof STAGES)[number];

/** When it is safe to write to somebody: hours of Panama's day, the last one not included. */
export const HOURS = { day: [8, 20], morning: [8, 12], afternoon: [12, 20], night: [20, 22] } as const satisfies Record<string, readonly [number, number]>;
export type Hours = keyof typeof HOURS;

/** `text`: the version of the texts in which it was asked. */
export type Consent = { at: Millis; text: string };
export type Follow = { kind: EventKind; province: Province; hours: Hours; consent: Consent };
export type Memory = {
  /** The day it was last used, in Panama. */
  usedOn: Day;
  /** `is`: null while it was agreed to and not told yet. */
  stage: { is: Stage | null; consent: Consent } | null;
  follows: Follow[];
  /** Events that were announced and not told yet, by id. */
  news: string[];
};

export const KEEP_MONTHS = 6;
const HOUR = 3_600_000, DAY = 24 * HOUR;
/** More are asked for by mistake or by a machine: the oldest goes. */
const MOST_FOLLOWS = 6;
const MOST_NEWS = 4;

/** The end of its term: six months after it was last used. */
export function keptUntil({ usedOn }: Memory): Millis {
  const [year = 0, month = 0, day = 0] = dateOf(usedOn).split("-").map(Number);
  return Date.UTC(year, month - 1 + KEEP_MONTHS, day + 1);
}

export const isStage = (value: unknown): value is Stage => (STAGES as readonly unknown[]).includes(value);
export const isHours = (value: unknown): value is Hours => typeof value === "string" && Object.hasOwn(HOURS, value);

// ── changes ───────────────────────────────────────────────────────────────────────────────────────────────────────

const empty: Memory = { usedOn: 0, stage: null, follows: [], news: [] };

/** Nothing is kept for its own sake. */
const orNothing = (memory: Memory): Memory | null => (memory.stage || memory.follows.length ? memory : null);

export const used = (memory: Memory, at: Millis): Memory => ({ ...memory, usedOn: dayOf(at) });

export function withStage(memory: Memory | null, is: Stage | null, consent: Consent): Memory {
  return used({ ...memory ?? empty, stage: { is, consent } }, consent.at);
}

/** The same dates followed twice are followed as was said last. */
export function withFollow(memory: Memory | null, follow: Follow): Memory {
  const others = (memory?.follows ?? []).filter(f => f.kind !== follow.kind || f.province !== follow.province);
  return used({ ...memory ?? empty, follows: [...others, follow].slice(-MOST_FOLLOWS) }, follow.consent.at);
}

export const withoutFollows = (memory: Memory | null): Memory | null => memory && orNothing({ ...memory, follows: [], news: [] });

export const withNews = (memory: Memory, event: string): Memory => ({ ...memory, news: [...memory.news.filter(id => id !== event), event].slice(-MOST_NEWS) });
export const withoutNews = (memory: Memory | null, event: string): Memory | null => memory && (memory.news.includes(event) ? { ...memory, news: memory.news.filter(id => id !== event) } : memory);

// ── hours ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The moment itself where it is within these hours, else the next at which they begin. */
export function nextWithin(hours: Hours, at: Millis): Millis {
  const [from, to] = HOURS[hours], midnight = dayOf(at) * DAY + 5 * HOUR;       // Panama's
  const begins = midnight + from * HOUR;
  return at < begins ? begins : at < midnight + to * HOUR ? at : begins + DAY;
}

// ── as it is stored ───────────────────────────────────────────────────────────────────────────────────────────────

type Given = [at: Millis, text: string];
type Stored = { v: 1; u: Day; s?: [is: Stage | null, ...Given]; f?: [EventKind, Province, Hours, ...Given][]; n?: string[] };

export function writeMemory({ usedOn, stage, follows, news }: Memory): string {
  const stored: Stored = { v: 1, u: usedOn };
  if (stage) stored.s = [stage.is, stage.consent.at, stage.consent.text];
  if (follows.length) stored.f = follows.map(f => [f.kind, f.province, f.hours, f.consent.at, f.consent.text]);
  if (news.length) stored.n = news;
  return JSON.stringify(stored);
}

/** What another version wrote and this one does not know is left out. Throws on what is no JSON. */
export function readMemory(text: string): Memory | null {
  const { u, s, f = [], n = [] } = JSON.parse(text) as Stored;
  return orNothing({
    usedOn: u,
    stage: s && { is: isStage(s[0]) ? s[0] : null, consent: { at: s[1], text: s[2] } } || null,
    follows: f.filter(([kind, province, hours]) => EVENT_KINDS.includes(kind) && PROVINCES.includes(province) && isHours(hours))
      .map(([kind, province, hours, at, version]) => ({ kind, province, hours, consent: { at, text: version } })),
    news: n,
  });
}
