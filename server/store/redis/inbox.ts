/** What comes in: each message kept once, in the conversation of the person whose address it came from. Three truths lie in
 *  three places (who an address points to, whose record names it, which keys are known), so this goes round by round: look,
 *  then write under what the record itself checks; where that says no, look again. A message is acknowledged after its last
 *  write, and every write before it may be repeated. */
import { setTimeout as pause } from "node:timers/promises";
import type { Millis } from "../../../flows/ids.ts";
import type { Accepted, Bytes, ConversationId, NewInbound, NewMove } from "../store.ts";
import { channelCode, channelOf, conversationOf, ORIGINS, personOf } from "../sqlite/codes.ts";
import { ACCEPT, DUPLICATE, ELSEWHERE, GONE, READDRESS, SILENT, UNSEALED } from "./inbox-scripts.ts";
import { bytes, list, number, StoreAway, type Argument } from "./link.ts";
import { addressOf, entryOf, split, type Found, type People } from "./people.ts";
import type { Seen } from "./seen.ts";
import { shardOf, type Shards } from "./shards.ts";

type FromPerson = Extract<NewInbound, { addresses: unknown }>;
type FromInside = Extract<NewInbound, { conversation: unknown }>;
type Job<M extends NewInbound = NewInbound> = { message: M; at: Millis; sealed?: Bytes; done: (accepted: Accepted) => void; fail: (error: unknown) => void };

/** Of one script: bounds how long Redis does nothing else. */
const AT_ONCE = 100;
const ROUNDS = 8;
/** What was looked up is not trusted after this many milliseconds: a key that was unknown then may be marked and gone from
 *  its record by now. */
const FRESH = 2_000;
const LANES = 32;
const NOTHING = "";

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox({ shards, people, seen, failed }: { shards: Shards; people: People; seen: Seen; failed: (error: unknown) => void }) {
  // Messages of one sender go one after the other, in the order they came; those of a moment go together.
  const lanes = Array.from({ length: LANES }, (): { waiting: Job[]; running: Promise<void> | null } => ({ waiting: [], running: null }));

  function put(message: NewInbound, at: Millis): Promise<Accepted> {
    const lane = lanes[laneOf(message)]!;
    return new Promise<Accepted>((done, fail) => {
      lane.waiting.push({ message, at, done, fail });
      lane.running ??= Promise.resolve().then(() => run(lane));
    });
  }

  async function run(lane: { waiting: Job[]; running: Promise<void> | null }): Promise<void> {
    while (lane.waiting.length > 0) {
      const groups = new Map<string, Job[]>();
      for (const job of lane.waiting.splice(0)) {
        const name = groupOf(job.message), group = groups.get(name);
        if (group) group.push(job);
        else groups.set(name, [job]);
      }
      await Promise.all([...groups.values()].map(settle));
    }
    lane.running = null;
  }

  async function settle(jobs: Job[]): Promise<void> {
    for (let from = 0; from < jobs.length; from += AT_ONCE) {
      const some = jobs.slice(from, from + AT_ONCE);
      try {
        await ("addresses" in some[0]!.message ? fromPerson(some as Job<FromPerson>[]) : fromInside(some as Job<FromInside>[]));
      } catch (error) {
        for (const job of some) job.fail(error);
      }
    }
  }

  /** All of one sender, in order. */
  async function fromPerson(jobs: Job<FromPerson>[]): Promise<void> {
    const { addresses, channel } = jobs[0]!.message;
    let left = jobs, before: number | null = null, refusals = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const looked = performance.now();
      const [known, found] = await Promise.all([Promise.all(left.map(j => seen.known(j.message.key))), people.find(addresses)]);
      left = left.filter((job, n) => { if (known[n]) job.done({ kind: "duplicate" }); return !known[n]; });
      if (left.length === 0) return;
      if (found.conversation !== before) refusals = 0;
      const to = await placeOf(found, addresses.map(entryOf), channel, refusals > 1);
      if (performance.now() - looked > FRESH) continue;
      before = found.conversation;
      const sealed = to.give.length > 0 ? seal(left) : left.find(j => j.sealed)?.sealed ?? NOTHING;
      const reply = await shards.ask(to.conversation, ACCEPT, to.conversation, left[0]!.at, Buffer.concat(to.give), sealed, to.begins ? "1" : "", left.length, ...left.flatMap(j => person(j.message, found.entry)));
      const [results, gone, note] = list(reply), codes = list(results).map(number);
      shards.hints(shardOf(to.conversation), note);
      if (!codes.includes(ELSEWHERE)) await Promise.all([...to.give.map(entry => people.point(entry, to.conversation)), ...split(bytes(gone)).map(entry => people.unpoint(entry, to.conversation))]);
      const open = left.filter((job, n) => !answered(job, to.conversation, codes[n]!));
      if (codes.includes(UNSEALED)) seal(open);
      left = open;
      if (left.length === 0) return;
      // Perhaps its first message is on its way this moment, in another process.
      if (codes.includes(ELSEWHERE)) await pause(5 * ++refusals);
    }
    throw new StoreAway("an address changed hands again and again");
  }

  function answered(job: Job, conversation: number, code: number): boolean {
    if (code === ELSEWHERE || code === UNSEALED) return false;
    // On its way before the answer is: whoever asks on this line later finds it. Until it is there the record knows the key.
    if (code !== GONE) void seen.mark(job.message.key, job.message.keyUntilDay).catch(failed);
    job.done(code === DUPLICATE ? { kind: "duplicate" } : code === GONE ? { kind: "gone" } : { kind: "new", conversation: conversation as ConversationId, seq: code });
    return true;
  }

  /** Called once a message at most. */
  function seal(jobs: Job<FromPerson>[]): Bytes {
    const job = jobs.findLast(j => j.sealed) ?? jobs[0]!;
    return job.sealed ??= job.message.sealedAddress();
  }

  /** Where this sender's messages go. `refused`: the record that the pointer names says that the address is not its own, or is
   *  not there: the address is nobody's. */
  async function placeOf(found: Found, entries: Buffer[], channel: FromPerson["channel"], refused: boolean): Promise<{ conversation: number; give: Buffer[]; begins: boolean }> {
    const { conversation, entry } = found;
    if (conversation === null) {
      const fresh = await people.fresh(channel, entry), mine = await people.begin(entry, fresh);
      if (mine !== fresh) return { conversation: mine, give: [], begins: false };
      await takeOver(entries, found.owners, fresh);
      return { conversation: fresh, give: entries, begins: true };
    }
    if (refused) {
      const fresh = await people.fresh(channel, entry);
      if (await people.repoint(entry, conversation, fresh)) {
        await takeOver(entries, found.owners.map(o => o === conversation ? null : o), fresh);
        return { conversation: fresh, give: entries, begins: true };
      }
      return { conversation, give: [], begins: false };
    }
    if (!found.changed) return { conversation, give: [], begins: false };
    await takeOver(entries, found.owners, conversation);
    return { conversation, give: entries, begins: false };
  }

  async function takeOver(entries: Buffer[], owners: readonly (number | null)[], heir: number): Promise<void> {
    await Promise.all(entries.map(async (entry, n) => {
      const owner = owners[n] ?? null;
      if (owner !== null && owner !== heir) await people.take(entry, owner);
    }));
  }

  /** All to one conversation, in order. */
  async function fromInside(jobs: Job<FromInside>[]): Promise<void> {
    const { conversation } = jobs[0]!.message;
    for (let round = 0; round < ROUNDS; round++) {
      const looked = performance.now();
      const known = await Promise.all(jobs.map(j => seen.known(j.message.key)));
      if (performance.now() - looked > FRESH) continue;
      const reply = await shards.ask(conversation, ACCEPT, conversation, jobs[0]!.at, NOTHING, NOTHING, NOTHING, jobs.length, ...jobs.flatMap((j, n) => inside(j.message, known[n]!)));
      const [results, , note] = list(reply), codes = list(results).map(number);
      shards.hints(shardOf(conversation), note);
      jobs.forEach((job, n) => answered(job, conversation, codes[n]!));
      return;
    }
    throw new StoreAway("Redis is too slow to trust what it said");
  }

  /** A person's number or id changed: the new address is theirs, whoever had it; the history stays. Told again if it was cut
   *  off, because its key is marked last. */
  async function move(moved: NewMove): Promise<void> {
    if (await seen.known(moved.key)) return;
    const from = await people.find(moved.from), { conversation } = from;
    if (conversation !== null) {
      const to = moved.to.map(entryOf), owners = await Promise.all(to.map(people.owner));
      await takeOver(to, owners, conversation);
      const left = moved.from.map(entryOf).filter((entry, n) => from.owners[n] === conversation && !to.some(t => t.equals(entry)));
      const home = conversationOf(personOf(conversation), channelCode(moved.channel));
      const gone = await shards.ask(home, READDRESS, home, Buffer.concat(to), moved.sealedAddress, Buffer.concat(left));
      if (gone !== null) {
        await Promise.all(to.map(entry => people.point(entry, home)));
        await Promise.all([...split(bytes(gone)), ...left].map(entry => people.unpoint(entry, home)));
      }
    }
    await seen.mark(moved.key, moved.keyUntilDay);
  }

  return {
    /** In order of the senders' timestamps; answers in the order given. */
    async accept(messages: readonly NewInbound[], at: Millis): Promise<Accepted[]> {
      const results: Promise<Accepted>[] = [];
      for (const i of byTime(messages)) results[i] = put(messages[i]!, at);
      // All are waited for: one that fails must not leave another unwatched.
      const ends = await Promise.allSettled(results), lost = ends.find(end => end.status === "rejected");
      if (lost) throw lost.reason as Error;
      return ends.map(end => (end as PromiseFulfilledResult<Accepted>).value);
    },
    async move(moves: readonly NewMove[]): Promise<void> { for (const moved of moves) await move(moved); },
    /** Resolves when what was asked for before is settled. */
    async settled(): Promise<void> { await Promise.all(lanes.map(lane => lane.running ?? Promise.resolve())); },
    busy: (): boolean => lanes.some(lane => lane.running !== null),
    /** Messages that an erased person wrote after asking: a stranger's. Their addresses point nowhere any more. */
    async asStranger(rows: { key: Bytes; day: number; at: Millis; acceptedAt: Millis; sealed: Bytes }[], addresses: Bytes, sealedAddress: Bytes, conversation: number): Promise<void> {
      const channel = channelOf(conversation);
      for (const row of rows) await put({ key: row.key, keyUntilDay: row.day, at: row.at, sealed: row.sealed, origin: "person", channel, addresses: split(addresses).map(addressOf), sealedAddress: () => sealedAddress }, row.acceptedAt);
    },
  };
}

function laneOf(message: NewInbound): number {
  return "addresses" in message ? message.addresses[0]!.hash[2]! % LANES : message.conversation % LANES;
}

function groupOf(message: NewInbound): string {
  return "addresses" in message ? Buffer.concat(message.addresses.map(entryOf)).toString("latin1") : String(message.conversation);
}

const SHARED: Argument[] = [NOTHING, NOTHING];
function person(m: FromPerson, entry: Buffer): Argument[] {
  return [Buffer.from(m.key), m.keyUntilDay, m.at, m.sealed, 0, SILENT.indexOf(m.silent ?? ""), entry, ...SHARED, NOTHING];
}
function inside(m: FromInside, marked: boolean): Argument[] {
  return [Buffer.from(m.key), m.keyUntilDay, m.at, m.sealed, ORIGINS.indexOf(m.origin), 0, NOTHING, m.timer ?? NOTHING, m.lookup ?? NOTHING, marked ? "1" : NOTHING];
}

/** Indexes of messages by their timestamps, equal ones as they came. */
function byTime(messages: readonly NewInbound[]): number[] {
  return messages.map((_, i) => i).toSorted((a, b) => messages[a]!.at - messages[b]!.at || a - b);
}
