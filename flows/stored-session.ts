/** A session as it is stored: what is as in a new one is left out, names are one letter, and choices that the menu or the
 *  place give anyway are not written. Most of a quiet conversation's bytes are its session. */
import type { AreaId } from "./area.ts";
import { offered } from "./choices.ts";
import type { Library } from "./flow.ts";
import type { Language, Millis } from "./ids.ts";
import type { Stage } from "./memory.ts";
import type { ChoiceId, FactId, Line } from "./reply.ts";
import { newSession, type Place, type Session } from "./session.ts";

type Spot = [flow: string, step: string, version: number];
/** `c`: 1 = the main menu's choices, 2 = the place's own. `b`: a robot's mark, how often, and whether it was told. Lines
 *  without values are their key. */
type Stored = {
  v: 1; l?: Language; n?: 1; p?: Spot; t?: Spot[]; c?: ChoiceId[] | 1 | 2; r?: { at: Millis; l?: (string | Line)[]; f?: FactId[] };
  m?: number; s?: Record<string, string>; k?: string; d?: 1; h?: Millis; b?: [fold: string, times: number]; w?: ChoiceId; g?: 1; e?: Stage; o?: 1; x?: 1; i?: AreaId;
};

export function writeSession(library: Library, s: Session): string {
  const stored: Stored = { v: 1 };
  if (s.language) stored.l = s.language;
  if (s.noticed) stored.n = 1;
  if (s.place) stored.p = spot(s.place);
  if (s.trail.length) stored.t = s.trail.map(spot);
  if (s.choices.length) stored.c = same(s.choices, library.menu.map(c => c.id)) ? 1 : same(s.choices, offered(library, s.place).map(c => c.id)) ? 2 : s.choices;
  if (s.last) stored.r = { at: s.last.at, ...(s.last.lines && { l: s.last.lines.map(l => (l.values ? l : l.key)) }), ...(s.last.facts && { f: s.last.facts }) };
  if (s.missed) stored.m = s.missed;
  for (const _ in s.slots) { stored.s = s.slots; break; }
  if (s.lookup) stored.k = s.lookup;
  if (s.late) stored.d = 1;
  if (s.heardAt) stored.h = s.heardAt;
  if (s.waits) stored.w = s.waits;
  if (s.naming) stored.g = 1;
  if (s.near) stored.i = s.near;
  if (s.robot) stored.b = [s.robot.fold, s.robot.times];
  if (s.stage) stored.e = s.stage;
  if (s.offered) stored.o = 1;
  if (s.spared) stored.x = 1;
  return JSON.stringify(stored);
}

export function readSession(library: Library, text: string): Session {
  const stored = JSON.parse(text) as Stored;
  const place = stored.p ? at(stored.p) : null;
  return {
    ...newSession(), language: stored.l ?? null, noticed: stored.n === 1, place, trail: (stored.t ?? []).map(at),
    choices: stored.c === 1 ? library.menu.map(c => c.id) : stored.c === 2 ? offered(library, place).map(c => c.id) : stored.c ?? [],
    last: stored.r ? { at: stored.r.at, ...(stored.r.l && { lines: stored.r.l.map(l => (typeof l === "string" ? { key: l } : l)) }), ...(stored.r.f && { facts: stored.r.f }) } : null,
    missed: stored.m ?? 0, slots: stored.s ?? {}, lookup: stored.k ?? null, late: stored.d === 1, heardAt: stored.h ?? 0, waits: stored.w ?? null, naming: stored.g === 1, near: stored.i ?? null,
    robot: stored.b ? { fold: stored.b[0], times: stored.b[1] } : null,
    stage: stored.e ?? null, offered: stored.o === 1, spared: stored.x === 1,
  };
}

const spot = ({ flow, step, version }: Place): Spot => [flow, step, version];
const at = ([flow, step, version]: Spot): Place => ({ flow, step, version });
const same = (a: ChoiceId[], b: ChoiceId[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);
