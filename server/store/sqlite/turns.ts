/** The work of `converse`: a conversation is leased with its oldest inbound, and its turn is written under the lease's
 *  fence, whole or not at all. Runs inside the caller's transaction. */
import type { Priority } from "../../../flows/effect.ts";
import type { Language, Millis, TopicId } from "../../../flows/ids.ts";
import type { Bytes, Commit, ConversationId, Holder, Lease, NewOutbound, PersonId } from "../store.ts";
import { channelOf, conversationOf, DEAD, DONE, ERASED, FROM_PERSON, KINDS, languageCode, LEASED, OPTED_OUT, ORIGINS, PENDING, personOf, QUEUED, ROOM_FOR_CHANNELS, TICKET } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Inbox, Wake } from "./inbox.ts";
import type { People } from "./people.ts";
import { FORGET_AFTER } from "./term.ts";

type Due = { id: number; flags: number; first_in: number; in_seq: number; fence: number; epoch: number; session: Bytes | null; agent_at: number | null };
type Waiting = { seq: number; origin: number; at: number; accepted_at: number; sealed: Bytes; attempts: number };
type Room = { fence: number; flags: number; epoch: number; in_seq: number; out_seq: number; first_in: number; send_at: number | null; forget_at: number | null };

export type Holds = { holderOf(conversation: number, flags: number): Holder };
export type Tickets = { open(conversation: number, topic: TopicId, priority: Priority, language: Language, at: Millis): void };

export function turns(db: Database, people: People, box: Inbox, desk: Holds & Tickets, wake: Wake) {
  const some = db.prepare("SELECT 1 FROM conversation WHERE ready_at <= ? LIMIT 1");
  const due = db.prepare("SELECT id, flags, first_in, in_seq, fence, epoch, session, agent_at FROM conversation WHERE ready_at <= ? ORDER BY ready_at LIMIT ?");
  const oldest = db.prepare(`SELECT seq, origin, at, accepted_at, sealed, attempts FROM inbox WHERE conversation = ? AND seq >= ? AND state = ${PENDING} ORDER BY at, seq LIMIT 1`);
  // Mostly there is one, and nothing to sort.
  const only = db.prepare(`SELECT seq, origin, at, accepted_at, sealed, attempts FROM inbox WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const take = db.prepare(`UPDATE conversation SET ready_at = ?, fence = ?, flags = flags | ${LEASED} WHERE id = ?`);
  const rest = db.prepare(`UPDATE conversation SET ready_at = NULL, first_in = in_seq + 1, flags = flags & ~${LEASED} WHERE id = ?`);
  const tried = db.prepare("UPDATE inbox SET attempts = attempts + 1 WHERE conversation = ? AND seq = ?");

  const room = db.prepare("SELECT fence, flags, epoch, in_seq, out_seq, first_in, send_at, forget_at FROM conversation WHERE id = ?");
  const finish = db.prepare(`UPDATE inbox SET state = ${DONE}, accepted_at = 0, attempts = 0, sealed = coalesce(?, sealed) WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const setAside = db.prepare(`UPDATE inbox SET state = ${DEAD}, sealed = coalesce(?, sealed) WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const record = db.prepare("INSERT INTO dead(conversation, seq, at, code) VALUES (?, ?, ?, ?)");
  const queue = db.prepare(`INSERT INTO outbox(conversation, seq, state, kind, epoch, at, part, acked, status, tries, sealed) VALUES (?, ?, ${QUEUED}, ?, ?, ?, 0, 0, 0, 0, ?)`);
  const pending = db.prepare(`SELECT min(seq) AS seq, min(accepted_at) AS since FROM inbox WHERE conversation = ? AND seq >= ? AND state = ${PENDING}`);
  const write = db.prepare(`UPDATE conversation SET flags = ?, session = coalesce(?, session), language = coalesce(?, language), out_seq = ?, first_in = ?, ready_at = ?, send_at = ?, forget_at = ?,
    agent_at = coalesce(?, agent_at) WHERE id = ?`);
  const setTimer = db.prepare("INSERT INTO timer(id, conversation, due_at, leased, sealed) VALUES (?, ?, ?, 0, ?) ON CONFLICT(id) DO UPDATE SET conversation = excluded.conversation, due_at = excluded.due_at, leased = 0, sealed = excluded.sealed");
  const setLookup = db.prepare("INSERT INTO lookup(id, conversation, due_at, leased, attempts, sealed) VALUES (?, ?, ?, 0, 0, ?) ON CONFLICT(id) DO UPDATE SET conversation = excluded.conversation, due_at = excluded.due_at, leased = 0, attempts = 0, sealed = excluded.sealed");
  const later = db.prepare(`UPDATE conversation SET ready_at = ?, flags = flags & ~${LEASED} WHERE id = ? AND fence = ? AND flags & ${LEASED}`);

  const of = ["inbox", "outbox", "dead", "timer", "lookup", "ticket", "hold"].map(table => db.prepare(`DELETE FROM ${table} WHERE conversation = ?`));
  const remove = db.prepare("DELETE FROM conversation WHERE id = ?");
  const leftOver = db.prepare(`SELECT origin, at, accepted_at, sealed, attempts, seq FROM inbox WHERE conversation = ? AND state = ${PENDING} AND origin = ${FROM_PERSON} ORDER BY seq`);
  const sealedAddressOf = db.prepare("SELECT sealed_address FROM conversation WHERE id = ?");
  const strip = db.prepare(`UPDATE conversation SET flags = ${ERASED}, session = NULL, language = NULL, addresses = NULL, agent_at = NULL, ready_at = NULL, forget_at = NULL, fence = fence + 1,
    send_fence = send_fence + 1, first_out = ?, out_seq = ?, send_at = ? WHERE id = ?`);
  const freed = db.prepare(`UPDATE conversation SET ready_at = ?, fence = fence + 1 WHERE ready_at IS NOT NULL AND flags & ${LEASED}`);

  function lease(max: number, at: Millis, until: Millis): Lease[] {
    const leases: Lease[] = [];
    for (const row of due.all(at, max) as Due[]) {
      const inbound = (row.first_in === row.in_seq ? only : oldest).get(row.id, row.first_in) as Waiting | undefined;
      if (inbound) leases.push(taken(row, inbound, until));
      else rest.run(row.id);
    }
    return leases;
  }

  function taken(row: Due, inbound: Waiting, until: Millis): Lease {
    const fence = row.fence + 1;
    take.run(until, fence, row.id);
    // A lease that nobody gave back counts as a try: a message that kills the process must not do so for ever.
    const lost = row.flags & LEASED ? 1 : 0;
    if (lost) tried.run(row.id, inbound.seq);
    return {
      conversation: row.id as ConversationId, person: personOf(row.id) as PersonId, channel: channelOf(row.id), fence, epoch: row.epoch,
      holder: desk.holderOf(row.id, row.flags), optedOut: (row.flags & OPTED_OUT) !== 0, session: row.session, agentRepliedAt: row.agent_at ?? 0,
      inbound: { seq: inbound.seq, origin: ORIGINS[inbound.origin]!, at: inbound.at, acceptedAt: inbound.accepted_at, sealed: inbound.sealed, attempts: inbound.attempts + lost },
    };
  }

  /** `deadCode`: the inbound is set aside instead of done. */
  function commit(c: Commit, deadCode: string | null): "done" | "fenced" {
    const row = room.get(c.conversation) as Room | undefined;
    if (!row || row.fence !== c.fence || !(row.flags & LEASED)) return "fenced";
    const ended = (deadCode === null ? finish : setAside).run(c.rewrite ?? null, c.conversation, c.inbound).changes > 0;
    if (!ended) return "fenced";
    if (c.erase) {
      erase(c, row);
      return "done";
    }
    if (deadCode !== null) record.run(c.conversation, c.inbound, c.at, deadCode);
    if (c.ticket) desk.open(c.conversation, c.ticket.topic, c.ticket.priority, c.ticket.language, c.at);
    for (const t of c.timers ?? []) setTimer.run(t.id, c.conversation, t.at, t.sealed);
    for (const l of c.lookups ?? []) setLookup.run(l.id, c.conversation, l.at, l.sealed);
    const next = nextOf(c, row), out = c.outbound.length;
    write.run(flagsAfter(c, row.flags), c.session, languageCode(c.language), enqueue(c, row.out_seq), next.first, next.since,
      row.send_at ?? (out > 0 ? c.at : null), row.forget_at ?? (out > 0 ? null : c.at + FORGET_AFTER),
      c.outbound.some(o => o.kind === "agent") ? c.at : null, c.conversation);
    if (out > 0) wake("outbound");
    if (next.since !== null) wake("inbound");
    return "done";
  }

  function nextOf(c: Commit, row: Room): { first: number; since: number | null } {
    if (row.first_in === c.inbound && row.in_seq === c.inbound) return { first: c.inbound + 1, since: null };
    const { seq, since } = pending.get(c.conversation, row.first_in) as { seq: number | null; since: number | null };
    return { first: seq ?? row.in_seq + 1, since };
  }

  /** Returns the last number given. */
  function enqueue(c: Commit, last: number): number {
    for (const o of c.outbound) put(c, o, o.epoch, ++last);
    return last;
  }

  function put(c: Commit, outbound: NewOutbound, epoch: number, seq: number): void {
    queue.run(c.conversation, seq, KINDS.indexOf(outbound.kind), epoch, c.at, outbound.sealed);
  }

  /** Everything of this person goes. A last word is still delivered: its row and the sealed address stay until it is. What
   *  they wrote after asking, and nobody has read yet, is a stranger's first message: it must not go unanswered. */
  function erase(c: Commit, row: Room): void {
    const person = personOf(c.conversation), channel = c.conversation % ROOM_FOR_CHANNELS;
    const unread = leftOver.all(c.conversation) as Waiting[];
    const { sealed_address } = sealedAddressOf.get(c.conversation) as { sealed_address: Bytes };
    const addresses = unread.length > 0 ? people.addressesOf(c.conversation, person) : [];
    for (let other = 0; other < ROOM_FOR_CHANNELS; other++) wipe(conversationOf(person, other), person, conversationOf(person, other) !== c.conversation || c.outbound.length === 0);
    if (c.outbound.length > 0) {
      const first = row.out_seq + 1;
      let last = row.out_seq;
      for (const o of c.outbound) put(c, o, row.epoch, ++last);
      strip.run(first, last, c.at, c.conversation);
      wake("outbound");
    }
    if (unread.length > 0) begin(unread, channel, addresses, sealed_address);
  }

  function wipe(conversation: number, person: number, whole: boolean): void {
    people.forget(conversation, person);
    for (const drop of of) drop.run(conversation);
    if (whole) remove.run(conversation);
  }

  function begin(unread: Waiting[], channel: number, addresses: Parameters<Inbox["meet"]>[0], sealedAddress: Bytes): void {
    const heardAt = Math.max(...unread.map(u => u.at)), readyAt = Math.min(...unread.map(u => u.accepted_at));
    const conversation = box.meet(addresses, sealedAddress, channel, { heardAt, readyAt, inSeq: unread.length });
    unread.forEach((u, i) => box.insert.run(conversation, i + 1, PENDING, FROM_PERSON, u.at, u.accepted_at, u.sealed));
    wake("inbound");
  }

  function postpone(conversation: ConversationId, fence: number, inbound: number, at: Millis): "done" | "fenced" {
    if (later.run(at, conversation, fence).changes === 0) return "fenced";
    tried.run(conversation, inbound);
    wake("inbound");
    return "done";
  }

  return {
    anyDue: (at: Millis): boolean => some.get(at) !== undefined,
    lease, commit, postpone,
    /** The process that held these leases is dead. The flag stays: the next lease counts the lost one as a try. */
    free: (at: Millis): void => { freed.run(at); },
  };
}

function flagsAfter(c: Commit, before: number): number {
  const opted = c.optedOut === undefined ? before & OPTED_OUT : c.optedOut ? OPTED_OUT : 0;
  return (before & ~(LEASED | OPTED_OUT)) | opted | (c.ticket ? TICKET : 0);
}
