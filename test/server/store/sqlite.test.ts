/** The embedded store: the contract that every store keeps, and what only a file on one machine has. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { MIGRATIONS, openSqlite, SCHEMA_VERSION, type Sqlite } from "../../../server/store/sqlite.ts";
import { migrate, versionOf } from "../../../server/store/sqlite/file.ts";
import { group } from "../../../server/store/sqlite/group.ts";
import type { ConversationId, Store } from "../../../server/store/store.ts";
import { staffContract } from "../../contract/staff.ts";
import { hashOf, message, storeContract } from "../../contract/store.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const T = 1_790_000_000_000;
const now = (): number => T;

let folder: string, path: string;
const open: Sqlite[] = [];
const keep = async (opening: Promise<Sqlite>): Promise<Sqlite> => { const store = await opening; open.push(store); return store; };
const serve = (): Promise<Sqlite> => keep(openSqlite(path, { role: "server", now }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "puente-store-"));
  path = join(folder, "puente.db");
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

storeContract("SQLite", async () => {
  let store = await serve();
  return {
    store,
    reopen: async () => {
      await store.close();
      return store = await serve();
    },
    close: () => store.close(),
  };
});

staffContract("SQLite", async () => {
  let store = await serve();
  return {
    staff: store.staff,
    reopen: async () => {
      await store.close();
      store = await serve();
      return store.staff;
    },
    close: () => store.close(),
  };
});

/** For each version that was ever released, rows as that version wrote them. The current one is written by the store itself. */
const ROWS_OF_VERSION: Record<number, string> = {
  0: "",
  1: "INSERT INTO seen VALUES (x'0102030405060708090a0b0c0d0e0f10', 0); INSERT INTO counter VALUES ('kept', 1);",
  2: "INSERT INTO seen_fresh VALUES (x'0102030405060708090a0b0c0d0e0f10', 0); INSERT INTO ticket VALUES (4, 'talk-to-human', 0, 'es', 1);",
  3: "INSERT INTO told VALUES ('onpar-phone', 20000, 1);",
  4: "INSERT INTO ticket VALUES (8, 'language-change', 0, 'es', 1, x'00');",
  5: "INSERT INTO paper VALUES ('agent', 'ana', 1, '{}');",
};

describe("the schema", () => {
  test("every earlier version has a sample here", () => {
    expect(Object.keys(ROWS_OF_VERSION).map(Number)).toEqual(MIGRATIONS.map((_, version) => version));
  });

  test.each(Object.entries(ROWS_OF_VERSION))("version %s is brought up to this one, and works", async (version, rows) => {
    const old = new DatabaseSync(path);
    migrate(old, Number(version));
    old.exec(rows);
    old.close();
    const store = await serve();
    expect((await store.accept([message("ana", "hola")], T))[0]!.kind).toBe("new");
    await store.close();
    const after = new DatabaseSync(path), fresh = new DatabaseSync(":memory:");
    migrate(fresh, SCHEMA_VERSION);
    const schema = (db: DatabaseSyncInstance): unknown[] => db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all();
    expect(versionOf(after)).toBe(SCHEMA_VERSION);
    expect(schema(after)).toEqual(schema(fresh));
    after.close();
    fresh.close();
  });

  test.each(["server", "admin"] as const)("a database of a newer version is refused to %s with a sentence that says what to do", async role => {
    const newer = new DatabaseSync(path);
    newer.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    newer.close();
    await expect(openSqlite(path, { role })).rejects.toThrow(/newer version of Puente .*: start that version, or restore a backup/);
    const untouched = new DatabaseSync(path);
    expect(untouched.prepare("SELECT count(*) AS n FROM sqlite_schema").get()).toEqual({ n: 0 });
    untouched.close();
  });

  test("a failing step leaves the version before it", () => {
    const db = new DatabaseSync(":memory:");
    db.exec("CREATE TABLE conversation(x)");
    expect(() => migrate(db, SCHEMA_VERSION)).toThrow(/already exists/);
    expect(versionOf(db)).toBe(0);
    expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "conversation" }]);
    db.close();
  });
});

describe("one server process", () => {
  test("a second server is refused with a sentence that says what to do, and may start when the first has stopped", async () => {
    const first = await serve();
    await expect(openSqlite(path, { role: "server" })).rejects.toThrow(/in use by another server process: stop that one/);
    await first.close();
    await serve();
  });

  test("admin works beside a server, and frees none of its leases", async () => {
    const server = await serve();
    await server.accept([message("ana", "hola")], T);
    const [lease] = await server.lease(1, T, T + 1_000);
    const admin = await keep(openSqlite(path, { role: "admin", now }));
    expect(await admin.lease(1, T, T + 1_000)).toEqual([]);
    expect(await admin.claim(lease!.conversation, "rosa", T, T + 1_000)).toEqual({ kind: "claimed", epoch: 1 });
    expect(await server.commit({ conversation: lease!.conversation, fence: lease!.fence, inbound: 1, at: T, session: null, language: null, outbound: [] })).toBe("done");
    expect(await server.claim(lease!.conversation, "luis", T, T + 1_000)).toEqual({ kind: "held", agent: "rosa" });
  });

  test("the files are their owner's only", async () => {
    const store = await serve();
    await store.accept([message("ana", "hola")], T);
    const modes = Object.fromEntries(readdirSync(folder).map(name => [name, statSync(join(folder, name)).mode & 0o777]));
    expect(modes).toMatchObject({ "puente.db": 0o600, "puente.db-wal": 0o600, "puente.db.lock": 0o600 });
    expect(Object.values(modes).every(mode => mode === 0o600)).toBe(true);
  });

  test("a file that was open to others is closed to them", async () => {
    writeFileSync(path, "", { mode: 0o644 });
    await serve();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("a store in memory needs no file", async () => {
    const store = await keep(openSqlite(":memory:", { role: "server" }));
    expect((await store.accept([message("ana", "hola")], T))[0]!.kind).toBe("new");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("killed while it accepts, it has lost nothing that was acknowledged, and its lock is gone", async () => {
    mkdirSync(join(ROOT, "dist"), { recursive: true });
    const built = mkdtempSync(join(ROOT, "dist", "test-"));
    try {
      const script = join(built, "child.mjs");
      await build({ entryPoints: [join(import.meta.dirname, "accepting-child.ts")], outfile: script, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "error" });
      const acknowledged = await runUntil(400, script);
      expect(acknowledged.length).toBeGreaterThanOrEqual(400);
      await serve();
      const db = new DatabaseSync(path);
      const kept = new Set((db.prepare("SELECT at FROM inbox").all() as { at: number }[]).map(r => r.at));
      const check = db.prepare("PRAGMA integrity_check").get();
      db.close();
      expect(acknowledged.filter(n => !kept.has(n))).toEqual([]);
      expect(check).toEqual({ integrity_check: "ok" });
    } finally {
      rmSync(built, { recursive: true });
    }
  });

  /** Starts the child, kills it hard once it has acknowledged that many, and gives back all that it said. */
  function runUntil(lines: number, script: string): Promise<number[]> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, path], { stdio: ["ignore", "pipe", "pipe"] });
      let out = "", complaint = "";
      child.stderr.on("data", chunk => { complaint += chunk; });
      child.stdout.on("data", chunk => {
        out += chunk;
        if (out.split("\n").length > lines) child.kill("SIGKILL");
      });
      child.on("close", (_, signal) => signal === "SIGKILL"
        ? resolve(out.slice(0, out.lastIndexOf("\n")).split("\n").map(Number))
        : reject(new Error(`the child ended by itself: ${complaint}`)));
    });
  }
});

describe("group commit", () => {
  function counted(): { db: DatabaseSyncInstance; commits: () => number; writes: ReturnType<typeof group> } {
    const db = new DatabaseSync(":memory:");
    db.exec("CREATE TABLE t(n INTEGER PRIMARY KEY)");
    let commits = 0;
    return { db, commits: () => commits, writes: group(db, () => undefined, () => { commits++; }) };
  }

  test("what is asked for in one turn of the loop is one transaction", async () => {
    const { db, commits, writes } = counted();
    const insert = db.prepare("INSERT INTO t VALUES (?)");
    await Promise.all(Array.from({ length: 100 }, (_, i) => writes.write(() => insert.run(i))));
    expect(commits()).toBe(1);
  });

  test("one that fails costs only itself, and the order stays", async () => {
    const { db, writes } = counted();
    const insert = db.prepare("INSERT INTO t VALUES (?)"), count = db.prepare("SELECT count(*) AS n FROM t");
    const results = await Promise.allSettled([1, 2, 2, 3].map(i => writes.write(() => { insert.run(i); return (count.get() as { n: number }).n; })));
    expect(results.map(r => r.status === "fulfilled" ? r.value : "failed")).toEqual([1, 2, "failed", 3]);
  });

  test("what half succeeded before it failed is taken back", async () => {
    const { db, writes } = counted();
    const insert = db.prepare("INSERT INTO t VALUES (?)");
    await expect(writes.write(() => { insert.run(1); throw new Error("no"); })).rejects.toThrow("no");
    expect(db.prepare("SELECT count(*) AS n FROM t").get()).toEqual({ n: 0 });
  });

  test("a read sees the writes asked for before it", async () => {
    const { db, writes } = counted();
    void writes.write(() => db.exec("INSERT INTO t VALUES (1)"));
    expect(await writes.read(() => db.prepare("SELECT count(*) AS n FROM t").get())).toEqual({ n: 1 });
  });

  test("a group that grows from one turn of the loop to the next is one transaction, but does not wait for ever", async () => {
    const { commits, writes } = counted();
    const turn = (): Promise<void> => new Promise(done => { setImmediate(done); });
    const asked: Promise<number>[] = [];
    for (let i = 0; i < 3; i++, await turn()) asked.push(writes.write(() => 1));
    await Promise.all(asked);
    expect(commits()).toBe(1);
    for (let i = 0; i < 20; i++, await turn()) asked.push(writes.write(() => 1));
    expect(commits()).toBeGreaterThan(1);
    await Promise.all(asked);
  });

  test("a group has a bound", async () => {
    const { commits, writes } = counted();
    await Promise.all(Array.from({ length: 1_100 }, () => writes.write(() => 1)));
    expect(commits()).toBe(3);
  });

  test("a message that cannot be kept does not cost the others of its group", async () => {
    const store = await serve();
    const broken = { ...message("eva", "x"), sealed: null as unknown as Uint8Array };
    const results = await Promise.allSettled([store.accept([message("ana", "1")], T), store.accept([broken], T), store.accept([message("ana", "2")], T)]);
    expect(results.map(r => r.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await store.backlog(T)).toMatchObject({ inbound: 2 });
  });
});

describe("leases", () => {
  test("one whose transaction was taken back is free, and is given once", async () => {
    const store = await serve();
    await store.accept([message("ana", "1")], T);
    const broken = { ...message("eva", "x"), sealed: null as unknown as Uint8Array };
    const [leases] = await Promise.all([store.lease(9, T, T + 1_000), store.accept([broken], T).catch(() => null)]);
    expect(leases).toHaveLength(1);
    expect(await store.lease(9, T, T + 1_000)).toEqual([]);
    expect(await store.commit({ conversation: leases[0]!.conversation, fence: leases[0]!.fence, inbound: 1, at: T, session: null, language: null, outbound: [{ kind: "bot", sealed: new Uint8Array(1), epoch: 0 }] })).toBe("done");
    const [sends] = await Promise.all([store.leaseOutbound("whatsapp", 9, T, T + 1_000), store.accept([broken], T).catch(() => null)]);
    expect(sends).toHaveLength(1);
    expect(await store.leaseOutbound("whatsapp", 9, T, T + 1_000)).toEqual([]);
  });

  test("their fences never repeat, over any number of processes", async () => {
    const seen = new Set<number>();
    for (let i = 0; i < 3; i++) {
      const store = await serve();
      await store.accept([message(`p${i}`, "1")], T);
      for (const lease of await store.lease(9, T, T + 1_000)) seen.add(lease.fence);
      await store.close();
    }
    expect(seen.size).toBe(1 + 2 + 3);
  });
});

describe("keys of messages", () => {
  test("are known for their term, however many have come since", async () => {
    const store = await serve();
    const first = message("ana", "1", { keyUntilDay: 100 });
    await store.accept([first], T);
    for (let i = 0; i < 5; i++) await store.accept(Array.from({ length: 1_000 }, (_, n) => message("ana", "x", { key: hashOf(`many ${i} ${n}`, 16), keyUntilDay: 200 })), T);
    const last = message("ana", "2", { keyUntilDay: 100 });
    await store.accept([last], T);
    const again = (): Promise<string[]> => store.accept([first, last, message("ana", "x", { key: hashOf("many 0 0", 16) }), message("ana", "x", { key: hashOf("many 4 999", 16) })], T).then(all => all.map(a => a.kind));
    expect(await again()).toEqual(["duplicate", "duplicate", "duplicate", "duplicate"]);
    expect(await store.forgetKeys(101)).toBe(2);
    expect(await again()).toEqual(["new", "new", "duplicate", "duplicate"]);
  });
});

describe("what it costs", () => {
  const bytes = (name: string, length: number): Uint8Array => hashOf(name, length);
  const MANY = 2_000;

  async function exchange(store: Store, round: number): Promise<void> {
    await store.accept(Array.from({ length: MANY }, (_, i) => message(`p${i}`, "", { key: bytes(`${round} ${i}`, 16), keyUntilDay: 21_000, at: T + round, sealed: bytes(`${i}`, 70), sealedAddress: () => bytes(`${i}`, 60) })), T + round);
    for (let leases; (leases = await store.lease(64, T + round, T + 9_000)).length > 0;) {
      await Promise.all(leases.map(l => store.commit({ conversation: l.conversation, fence: l.fence, inbound: l.inbound.seq, at: T + round, session: bytes("s", 150), language: "es", outbound: [{ kind: "bot", sealed: bytes("o", 110), epoch: 0 }] })));
    }
    const sends = await store.leaseOutbound("whatsapp", MANY, T + round, T + 9_000);
    expect(sends).toHaveLength(MANY);
    await Promise.all(sends.map((l, i) => store.settle({ conversation: l.conversation, fence: l.fence, seq: l.seq, part: 0, at: T + round, outcome: { kind: "sent", idHash: bytes(`id ${round} ${i}`, 8), last: true } })));
    await store.receipts(sends.map((l, i) => ({ conversation: l.conversation, seq: l.seq, part: 0, status: "delivered" as const, idHash: bytes(`id ${round} ${i}`, 8), at: T + round })), T + round);
  }

  /** The empty schema is of no conversation. */
  function perConversation(): number {
    const db = new DatabaseSync(path);
    db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    const empty = new DatabaseSync(":memory:");
    migrate(empty, SCHEMA_VERSION);
    const pages = (d: DatabaseSyncInstance): number => (d.prepare("PRAGMA page_count").get() as { page_count: number }).page_count;
    const each = (pages(db) - pages(empty)) * 4_096 / MANY;
    db.close();
    empty.close();
    return each;
  }

  test("a quiet conversation lies in 600 bytes after one answered message, in 1,500 after three questions and answers", async () => {
    let store = await serve();
    await exchange(store, 1);
    await store.close();
    expect(perConversation()).toBeLessThanOrEqual(600);
    store = await serve();
    await exchange(store, 2);
    await exchange(store, 3);
    await store.close();
    expect(perConversation()).toBeLessThanOrEqual(1_500);
  });

  test.each<[string, string]>([
    ["lease", "SELECT id FROM conversation WHERE ready_at <= 1 ORDER BY ready_at LIMIT 1"],
    ["what danger kept", "SELECT id FROM conversation WHERE forget_at <= 1 AND flags & 32 != 0"],
    ["sends", "SELECT id FROM conversation WHERE send_at IS NOT NULL AND send_at <= 1 AND id % 4 = 1 ORDER BY send_at LIMIT 1"],
    ["terms", "SELECT id FROM conversation WHERE forget_at <= 1 AND ready_at IS NULL ORDER BY forget_at LIMIT 1"],
    ["oldest inbound", "SELECT seq FROM inbox WHERE conversation = 4 AND seq >= 1 AND state = 1 ORDER BY at, seq LIMIT 1"],
  ])("the queue of %s is read by its index, never by a scan", (_, sql) => {
    const db = new DatabaseSync(":memory:");
    migrate(db, SCHEMA_VERSION);
    const plan = (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(r => r.detail).join("; ");
    expect(plan).toMatch(/SEARCH .* USING (COVERING )?(INDEX|PRIMARY KEY)/);
    expect(plan).not.toMatch(/SCAN/);
    db.close();
  });

  test.each<[string, "danger" | "normal"]>([["with danger open", "danger"], ["without", "normal"]])("what was erased is not in the file any more, %s", async (_, priority) => {
    const store = await serve();
    const secret = new TextEncoder().encode("sealed-words-of-a-person");
    const [a] = await store.accept([message("ana", "", { sealed: secret })], T);
    const [lease] = await store.lease(1, T, T + 1_000);
    await store.commit({ conversation: (a as { conversation: ConversationId }).conversation, fence: lease!.fence, inbound: 1, at: T, session: secret, language: null, outbound: [], erase: true, ticket: { topic: "crisis", priority, language: "es" } });
    expect(await store.tickets()).toHaveLength(priority === "danger" ? 1 : 0);
    await store.close();
    expect(readFileSync(path).includes(Buffer.from(secret))).toBe(false);
  });
});
