/** What only the store of many processes has: two at once, Redis away, full, forgetful or holding rubbish, and the indexes
 *  made again from the conversations. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { silentLog, type Log } from "../../../server/log.ts";
import { openRedis } from "../../../server/store/redis.ts";
import { readAddress } from "../../../server/store/redis/link.ts";
import { openUpkeep } from "../../../server/store/redis/upkeep.ts";
import type { ConversationId, Lease, NewOutbound, Store } from "../../../server/store/store.ts";
import { hashOf, message } from "../../contract/store.ts";
import { ask, startCluster, startRedis, until, type Redis } from "../../../bench/redis-server.ts";

const T = 1_790_000_000_000, LEASE = 30_000, DAY = 86_400_000;
const bot = (text: string): NewOutbound => ({ kind: "bot", sealed: Buffer.from(text), epoch: 0 });

let redis: Redis;
const open: Store[] = [];
const serve = async (more: { log?: Log; production?: boolean; prefix?: string; now?: () => number } = {}): Promise<Store> => {
  const { prefix, ...options } = more;
  const store = await openRedis(`${redis.url}${prefix ? `?prefix=${prefix}` : ""}`, { role: "server", now: () => T, log: silentLog, ...options });
  open.push(store);
  return store;
};
const closeAll = async (): Promise<void> => { for (const store of open.splice(0)) await store.close().catch(() => {}); };
const arrive = async (store: Store, from: string, text = "hola", at = T): Promise<ConversationId> => ((await store.accept([message(from, text)], at))[0] as { conversation: ConversationId }).conversation;
const commit = (store: Store, l: Lease, outbound: NewOutbound[] = []) => store.commit({ conversation: l.conversation, fence: l.fence, inbound: l.inbound.seq, at: T, session: null, language: "es", outbound });

describe("one Redis", () => {
  beforeAll(async () => { redis = await startRedis(); });
  beforeEach(async () => { await redis.ask("FLUSHALL"); });
  afterEach(closeAll);
  afterAll(() => redis.stop());

  test("two processes never lease the same, and one hears what came in through the other", async () => {
    const a = await serve(), b = await serve();
    expect(await b.lease(9, T, T + LEASE)).toEqual([]);
    const heard = new Promise(resolve => { b.onReady(resolve); });
    for (let i = 0; i < 20; i++) await arrive(a, `p${i}`);
    expect(await heard).toBe("inbound");
    const found: Lease[] = [];
    await until(async () => found.push(...(await Promise.all([a.lease(6, T, T + LEASE), b.lease(6, T, T + LEASE)])).flat()) >= 20);
    expect(new Set(found.map(l => l.conversation)).size).toBe(20);
  });

  test("a stranger's first messages at two processes at once open one conversation", async () => {
    const a = await serve(), b = await serve();
    for (let i = 0; i < 20; i++) {
      const both = await Promise.all([arrive(a, `p${i}`, "1"), arrive(b, `p${i}`, "2")]);
      expect(both[0]).toBe(both[1]);
    }
  });

  test("a message told to two processes at once is kept once", async () => {
    const a = await serve(), b = await serve();
    for (let i = 0; i < 20; i++) {
      const m = message(`p${i}`, "x");
      const kinds = (await Promise.all([a.accept([m], T), b.accept([m], T), a.accept([m], T)])).map(r => r[0]!.kind).toSorted();
      expect(kinds).toEqual(["duplicate", "duplicate", "new"]);
    }
  });

  test("what a process that fell silent had under lease is taken by another within seconds; its late word is fenced", async () => {
    const real = { now: Date.now };
    const sleeper = await serve(real), other = await serve(real);
    await arrive(sleeper, "ana", "hola", Date.now());
    const [lost] = await sleeper.lease(1, Date.now(), Date.now() + 600_000);
    // as if it stood still: heard last a minute ago, and it says no more
    await until(async () => {
      const names = await ask(redis.ports[0]!, "HKEYS", "puente:processes") as string[];
      await Promise.all(names.map(name => ask(redis.ports[0]!, "HSET", "puente:processes", name, "1")));
      return (await other.lease(1, Date.now(), Date.now() + 1_000)).length === 1;
    });
    expect(await commit(sleeper, lost!)).toBe("fenced");
  }, 30_000);

  test("a long conversation keeps its order, its thread and its receipts, and stays small in its record", async () => {
    const store = await serve();
    let conversation = 0 as ConversationId;
    for (let i = 0; i < 60; i++) {
      conversation = await arrive(store, "ana", `m${i}`);
      const [l] = await store.lease(1, T, T + LEASE);
      await commit(store, l!, [bot(`a${i}`)]);
      const [out] = await store.leaseOutbound("whatsapp", 1, T, T + LEASE);
      await store.settle({ conversation, fence: out!.fence, seq: out!.seq, part: 0, at: T, outcome: { kind: "sent", idHash: hashOf(`id ${i}`, 8), last: true } });
    }
    expect(await store.receipts([{ conversation, seq: 1, part: 0, status: "read", idHash: hashOf("id 0", 8), at: T }], T)).toBe(1);
    const thread = await store.thread(conversation);
    expect(thread.map(r => Buffer.from(r.sealed).toString()).filter(text => text.startsWith("m"))).toEqual(Array.from({ length: 60 }, (_, i) => `m${i}`));
    expect(thread.find(r => r.from === "bot" && r.seq === 1)!.state).toBe("read");
    const [key] = await ask(redis.ports[0]!, "KEYS", "puente:{*}c*") as string[];
    expect(await ask(redis.ports[0]!, "STRLEN", key!)).toBeLessThan(4_000);
    expect(await store.forgetWords(T + DAY)).toBe(1);
    expect(await store.thread(conversation)).toEqual([]);
    expect(await ask(redis.ports[0]!, "KEYS", "puente:{*}[rp]*")).toEqual([]);
  });

  test("a flood of one person is answered in order, once each, and told again it is known", async () => {
    const store = await serve();
    const flood = Array.from({ length: 200 }, (_, i) => message("ana", `m${i}`, { at: T + i }));
    await store.accept(flood, T);
    expect((await store.accept(flood, T)).every(r => r.kind === "duplicate")).toBe(true);
    const said: string[] = [];
    for (let l; (l = (await store.lease(1, T, T + LEASE))[0]);) { said.push(Buffer.from(l.inbound.sealed).toString()); await commit(store, l); }
    expect(said).toEqual(flood.map((_, i) => `m${i}`));
    expect((await store.backlog(T)).inbound).toBe(0);
  });

  test("a record that can't be read costs only itself, in every verb that passes by it", async () => {
    const store = await serve();
    const broken = await arrive(store, "ana");
    const [key] = await ask(redis.ports[0]!, "KEYS", `puente:{*}c${broken}`) as string[];
    await ask(redis.ports[0]!, "DEL", key!);
    await ask(redis.ports[0]!, "LPUSH", key!, "rubbish");
    for (let i = 0; i < 300; i++) await arrive(store, `p${i}`);
    expect(await store.lease(400, T, T + LEASE)).toHaveLength(300);
    await expect(arrive(store, "ana")).rejects.toThrow(/FAULTY/);
    expect(await store.tickets()).toEqual([]);
    expect(await store.forgetWords(T + 9 * DAY)).toBe(0);
  });

  test("indexes that are gone are made again from the conversations, and then all is as it was", async () => {
    const store = await serve();
    for (let i = 0; i < 30; i++) await arrive(store, `p${i}`);
    const leases = await store.lease(20, T, T + LEASE);
    for (const l of leases) await store.commit({ conversation: l.conversation, fence: l.fence, inbound: 1, at: T, session: null, language: "es", outbound: [bot("a")], ticket: { topic: "crisis", priority: "danger", language: "es" }, timers: [{ id: `t${l.conversation}`, at: T, sealed: Buffer.from("t") }], lookups: [{ id: `l${l.conversation}`, at: T, sealed: Buffer.from("l") }] });
    await store.bury({ conversation: 0 as ConversationId, fence: 1, inbound: 1, at: T, session: null, language: null, outbound: [] }, "x");
    await store.claim(leases[0]!.conversation, "rosa", T, T + LEASE);
    const before = [await store.backlog(T), await store.tickets()];
    const upkeep = await openUpkeep(redis.url, silentLog);
    try {
      expect(await upkeep.check(false)).toEqual({ conversations: 30, unreadable: 0, wrong: 0, stale: 0, pointers: 0, elsewhere: 0 });
      for (const key of await ask(redis.ports[0]!, "KEYS", "puente:{*}*") as string[]) if (/\}(i|o\d|[abfkhtldn])$/.test(key)) await ask(redis.ports[0]!, "DEL", key);
      await ask(redis.ports[0]!, "ZADD", "puente:{5}i", "1", "1234567");
      for (const key of await ask(redis.ports[0]!, "KEYS", "puente:@*") as string[]) await ask(redis.ports[0]!, "DEL", key);
      const found = await upkeep.check(false);
      expect(found.wrong).toBeGreaterThan(100);
      expect(found).toMatchObject({ stale: 1, pointers: 30 });
      await upkeep.check(true);
      expect(await upkeep.check(false)).toEqual({ conversations: 30, unreadable: 0, wrong: 0, stale: 0, pointers: 0, elsewhere: 0 });
      expect((await upkeep.footprint()).conversations).toBe(30);
    } finally {
      await upkeep.close();
    }
    expect([await store.backlog(T), await store.tickets()]).toEqual(before);
    await closeAll();
    const next = await serve();
    expect(await next.lease(30, T, T + LEASE)).toHaveLength(10);
    expect(await next.leaseOutbound("whatsapp", 30, T, T + LEASE)).toHaveLength(19);       // what the bot had to say to the one who is held is dropped
    expect(await arrive(next, "p1")).toBe(await arrive(next, "p1", "2"));
  });

  test("two prefixes share nothing", async () => {
    const a = await serve({ prefix: "a:" }), b = await serve({ prefix: "b:" });
    await arrive(a, "ana");
    expect(await b.lease(9, T, T + LEASE)).toEqual([]);
    expect(await a.lease(9, T, T + LEASE)).toHaveLength(1);
  });

  test("an admin leases nothing", async () => {
    await arrive(await serve(), "ana");
    const admin = await openRedis(redis.url, { role: "admin", now: () => T, log: silentLog });
    open.push(admin);
    expect([...await admin.lease(9, T, T + LEASE), ...await admin.leaseOutbound("whatsapp", 9, T, T + LEASE)]).toEqual([]);
  });

  test("data of another version is refused with a sentence that says what to do", async () => {
    await ask(redis.ports[0]!, "SET", "puente:format", "9 128");
    await expect(serve()).rejects.toThrow(/another version of Puente .*: start that version/);
  });

  test.each([
    ["a policy that forgets", { "maxmemory-policy": "allkeys-lru" }, /noeviction/],
    ["nothing on disk", {}, /appendonly yes/],
    ["a snapshot now and then", { save: "60 1" }, /appendonly yes/],
  ])("production refuses %s", async (_label, settings, why) => {
    for (const [name, value] of Object.entries(settings)) await redis.ask("CONFIG", "SET", name, value);
    try {
      await expect(serve({ production: true })).rejects.toThrow(why);
    } finally {
      await redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction", "save", "");
    }
  });

  test("nearly full, it turns away what comes in, answers what is there, and takes again when there is room", async () => {
    const store = await serve();
    await arrive(store, "ana");
    const used = Number(/^used_memory:(\d+)/m.exec(String((await redis.ask("INFO", "memory"))[0]))![1]);
    await redis.ask("CONFIG", "SET", "maxmemory", String(Math.round(used / 0.94)));
    try {
      await until(() => arrive(store, "eva").then(() => false, () => true));
      const [l] = await store.lease(1, T, T + LEASE);
      expect(await commit(store, l!, [bot("a")])).toBe("done");
      await redis.ask("CONFIG", "SET", "maxmemory", "0");
      await until(() => arrive(store, "eva").then(() => true, () => false));
    } finally {
      await redis.ask("CONFIG", "SET", "maxmemory", "0");
    }
  }, 20_000);
});

describe("Redis away", () => {
  afterEach(async () => { await closeAll(); await redis.stop(); });

  test("a server that stands still is not waited for: accept fails within a second, and so does ping", async () => {
    redis = await startRedis();
    const store = await serve();
    process.kill(redis.pids()[0]!, "SIGSTOP");
    try {
      for (const asked of [() => arrive(store, "ana"), () => store.ping()]) {
        const from = performance.now();
        await expect(asked()).rejects.toThrow();
        expect(performance.now() - from).toBeLessThan(1_000);
      }
    } finally {
      process.kill(redis.pids()[0]!, "SIGCONT");
    }
    await until(async () => (await store.lease(1, T, T + LEASE)).length >= 0 && (await arrive(store, "ana")) > 0);
  }, 30_000);

  test("killed and started again, with every write on its disk, it has what was acknowledged", async () => {
    redis = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
    const store = await serve();
    const m = message("ana", "hola");
    await store.accept([m], T);
    await redis.kill();
    await expect(store.accept([message("eva", "x")], T)).rejects.toThrow();
    await redis.start();
    await until(() => store.ping().then(() => true));
    expect(await store.accept([m], T)).toEqual([{ kind: "duplicate" }]);
    await until(async () => (await store.lease(1, T, T + LEASE)).length === 1);
  }, 30_000);

  test("a cluster that lost a master goes on with the conversations of the others", async () => {
    redis = await startCluster();
    const store = await serve();
    for (let i = 0; i < 30; i++) await arrive(store, `p${i}`);
    await redis.kill(1);
    let kept = 0, refused = 0;
    for (let i = 0; i < 30; i++) await arrive(store, `p${i}`, "2").then(() => kept++, () => refused++);
    expect(kept).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(5);
    await store.ping();
    const leases: Lease[] = [];
    await until(async () => leases.push(...await store.lease(30, T, T + LEASE)) >= kept);
    expect(await commit(store, leases[0]!)).toBe("done");
  }, 60_000);
});

test.each<[string, ReturnType<typeof readAddress>]>([
  ["redis://127.0.0.1:6379", { cluster: false, urls: ["redis://127.0.0.1:6379"], prefix: "puente:" }],
  ["rediss://app:secret@r.example.org/2?prefix=p:", { cluster: false, urls: ["rediss://app:secret@r.example.org/2"], prefix: "p:" }],
  ["redis-cluster://app:se@cret@a:1,b:2", { cluster: true, urls: ["redis://app:se@cret@a:1", "redis://app:se@cret@b:2"], prefix: "puente:" }],
])("the address %s", (url, expected) => {
  expect(readAddress(url)).toEqual(expected);
});
