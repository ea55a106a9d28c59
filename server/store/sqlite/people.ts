/** Who an address belongs to. An address is found by its keyed hash; a person's own list holds the first bytes of each,
 *  enough to find the rows again when they move or are erased. Runs inside the caller's transaction. */
import type { Bytes, HashedAddress } from "../store.ts";
import { ADDRESS_KINDS, channelCode, conversationOf } from "./codes.ts";
import { listing, type Database } from "./file.ts";

const PREFIX = 8, ENTRY = 1 + PREFIX;
const WA_USER = ADDRESS_KINDS.indexOf("wa-user");

const kindOf = (address: HashedAddress): number => ADDRESS_KINDS.indexOf(address.kind);
const homeOf = (person: number, kind: number): number => conversationOf(person, channelCode(ADDRESS_KINDS[kind] === "sms-phone" ? "sms" : "whatsapp"));

export type People = ReturnType<typeof people>;

export function people(db: Database) {
  const find = listing(db, "SELECT person FROM address WHERE hash = ? AND kind = ?");
  const link = db.prepare("INSERT INTO address(hash, kind, person) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET person = excluded.person");
  const near = db.prepare("SELECT hash FROM address WHERE hash >= ? AND hash <= ? AND kind = ? AND person = ?");
  const unlink = db.prepare("DELETE FROM address WHERE hash = ? AND kind = ?");
  const count = listing(db, "UPDATE counter SET value = value + 1 WHERE name = 'person' RETURNING value");
  const list = listing(db, "SELECT addresses FROM conversation WHERE id = ?");
  // What was sealed may hold the address that went: nothing is sent there until they write again.
  const lose = db.prepare("UPDATE conversation SET addresses = ?, sealed_address = x'' WHERE id = ?");

  const owner = (address: HashedAddress): number | null => (find.get(address.hash, kindOf(address)) as [number] | undefined)?.[0] ?? null;
  const listOf = (conversation: number): Bytes | null => (list.get(conversation) as [Bytes | null] | undefined)?.[0] ?? null;

  /** The person a message is from, and whether the links must change: by BSUID; else by phone, unless that phone's person
   *  has another BSUID; null for a stranger. */
  function resolve(addresses: readonly HashedAddress[]): { person: number | null; changed: boolean } {
    if (addresses.length === 1) return alone(addresses[0]!);
    const owners = addresses.map(owner);
    const user = addresses.findIndex(a => a.kind === "wa-user"), phone = addresses.findIndex(a => a.kind !== "wa-user");
    const byUser = user < 0 ? null : owners[user]!, byPhone = phone < 0 ? null : owners[phone]!;
    const person = byUser ?? (byPhone !== null && (user < 0 || !hasUser(byPhone)) ? byPhone : null);
    return { person, changed: person === null || owners.some(o => o !== person) };
  }

  function alone(address: HashedAddress): { person: number | null; changed: boolean } {
    const person = owner(address);
    return { person, changed: person === null };
  }

  function hasUser(person: number): boolean {
    return entries(listOf(homeOf(person, WA_USER))).some(e => e[0] === WA_USER);
  }

  /** Ends an address's link to whoever has it, unless they are the one who gets it. */
  function take(address: HashedAddress, heir: number | null = null): void {
    const person = owner(address), kind = kindOf(address);
    if (person === null || person === heir) return;
    unlink.run(address.hash, kind);
    const home = homeOf(person, kind), mine = entryOf(address);
    lose.run(joined(entries(listOf(home)).filter(e => !same(e, mine))), home);
  }

  /** Gives a person an address, in place of the one of that kind they had. Returns their list as it is now. */
  function give(person: number, addresses: readonly HashedAddress[], before: Bytes | null): Bytes | null {
    let now = entries(before);
    for (const address of addresses) {
      const kind = kindOf(address);
      take(address, person);
      for (const old of now) if (old[0] === kind && !same(old, entryOf(address))) drop(old, person);
      link.run(address.hash, kind, person);
      now = [...now.filter(e => e[0] !== kind), entryOf(address)];
    }
    return joined(now);
  }

  /** Full hashes of a conversation's addresses. */
  function addressesOf(conversation: number, person: number): HashedAddress[] {
    return entries(listOf(conversation)).flatMap(entry => hashes(entry, person).map(hash => ({ kind: ADDRESS_KINDS[entry[0]!]!, hash })));
  }

  function drop(entry: Bytes, person: number): void {
    for (const hash of hashes(entry, person)) unlink.run(hash, entry[0]!);
  }

  function hashes(entry: Bytes, person: number): Bytes[] {
    const low = new Uint8Array(16), high = new Uint8Array(16).fill(255);
    low.set(entry.subarray(1)); high.set(entry.subarray(1));
    return (near.all(low, high, entry[0]!, person) as { hash: Bytes }[]).map(r => r.hash);
  }

  /** A person with an id that nobody had before, and their list. */
  function fresh(addresses: readonly HashedAddress[]): { person: number; list: Bytes | null } {
    const person = (count.get() as [number])[0];
    return { person, list: give(person, addresses, null) };
  }

  return {
    resolve, take, give, owner, listOf, addressesOf, fresh,
    forget: (conversation: number, person: number): void => { for (const entry of entries(listOf(conversation))) drop(entry, person); },
  };
}

function entryOf(address: HashedAddress): Bytes {
  const entry = new Uint8Array(ENTRY);
  entry[0] = kindOf(address);
  entry.set(address.hash.subarray(0, PREFIX), 1);
  return entry;
}

function entries(list: Bytes | null): Bytes[] {
  const out: Bytes[] = [];
  if (list === null) return out;
  for (let i = 0; i < list.length; i += ENTRY) out.push(list.subarray(i, i + ENTRY));
  return out;
}

function joined(all: Bytes[]): Bytes | null {
  if (all.length === 0) return null;
  const list = new Uint8Array(all.length * ENTRY);
  all.forEach((entry, i) => list.set(entry, i * ENTRY));
  return list;
}

function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
