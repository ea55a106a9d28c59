/** Where something is due. The sorted sets of the shards are the truth; this is what a process remembers of them: the next
 *  time of each, lowered by hints from every script that makes something due, and looked up anew now and then in case a hint
 *  was lost. So nothing is asked of Redis while nothing is due. */
import type { Millis } from "../../../flows/ids.ts";
import { list, number, text, type Reply } from "./link.ts";
import { SHARDS } from "./numbers.ts";

export const INDEXES = ["i", "o0", "o1", "t", "l"] as const;
export type Index = (typeof INDEXES)[number];
/** `first`: the conversation it is due for, where that is known; of two that are due at once the older one goes first.
 *  `asked`: answers that are on their way. `doubted`: an answer was lost, with leases that nobody knows of, perhaps. */
type Known = { next: Float64Array; first: Float64Array; told: Uint32Array; looked: Float64Array; asked: Uint16Array; doubted: Set<number> };
type Next = { at: number; first: number };
const NEVER: Next = { at: Infinity, first: Infinity };

/** How old what is remembered of a shard may be, in real milliseconds. */
const TRUSTED = 5_000, AGAIN = 500;

export type Due = ReturnType<typeof createDue>;

/** The first of a sorted set with its score, as Redis tells it. */
export function firstOf(reply: Reply | undefined): Next {
  const [member, score] = list(reply);
  return member === undefined ? NEVER : { at: number(score), first: parseInt(text(member), 10) };
}

/** `peek`: the first of a shard's index. `mend`: frees what this process took without hearing of it. */
export function createDue(peek: (index: Index, shard: number) => Promise<Next>, mend: (index: Index, shard: number) => Promise<unknown>) {
  const known = Object.fromEntries(INDEXES.map(index => [index, { next: new Float64Array(SHARDS), first: new Float64Array(SHARDS), told: new Uint32Array(SHARDS), asked: new Uint16Array(SHARDS), doubted: new Set<number>(), looked: new Float64Array(SHARDS).fill(-Infinity) }])) as Record<Index, Known>;

  function hint(index: Index, shard: number, at: Millis, conversation: number): void {
    const k = known[index];
    k.told[shard]!++;
    if (at < k.next[shard]! || at === k.next[shard]! && conversation < k.first[shard]!) { k.next[shard] = at; k.first[shard] = conversation; }
  }

  /** What was read counts, unless something was told while it was on its way. */
  function read(index: Index, shard: number, before: number, next: Next): void {
    const k = known[index];
    if (k.told[shard] === before || next.at <= k.next[shard]!) { k.next[shard] = next.at; k.first[shard] = next.first; }
    k.looked[shard] = performance.now();
  }

  async function look(index: Index): Promise<void> {
    const k = known[index], old = performance.now() - TRUSTED;
    const stale: number[] = [];
    for (let shard = 0; shard < SHARDS; shard++) if (k.looked[shard]! < old) stale.push(shard);
    const looks = await Promise.allSettled(stale.map(async shard => {
      const before = k.told[shard]!;
      k.looked[shard] = performance.now();      // asked for once
      try {
        read(index, shard, before, await peek(index, shard));
      } catch (error) {
        away(k, shard);
        throw error;
      }
    }));
    const lost = looks.find(each => each.status === "rejected");
    if (lost && looks.length === SHARDS && looks.every(each => each.status === "rejected")) throw lost.reason as Error;
  }

  /** A master that is down costs what lies on it: the others go on, and it is asked again in a moment. */
  function away(k: Known, shard: number): void {
    k.looked[shard] = performance.now() - TRUSTED + AGAIN;
    k.next[shard] = Infinity;
  }

  /** At most `room` shards where something is due, the longest due first. */
  function shards(index: Index, at: Millis, room: number): number[] {
    const { next, first } = known[index], due: number[] = [];
    for (let shard = 0; shard < SHARDS; shard++) if (next[shard]! <= at) due.push(shard);
    return due.toSorted((a, b) => next[a]! - next[b]! || first[a]! - first[b]! || 0).slice(0, room);
  }

  /** Takes up to `max`. `ask` takes up to `room` of one shard, and says when its next is due. */
  async function take<T>(index: Index, max: number, at: Millis, ask: (shard: number, room: number) => Promise<{ taken: T[]; next: Next }>): Promise<T[]> {
    await look(index);
    const all: T[] = [], lost: unknown[] = [];
    for (let from = shards(index, at, max); from.length > 0 && all.length < max && lost.length === 0; from = shards(index, at, max - all.length)) {
      const room = max - all.length, each = Math.floor(room / from.length), extra = room % from.length;
      await Promise.all(from.map(async (shard, n) => {
        const k = known[index];
        try {
          if (k.doubted.has(shard) && k.asked[shard] === 0) {
            await mend(index, shard);
            k.doubted.delete(shard);
          }
          const before = k.told[shard]!;
          k.asked[shard]!++;
          const { taken, next } = await ask(shard, each + (n < extra ? 1 : 0)).finally(() => { k.asked[shard]!--; });
          read(index, shard, before, next);
          all.push(...taken);
        } catch (error) {
          lost.push(error);
          k.doubted.add(shard);
          away(k, shard);
        }
      }));
    }
    // What was taken is ours, whatever became of another shard.
    if (lost.length > 0 && all.length === 0) throw lost[0] as Error;
    return all;
  }

  return { hint, take, forget: (): void => { for (const k of Object.values(known)) k.looked.fill(-Infinity); } };
}
