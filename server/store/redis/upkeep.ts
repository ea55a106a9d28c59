/** For operators, beside running processes: are the indexes what the conversations say, and what does a conversation cost.
 *  The indexes and the pointers from addresses follow from the records, so all of them can be made again. */
import type { Log } from "../../log.ts";
import { RECORD } from "./record.ts";
import { list, number, openLink, readAddress, text, bytes, type Link } from "./link.ts";
import { SHARDS } from "./numbers.ts";
import { createPeople, split } from "./people.ts";
import { createSeen } from "./seen.ts";
import { createShards, shardOf } from "./shards.ts";
import { ADDRESSES_OF } from "./inbox-scripts.ts";

export type Checked = { conversations: number; unreadable: number; wrong: number; stale: number; pointers: number; elsewhere: number };
export type Footprint = { conversations: number; sampled: number; bytesEach: number; addresses: number; bytesAddress: number; total: number };
export type Upkeep = {
  /** Counts what is wrong; with `mend`, puts it right. Safe while processes run. */
  check(mend: boolean): Promise<Checked>;
  footprint(): Promise<Footprint>;
  close(): Promise<void>;
};

const PAGE = 500;
const SAMPLES = 2_000;

/** "1" to mend, then ids. Of each: rows that wait in and out, and how many index entries were missing or wrong. */
const RECONCILE = `${RECORD}
local mend, answers = arg() == '1', {}
while nth < #ARGV do
  local id = arg()
  local r, broken = load(id)
  if broken then answers[#answers + 1] = { 0, 0, -1 }
  elseif r then
    local now, was, wrong = derive(id, r), { t = {}, l = {}, d = {} }, 0
    local function look(index, member, score)
      local found = tonumber(redis.call('ZSCORE', base .. index, member) or nil)
      if found ~= score then wrong = wrong + 1 end
      return found
    end
    for _, index in ipairs({ 'i', 'a', 'b', 'f', 'k', 'h' }) do was[index] = look(index, id, now[index]) end
    was.o = look('o' .. int(tonumber(id) % 4), id, now.o)
    for _, index in ipairs({ 't', 'l', 'd' }) do for member, score in pairs(now[index]) do was[index][member] = look(index, member, score) end end
    was.np, was.nw = now.np, now.nw
    if mend and wrong > 0 then sync(id, was, now) end
    answers[#answers + 1] = { now.np, now.nw, wrong }
  end
end
told()
return answers
`;

/** index, "1" to mend: entries that no conversation says. */
const STALE = `${RECORD}
local index, mend, stale = arg(), arg() == '1', 0
for _, member in ipairs(redis.call('ZRANGE', base .. index, 0, -1)) do
  local id = string.match(member, '^%d+')
  local r, broken = load(id)
  if not broken then
    local now = derive(id, r)
    local entry
    if index == 't' or index == 'l' or index == 'd' then entry = now[index][member]
    else entry = now[sub(index, 1, 1) == 'o' and 'o' or index] end
    if not entry then
      stale = stale + 1
      if mend then redis.call('ZREM', base .. index, member) end
    end
  end
end
return stale
`;

/** "1" to mend, rows that wait in and out. True where the counts were others. */
const COUNTS = `${RECORD}
local mend, inward, outward = arg() == '1', num(), num()
local n = redis.call('HMGET', base .. 'n', 'i', 'o')
if tonumber(n[1] or 0) == inward and tonumber(n[2] or 0) == outward then return 0 end
if mend then redis.call('HSET', base .. 'n', 'i', inward, 'o', outward) end
return 1
`;

const INDEXES = ["i", "o0", "o1", "a", "b", "f", "k", "h", "t", "l", "d"] as const;

export async function openUpkeep(url: string, log: Log): Promise<Upkeep> {
  const { prefix, ...address } = readAddress(url);
  const link = await openLink({ ...address, prefix }, error => log.bug("redis.trouble", error), () => {});
  const shards = createShards(link, prefix, "upkeep", () => {});
  const people = createPeople(link, prefix, shards, createSeen(link, prefix));

  async function check(mend: boolean): Promise<Checked> {
    const found: Checked = { conversations: 0, unreadable: 0, wrong: 0, stale: 0, pointers: 0, elsewhere: 0 };
    const waits = Array.from({ length: SHARDS }, () => [0, 0] as [number, number]);
    for await (const ids of conversations(link, prefix)) {
      const places = new Map<number, number[]>();
      for (const id of ids) places.set(shardOf(id), [...places.get(shardOf(id)) ?? [], id]);
      await Promise.all([...places].map(async ([shard, some]) => {
        for (const row of list(await shards.of(shard, RECONCILE, mend ? "1" : "", ...some)).map(list)) {
          const wrong = number(row[2]);
          found.conversations++;
          if (wrong < 0) found.unreadable++;
          else found.wrong += wrong;
          waits[shard]![0] += number(row[0]);
          waits[shard]![1] += number(row[1]);
        }
      }));
      await Promise.all(ids.map(id => pointers(id, mend, found)));
    }
    for (const index of INDEXES) for (const n of await shards.each(shard => shards.of(shard, STALE, index, mend ? "1" : ""))) found.stale += number(n);
    for (const n of await shards.each(shard => shards.of(shard, COUNTS, mend ? "1" : "", ...waits[shard]!))) found.wrong += number(n);
    return found;
  }

  /** An address that points nowhere is pointed to whose record names it. */
  async function pointers(conversation: number, mend: boolean, found: Checked): Promise<void> {
    for (const entry of split(bytes(await shards.ask(conversation, ADDRESSES_OF, conversation)))) {
      const owner = await people.owner(entry);
      if (owner === conversation) continue;
      if (owner !== null) { found.elsewhere++; continue; }
      found.pointers++;
      if (mend) await people.begin(entry, conversation);
    }
  }

  async function footprint(): Promise<Footprint> {
    let count = 0, sampled = 0, size = 0, addresses = 0, addressSize = 0;
    for await (const ids of conversations(link, prefix)) {
      count += ids.length;
      const some = ids.slice(0, Math.max(0, Math.min(50, SAMPLES - sampled)));
      sampled += some.length;
      for (const each of await Promise.all(some.map(id => weigh(id)))) {
        size += each.record;
        addresses += each.pointers.length;
        addressSize += each.pointers.reduce((sum, n) => sum + n, 0);
      }
    }
    const total = (await link.everywhere("INFO", "memory")).reduce<number>((sum, info) => sum + Number(/^used_memory:(\d+)/m.exec(text(info))?.[1] ?? 0), 0);
    return { conversations: count, sampled, bytesEach: Math.round(size / Math.max(1, sampled)), addresses: Math.round(addresses / Math.max(1, sampled) * 100) / 100, bytesAddress: Math.round(addressSize / Math.max(1, addresses)), total };
  }

  async function weigh(conversation: number): Promise<{ record: number; pointers: number[] }> {
    const base = shards.base(shardOf(conversation));
    const usage = async (key: string): Promise<number> => number(await link.send(key, "MEMORY", "USAGE", key) ?? 0);
    const parts = await Promise.all(["c", "r", "p"].map(kind => usage(`${base}${kind}${conversation}`)));
    const entries = split(bytes(await shards.ask(conversation, ADDRESSES_OF, conversation)));
    return { record: parts.reduce((sum, n) => sum + n, 0), pointers: await Promise.all(entries.map(entry => usage(people.keyOf(entry)))) };
  }

  return { check, footprint, close: () => link.close() };
}

/** Ids of all conversations, a page at a time; each at least once. */
async function* conversations(link: Link, prefix: string): AsyncGenerator<number[]> {
  for (const node of link.nodes()) {
    let cursor = "0";
    do {
      const [next, keys] = list(await node("SCAN", cursor, "MATCH", `${prefix.replaceAll(/[[\]*?\\]/g, "\\$&")}{*}c*`, "COUNT", String(PAGE)));
      cursor = text(next);
      const ids = list(keys).map(key => Number(/\}c(\d+)$/.exec(text(key))?.[1])).filter(id => id > 0);
      if (ids.length > 0) yield ids;
    } while (cursor !== "0");
  }
}
