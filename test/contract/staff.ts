/** What every adapter of the staff port keeps: one suite, run on the real thing. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Entry, Episode, Link, NewEntry, NewPass, Staff } from "../../server/store/staff.ts";
import { hashOf } from "./store.ts";

type Opened = { staff: Staff; reopen(): Promise<Staff>; close(): Promise<void> };

const T = 1_790_000_000_000, MINUTE = 60_000, HOUR = 60 * MINUTE;

const pass = (id: string, more: Partial<NewPass> = {}): NewPass => ({ id, hash: hashOf(id), agent: "ana", body: "{}", madeAt: T, until: T + 12 * HOUR, idle: 30 * MINUTE, ...more });
const entry = (what: string, more: Partial<NewEntry> = {}): NewEntry => ({ at: T, who: "ana", what, about: "7", why: null, ...more });
const link: Link = (before, n, e) => createHash("sha256").update(before).update(JSON.stringify([n, e.at, e.who, e.what, e.about, e.why && [...e.why]])).digest();
const episode = (closedAt: number): Episode => ({ topic: "work-permit", language: "ht", channel: "sms", agent: "ana", outcome: "answered", openedAt: T, closedAt });

export function staffContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the staff's contract`, () => {
    let at: Opened, staff: Staff;
    beforeEach(async () => { at = await open(); staff = at.staff; });
    afterEach(() => at.close());
    const reopen = async (): Promise<void> => { staff = await at.reopen(); };

    describe("papers", () => {
      test("are kept by kind and id, and outlive a restart", async () => {
        await staff.revise("agent", "eva", 0, "E");
        await staff.revise("agent", "ana", 0, "A");
        await staff.revise("setting", "ana", 0, "S");
        await reopen();
        expect(await staff.papers("agent")).toEqual([{ id: "ana", version: 1, body: "A" }, { id: "eva", version: 1, body: "E" }]);
        expect(await staff.paper("setting", "ana")).toEqual({ id: "ana", version: 1, body: "S" });
        expect(await staff.paper("answer", "ana")).toBeNull();
      });

      test("of two who revise the same version one is stale, and writes nothing", async () => {
        await staff.revise("answer", "hours", 0, "one");
        expect((await Promise.all([staff.revise("answer", "hours", 1, "two"), staff.revise("answer", "hours", 1, "three")])).toSorted()).toEqual(["done", "stale"]);
        expect((await staff.paper("answer", "hours"))!.version).toBe(2);
      });

      test("an id that is taken is not taken again, and what was removed is gone", async () => {
        expect(await staff.revise("agent", "ana", 0, "A")).toBe("done");
        expect(await staff.revise("agent", "ana", 0, "B")).toBe("stale");
        expect(await staff.revise("agent", "ana", 9, null)).toBe("stale");
        expect(await staff.revise("agent", "ana", 1, null)).toBe("done");
        expect(await staff.papers("agent")).toEqual([]);
        expect(await staff.revise("agent", "ana", 1, "C")).toBe("stale");
      });
    });

    describe("passes", () => {
      test("hold until their end, however often they are shown", async () => {
        await staff.admit(pass("p"));
        for (let now = T; now < T + 12 * HOUR; now += 20 * MINUTE) expect(await staff.present(hashOf("p"), now)).toMatchObject({ id: "p", agent: "ana" });
        expect(await staff.present(hashOf("p"), T + 12 * HOUR)).toBeNull();
      });

      test("end when nobody has shown them for their idle time, and know a restart", async () => {
        await staff.admit(pass("p"));
        await staff.present(hashOf("p"), T + 20 * MINUTE);
        await reopen();
        expect(await staff.present(hashOf("p"), T + 49 * MINUTE)).not.toBeNull();
        expect(await staff.present(hashOf("p"), T + 80 * MINUTE)).toBeNull();
        expect(await staff.present(hashOf("p"), T + 49 * MINUTE)).toMatchObject({ seenAt: T + 49 * MINUTE });
      });

      test("nobody is let in by a hash that was not given", async () => {
        await staff.admit(pass("p"));
        expect(await staff.present(hashOf("q"), T)).toBeNull();
      });

      test("are listed for their agent, and revoked one by one or all", async () => {
        await staff.admit(pass("old"));
        await staff.admit(pass("new", { madeAt: T + 1 }));
        await staff.admit(pass("over", { until: T + 5 }));
        await staff.admit(pass("hers", { agent: "eva" }));
        expect((await staff.passes("ana", T + 9)).map(p => p.id)).toEqual(["new", "old"]);
        expect(await staff.revoke("ana", "hers")).toBe(0);
        expect(await staff.revoke("ana", "old")).toBe(1);
        expect(await staff.present(hashOf("old"), T + 9)).toBeNull();
        expect(await staff.revoke("ana", null)).toBe(2);
        expect(await staff.passes("ana", T + 2)).toEqual([]);
        expect(await staff.present(hashOf("hers"), T + 9)).not.toBeNull();
      });
    });

    describe("tries", () => {
      test("are as many as allowed, then none until the time is over, also after a restart", async () => {
        for (let i = 0; i < 3; i++) expect(await staff.knock(hashOf("k"), T + i, 3, HOUR)).toBeNull();
        expect(await staff.knock(hashOf("k"), T + 3, 3, HOUR)).toBe(T + HOUR);
        await reopen();
        expect(await staff.knock(hashOf("k"), T + HOUR - 1, 3, HOUR)).toBe(T + HOUR);
        expect(await staff.knock(hashOf("other"), T + 4, 3, HOUR)).toBeNull();
        expect(await staff.knock(hashOf("k"), T + HOUR, 3, HOUR)).toBeNull();
      });

      test("at once are counted one by one, and forgotten for whoever is known", async () => {
        const all = await Promise.all(Array.from({ length: 10 }, () => staff.knock(hashOf("k"), T, 4, HOUR)));
        expect(all.filter(a => a === null)).toHaveLength(4);
        await staff.welcome(hashOf("k"));
        expect(await staff.knock(hashOf("k"), T, 4, HOUR)).toBeNull();
      });
    });

    describe("the audit log", () => {
      test("links each entry to the one before, without a gap, however many write at once", async () => {
        const numbers = await Promise.all(Array.from({ length: 20 }, (_, i) => staff.record(entry(`act-${i}`, { why: i % 2 ? new Uint8Array([i]) : null }), link)));
        expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
        await reopen();
        let before: Uint8Array = new Uint8Array(0);
        for (const e of await staff.audit(0, 100)) {
          expect(Buffer.from(e.link)).toEqual(Buffer.from(link(before, e.n, e)));
          before = e.link;
        }
      });

      test("is read on from where one stands", async () => {
        for (const what of ["a", "b", "c", "d"]) await staff.record(entry(what), link);
        const what = (list: Entry[]): string[] => list.map(e => e.what);
        expect(what(await staff.audit(0, 2))).toEqual(["a", "b"]);
        expect(what(await staff.audit(2, 9))).toEqual(["c", "d"]);
        expect(await staff.audit(4, 9)).toEqual([]);
      });
    });

    test("closed tickets are counted from a day on, by when they were closed", async () => {
      for (const closedAt of [T + 9, T + 2, T + 5]) await staff.close(episode(closedAt));
      expect((await staff.episodes(T + 3)).map(e => e.closedAt)).toEqual([T + 5, T + 9]);
      expect((await staff.episodes(0))[0]).toEqual(episode(T + 2));
    });

    test("tidying ends only what holds no more", async () => {
      await staff.admit(pass("p"));
      await staff.admit(pass("over", { until: T + 5 }));
      await staff.knock(hashOf("k"), T, 1, HOUR);
      await staff.tidy(T + 10);
      expect((await staff.passes("ana", T)).map(p => p.id)).toEqual(["p"]);
      expect(await staff.knock(hashOf("k"), T + 11, 1, HOUR)).toBe(T + HOUR);
    });
  });
}
