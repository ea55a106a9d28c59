/** The store for many processes and machines: Redis, standalone or a cluster. Each verb is one script on one conversation, or
 *  a few whose order leaves nothing lost when it is cut off (`redis/`). In: an address and a role. Out: the port. */
import { randomBytes } from "node:crypto";
import type { Millis } from "../../flows/ids.ts";
import { checkSettings, watchMemory } from "./redis/guard.ts";
import { keepAlive } from "./redis/alive.ts";
import { createDesk } from "./redis/desk.ts";
import { createDue, firstOf, type Index } from "./redis/due.ts";
import { createInbox } from "./redis/inbox.ts";
import { bytes, list, number, openLink, readAddress, StoreAway, text, type Link, type NodeAddresses } from "./redis/link.ts";
import { createOutbox } from "./redis/outbox.ts";
import { createPeople } from "./redis/people.ts";
import { createSeen } from "./redis/seen.ts";
import { createShards } from "./redis/shards.ts";
import { createTurns } from "./redis/turns.ts";
import { FREE } from "./redis/turn-scripts.ts";
import { SHARDS } from "./redis/numbers.ts";
import type { Log } from "../log.ts";
import type { Store } from "./store.ts";
import { StoreUnfit } from "./unfit.ts";

type What = "inbound" | "outbound";
export type RedisOptions = {
  role: "server" | "admin"; now?: () => Millis; log: Log;
  /** Refuses a Redis that may lose what was acknowledged. */
  production?: boolean;
  /** A cluster's nodes, where they are reached elsewhere than they say. */
  addresses?: NodeAddresses;
};

/** What this code reads and writes. A record that a later version wrote is for that version. */
const FORMAT = 1;
const WHAT: Partial<Record<Index, What>> = { i: "inbound", o0: "outbound", o1: "outbound" };

/** Connects to `redis://`, `rediss://` or `redis-cluster://`. Throws one sentence that says what to do when it can't be
 *  reached or holds data of a newer version. */
export async function openRedis(url: string, options: RedisOptions): Promise<Store> {
  const { role, now = Date.now, log, production = false } = options;
  const failed = rarely(error => log.bug("redis.trouble", error, { hint: "tried again; nothing is lost by it" }));
  let back = (): void => {};
  const address = readAddress(url), link = await openLink(address, failed, () => back(), options.addresses);
  try {
    if (role === "server") await checkSettings(link, production, log);
    await agree(link, address.prefix);
    const memory = role === "server" ? watchMemory(link, log) : null;
    const { store, forget } = await verbs(link, { prefix: address.prefix, role, now, log, failed, full: () => memory?.full() ?? false });
    back = forget;
    return { ...store, close: () => { memory?.stop(); return store.close(); } };
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function agree(link: Link, prefix: string): Promise<void> {
  const key = `${prefix}format`, ours = `${FORMAT} ${SHARDS}`;
  await link.send(key, "SET", key, ours, "NX");
  const found = text(await link.send(key, "GET", key));
  if (found !== ours) throw new StoreUnfit(`Redis holds data of another version of Puente under "${prefix}" (format ${found}, this one knows ${ours}): start that version, or give this one a prefix of its own.`);
}

type Setting = { prefix: string; role: "server" | "admin"; now: () => Millis; log: Log; failed: (error: unknown) => void; full: () => boolean };

async function verbs(link: Link, { prefix, role, now, log, failed, full }: Setting): Promise<{ store: Store; forget: () => void }> {
  const listeners: ((what: What) => void)[] = [];
  const serves = role === "server";
  const me = randomBytes(6).toString("base64url");
  const shards = createShards(link, prefix, me, (index, shard, at, conversation) => {
    due.hint(index, shard, at, conversation);
    const what = WHAT[index];
    if (what && at <= now()) for (const listener of listeners) listener(what);
  });
  const due = createDue(async (index, shard) => firstOf(await link.send(shards.base(shard), "ZRANGE", `${shards.base(shard)}${index}`, 0, 0, "WITHSCORES")),
    (index, shard) => shards.of(shard, FREE, me, now(), index, ...index === "i" ? turns.working() : outbox.working()));
  const seen = createSeen(link, prefix), people = createPeople(link, prefix, shards, seen);
  const inbox = createInbox({ shards, people, seen, failed }), outbox = createOutbox({ shards, due, failed }), desk = createDesk({ shards, due, seen, now });
  const turns = createTurns({ shards, due, people, seen, inbox, failed, tell });
  const alive = serves ? keepAlive(link, `${prefix}processes`, me, shards, now, count => log.warn("process.lost", { count, hint: "a process fell silent; what it had under way was freed" })) : null;
  if (serves) await link.subscribe(`${prefix}due`, line => shards.heard(line));

  const toldDays = `${prefix}told`;
  async function tell(facts: string, day: number): Promise<void> {
    const key = `${prefix}told:${day}`;
    await Promise.all([link.send(toldDays, "SADD", toldDays, day), link.send(key, "HINCRBY", key, facts, 1)]);
  }
  async function told(fact: string, since: number): Promise<number> {
    const days = list(await link.send(toldDays, "SMEMBERS", toldDays)).map(number).filter(day => day >= since);
    const counts = await Promise.all(days.map(async day => list(await link.send(`${prefix}told:${day}`, "HGETALL", `${prefix}told:${day}`))));
    return counts.flatMap(pairs => pairs.flatMap((facts, n) => n % 2 === 0 && text(facts).split(" ").includes(fact) ? [number(pairs[n + 1])] : [])).reduce((sum, n) => sum + n, 0);
  }

  let closed = false;
  const open = (): void => { if (closed) throw new Error("the store is closed"); };
  /** Sees what was asked for before: a message on its way in is waited for, if there is room for it. */
  async function afterInbox<T>(max: number, take: (room: number) => Promise<T[]>): Promise<T[]> {
    const some = await take(max);
    if (some.length >= max || !inbox.busy()) return some;
    await inbox.settled();
    return [...some, ...await take(max - some.length)];
  }
  const name = (of: string): string => `${prefix}m:${of}`;

  const store: Store = {
    accept: async (messages, at) => {
      if (full() && messages.some(m => "addresses" in m)) throw new StoreAway("Redis is nearly full: nothing new is taken until there is room");
      return inbox.accept(messages, at);
    },
    move: moves => inbox.move(moves),

    lease: async (max, at, until) => serves ? afterInbox(max, room => turns.lease(room, at, until)) : [],
    commit: commit => turns.commit(commit, ""),
    postpone: turns.postpone,
    bury: (commit, code) => turns.commit(commit, code),

    leaseOutbound: async (channel, max, at, until) => serves ? outbox.lease(channel, max, at, until) : [],
    resend: outbox.resend,
    settle: outbox.settle,
    receipts: outbox.receipts,

    dueTimers: async (max, at, until) => (await desk.timers(max, at, until)).map(({ id, conversation, sealed }) => ({ id, conversation, sealed })),
    dueLookups: desk.lookups,
    postponeLookup: desk.postponeLookup,

    tickets: desk.tickets, claim: desk.claim, touch: desk.touch, handBack: desk.handBack, lapse: desk.lapse, thread: desk.thread,
    told,
    dead: desk.dead, replay: desk.replay,

    forgetWords: desk.forgetWords,
    forgetKeys: seen.forget,
    remember: async (of, value) => { await link.send(name(of), "SET", name(of), value); },
    rememberFirst: async (of, value) => bytes(await link.send(name(of), "SET", name(of), value, "NX", "GET") ?? Buffer.from(value)),
    recall: async of => { const kept = await link.send(name(of), "GET", name(of)); return kept === null ? null : bytes(kept); },

    backlog: desk.backlog,
    // A master that is down costs what lies on it, not the others.
    ping: async () => { await Promise.any(link.nodes().map(node => node("PING"))); },
    onReady: listener => { listeners.push(listener); },
    close: async () => {
      if (closed) return;
      closed = true;
      await inbox.settled();
      await alive?.stop();
      if (serves) await Promise.all([turns.letGo(), outbox.letGo(), desk.letGo()]).catch(failed);
      await link.close();
    },
  };
  return {
    store: guarded(store, open),
    forget() {
      due.forget();
      people.forgetIds();
      seen.forgetLately();
      for (const listener of listeners) for (const what of ["inbound", "outbound"] as const) listener(what);
    },
  };
}

/** A lost connection says so with every try to mend it. */
function rarely(say: (error: unknown) => void): (error: unknown) => void {
  let last = -Infinity;
  return error => {
    if (performance.now() - last < 5_000) return;
    last = performance.now();
    say(error);
  };
}

/** Refuses what comes after the end. */
function guarded(store: Store, open: () => void): Store {
  const { onReady, close, ...asked } = store;
  const refusing = Object.fromEntries(Object.entries(asked).map(([verb, run]) => [verb, async (...args: never[]) => {
    open();
    return (run as (...args: never[]) => Promise<unknown>)(...args);
  }]));
  return { ...refusing, onReady, close } as Store;
}
