/** Keyed hashes of message ids, each kept once for its term. They are spread at random, so that each new one would change a
 *  page of its own in a large table: new ones go to a small table, and a few thousand at a time, in order, to the large one.
 *  Runs inside the caller's transaction. */
import type { Bytes } from "../store.ts";
import type { Database } from "./file.ts";

/** Keys in the small table, about: 30 pages. A fold of so many takes some ten milliseconds. */
const FRESH = 4_096;
/** Keys looked at by one call of `forgetAfter`. */
const CHUNK = 2_000;

export type Seen = {
  /** False when it is known already. `untilDay` 0: for good. */
  keep(key: Bytes, untilDay: number): boolean;
  /** Of the keys after `key`, in their order, those whose last day is before `day` go. `last`: where to go on; null at the end. */
  forgetAfter(key: Bytes, day: number): { last: Bytes | null; gone: number };
};

export function seen(db: Database): Seen {
  const known = db.prepare("SELECT 1 FROM seen WHERE key = ?");
  const add = db.prepare("INSERT INTO seen_fresh(key, until_day) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const count = db.prepare("SELECT count(*) AS n FROM seen_fresh");
  const copy = db.prepare("INSERT INTO seen(key, until_day) SELECT key, until_day FROM seen_fresh WHERE true ORDER BY key ON CONFLICT DO NOTHING");
  const clear = db.prepare("DELETE FROM seen_fresh");
  const after = db.prepare(`SELECT key, until_day FROM seen WHERE key > ? ORDER BY key LIMIT ${CHUNK}`);
  const forget = db.prepare("DELETE FROM seen WHERE key = ?");
  // Only when to fold hangs on it: a transaction that is taken back makes that a little early.
  let fresh = (count.get() as { n: number }).n;

  function fold(): void {
    copy.run();
    clear.run();
    fresh = 0;
  }

  return {
    keep(key, untilDay) {
      if (known.get(key) !== undefined || add.run(key, untilDay).changes === 0) return false;
      if (++fresh >= FRESH) fold();
      return true;
    },
    forgetAfter(key, day) {
      if (fresh > 0) fold();
      const rows = after.all(key) as { key: Bytes; until_day: number }[];
      const over = rows.filter(r => r.until_day > 0 && r.until_day < day);
      for (const row of over) forget.run(row.key);
      return { last: rows.length < CHUNK ? null : rows[rows.length - 1]!.key, gone: over.length };
    },
  };
}
