/** What an erasure leaves for a while, without any word of the person: a last word that is still to be sent, and where danger
 *  is open the sealed address and the ticket, so that somebody can still answer. Runs inside the caller's transaction. */
import type { Millis } from "../../../flows/ids.ts";
import { ERASED, HELD, KEPT, QUEUED, TICKET, UNDER_WAY } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Leases } from "./leases.ts";

/** How long danger keeps an address after its person asked to be forgotten. */
export const KEPT_FOR: Millis = 72 * 3_600_000;
export const DANGER = 1, NORMAL = 0;        // ticket.priority
const WAITING = `state IN (${QUEUED}, ${UNDER_WAY})`;

export type Remains = ReturnType<typeof remains>;

export function remains(db: Database, turns: Leases, sends: Leases) {
  const danger = db.prepare(`SELECT 1 FROM ticket WHERE conversation = ? AND priority = ${DANGER}`);
  const waits = db.prepare(`SELECT 1 FROM outbox WHERE conversation = ? AND ${WAITING} LIMIT 1`);
  const words = ["inbox", "dead", "timer", "lookup", "draft"].map(table => db.prepare(`DELETE FROM ${table} WHERE conversation = ?`));
  const answers = db.prepare("DELETE FROM outbox WHERE conversation = ?");
  const sent = db.prepare(`DELETE FROM outbox WHERE conversation = ? AND NOT ${WAITING}`);
  const nameless = db.prepare("UPDATE ticket SET speaks = NULL WHERE conversation = ?");
  const desk = ["ticket", "hold"].map(table => db.prepare(`DELETE FROM ${table} WHERE conversation = ?`));
  const remove = db.prepare("DELETE FROM conversation WHERE id = ?");
  const strip = db.prepare(`UPDATE conversation SET flags = ?, session = NULL, language = NULL, addresses = NULL, agent_at = NULL, ready_at = NULL, first_in = in_seq + 1,
    first_out = out_seq + 1, send_at = NULL, forget_at = ? WHERE id = ?`);
  const seal = db.prepare(`UPDATE conversation SET flags = ${ERASED}, ready_at = NULL, forget_at = NULL WHERE id = ?`);
  const flagsOf = db.prepare("SELECT flags FROM conversation WHERE id = ?");

  function silence(conversation: number): void {
    turns.end(conversation);
    for (const drop of words) drop.run(conversation);
  }

  /** Nothing is left. */
  function vanish(conversation: number): void {
    silence(conversation);
    sends.end(conversation);
    answers.run(conversation);
    for (const drop of desk) drop.run(conversation);
    remove.run(conversation);
  }

  return {
    vanish,
    /** No word is left; the row is if danger is open or a last word comes. True if it is. */
    erase(conversation: number, lastWord: boolean, at: Millis): boolean {
      const open = danger.get(conversation) !== undefined;
      if (!open && !lastWord) {
        vanish(conversation);
        return false;
      }
      const { flags } = flagsOf.get(conversation) as { flags: number };
      silence(conversation);
      sends.end(conversation);
      answers.run(conversation);
      nameless.run(conversation);
      if (!open) for (const drop of desk) drop.run(conversation);
      strip.run(open ? (flags & HELD) | TICKET | KEPT : ERASED, open ? at + KEPT_FOR : null, conversation);
      return true;
    },
    /** The ticket that kept it is closed. An answer that is on its way still goes out, as a last word does. */
    close(conversation: number): void {
      if (waits.get(conversation) === undefined) return vanish(conversation);
      silence(conversation);
      sent.run(conversation);
      for (const drop of desk) drop.run(conversation);
      seal.run(conversation);
    },
  };
}
