/** Who is next for whom. */
import { describe, expect, test } from "@jest/globals";
import { nextFor, WIDER } from "../../../server/helpdesk/next.ts";
import type { Row } from "../../../server/routes/api-schemas.ts";

const T = 1_790_000_000_000, MINUTE = 60_000;
let ids = 0;
const row = (waitedMinutes: number, more: Partial<Row> = {}): Row => ({
  id: ++ids, alias: "ACDE", channel: "sms", language: "es", otherLanguage: false, topic: "work-permit", protection: false, priority: "normal", state: "waiting", holder: null, owner: null, epoch: 0,
  openedAt: T - waitedMinutes * MINUTE, heardAt: T, agentRepliedAt: 0, windowEndsAt: null, inSeq: 1, outSeq: 1, parked: false, optedOut: false, snoozedUntil: null, views: ["waiting", "waiting-mine"], ...more,
});
const foreign = { language: "ht", views: ["waiting"] } as const satisfies Partial<Row>;
const ana = { name: "ana", topics: [] }, next = (rows: Row[], viewer: Parameters<typeof nextFor>[0] = ana, others: string[] = []): Row | null => nextFor(viewer, rows, new Set(others), T);

describe("who is next", () => {
  test.each<[string, Row[], number | null]>([
    ["the longest waiting", [row(1), row(3), row(2)], 1],
    ["danger, before whoever waits longer", [row(60), row(1, { priority: "danger" })], 1],
    ["what is theirs, before whoever waits longer", [row(60), row(1, { owner: "ana", ...foreign })], 1],
    ["danger, before what is theirs", [row(60, { owner: "ana" }), row(1, { priority: "danger" })], 1],
    ["nobody of another language yet", [row(14, foreign)], null],
    ["one of another language who has waited too long", [row(15, foreign)], 0],
    ["danger in another language, sooner", [row(5, { ...foreign, priority: "danger" })], 0],
    ["nobody who is held or laid aside", [row(9, { state: "human", holder: "luis" }), row(9, { state: "snoozed" })], null],
    ["nobody at all", [], null],
  ])("%s", (_, rows, index) => expect(next(rows)).toBe(index === null ? null : rows[index]));

  test("an agent's topics come alone at first, then any", () => {
    const viewer = { name: "ana", topics: ["jobs" as const] }, mine = row(1, { topic: "jobs" }), other = row(4);
    expect(next([other, mine], viewer)).toBe(mine);
    expect(next([other], viewer)).toBeNull();
    expect(next([row(WIDER.topics / MINUTE)], viewer)).not.toBeNull();
  });

  test("a colleague's person is left to them while they are on shift, for a while", () => {
    const theirs = row(2, { owner: "luis" });
    expect(next([theirs], ana, ["luis"])).toBeNull();
    expect(next([theirs], ana)).toBe(theirs);
    expect(next([row(5, { owner: "luis" })], ana, ["luis"])).not.toBeNull();
    expect(next([row(1, { owner: "luis", priority: "danger" })], ana, ["luis"])).not.toBeNull();
  });
});
