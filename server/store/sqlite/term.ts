/** How long things are kept, and their removal in chunks, so that no transaction holds the file for long. */
import type { Millis } from "../../../flows/ids.ts";
import { HELD, KEPT, PARKED, TICKET } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Group } from "./group.ts";
import type { Remains } from "./remains.ts";
import type { Seen } from "./seen.ts";
import type { Bytes } from "../store.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Words go this long after the last answer, unless a ticket is open. */
export const FORGET_AFTER: Millis = DAY;
/** An agent's answer that waits for the person keeps the words no longer than this. */
export const PARKED_FOR: Millis = 30 * DAY;

const CONVERSATIONS = 200;   // of one transaction

type Due = { id: number; addresses: Bytes | null; answered_at: Millis | null };

export function term(db: Database, group: Group, remains: Remains, seen: Seen) {
  // Looking for the last answer here spares each answer the move in the index.
  const due = db.prepare(`SELECT id, addresses, (SELECT max(at) FROM outbox WHERE conversation = conversation.id) AS answered_at FROM conversation
    WHERE forget_at <= ? AND flags & ${TICKET | HELD} = 0 AND ready_at IS NULL AND send_at IS NULL AND (flags & ${PARKED} = 0 OR forget_at <= ?)
    ORDER BY forget_at LIMIT ${CONVERSATIONS}`);
  const putOff = db.prepare("UPDATE conversation SET forget_at = ? WHERE id = ?");
  const kept = db.prepare(`SELECT id FROM conversation WHERE forget_at <= ? AND flags & ${KEPT} != 0`);
  const drops = ["inbox", "outbox", "dead", "draft"].map(table => db.prepare(`DELETE FROM ${table} WHERE conversation = ?`));
  const empty = db.prepare(`UPDATE conversation SET forget_at = NULL, session = NULL, flags = flags & ~${PARKED}, first_in = in_seq + 1, first_out = out_seq + 1 WHERE id = ?`);
  const remove = db.prepare("DELETE FROM conversation WHERE id = ?");

  function forgetSome(at: Millis): { looked: number; gone: number } {
    const rows = due.all(at, at - PARKED_FOR) as Due[];
    let gone = 0;
    for (const row of rows) {
      const until = (row.answered_at ?? 0) + FORGET_AFTER;
      if (until > at) { putOff.run(until, row.id); continue; }
      gone++;
      for (const drop of drops) drop.run(row.id);
      // an address that went to somebody else leaves nobody to remember
      (row.addresses === null ? remove : empty).run(row.id);
    }
    return { looked: rows.length, gone };
  }

  function endKept(at: Millis): number {
    const rows = kept.all(at) as { id: number }[];
    for (const { id } of rows) remains.vanish(id);
    return rows.length;
  }

  return {
    async forgetWords(at: Millis): Promise<number> {
      let total = await group.write(() => endKept(at));
      for (let looked = CONVERSATIONS; looked === CONVERSATIONS;) {
        const step = await group.write(() => forgetSome(at));
        total += step.gone;
        looked = step.looked;
      }
      return total;
    },
    async forgetKeys(day: number): Promise<number> {
      let total = 0;
      for (let key: Bytes | null = new Uint8Array(0); key !== null;) {
        const from: Bytes = key;
        const step = await group.write(() => seen.forgetAfter(from, day));
        total += step.gone;
        key = step.last;
      }
      return total;
    },
  };
}
