/** Opening hours against Panama's clock, weekends and holidays. */
import { describe, expect, test } from "@jest/globals";
import { dateOf, dayFrom, keptOn } from "../../flows/days.ts";
import { clock, minutesFrom, openingAt, type Hours } from "../../flows/hours.ts";

/** A moment in Panama, five hours behind UTC. */
const at = (day: string, time: string): number => Date.parse(`${day}T${time}:00-05:00`);
const WEEK: Hours[] = [{ weekdays: [1, 2, 3, 4, 5], from: 7 * 60, until: 16 * 60 }];
const told = (hours: Hours[], when: number): string => {
  const opens = openingAt(hours, when);
  if (!opens) return "nothing";
  const sure = opens.sure ? "" : " perhaps";
  return opens.kind === "closed" ? `closed ${opens.today ? "today" : "now"} until ${dateOf(opens.day)} ${clock(opens.from)}${sure}` : `${opens.kind} ${clock(opens.from)}-${clock(opens.until)}${sure}`;
};

describe("an office that opens from Monday to Friday, 7:00 to 16:00", () => {
  test.each([
    ["a Tuesday at noon", "2026-11-24", "12:00", "open 7:00-16:00"],
    ["the minute it opens", "2026-11-24", "07:00", "open 7:00-16:00"],
    ["a minute before", "2026-11-24", "06:59", "later 7:00-16:00"],
    ["the minute it closes", "2026-11-24", "16:00", "closed now until 2026-11-25 7:00"],
    ["a Saturday", "2026-11-28", "10:00", "closed today until 2026-11-30 7:00"],
    ["Friday evening", "2026-11-27", "18:00", "closed now until 2026-11-30 7:00"],
    ["late in the evening, when it is tomorrow in UTC", "2026-11-24", "23:30", "closed now until 2026-11-25 7:00"],
    ["a holiday", "2026-12-08", "10:00", "closed today until 2026-12-09 7:00"],
    ["the day before a holiday at night", "2026-12-07", "20:00", "closed now until 2026-12-09 7:00"],
    ["Good Friday", "2026-04-03", "10:00", "closed today until 2026-04-06 7:00"],
    ["the Monday after a holiday on a Sunday, which some keep", "2026-12-21", "10:00", "open 7:00-16:00 perhaps"],
    ["Monday of Carnival, which offices keep by decree", "2026-02-16", "10:00", "open 7:00-16:00 perhaps"],
    ["Tuesday of Carnival, before a day that some keep", "2026-02-17", "10:00", "closed today until 2026-02-18 7:00 perhaps"],
  ])("on %s", (_what, day, time, says) => { expect(told(WEEK, at(day, time))).toBe(says); });
});

test("two spans of a day, and hours that end, are kept apart", () => {
  const noon: Hours[] = [{ weekdays: [2], from: 480, until: 720 }, { weekdays: [2], from: 780, until: 960 }];
  expect(told(noon, at("2026-11-24", "12:30"))).toBe("later 13:00-16:00");
  expect(told([{ ...WEEK[0]!, last: dayFrom("2026-11-20")! }], at("2026-11-24", "12:00"))).toBe("nothing");
  expect(told([{ ...WEEK[0]!, first: dayFrom("2026-11-26")! }], at("2026-11-24", "12:00"))).toBe("closed today until 2026-11-26 7:00");
  expect(told([], at("2026-11-24", "12:00"))).toBe("nothing");
});

test("every day of forty years is kept, perhaps kept or not, and what the law fixes never is perhaps", () => {
  for (let day = dayFrom("2020-01-01")!; day < dayFrom("2060-01-01")!; day++) if (dateOf(day).endsWith("-12-25")) expect(keptOn(day)).toBe("yes");
  expect(keptOn(dayFrom("2026-11-04")!)).toBe("perhaps");
});

test.each([["07:00", 420], ["7:00", 420], ["07:00:00", 420], ["07:00-05:00", 420], ["07:00-0500", 420], ["24:00", 1440], ["07:00Z", null], ["07:00-06:00", null], ["7", null], ["7:61", null], ["25:00", null], ["", null]] as const)("%s is read as %p minutes", (time, minutes) => {
  expect(minutesFrom(time)).toBe(minutes);
});
