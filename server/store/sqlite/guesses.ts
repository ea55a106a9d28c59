/** Guesses at a secret: how many under a key lately, each counted once. */
import type { Millis } from "../../../flows/ids.ts";
import type { Limit } from "../store.ts";
import type { Database } from "./file.ts";

export function guesses(db: Database) {
  const known = db.prepare("SELECT 1 FROM guess WHERE id = ? LIMIT 1");
  const under = db.prepare("SELECT count(*) AS n FROM guess WHERE key = ? AND at > ?");
  const count = db.prepare("INSERT INTO guess(key, id, at) VALUES (?, ?, ?)");
  const old = db.prepare("DELETE FROM guess WHERE at <= ?");
  const none = db.prepare("DELETE FROM guess WHERE id = ?");

  return {
    guess(id: string, limits: Limit[], at: Millis, since: Millis): number | null {
      old.run(since);
      if (known.get(id)) return null;
      const reached = limits.findIndex(({ key, max }) => (under.get(key, since) as { n: number }).n >= max);
      if (reached >= 0) return reached;
      for (const { key } of limits) count.run(key, id, at);
      return null;
    },
    forgive(id: string): void { none.run(id); },
  };
}
