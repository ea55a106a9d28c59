/** What comes in: each message kept once, in the conversation of the person whose address it came from. The row is the queue
 *  entry. In: messages already sealed and hashed. Out: where each went. Runs inside the caller's transaction. */
import type { Millis } from "../../../flows/ids.ts";
import type { Accepted, Bytes, ConversationId, HashedAddress, NewInbound, NewMove } from "../store.ts";
import { channelCode, conversationOf, DONE, ERASED, FROM_NOTE, FROM_PERSON, OPTED_OUT, ORIGINS, PARKED, PENDING, QUEUED, SET_ASIDE } from "./codes.ts";
import { listing, type Database } from "./file.ts";
import type { Leases } from "./leases.ts";
import type { People } from "./people.ts";
import type { Seen } from "./seen.ts";
import { FORGET_AFTER } from "./term.ts";

export type Wake = (what: "inbound" | "outbound") => void;
type FromPerson = Extract<NewInbound, { addresses: unknown }>;
type FromInside = Extract<NewInbound, { conversation: unknown }>;
type Place = [seq: number, flags: number, readyAt: number | null, addressless: 0 | 1];
/** What a stranger's conversation begins with. */
type Start = { heardAt: Millis; readyAt: Millis | null; inSeq: number };

export type Inbox = ReturnType<typeof inbox>;

export function inbox(db: Database, people: People, seen: Seen, sends: Leases, wake: Wake) {
  const insert = db.prepare("INSERT INTO inbox(conversation, seq, state, origin, at, accepted_at, attempts, sealed) VALUES (?, ?, ?, ?, ?, ?, 0, ?)");
  // Read, then written: RETURNING costs more than both.
  const place = listing(db, "SELECT in_seq + 1, flags, ready_at, sealed_address = x'' FROM conversation WHERE id = ?");
  const heard = db.prepare("UPDATE conversation SET in_seq = ?, heard_at = max(heard_at, ?) WHERE id = ?");
  const heardFirst = db.prepare("UPDATE conversation SET in_seq = ?, heard_at = max(heard_at, ?), ready_at = ? WHERE id = ?");
  const told = db.prepare("UPDATE conversation SET in_seq = ?, ready_at = coalesce(ready_at, ?) WHERE id = ?");
  const noted = db.prepare("UPDATE conversation SET in_seq = ?, forget_at = coalesce(forget_at, ?) WHERE id = ?");
  const silence = db.prepare("UPDATE conversation SET in_seq = in_seq + 1, heard_at = max(heard_at, ?), forget_at = coalesce(forget_at, ?), flags = (flags & ?) | ? WHERE id = ? RETURNING in_seq");
  const begin = db.prepare(`INSERT INTO conversation(id, flags, epoch, in_seq, out_seq, first_in, first_out, heard_at, ready_at, addresses, sealed_address)
    VALUES (?, 0, 0, ?, 0, 1, 1, ?, ?, ?, ?)`);
  const readdress = db.prepare("UPDATE conversation SET addresses = ?, sealed_address = ? WHERE id = ?");
  const parked = db.prepare(`SELECT min(seq) AS seq FROM outbox WHERE conversation = ? AND state = ${SET_ASIDE}`);
  const requeue = db.prepare(`UPDATE outbox SET state = ${QUEUED}, code = NULL WHERE conversation = ? AND state = ${SET_ASIDE}`);
  const released = db.prepare("UPDATE conversation SET flags = flags & ?, first_out = min(first_out, ?), send_at = min(coalesce(send_at, ?), ?) WHERE id = ?");
  const timerEnds = db.prepare("DELETE FROM timer WHERE id = ? AND conversation = ?");
  const lookupEnds = db.prepare("DELETE FROM lookup WHERE id = ? AND conversation = ?");

  /** In order of the senders' timestamps; answers in the order given. */
  function accept(messages: readonly NewInbound[], at: Millis): Accepted[] {
    const results: Accepted[] = [];
    if (messages.length === 1) return [one(messages[0]!, at)];
    for (const i of byTime(messages)) results[i] = one(messages[i]!, at);
    return results;
  }

  const one = (message: NewInbound, at: Millis): Accepted => "conversation" in message ? fromInside(message, at) : fromPerson(message, at);

  function fromPerson(message: FromPerson, at: Millis): Accepted {
    if (!seen.keep(message.key, message.keyUntilDay)) return { kind: "duplicate" };
    const { person, changed } = people.resolve(message.addresses);
    if (person === null) {
      const fresh = message.silent === "yes" ? aloud(message) : message;
      return arrived(stranger(fresh, at), 1, fresh, at);
    }
    return known(conversationOf(person, channelCode(message.channel)), changed ? person : null, message, at);
  }

  /** `moved`: the person, where an address of theirs is new. */
  function known(conversation: number, moved: number | null, message: FromPerson, at: Millis): Accepted {
    if (moved !== null) readdress.run(people.give(moved, message.addresses, people.listOf(conversation)), message.sealedAddress(), conversation);
    if (message.silent && message.silent !== "yes") return arrived(conversation, quiet(conversation, message, at), message, at);
    const [seq, flags, readyAt, addressless] = place.get(conversation) as unknown as Place;
    if (addressless) readdress.run(people.listOf(conversation), message.sealedAddress(), conversation);
    if (message.silent) {
      if (flags & OPTED_OUT) return arrived(conversation, quiet(conversation, message, at), message, at);
      return known(conversation, null, aloud(message), at);      // an answer like any other
    }
    if (readyAt === null) heardFirst.run(seq, message.at, at, conversation);
    else heard.run(seq, message.at, conversation);
    sends.hear(conversation);
    if (flags & PARKED) release(conversation, at);
    return arrived(conversation, seq, message, at);
  }

  function aloud(message: FromPerson): FromPerson {
    const plain = { ...message };
    delete plain.silent;
    return plain;
  }

  function stranger(message: FromPerson, at: Millis): number {
    const conversation = meet(message.addresses, message.sealedAddress(), channelCode(message.channel), { heardAt: message.at, readyAt: message.silent ? null : at, inSeq: message.silent ? 0 : 1 });
    if (message.silent) quiet(conversation, message, at);
    return conversation;
  }

  /** A person with a fresh id, who takes over these addresses. */
  function meet(addresses: readonly HashedAddress[], sealedAddress: Bytes, channel: number, start: Start): number {
    const { person, list } = people.fresh(addresses), conversation = conversationOf(person, channel);
    begin.run(conversation, start.inSeq, start.heardAt, start.readyAt, list, sealedAddress);
    return conversation;
  }

  function arrived(conversation: number, seq: number, message: FromPerson, at: Millis): Accepted {
    insert.run(conversation, seq, message.silent ? DONE : PENDING, FROM_PERSON, message.at, message.silent ? 0 : at, message.sealed);
    if (!message.silent) wake("inbound");
    return { kind: "new", conversation: conversation as ConversationId, seq };
  }

  /** The provider has answered already: noted, nothing to do. Returns its place. */
  function quiet(conversation: number, message: FromPerson, at: Millis): number {
    const cleared = message.silent === "opted-in" || message.silent === "yes" ? ~OPTED_OUT : ~0, set = message.silent === "opted-out" ? OPTED_OUT : 0;
    return (silence.get(message.at, at + FORGET_AFTER, cleared, set, conversation) as { in_seq: number }).in_seq;
  }

  /** The person wrote: WhatsApp's window is open again for what waited for it. */
  function release(conversation: number, at: Millis): void {
    const { seq } = parked.get(conversation) as { seq: number | null };
    requeue.run(conversation);
    released.run(~PARKED, seq, at, at, conversation);
    wake("outbound");
  }

  function fromInside(message: FromInside, at: Millis): Accepted {
    const room = place.get(message.conversation) as unknown as Place | undefined;
    if (!room || room[1] & ERASED) return { kind: "gone" };
    // ended first, so that a repeated id cannot stay due for ever
    const ended = (message.timer === undefined || timerEnds.run(message.timer, message.conversation).changes > 0)
      && (message.lookup === undefined || lookupEnds.run(message.lookup, message.conversation).changes > 0);
    if (!ended || !seen.keep(message.key, message.keyUntilDay)) return { kind: "duplicate" };
    const seq = room[0];
    if (message.origin === "note") {
      noted.run(seq, at + FORGET_AFTER, message.conversation);
      insert.run(message.conversation, seq, DONE, FROM_NOTE, message.at, 0, message.sealed);
      return { kind: "new", conversation: message.conversation, seq };
    }
    told.run(seq, at, message.conversation);
    insert.run(message.conversation, seq, PENDING, ORIGINS.indexOf(message.origin), message.at, at, message.sealed);
    wake("inbound");
    return { kind: "new", conversation: message.conversation, seq };
  }

  /** A person's number or id changed: the new address is theirs, whoever had it; the history stays. */
  function move(moves: readonly NewMove[]): void {
    for (const moved of moves) {
      if (!seen.keep(moved.key, moved.keyUntilDay)) continue;
      const person = people.resolve(moved.from).person;
      if (person === null) continue;
      for (const address of moved.from) if (people.owner(address) === person) people.take(address);
      const conversation = conversationOf(person, channelCode(moved.channel));
      readdress.run(people.give(person, moved.to, people.listOf(conversation)), moved.sealedAddress, conversation);
    }
  }

  return { accept, move, meet, insert };
}

/** Indexes of messages by their timestamps, equal ones as they came. */
function byTime(messages: readonly NewInbound[]): number[] {
  return messages.map((_, i) => i).toSorted((a, b) => messages[a]!.at - messages[b]!.at || a - b);
}
