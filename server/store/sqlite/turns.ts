/** The work of `converse`: a conversation is leased with its oldest inbound, and its turn is written under the lease's
 *  fence, whole or not at all. Runs inside the caller's transaction. */
import type { Millis } from "../../../flows/ids.ts";
import type { Bytes, Commit, ConversationId, Holder, Lease, NewOutbound, PersonId } from "../store.ts";
import { channelOf, conversationOf, DEAD, DONE, FROM_PERSON, KINDS, languageCode, languageOf, OPTED_OUT, ORIGINS, PENDING, personOf, QUEUED, ROOM_FOR_CHANNELS, TICKET } from "./codes.ts";
import { listing, type Database } from "./file.ts";
import type { Inbox, Wake } from "./inbox.ts";
import type { Kept } from "./kept.ts";
import type { Leases } from "./leases.ts";
import type { People } from "./people.ts";
import type { Remains } from "./remains.ts";
import { FORGET_AFTER } from "./term.ts";

type Due = [flags: number, epoch: number, firstIn: number, session: Bytes | null, agentAt: number | null, language: number | null,
  seq: number | null, origin: number, at: number, acceptedAt: number, sealed: Bytes, attempts: number];
type Waiting = [seq: number, origin: number, at: number, acceptedAt: number, sealed: Bytes, attempts: number];
type Unread = { at: number; accepted_at: number; sealed: Bytes };
type Room = [flags: number, epoch: number, inSeq: number, outSeq: number, firstIn: number, sendAt: number | null, forgetAt: number | null];

const DAY = 86_400_000;
const NOBODY: Bytes = new Uint8Array(0);

export type Holds = { holderOf(conversation: number, flags: number): Holder };
export type Tickets = { open(conversation: number, ticket: NonNullable<Commit["ticket"]>, at: Millis): void };

export type Parts = { people: People; box: Inbox; desk: Holds & Tickets; kept: Kept; remains: Remains; leases: Leases; wake: Wake };

export function turns(db: Database, { people, box, desk, kept, remains, leases, wake }: Parts) {
  const dueIds = listing(db, "SELECT id FROM conversation WHERE ready_at <= ? ORDER BY ready_at LIMIT ?");
  // With its inbound where there is only one: mostly so, and nothing to sort.
  const due = listing(db, `SELECT flags, epoch, first_in, session, agent_at, language, i.seq, origin, i.at, accepted_at, sealed, attempts
    FROM conversation c LEFT JOIN inbox i ON i.conversation = c.id AND i.seq = c.first_in AND c.first_in = c.in_seq AND i.state = ${PENDING} WHERE c.id = ?`);
  const oldest = listing(db, `SELECT seq, origin, at, accepted_at, sealed, attempts FROM inbox WHERE conversation = ? AND seq >= ? AND state = ${PENDING} ORDER BY at, seq LIMIT 1`);
  const rest = db.prepare("UPDATE conversation SET ready_at = NULL, first_in = in_seq + 1 WHERE id = ?");
  const tried = db.prepare(`UPDATE inbox SET attempts = attempts + 1 WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const note = db.prepare("UPDATE at_work SET turns = ?");
  const noted = db.prepare("SELECT turns FROM at_work");

  const room = listing(db, "SELECT flags, epoch, in_seq, out_seq, first_in, send_at, forget_at FROM conversation WHERE id = ?");
  const finish = db.prepare(`UPDATE inbox SET state = ${DONE}, accepted_at = 0, attempts = 0, sealed = coalesce(?, sealed) WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const setAside = db.prepare(`UPDATE inbox SET state = ${DEAD}, sealed = coalesce(?, sealed) WHERE conversation = ? AND seq = ? AND state = ${PENDING}`);
  const record = db.prepare("INSERT INTO dead(conversation, seq, at, code) VALUES (?, ?, ?, ?)");
  const queue = db.prepare(`INSERT INTO outbox(conversation, seq, state, kind, epoch, at, part, acked, status, tries, sealed) VALUES (?, ?, ${QUEUED}, ?, ?, ?, 0, 0, 0, 0, ?)`);
  const pending = listing(db, `SELECT min(seq), min(accepted_at) FROM inbox WHERE conversation = ? AND seq >= ? AND state = ${PENDING}`);
  const write = db.prepare(`UPDATE conversation SET flags = ?, session = coalesce(?, session), language = coalesce(?, language), out_seq = ?, first_in = ?, ready_at = ?, send_at = ?,
    agent_at = coalesce(?, agent_at) WHERE id = ?`);
  const arm = db.prepare("UPDATE conversation SET forget_at = ? WHERE id = ?");
  const setTimer = db.prepare("INSERT INTO timer(id, conversation, due_at, leased, sealed) VALUES (?, ?, ?, 0, ?) ON CONFLICT(id) DO UPDATE SET conversation = excluded.conversation, due_at = excluded.due_at, leased = 0, sealed = excluded.sealed");
  const setLookup = db.prepare("INSERT INTO lookup(id, conversation, due_at, leased, attempts, sealed) VALUES (?, ?, ?, 0, 0, ?) ON CONFLICT(id) DO UPDATE SET conversation = excluded.conversation, due_at = excluded.due_at, leased = 0, attempts = 0, sealed = excluded.sealed");
  const tell = db.prepare("INSERT INTO told(facts, day, n) VALUES (?, ?, 1) ON CONFLICT(facts, day) DO UPDATE SET n = n + 1");
  const later = db.prepare("UPDATE conversation SET ready_at = ? WHERE id = ?");

  const leftOver = db.prepare(`SELECT at, accepted_at, sealed FROM inbox WHERE conversation = ? AND state = ${PENDING} AND origin = ${FROM_PERSON} ORDER BY seq`);
  const sealedAddressOf = db.prepare("SELECT sealed_address FROM conversation WHERE id = ?");
  const exists = db.prepare("SELECT 1 FROM conversation WHERE id = ?");
  const lastWord = db.prepare("UPDATE conversation SET out_seq = ?, send_at = ? WHERE id = ?");

  /** Up to `max` that nobody has; those that somebody has stand in the queue until they are committed. */
  function free(max: number, at: Millis): number[] {
    const ids = dueIds.all(at, max + leases.count()) as unknown as [number][];
    return ids.map(([id]) => id).filter(id => !leases.takenAt(id, at)).slice(0, max);
  }

  function lease(max: number, at: Millis, until: Millis): Lease[] {
    const taken: Lease[] = [];
    for (const id of free(max, at)) {
      const row = due.get(id) as unknown as Due;
      const inbound = row[6] === null ? oldest.get(id, row[2]) as unknown as Waiting | undefined : row.slice(6) as Waiting;
      if (inbound) taken.push(take(id, row, inbound, at, until));
      else rest.run(id);
    }
    if (taken.length > 0) noteDown();
    return taken;
  }

  const noteDown = (): void => { note.run(new Uint8Array(Float64Array.from(leases.pairs()).buffer)); };

  function take(id: number, [flags, epoch, , session, agentAt, language]: Due, [seq, origin, at, acceptedAt, sealed, attempts]: Waiting, now: Millis, until: Millis): Lease {
    // A lease that nobody gave back counts as a try: a message that stops its worker must not do so for ever.
    const lost = leases.of(id) ? 1 : 0;
    if (lost) tried.run(id, seq);
    return {
      conversation: id as ConversationId, person: personOf(id) as PersonId, channel: channelOf(id), fence: leases.take(id, seq, until), epoch,
      holder: desk.holderOf(id, flags), optedOut: (flags & OPTED_OUT) !== 0, session, kept: kept.of(id, flags, now), language: languageOf(language), agentRepliedAt: agentAt ?? 0,
      inbound: { seq, origin: ORIGINS[origin]!, at, acceptedAt, sealed, attempts: attempts + lost },
    };
  }

  /** `deadCode`: the inbound is set aside instead of done. */
  function commit(c: Commit, deadCode: string | null): "done" | "fenced" {
    if (leases.of(c.conversation)?.fence !== c.fence) return "fenced";
    const row = room.get(c.conversation) as unknown as Room;
    if ((deadCode === null ? finish : setAside).run(c.rewrite ?? null, c.conversation, c.inbound).changes === 0) return "fenced";
    leases.end(c.conversation);
    if (deadCode !== null) record.run(c.conversation, c.inbound, c.at, deadCode);
    if (c.ticket) desk.open(c.conversation, c.ticket, c.at);
    if (c.told !== undefined) tell.run(c.told, Math.floor(c.at / DAY));
    if (c.erase) {
      erase(c, row);
      return "done";
    }
    if (c.timers) for (const t of c.timers) setTimer.run(t.id, c.conversation, t.at, t.sealed);
    if (c.lookups) for (const l of c.lookups) setLookup.run(l.id, c.conversation, l.at, l.sealed);
    const [flags, , inSeq, outSeq, firstIn, sendAt, forgetAt] = row, answers = c.outbound.length > 0;
    const [first, since] = firstIn === c.inbound && inSeq === c.inbound ? [inSeq + 1, null] : nextOf(c.conversation, firstIn, inSeq);
    write.run(flagsAfter(c, c.kept === undefined ? flags : kept.keep(c.conversation, flags, c.kept)), c.session, languageCode(c.language), enqueue(c, outSeq), first, since, !answers ? sendAt : Math.min(sendAt ?? c.at, c.at),        // they wrote, so the phone is on: nothing new waits behind an old pause
     
      c.outbound.some(o => o.kind === "agent") ? c.at : null, c.conversation);
    if (!answers && forgetAt === null) arm.run(c.at + FORGET_AFTER, c.conversation);
    if (answers) wake("outbound");
    if (since !== null) wake("inbound");
    return "done";
  }

  function nextOf(conversation: number, firstIn: number, inSeq: number): [first: number, since: number | null] {
    const [seq, since] = pending.get(conversation, firstIn) as unknown as [number | null, number | null];
    return [seq ?? inSeq + 1, since];
  }

  /** Returns the last number given. */
  function enqueue(c: Commit, last: number): number {
    for (const o of c.outbound) put(c, o, o.epoch, ++last);
    return last;
  }

  function put(c: Commit, outbound: NewOutbound, epoch: number, seq: number): void {
    queue.run(c.conversation, seq, KINDS.indexOf(outbound.kind), epoch, c.at, outbound.sealed);
  }

  /** Everything of this person goes. A last word is still delivered, and danger keeps what `remains.ts` says. What they wrote
   *  after asking, and nobody has read yet, is a stranger's first message: it must not go unanswered. */
  function erase(c: Commit, [, epoch, , outSeq]: Room): void {
    const person = personOf(c.conversation), channel = c.conversation % ROOM_FOR_CHANNELS;
    const unread = leftOver.all(c.conversation) as Unread[];
    const { sealed_address } = sealedAddressOf.get(c.conversation) as { sealed_address: Bytes };
    const addresses = unread.length > 0 ? people.addressesOf(c.conversation, person) : [];
    for (let other = 0; other < ROOM_FOR_CHANNELS; other++) eraseOne(conversationOf(person, other), person, c);
    if (c.outbound.length > 0) {
      lastWord.run(enqueue({ ...c, outbound: c.outbound.map(o => ({ ...o, epoch })) }, outSeq), c.at, c.conversation);
      wake("outbound");
    }
    if (unread.length > 0) begin(unread, channel, addresses, sealed_address);
  }

  function eraseOne(conversation: number, person: number, c: Commit): void {
    if (exists.get(conversation) === undefined) return;
    people.forget(conversation, person);
    remains.erase(conversation, conversation === c.conversation && c.outbound.length > 0, c.at);
  }

  function begin(unread: Unread[], channel: number, addresses: Parameters<Inbox["meet"]>[0], sealedAddress: Bytes): void {
    const heardAt = Math.max(...unread.map(u => u.at)), readyAt = Math.min(...unread.map(u => u.accepted_at));
    const conversation = box.meet(addresses, sealedAddress, channel, { heardAt, readyAt, inSeq: unread.length });
    unread.forEach((u, i) => box.insert.run(conversation, i + 1, PENDING, FROM_PERSON, u.at, u.accepted_at, u.sealed));
    wake("inbound");
  }

  function postpone(conversation: ConversationId, fence: number, inbound: number, at: Millis): "done" | "fenced" {
    if (leases.of(conversation)?.fence !== fence) return "fenced";
    leases.end(conversation);
    later.run(at, conversation);
    tried.run(conversation, inbound);
    noteDown();
    wake("inbound");
    return "done";
  }

  return {
    anyDue: (at: Millis): boolean => leases.count() > 0 || free(1, at).length > 0,
    lease, commit, postpone,
    /** The process that held these leases is dead: they count as tries, for a message that ends its process must not do so for ever. */
    free(): void {
      const { turns: pairs } = noted.get() as { turns: Bytes };
      const lost = new Float64Array(Uint8Array.from(pairs).buffer);
      for (let i = 0; i < lost.length; i += 2) tried.run(lost[i]!, lost[i + 1]!);
      note.run(NOBODY);
    },
  };
}

function flagsAfter(c: Commit, before: number): number {
  const opted = c.optedOut === undefined ? before & OPTED_OUT : c.optedOut ? OPTED_OUT : 0;
  return (before & ~OPTED_OUT) | opted | (c.ticket ? TICKET : 0);
}
