/** Opening hours by the week, and what they say of a moment: open until, opens later, closed until a day. Panama's holidays
 *  are known; a day that offices may or may not keep is not vouched for. */
import { dayOf, keptOn, weekdayOf, type Day } from "./days.ts";
import type { Millis } from "./ids.ts";

/** Minutes since midnight. */
export type Minutes = number;

export type Hours = { weekdays: readonly number[]; from: Minutes; until: Minutes; first?: Day; last?: Day };

/** `sure`: no bridge day or decree stands in the way. */
export type Opening = { sure: boolean } & (
  | { kind: "open"; from: Minutes; until: Minutes }
  | { kind: "later"; from: Minutes; until: Minutes }
  | { kind: "closed"; today: boolean; day: Day; from: Minutes });

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Panama is five hours behind UTC all year. */
const minuteOf = (at: Millis): Minutes => Math.floor((((at - 5 * HOUR) % DAY) + DAY) % DAY / 60_000);

/** Days that are looked at for the next opening: a long closure is told by nobody's weekly hours. */
const AHEAD = 21;

/** What hours say of a moment; null where they tell of no opening in the next weeks. */
export function openingAt(hours: readonly Hours[], at: Millis): Opening | null {
  const today = dayOf(at), now = minuteOf(at);
  const spans = on(hours, today), sure = keptOn(today) !== "perhaps";
  const open = spans.find(({ from, until }) => from <= now && now < until);
  if (open) return { kind: "open", from: open.from, until: open.until, sure };
  const later = spans.find(({ from }) => from > now);
  if (later) return { kind: "later", from: later.from, until: later.until, sure };
  for (let day = today + 1; day <= today + AHEAD; day++) {
    const [first] = on(hours, day);
    if (first) return { kind: "closed", today: spans.length === 0, day, from: first.from, sure: sure && keptOn(day) !== "perhaps" };
  }
  return null;
}

/** The openings of a day, earliest first. */
function on(hours: readonly Hours[], day: Day): Hours[] {
  if (keptOn(day) === "yes") return [];
  return hours.filter(({ weekdays, first = -Infinity, last = Infinity }) => weekdays.includes(weekdayOf(day)) && first <= day && day <= last).toSorted((a, b) => a.from - b.from);
}

/** `7:00`, as people read a clock here. */
export const clock = (minutes: Minutes): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** `07:00`, `7:00`, `07:00:00`, `07:00-05:00`; null for anything else, or another time zone than Panama's. */
export function minutesFrom(time: string): Minutes | null {
  const [, hour = "", minute = ""] = /^(\d{1,2}):(\d\d)(?::00)?(?:-05:?00)?$/.exec(time) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return hour !== "" && Number(minute) < 60 && minutes <= 24 * 60 ? minutes : null;
}
