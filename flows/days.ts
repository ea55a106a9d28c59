/** Working days in Panama, so that a last day can be told. What is skipped is what the law itself fixes, weekends and national
 *  holidays; a day that may or may not be closed (a bridge day, a decree) counts as open. So the last day found is never later
 *  than the true one. Days are counted from 1970; nothing here knows what day it is. */
import type { Millis } from "./ids.ts";

/** Days since 1 January 1970, as Panama's calendar has them. */
export type Day = number;
export type Unit = "working-days" | "calendar-days";

const HOUR = 3_600_000, DAY = 24 * HOUR;

/** The day in Panama, which is five hours behind UTC all year. */
export const dayOf = (at: Millis): Day => Math.floor((at - 5 * HOUR) / DAY);

/** A day as `YYYY-MM-DD`. */
export const dateOf = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The day of a date, or null where the calendar has none: 29 February of most years, `2026-13-01`. */
export function dayFrom(date: string): Day | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / DAY : NaN;
  return Number.isNaN(day) || dateOf(day) !== date ? null : day;
}

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7;   // 1 January 1970 was a Thursday

export const isWorkingDay = (day: Day): boolean => ![0, 6].includes(weekdayOf(day)) && !isHoliday(day);

/** The day itself where it is a working day, else the first one after it. */
export function nextWorkingDay(day: Day): Day {
  let next = day;
  while (!isWorkingDay(next)) next++;
  return next;
}

/** The last of `n` days after a notice: the first day that counts is the one after it. Calendar days are not drawn out when
 *  they end on a day without work. */
export function lastDay(notice: Day, n: number, unit: Unit): Day {
  if (!Number.isInteger(n) || n < 1 || n > 366) throw new RangeError("a term is 1 to 366 days");
  if (unit === "calendar-days") return notice + n;
  let day = notice;
  for (let left = n; left > 0; left--) day = nextWorkingDay(day + 1);
  return day;
}

/** Month and day, as Labour Code art. 46 has them. 4 November is not there; a president's inauguration and 8 July, which is
 *  kept in Changuinola alone, are left out, since a day that is skipped wrongly makes the last day too late. */
const FIXED: ReadonlySet<string> = new Set(["01-01", "01-09", "05-01", "11-03", "11-05", "11-10", "11-28", "12-08", "12-20", "12-25"]);
const CARNIVAL_TUESDAY = -47, GOOD_FRIDAY = -2;   // days from Easter

/** A holiday on a Sunday moves the rest to Monday (art. 47): that is a bridge day, and counts as open. */
function isHoliday(day: Day): boolean {
  const date = dateOf(day), fromEaster = day - easter(Number(date.slice(0, 4)));
  return FIXED.has(date.slice(5)) || fromEaster === CARNIVAL_TUESDAY || fromEaster === GOOD_FRIDAY;
}

/** Whether offices keep a day as a holiday: what the law fixes they do; by custom and decree some also close on a bridge day
 *  (around Carnival, after a holiday on a Sunday, 4 November). Of use for hours only: a term counts these days as open. */
export function keptOn(day: Day): "yes" | "perhaps" | "no" {
  if (isHoliday(day)) return "yes";
  const date = dateOf(day), fromEaster = day - easter(Number(date.slice(0, 4)));
  const moved = weekdayOf(day) === 1 && isHoliday(day - 1);
  return moved || date.endsWith("-11-04") || Math.abs(fromEaster - CARNIVAL_TUESDAY) === 1 ? "perhaps" : "no";
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easter(year: number): Day {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const d = b >> 2, e = b % 4, f = Math.floor((b + 8) / 25), g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30, i = c >> 2, k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7, m = Math.floor((a + 11 * h + 22 * l) / 451);
  return Date.UTC(year, Math.floor((h + l - 7 * m + 114) / 31) - 1, ((h + l - 7 * m + 114) % 31) + 1) / DAY;
}
