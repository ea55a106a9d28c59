/** What people agreed to have remembered: a sealed blob a conversation with its term, and the keys it is found under. A flag
 *  of the conversation says whether there is one, so that whoever has none costs nothing. Runs inside the caller's transaction. */
import type { Millis } from "../../../flows/ids.ts";
import type { Bytes, ConversationId, Kept as Blob } from "../store.ts";
import { REMEMBERS } from "./codes.ts";
import type { Database } from "./file.ts";

export type Kept = ReturnType<typeof kept>;

const MOST = 500;             // of one transaction

export function kept(db: Database) {
  const find = db.prepare("SELECT sealed FROM kept WHERE conversation = ? AND until > ?");
  const write = db.prepare("INSERT INTO kept(conversation, until, sealed) VALUES (?, ?, ?) ON CONFLICT(conversation) DO UPDATE SET until = excluded.until, sealed = excluded.sealed");
  const link = db.prepare("INSERT INTO kept_key(key, conversation) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const unlink = db.prepare("DELETE FROM kept_key WHERE conversation = ?");
  const drop = db.prepare("DELETE FROM kept WHERE conversation = ?");
  const flag = db.prepare(`UPDATE conversation SET flags = flags & ~${REMEMBERS} WHERE id = ?`);
  const over = db.prepare(`SELECT conversation FROM kept WHERE until <= ? LIMIT ${MOST}`);
  const under = db.prepare("SELECT conversation FROM kept_key WHERE key = ? AND conversation > ? ORDER BY conversation LIMIT ?");

  /** The caller sees to the flag, or to the whole row. */
  function forget(conversation: number): void {
    unlink.run(conversation);
    drop.run(conversation);
  }

  return {
    forget,
    of: (conversation: number, flags: number, at: Millis): Bytes | null =>
      flags & REMEMBERS ? (find.get(conversation, at) as { sealed: Bytes } | undefined)?.sealed ?? null : null,
    /** Returns the flags as they are afterwards. */
    keep(conversation: number, flags: number, blob: Blob | null): number {
      if (blob === null) {
        if (flags & REMEMBERS) forget(conversation);
        return flags & ~REMEMBERS;
      }
      write.run(conversation, blob.until, blob.sealed);
      unlink.run(conversation);
      for (const key of blob.keys) link.run(key, conversation);
      return flags | REMEMBERS;
    },
    under: (key: Bytes, after: number, max: number): ConversationId[] => (under.all(key, after, max) as { conversation: ConversationId }[]).map(row => row.conversation),
    /** Some of those whose term is over. */
    expire(at: Millis): number {
      const rows = over.all(at) as { conversation: number }[];
      for (const { conversation } of rows) {
        forget(conversation);
        flag.run(conversation);
      }
      return rows.length;
    },
    most: MOST,
  };
}
