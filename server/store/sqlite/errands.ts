/** Timers and lookups: committed with a turn, leased when due, ended by the message that brings their result. */
import type { Millis } from "../../../flows/ids.ts";
import type { Bytes, ConversationId } from "../store.ts";
import type { Database } from "./file.ts";

type Due = { id: string; conversation: number; sealed: Bytes; sealed_address: Bytes; attempts: number };

export function errands(db: Database) {
  const some = (table: string) => db.prepare(`SELECT 1 FROM ${table} WHERE due_at <= ? LIMIT 1`);
  const anyTimer = some("timer"), anyLookup = some("lookup");
  const dueTimers = db.prepare("SELECT id, conversation, sealed FROM timer WHERE due_at <= ? ORDER BY due_at, id LIMIT ?");
  const dueLookups = db.prepare("SELECT l.id, l.conversation, l.sealed, l.attempts, c.sealed_address FROM lookup l JOIN conversation c ON c.id = l.conversation WHERE l.due_at <= ? ORDER BY l.due_at, l.id LIMIT ?");
  const takeTimer = db.prepare("UPDATE timer SET due_at = ?, leased = 1 WHERE id = ?");
  // Counted when taken: a lookup that ends the process was tried too.
  const takeLookup = db.prepare("UPDATE lookup SET due_at = ?, leased = 1, attempts = attempts + 1 WHERE id = ?");
  const later = db.prepare("UPDATE lookup SET due_at = ?, leased = 0 WHERE id = ?");
  const freed = ["timer", "lookup"].map(table => db.prepare(`UPDATE ${table} SET due_at = ?, leased = 0 WHERE leased = 1`));

  function timers(max: number, at: Millis, until: Millis): { id: string; conversation: ConversationId; sealed: Bytes }[] {
    return (dueTimers.all(at, max) as Due[]).map(({ id, conversation, sealed }) => {
      takeTimer.run(until, id);
      return { id, conversation: conversation as ConversationId, sealed };
    });
  }

  function lookups(max: number, at: Millis, until: Millis): { id: string; conversation: ConversationId; sealed: Bytes; sealedAddress: Bytes; attempts: number }[] {
    return (dueLookups.all(at, max) as Due[]).map(({ id, conversation, sealed, sealed_address, attempts }) => {
      takeLookup.run(until, id);
      return { id, conversation: conversation as ConversationId, sealed, sealedAddress: sealed_address, attempts };
    });
  }

  return {
    anyTimer: (at: Millis): boolean => anyTimer.get(at) !== undefined,
    anyLookup: (at: Millis): boolean => anyLookup.get(at) !== undefined,
    timers, lookups,
    postpone: (id: string, at: Millis): void => { later.run(at, id); },
    free: (at: Millis): void => { for (const free of freed) free.run(at); },
  };
}
