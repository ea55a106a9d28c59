/** The helpdesk, errands and terms on Redis. */
import { LANGUAGES, type Millis, type TopicId } from "../../../flows/ids.ts";
import type { ConversationId, DeadLetter, Store, ThreadRow, Ticket } from "../store.ts";
import { AGENT_KIND, channelOf, DONE, FROM_AGENT, FROM_PERSON, INBOUND_STATES, OUTBOUND_STATES } from "../sqlite/codes.ts";
import { BACKLOG, CLAIM, DEAD_LETTERS, ERRAND_LATER, ERRAND_OF, ERRANDS, FORGET, HAND_BACK, LAPSE, MARKED, REPLAY, THREAD, TICKETS, TOUCH } from "./desk-scripts.ts";
import { firstOf, type Due } from "./due.ts";
import { bytes, list, number, text, type Reply } from "./link.ts";
import type { Seen } from "./seen.ts";
import { shardOf, type Shards } from "./shards.ts";
import { holderOf, orNull } from "./turns.ts";

type Errand = { id: string; conversation: ConversationId; sealed: Buffer; attempts: number };
const AT_ONCE = 100;          // of one script

export function createDesk({ shards, due, seen, now }: { shards: Shards; due: Due; seen: Seen; now: () => Millis }) {
  /** Whose an errand is that this process has under lease. */
  const working = { t: new Map<string, number>(), l: new Map<string, number>() };

  async function said(conversation: number, script: string, ...args: Parameters<Shards["ask"]>[2][]): Promise<string> {
    const [done, note] = list(await shards.ask(conversation, script, conversation, ...args));
    shards.hints(shardOf(conversation), note);
    return text(done);
  }

  async function errands(index: "t" | "l", max: number, at: Millis, until: Millis): Promise<Errand[]> {
    const taken = await due.take(index, max, at, async (shard, room) => {
      const [some, next] = list(await shards.of(shard, ERRANDS, index, at, until, room));
      return { taken: list(some).map(list), next: firstOf(next) };
    });
    return taken.toSorted((a, b) => number(a[4]) - number(b[4])).map(([id, name, sealed, attempts]) => {
      working[index].set(text(name), number(id));
      return { id: text(name), conversation: number(id) as ConversationId, sealed: bytes(sealed), attempts: number(attempts) };
    });
  }

  async function later(index: "t" | "l", name: string, conversation: number, at: Millis, leased: boolean): Promise<void> {
    const [, note] = list(await shards.ask(conversation, ERRAND_LATER, index, conversation, name, at, leased ? "1" : ""));
    shards.hints(shardOf(conversation), note);
    working[index].delete(name);
  }

  async function whose(name: string): Promise<number | null> {
    const known = working.l.get(name);
    if (known !== undefined) return known;
    const found = (await shards.each(shard => shards.of(shard, ERRAND_OF, "l", name))).map(text).find(id => id !== "");
    return found === undefined ? null : Number(found);
  }

  async function forgetShard(shard: number, at: Millis): Promise<number> {
    let total = 0;
    for (;;) {
      const [looked, gone, unmarked] = list(await shards.of(shard, FORGET, at, AT_ONCE));
      total += number(gone);
      for (const row of list(unmarked)) {
        const [id, seq, key, day] = list(row);
        await seen.mark(bytes(key), number(day));
        await shards.ask(number(id), MARKED, number(id), number(seq));
      }
      if (number(looked) < AT_ONCE && list(unmarked).length === 0) return total;
    }
  }

  return {
    timers: (max: number, at: Millis, until: Millis) => errands("t", max, at, until),
    lookups: (max: number, at: Millis, until: Millis) => errands("l", max, at, until),
    async postponeLookup(name: string, at: Millis): Promise<void> {
      const conversation = await whose(name);
      if (conversation !== null) await later("l", name, conversation, at, false);
    },

    async tickets(): Promise<Ticket[]> {
      const all = (await shards.each(shard => shards.of(shard, TICKETS))).flatMap(list).map(list);
      return all.map(([id, topic, priority, language, speaks, openedAt, epoch, flags, held]): Ticket => ({
        conversation: number(id) as ConversationId, channel: channelOf(number(id)), topic: text(topic) as TopicId, priority: number(priority) === 1 ? "danger" : "normal", language: LANGUAGES[number(language)]!, speaks: orNull(speaks),
        openedAt: number(openedAt), epoch: number(epoch), holder: holderOf(number(flags), held),
      })).toSorted((a, b) => Number(b.priority === "danger") - Number(a.priority === "danger") || a.openedAt - b.openedAt || a.conversation - b.conversation);
    },
    async claim(conversation: ConversationId, agent: string, at: Millis, until: Millis): ReturnType<Store["claim"]> {
      const [kind, holder, epoch] = list(await shards.ask(conversation, CLAIM, conversation, agent, at, until));
      switch (text(kind)) {
        case "claimed": return { kind: "claimed", epoch: number(epoch) };
        case "held": return { kind: "held", agent: text(holder) };
        default: return { kind: "gone" };
      }
    },
    touch: async (conversation: ConversationId, agent: string, epoch: number, at: Millis, until: Millis): Promise<"done" | "stale"> => text(await shards.ask(conversation, TOUCH, conversation, agent, epoch, at, until)) as "done" | "stale",
    handBack: (conversation: ConversationId, agent: string, epoch: number, how: string, at: Millis): Promise<"done" | "stale"> => said(conversation, HAND_BACK, agent, epoch, at, how) as Promise<"done" | "stale">,
    async lapse(at: Millis): Promise<number> {
      const each = await shards.each(async shard => {
        for (let total = 0;;) {
          const n = number(await shards.of(shard, LAPSE, at, AT_ONCE));
          total += n;
          if (n < AT_ONCE) return total;
        }
      });
      return each.reduce((sum, n) => sum + n, 0);
    },

    /** By time; of one moment what came in stands before what went out. An agent's words that have become outbound are shown there. */
    async thread(conversation: ConversationId): Promise<ThreadRow[]> {
      const rows = list(await shards.ask(conversation, THREAD, conversation)).map(list);
      const shown = rows.filter(row => number(row[0]) === 1 || shows(number(row[4]), number(row[5])));
      return shown.toSorted((a, b) => number(a[2]) - number(b[2]) || number(a[0]) - number(b[0]) || number(a[1]) - number(b[1])).map(rowOf);
    },

    async dead(): Promise<DeadLetter[]> {
      const all = (await shards.each(shard => shards.of(shard, DEAD_LETTERS))).flatMap(list).map(list);
      return all.map(([id, seq, at, attempts, code]) => ({ conversation: number(id) as ConversationId, seq: number(seq), at: number(at), attempts: number(attempts), code: text(code) }))
        .toSorted((a, b) => a.at - b.at || a.conversation - b.conversation || a.seq - b.seq);
    },
    replay: (conversation: ConversationId, seq: number, at: Millis): Promise<"done" | "gone"> => said(conversation, REPLAY, seq, at) as Promise<"done" | "gone">,

    forgetWords: async (at: Millis): Promise<number> => (await shards.each(shard => forgetShard(shard, at))).reduce((sum, n) => sum + n, 0),

    async backlog(): ReturnType<Store["backlog"]> {
      const all = (await shards.each(shard => shards.of(shard, BACKLOG))).map(list);
      const sum = (n: number): number => all.reduce((total, shard) => total + number(shard[n]), 0);
      const first = (n: number): Millis | null => {
        const times = all.map(shard => text(shard[n])).filter(Boolean).map(Number);
        return times.length > 0 ? Math.min(...times) : null;
      };
      return { inbound: sum(0), oldestInbound: first(1), outbound: sum(2), oldestOutbound: first(3), tickets: sum(4), dead: sum(5), lookups: sum(6) };
    },

    letGo: async (): Promise<void> => {
      await Promise.all((["t", "l"] as const).flatMap(index => [...working[index]].map(([name, conversation]) => later(index, name, conversation, now(), true))));
    },
  };
}

function shows(state: number, origin: number): boolean {
  return origin === FROM_PERSON || origin === 3 || origin === FROM_AGENT && state !== DONE;
}

function rowOf([out, seq, at, sealed, state, who, code]: Reply[]): ThreadRow {
  const common = { seq: number(seq), at: number(at), sealed: bytes(sealed) };
  if (number(out) === 1) return { ...common, from: number(who) === AGENT_KIND ? "agent" : "bot", state: OUTBOUND_STATES[number(state)]!, code: text(code) || null };
  return { ...common, from: number(who) === FROM_PERSON ? "person" : number(who) === FROM_AGENT ? "agent" : "system", state: INBOUND_STATES[number(state)]!, code: null };
}
