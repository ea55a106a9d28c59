/** Working days in Panama: known dates by hand, and a slow plain reading to hold the count against. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { dateOf, dayFrom, dayOf, isWorkingDay, lastDay, nextWorkingDay, weekdayOf } from "../../flows/days.ts";

const day = (date: string): number => dayFrom(date)!;

/** Easter Sundays as almanacs print them. */
const EASTERS: Record<number, string> = {
  2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01", 2030: "04-21", 2031: "04-13", 2032: "03-28", 2033: "04-17", 2034: "04-09", 2035: "03-25",
  2036: "04-13", 2037: "04-05", 2038: "04-25", 2039: "04-10", 2040: "04-01",
};
const plus = (date: string, days: number): string => {
  const moved = new Date(`${date}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
};
const HOLIDAYS = new Set(Object.entries(EASTERS).flatMap(([year, easter]) => [
  ...["01-01", "01-09", "05-01", "11-03", "11-05", "11-10", "11-28", "12-08", "12-20", "12-25"].map(d => `${year}-${d}`), plus(`${year}-${easter}`, -47), plus(`${year}-${easter}`, -2),
]));
const plainlyWorking = (date: string): boolean => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()) && !HOLIDAYS.has(date);

/** Day after day on the calendar, one finger for each that counts. */
function plainLastDay(notice: string, n: number): string {
  let date = notice, counted = 0;
  while (counted < n) { date = plus(date, 1); if (plainlyWorking(date)) counted++; }
  return date;
}

const someDate = fc.integer({ min: day("2024-01-01"), max: day("2040-06-30") }).map(dateOf);

describe("a working day", () => {
  test.each([
    ["2026-11-24", true, "a Tuesday"], ["2026-11-21", false, "a Saturday"], ["2026-11-22", false, "a Sunday"],
    ["2026-01-01", false, "New Year"], ["2026-01-09", false, "Martyrs' Day"], ["2026-02-17", false, "Carnival Tuesday"], ["2026-04-03", false, "Good Friday"], ["2026-05-01", false, "Labour Day"],
    ["2026-11-03", false, "Separation Day"], ["2026-11-05", false, "Colón Day"], ["2026-11-10", false, "Los Santos"], ["2025-11-28", false, "Independence from Spain"], ["2026-12-08", false, "Mothers' Day"], ["2027-12-20", false, "a day of mourning"], ["2026-12-25", false, "Christmas"],
    ["2027-02-09", false, "Carnival Tuesday"], ["2027-03-26", false, "Good Friday"], ["2032-02-10", false, "Carnival Tuesday"],
    ["2026-11-04", true, "no holiday of the Code, though offices may close"], ["2026-02-16", true, "closed by decree at most"], ["2026-02-18", true, "closed by decree at most"], ["2026-12-21", true, "a bridge day after a Sunday"],
    ["2026-04-02", true, "the Thursday before Easter"], ["2026-07-08", true, "kept in Changuinola alone"], ["2024-07-01", true, "an inauguration"],
  ])("%s: %s (%s)", (date, working) => { expect(isWorkingDay(day(date))).toBe(working); });

  test("is the same as by the plain reading, on every day to 2040", () => {
    const wrong: string[] = [];
    for (let d = day("2024-01-01"); d <= day("2040-12-31"); d++) if (isWorkingDay(d) !== plainlyWorking(dateOf(d))) wrong.push(dateOf(d));
    expect(wrong).toEqual([]);
  });
});

describe("the last of five working days", () => {
  test.each([
    ["2026-11-16", "2026-11-23", "a Monday's notice ends on the next Monday"],
    ["2026-11-20", "2026-11-27", "a Friday's too, on Friday"],
    ["2026-11-21", "2026-11-27", "a Saturday's begins on Monday"],
    ["2026-10-30", "2026-11-11", "over 3, 5 and 10 November: the 4th counts"],
    ["2026-02-13", "2026-02-23", "over Carnival: Monday and Wednesday count, Tuesday does not"],
    ["2026-03-27", "2026-04-06", "over Good Friday"],
    ["2026-12-18", "2026-12-28", "over Christmas: the Monday after 20 December counts"],
    ["2026-12-31", "2027-01-08", "over New Year"],
    ["2027-01-05", "2027-01-12", "the 9th of January on a Saturday is skipped once"],
    ["2028-02-25", "2028-03-06", "over 29 February and Carnival Tuesday on it"],
  ])("%s → %s: %s", (notice, last) => { expect(dateOf(lastDay(day(notice), 5, "working-days"))).toBe(last); });

  test("agrees with counting on the fingers", () => {
    fc.assert(fc.property(someDate, fc.integer({ min: 1, max: 60 }), (notice, n) => {
      expect(dateOf(lastDay(day(notice), n, "working-days"))).toBe(plainLastDay(notice, n));
    }));
  });

  test("is a working day, later than the notice, and no earlier for a longer term or a later notice", () => {
    fc.assert(fc.property(someDate, fc.integer({ min: 1, max: 60 }), (notice, n) => {
      const from = day(notice), last = lastDay(from, n, "working-days");
      expect(isWorkingDay(last)).toBe(true);
      expect(last).toBeGreaterThanOrEqual(from + n);
      expect(lastDay(from, n + 1, "working-days")).toBeGreaterThan(last);
      expect(lastDay(from + 1, n, "working-days")).toBeGreaterThanOrEqual(last);
    }));
  });
});

test("calendar days are counted as they come", () => {
  expect(dateOf(lastDay(day("2026-12-18"), 7, "calendar-days"))).toBe("2026-12-25");
});

test.each([0, -1, 1.5, NaN, 400])("a term of %s days is refused", n => { expect(() => lastDay(day("2026-11-24"), n, "working-days")).toThrow(RangeError); });

test("the next working day is the day itself, or the first one after it", () => {
  fc.assert(fc.property(someDate, date => {
    const next = nextWorkingDay(day(date));
    expect(isWorkingDay(next)).toBe(true);
    for (let d = day(date); d < next; d++) expect(isWorkingDay(d)).toBe(false);
  }));
});

describe("days and dates", () => {
  test("a day is Panama's: it changes at five in the morning UTC, all year", () => {
    for (const [utc, date] of [["2026-07-01T04:59:59Z", "2026-06-30"], ["2026-07-01T05:00:00Z", "2026-07-01"], ["2026-01-01T04:59:59Z", "2025-12-31"], ["2026-01-01T05:00:00Z", "2026-01-01"]] as const) expect(dateOf(dayOf(Date.parse(utc)))).toBe(date);
  });

  test.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026-4-1", "", "2026-04-01T00:00", "abcd-ef-gh"])("%j is no day", date => { expect(dayFrom(date)).toBeNull(); });

  test("a date and its day are one, and weekdays follow each other", () => {
    fc.assert(fc.property(someDate, date => {
      expect(dateOf(day(date))).toBe(date);
      expect(weekdayOf(day(date))).toBe(new Date(`${date}T12:00:00Z`).getUTCDay());
    }));
    expect(weekdayOf(-1)).toBe(3);
  });
});
