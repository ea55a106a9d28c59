/** Who an address belongs to. An address's key points to a conversation; the conversation's record names its addresses, and
 *  that is the truth: a pointer to a record that does not name the address is nobody's. So each step of a move may be the
 *  last one before a crash. A person has one conversation, because addresses of the channels are not merged. */
import { REPOINT, UNPOINT, ADDRESSES_OF, LOSE } from "./inbox-scripts.ts";
import { bytes, list, number, type Link } from "./link.ts";
import type { Channel } from "../../../flows/ids.ts";
import type { Bytes, HashedAddress } from "../store.ts";
import { ADDRESS_KINDS, channelCode, conversationOf } from "../sqlite/codes.ts";
import { SHARDS } from "./numbers.ts";
import { ENTRY } from "./record.ts";
import type { Seen } from "./seen.ts";
import type { Shards } from "./shards.ts";

const IDS_AT_ONCE = 64;
const FIRST_PERSON = 1_000;

export type Found = { conversation: number | null; entry: Buffer; changed: boolean; owners: (number | null)[] };
export type People = ReturnType<typeof createPeople>;

export function createPeople(link: Link, prefix: string, shards: Shards, seen: Seen) {
  let drawn: number[] = [], drawing: Promise<void> | null = null;

  const keyOf = (entry: Buffer): string => `${prefix}@${entry[0]}${entry.subarray(1).toString("base64url")}`;
  const owner = async (entry: Buffer): Promise<number | null> => {
    const kept = await link.send(keyOf(entry), "GET", keyOf(entry));
    return kept === null ? null : number(kept);
  };

  async function draw(): Promise<void> {
    const last = FIRST_PERSON + number(await link.send(`${prefix}people`, "INCRBY", `${prefix}people`, IDS_AT_ONCE));
    drawn = Array.from({ length: IDS_AT_ONCE }, (_, n) => last - n);
  }

  /** Drawn in blocks; what a process leaves unused is never used. */
  async function fresh(channel: Channel, entry: Buffer): Promise<number> {
    let person = drawn.pop();
    for (; person === undefined; person = drawn.pop()) await (drawing ??= draw().finally(() => { drawing = null; }));
    return conversationOf(person * SHARDS + entry.readUInt16BE(1) % SHARDS, channelCode(channel));
  }

  /** By BSUID; else by phone, unless that phone's person has another BSUID; null for a stranger. */
  async function find(addresses: readonly HashedAddress[]): Promise<Found> {
    const entries = addresses.map(entryOf), owners = await Promise.all(entries.map(owner));
    if (entries.length === 1) return { conversation: owners[0]!, entry: entries[0]!, changed: owners[0] === null, owners };
    const user = addresses.findIndex(a => a.kind === "wa-user"), phone = addresses.findIndex(a => a.kind !== "wa-user");
    const byUser = user < 0 ? null : owners[user]!, byPhone = phone < 0 ? null : owners[phone]!;
    const by = byUser !== null ? user : byPhone !== null && (user < 0 || !await hasUser(byPhone)) ? phone : -1;
    const conversation = by < 0 ? null : owners[by]!;
    return { conversation, entry: entries[by < 0 ? Math.max(0, user) : by]!, changed: conversation === null || owners.some(o => o !== conversation), owners };
  }

  async function hasUser(conversation: number): Promise<boolean> {
    return split(bytes(await shards.ask(conversation, ADDRESSES_OF, conversation))).some(e => ADDRESS_KINDS[e[0]!] === "wa-user");
  }

  /** Ends an address's link to whoever has it. What of theirs is known by their record only is marked, so that a message of
   *  theirs that is told again is not taken for the next owner's. */
  async function take(entry: Buffer, from: number): Promise<void> {
    const keys = list(await shards.ask(from, LOSE, from, entry));
    await Promise.all(keys.map(key => seen.mark(bytes(list(key)[0]), number(list(key)[1]))));
  }

  return {
    find, fresh, owner, take, keyOf,
    /** Points a stranger's address to a fresh id; if somebody was faster, to theirs. */
    async begin(entry: Buffer, conversation: number): Promise<number> {
      const before = await link.send(keyOf(entry), "SET", keyOf(entry), conversation, "NX", "GET");
      return before === null ? conversation : number(before);
    },
    point: async (entry: Buffer, conversation: number): Promise<void> => { await link.send(keyOf(entry), "SET", keyOf(entry), conversation); },
    repoint: async (entry: Buffer, from: number, to: number): Promise<boolean> => number(await link.script(REPOINT, keyOf(entry), from, to)) === 1,
    unpoint: async (entry: Buffer, from: number): Promise<void> => { await link.script(UNPOINT, keyOf(entry), from); },
    /** Ids that were drawn may be drawn again after Redis lost its last second. */
    forgetIds: (): void => { drawn = []; },
  };
}

export function entryOf(address: HashedAddress): Buffer {
  const entry = Buffer.alloc(ENTRY);
  entry[0] = ADDRESS_KINDS.indexOf(address.kind);
  entry.set(address.hash, 1);
  return entry;
}

export function split(entries: Bytes): Buffer[] {
  const all: Buffer[] = [];
  for (let at = 0; at + ENTRY <= entries.length; at += ENTRY) all.push(Buffer.from(entries.subarray(at, at + ENTRY)));
  return all;
}

export const addressOf = (entry: Buffer): HashedAddress => ({ kind: ADDRESS_KINDS[entry[0]!]!, hash: entry.subarray(1) });
