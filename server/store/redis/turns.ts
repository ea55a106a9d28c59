/** The work of `converse` on Redis: leases, commits, and an erasure, which first settles what lies elsewhere. */
import { LANGUAGES, type Millis } from "../../../flows/ids.ts";
import type { Bytes, Commit, ConversationId, Holder, Lease, PersonId } from "../store.ts";
import { channelOf, HELD, KINDS, languageCode, languageOf, OPTED_OUT, ORIGINS, personOf, TICKET } from "../sqlite/codes.ts";
import { MARKED } from "./desk-scripts.ts";
import { firstOf, type Due } from "./due.ts";
import { FAREWELL } from "./inbox-scripts.ts";
import type { Inbox } from "./inbox.ts";
import { bytes, list, number, StoreAway, text, type Argument, type Reply } from "./link.ts";
import { split, type People } from "./people.ts";
import type { Seen } from "./seen.ts";
import { shardOf, type Shards } from "./shards.ts";
import { COMMIT, LEASE, LET_GO, POSTPONE } from "./turn-scripts.ts";

type Parts = { shards: Shards; due: Due; people: People; seen: Seen; inbox: Inbox; failed: (error: unknown) => void; tell: (facts: string, day: number) => Promise<void> };
type Working = { fence: number; marked: boolean; marking: Promise<void> };

const DAY = 86_400_000;
const TRIES = 8;
const KEY = 16;

export const orNull = (reply: Reply | undefined): Buffer | null => { const b = bytes(reply); return b.length > 0 ? b : null; };
export function holderOf(flags: number, held: Reply | undefined): Holder {
  const [agent, activeAt, until] = list(held);
  if (flags & HELD) return { kind: "human", agent: text(agent), activeAt: number(activeAt), until: number(until) };
  return { kind: flags & TICKET ? "waiting" : "bot" };
}

export function createTurns({ shards, due, people, seen, inbox, failed, tell }: Parts) {
  /** What this process has under lease. */
  const working = new Map<number, Working>();

  async function lease(max: number, at: Millis, until: Millis): Promise<Lease[]> {
    const taken = await due.take("i", max, at, async (shard, room) => {
      const [leases, next, faulty] = list(await shards.of(shard, LEASE, at, until, room));
      for (const id of list(faulty)) failed(new Error(`conversation ${text(id)} can't be read`));
      return { taken: list(leases).map(list), next: firstOf(next) };
    });
    return taken.toSorted((a, b) => number(a[16]) - number(b[16]) || number(a[0]) - number(b[0])).map(leaseOf);
  }

  function leaseOf([id, fence, epoch, flags, session, language, agentAt, held, seq, origin, at, acceptedAt, sealed, attempts, key, day]: Reply[]): Lease {
    const conversation = number(id), k = bytes(key), marks = number(flags);
    // Beside the turn: once the key is known elsewhere its record may let go of it.
    const work: Working = { fence: number(fence), marked: k.length < KEY, marking: Promise.resolve() };
    if (!work.marked) work.marking = seen.mark(k, number(day)).then(() => { work.marked = true; }, failed);
    working.set(conversation, work);
    return {
      conversation: conversation as ConversationId, person: personOf(conversation) as PersonId, channel: channelOf(conversation), fence: number(fence), epoch: number(epoch),
      holder: holderOf(marks, held), optedOut: (marks & OPTED_OUT) !== 0, session: orNull(session), language: languageOf(number(language) < 0 ? null : number(language)), agentRepliedAt: number(agentAt),
      inbound: { seq: number(seq), origin: ORIGINS[number(origin)]!, at: number(at), acceptedAt: number(acceptedAt), sealed: bytes(sealed), attempts: number(attempts) },
    };
  }

  async function commit(c: Commit, deadCode: string): Promise<"done" | "fenced"> {
    const work = working.get(c.conversation), mine = work?.fence === c.fence ? work : undefined, marked = mine?.marked ?? false;
    const done = c.erase ? await erase(c, deadCode, marked) : await write(c, deadCode, marked, 0);
    if (done === "again") throw new StoreAway("messages came faster than their conversation could be erased");
    over(c.conversation, c.fence);
    if (mine && !marked && !c.erase) void mine.marking.then(() => mine.marked ? shards.ask(c.conversation, MARKED, c.conversation, c.inbound) : null).catch(failed);
    if (done === "done" && c.told !== undefined) await tell(c.told, Math.floor(c.at / DAY)).catch(failed);    // a count, not a promise
    return done;
  }

  async function write(c: Commit, deadCode: string, marked: boolean, seenTo: number): Promise<"done" | "fenced" | "again"> {
    const [done, note] = list(await shards.ask(c.conversation, COMMIT, c.conversation, c.fence, c.inbound, c.at, c.session ?? "", languageCode(c.language) ?? -1, c.rewrite ?? "", marked ? "1" : "", deadCode,
      c.optedOut === undefined ? -1 : c.optedOut ? 1 : 0, c.erase ? "1" : "", seenTo, ...ticket(c.ticket),
      c.outbound.length, ...c.outbound.flatMap((o): Argument[] => [KINDS.indexOf(o.kind), o.epoch, o.sealed]), ...errands(c.timers), ...errands(c.lookups)));
    shards.hints(shardOf(c.conversation), note);
    return text(done) as "done" | "fenced" | "again";
  }

  /** What they wrote after asking goes to a stranger's conversation first, under a key that follows from its own: if this is
   *  cut off and done again, it is known there. */
  async function erase(c: Commit, deadCode: string, marked: boolean): Promise<"done" | "fenced" | "again"> {
    for (let tries = 0; tries < TRIES; tries++) {
      const farewell = await shards.ask(c.conversation, FAREWELL, c.conversation, c.fence, c.inbound);
      if (farewell === null) return "fenced";
      const [last, entries, sealedAddress, keys, unread] = list(farewell);
      for (const entry of split(bytes(entries))) await people.unpoint(entry, c.conversation);
      const rows = list(unread).map(row => {
        const [seq, at, acceptedAt, sealed, key, day] = list(row);
        return { key: bytes(key), day: number(day), at: number(at), acceptedAt: number(acceptedAt), sealed: bytes(sealed), heir: heirOf(bytes(key), c.conversation, number(seq)) };
      });
      await inbox.asStranger(rows.map(row => ({ ...row, key: row.heir })), bytes(entries), bytes(sealedAddress), c.conversation);
      await Promise.all(rows.filter(row => row.key.length === KEY).map(row => seen.mark(row.key, row.day)));
      // The keys of this very turn among them: nothing of the record is left to know them.
      await Promise.all(list(keys).map(key => seen.mark(bytes(list(key)[0]), number(list(key)[1]))));
      const done = await write(c, deadCode, marked, number(last));
      if (done !== "again") return done;
    }
    return "again";
  }

  function over(conversation: number, fence: number): void {
    if (working.get(conversation)?.fence === fence) working.delete(conversation);
  }

  return {
    lease, commit,
    working: (): number[] => [...working.keys()],
    async postpone(conversation: ConversationId, fence: number, inbound: number, at: Millis): Promise<"done" | "fenced"> {
      const [done, note] = list(await shards.ask(conversation, POSTPONE, conversation, fence, inbound, at));
      shards.hints(shardOf(conversation), note);
      over(conversation, fence);
      return text(done) as "done" | "fenced";
    },
    /** This process ends: what it had under lease is free at once. */
    letGo: async (): Promise<void> => { await Promise.all([...working].map(([conversation, { fence }]) => shards.ask(conversation, LET_GO, conversation, fence))); },
  };
}

function heirOf(key: Bytes, conversation: number, seq: number): Buffer {
  const heir = Buffer.alloc(KEY);
  heir.set(key.subarray(0, KEY));
  if (key.length < KEY) heir.writeDoubleBE(conversation + seq / 65_536, KEY - 8);
  heir[0] = heir[0]! ^ 0x80;
  return heir;
}

function ticket(t: Commit["ticket"]): Argument[] {
  return t ? [1, t.topic, t.priority === "danger" ? 1 : 0, LANGUAGES.indexOf(t.language), t.speaks ?? ""] : [0];
}

function errands(all: Commit["timers"] = []): Argument[] {
  return [all.length, ...all.flatMap((e): Argument[] => [e.id, e.at, e.sealed])];
}
