import { expect, test } from "@jest/globals";
import { windowEndsAt, windowOpen } from "../../../bot/channels/window.ts";

const HEARD = Date.parse("2026-03-05T10:00:00.000Z");

test.each<[string, number, boolean]>([
  ["at the message itself", 0, true],
  ["a clock that is behind the person's", -60_000, true],
  ["a millisecond before 24 h", 86_399_999, true],
  ["at exactly 24 h", 86_400_000, false],
  ["a week later", 7 * 86_400_000, false],
])("the window %s", (_label, later, open) => { expect(windowOpen(HEARD, HEARD + later)).toBe(open); });

test("the window ends a day after the person's own time", () => { expect(new Date(windowEndsAt(HEARD)).toISOString()).toBe("2026-03-06T10:00:00.000Z"); });
test("someone never heard from has no window", () => { expect([windowOpen(0, 1), windowOpen(NaN, HEARD)]).toEqual([false, false]); });
