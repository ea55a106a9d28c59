/** What the helpdesk keeps about its own people, in the same file as the conversations. */
import type { Millis } from "../../../flows/ids.ts";
import type { Entry, Episode, Paper, PaperKind, Pass, Staff } from "../staff.ts";
import type { Bytes } from "../store.ts";
import type { Database } from "./file.ts";
import type { Group } from "./group.ts";

const MINUTE = 60_000;
const NOTHING: Bytes = new Uint8Array(0);
const PASS = "id, hash, agent, body, made_at AS madeAt, seen_at AS seenAt, until, idle";
const HOLDS = "until > ?1 AND seen_at + idle > ?1";

export function staff(db: Database, { read, write }: Pick<Group, "read" | "write">): Staff {
  const papersOf = db.prepare("SELECT id, version, body FROM paper WHERE kind = ? ORDER BY id");
  const paperOf = db.prepare("SELECT id, version, body FROM paper WHERE kind = ? AND id = ?");
  const begin = db.prepare("INSERT INTO paper(kind, id, version, body) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING");
  const revised = db.prepare("UPDATE paper SET version = version + 1, body = ?4 WHERE kind = ?1 AND id = ?2 AND version = ?3");
  const removed = db.prepare("DELETE FROM paper WHERE kind = ?1 AND id = ?2 AND version = ?3");

  const admitted = db.prepare("INSERT INTO pass(hash, id, agent, body, made_at, seen_at, until, idle) VALUES (?, ?, ?, ?, ?5, ?5, ?, ?)");
  const shown = db.prepare(`SELECT ${PASS} FROM pass WHERE hash = ?2 AND ${HOLDS}`);
  const seen = db.prepare("UPDATE pass SET seen_at = max(seen_at, ?) WHERE hash = ?");
  const passesOf = db.prepare(`SELECT ${PASS} FROM pass WHERE agent = ?2 AND ${HOLDS} ORDER BY made_at DESC, id`);
  const revoked = db.prepare("DELETE FROM pass WHERE agent = ?1 AND id = coalesce(?2, id)");
  const knocked = db.prepare("SELECT n, since FROM knock WHERE key = ?");
  const count = db.prepare("INSERT INTO knock(key, n, since, until) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = excluded.n, since = excluded.since, until = excluded.until");
  const forgiven = db.prepare("DELETE FROM knock WHERE key = ?");

  const last = db.prepare("SELECT n, link FROM audit ORDER BY n DESC LIMIT 1");
  const append = db.prepare("INSERT INTO audit(n, at, who, what, about, why, link) VALUES (?, ?, ?, ?, ?, ?, ?)");
  const entries = db.prepare("SELECT n, at, who, what, about, why, link FROM audit WHERE n > ? ORDER BY n LIMIT ?");
  const closed = db.prepare("INSERT INTO episode(closed_at, body) VALUES (?, ?)");
  const episodes = db.prepare("SELECT body FROM episode WHERE closed_at >= ? ORDER BY closed_at, rowid");
  const over = [`DELETE FROM pass WHERE NOT (${HOLDS})`, "DELETE FROM knock WHERE until <= ?1"].map(sql => db.prepare(sql));

  function revise(kind: PaperKind, id: string, version: number, body: string | null): "done" | "stale" {
    const { changes } = body === null ? removed.run(kind, id, version) : version === 0 ? begin.run(kind, id, body) : revised.run(kind, id, version, body);
    return changes ? "done" : "stale";
  }

  function present(hash: Bytes, at: Millis): Pass | null {
    const pass = shown.get(at, hash) as Pass | undefined;
    return pass ? { ...pass } : null;
  }

  function knock(key: Bytes, at: Millis, most: number, per: Millis): Millis | null {
    const before = knocked.get(key) as { n: number; since: number } | undefined;
    const { n, since } = before && at < before.since + per ? before : { n: 0, since: at };
    if (n >= most) return since + per;
    count.run(key, n + 1, since, since + per);
    return null;
  }

  return {
    papers: kind => read(() => (papersOf.all(kind) as Paper[]).map(p => ({ ...p }))),
    paper: (kind, id) => read(() => { const p = paperOf.get(kind, id) as Paper | undefined; return p ? { ...p } : null; }),
    revise: (kind, id, version, body) => write(() => revise(kind, id, version, body)),

    admit: p => write(() => { admitted.run(p.hash, p.id, p.agent, p.body, p.madeAt, p.until, p.idle); }),
    present: async (hash, at) => {
      const pass = await read(() => present(hash, at));
      if (pass && at - pass.seenAt >= MINUTE) await write(() => { seen.run(at, hash); });
      return pass;
    },
    passes: (agent, at) => read(() => (passesOf.all(at, agent) as Pass[]).map(p => ({ ...p }))),
    revoke: (agent, id) => write(() => revoked.run(agent, id).changes),
    knock: (key, at, most, per) => write(() => knock(key, at, most, per)),
    welcome: key => write(() => { forgiven.run(key); }),

    record: (e, link) => write(() => {
      const before = last.get() as { n: number; link: Bytes } | undefined, n = (before?.n ?? 0) + 1;
      append.run(n, e.at, e.who, e.what, e.about, e.why, link(before?.link ?? NOTHING, n, e));
      return n;
    }),
    audit: (after, max) => read(() => (entries.all(after, max) as Entry[]).map(e => ({ ...e }))),

    close: episode => write(() => { closed.run(episode.closedAt, JSON.stringify(episode)); }),
    episodes: since => read(() => (episodes.all(since) as { body: string }[]).map(e => JSON.parse(e.body) as Episode)),
    tidy: at => write(() => { for (const end of over) end.run(at); }),
  };
}
