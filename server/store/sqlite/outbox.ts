/** The work of `deliver`: the head of a conversation's outbox is leased, its send is on disk before it begins, and what came
 *  of it is settled under the lease's fence. Receipts and settles may come in any order. Runs inside the caller's transaction.
 *
 *  The number of parts is known above the port only. A receipt for the current part of a row that is not settled moves the
 *  row on; the next lease then names a part that does not exist, and is settled as sent, last, with an empty id. */
import type { Channel, Millis } from "../../../flows/ids.ts";
import { never } from "../../../flows/ids.ts";
import type { Bytes, ConversationId, NewReceipt, OutboundLease, Settle } from "../store.ts";
import { BOT, channelCode, channelOf, DELIVERED, DROPPED, ERASED, FAILED, HEARD, KINDS, PARKED, QUEUED, rankOf, READ, SENDING, SENT, SET_ASIDE, UNDER_WAY } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Wake } from "./inbox.ts";
import { FORGET_AFTER } from "./term.ts";

type Due = { id: number; flags: number; epoch: number; first_out: number; sealed_address: Bytes; heard_at: number; send_fence: number };
type Head = { seq: number; state: number; kind: number; epoch: number; at: number; sealed: Bytes; part: number; acked: number; tries: number; since: number | null };
type Row = { state: number; part: number; acked: number; status: number; tries: number; since: number | null; failed_id: Bytes | null; ids: Bytes | null };
type Room = { flags: number; send_fence: number; out_seq: number; first_out: number; send_at: number | null };
type Outcome = Settle["outcome"];

const ID = 8;                 // bytes of a provider id's hash
const KNOWN_IDS = 32;         // the most recent ones that a lease carries
const NO_ID: Bytes = new Uint8Array(0);
const STATE_OF_RANK = [SENT, SENT, DELIVERED, READ] as const;
const WAITING = `state IN (${QUEUED}, ${UNDER_WAY})`;

export function outbox(db: Database, wake: Wake) {
  // One index a channel: a provider that is down leaves a backlog that the others must not wade through.
  const due = [0, 1].map(c => db.prepare(`SELECT id, flags, epoch, first_out, sealed_address, heard_at, send_fence FROM conversation WHERE send_at IS NOT NULL AND send_at <= ? AND id % 4 = ${c} ORDER BY send_at LIMIT ?`));
  const some = [0, 1].map(c => db.prepare(`SELECT 1 FROM conversation WHERE send_at IS NOT NULL AND send_at <= ? AND id % 4 = ${c} LIMIT 1`));
  const head = db.prepare(`SELECT seq, state, kind, epoch, at, sealed, part, acked, tries, since FROM outbox WHERE conversation = ? AND seq >= ? AND ${WAITING} ORDER BY seq LIMIT 1`);
  const become = db.prepare("UPDATE outbox SET state = ? WHERE conversation = ? AND seq = ?");
  const attempt = db.prepare(`UPDATE outbox SET state = ${UNDER_WAY}, part = ?, tries = ?, since = ? WHERE conversation = ? AND seq = ?`);
  const take = db.prepare(`UPDATE conversation SET send_at = ?, send_fence = ?, flags = (flags | ${SENDING}) & ~${HEARD}, first_out = ? WHERE id = ?`);
  const idsOf = db.prepare(`SELECT ids FROM outbox WHERE conversation = ? AND ids IS NOT NULL ORDER BY seq DESC LIMIT ${KNOWN_IDS}`);

  const room = db.prepare("SELECT flags, send_fence, out_seq, first_out, send_at FROM conversation WHERE id = ?");
  const row = db.prepare("SELECT state, part, acked, status, tries, since, failed_id, ids FROM outbox WHERE conversation = ? AND seq = ?");
  const brief = db.prepare("SELECT state, part FROM outbox WHERE conversation = ? AND seq = ?");
  const write = db.prepare("UPDATE outbox SET state = ?, part = ?, acked = ?, status = ?, tries = ?, since = ?, failed_id = ?, ids = ?, code = ? WHERE conversation = ? AND seq = ?");
  const next = db.prepare(`SELECT min(seq) AS seq FROM outbox WHERE conversation = ? AND seq >= ? AND ${WAITING}`);
  const point = db.prepare("UPDATE conversation SET send_at = ?, first_out = ?, flags = ?, send_fence = ? WHERE id = ?");
  const rest = db.prepare("UPDATE conversation SET send_at = ?, first_out = ?, flags = ?, send_fence = ?, forget_at = ? WHERE id = ?");
  const clear = db.prepare("DELETE FROM outbox WHERE conversation = ?");
  const remove = db.prepare("DELETE FROM conversation WHERE id = ?");
  const freed = db.prepare(`UPDATE conversation SET send_at = ?, send_fence = send_fence + 1, flags = flags & ~${SENDING | HEARD} WHERE send_at IS NOT NULL
    AND (flags & ${SENDING} OR EXISTS (SELECT 1 FROM outbox o WHERE o.conversation = conversation.id AND o.seq >= conversation.first_out AND o.state = ${UNDER_WAY}))`);

  // ── lease ───────────────────────────────────────────────────────────────────────────────────────────────────────
  function lease(channel: Channel, max: number, at: Millis, until: Millis): OutboundLease[] {
    const leases: OutboundLease[] = [];
    // What turned out to be stale leaves room for more.
    for (let found = max; found === max && leases.length < max;) {
      const rows = due[channelCode(channel)]!.all(at, max - leases.length) as Due[];
      found = rows.length === max - leases.length ? max : rows.length;
      for (const conversation of rows) {
        const first = headOf(conversation);
        if (first) leases.push(taken(conversation, first, at, until));
        else settled(conversation.id, at);
      }
    }
    return leases;
  }

  /** The oldest row to send; bot rows that an agent's claim has overtaken are dropped on the way. */
  function headOf(conversation: Due): Head | null {
    for (let from = conversation.first_out; ;) {
      const first = head.get(conversation.id, from) as Head | undefined;
      if (!first) return null;
      if (first.kind !== BOT || first.epoch >= conversation.epoch) return first;
      become.run(first.part > 0 || first.acked > 0 ? SENT : DROPPED, conversation.id, first.seq);
      from = first.seq + 1;
    }
  }

  function taken(conversation: Due, first: Head, at: Millis, until: Millis): OutboundLease {
    const moved = first.acked > first.part;   // a receipt has told the fate of the part that was under way
    const part = moved ? first.acked : first.part, tries = moved ? 0 : first.tries, since = moved || first.state === QUEUED ? null : first.since;
    if (since === null) attempt.run(part, tries + 1, at, conversation.id, first.seq);
    const fence = conversation.send_fence + 1;
    take.run(until, fence, first.seq, conversation.id);
    return {
      conversation: conversation.id as ConversationId, channel: channelOf(conversation.id), fence, seq: first.seq, kind: KINDS[first.kind]!,
      sealed: first.sealed, sealedAddress: conversation.sealed_address, part, attempts: tries, unknownSince: since,
      lastHeardAt: conversation.heard_at, madeAt: first.at, sentIds: since === null ? [] : sentIds(conversation.id),
    };
  }

  function sentIds(conversation: number): Bytes[] {
    return (idsOf.all(conversation) as { ids: Bytes }[]).flatMap(r => split(r.ids)).slice(0, KNOWN_IDS);
  }

  // ── settle ──────────────────────────────────────────────────────────────────────────────────────────────────────
  function settle(s: Settle): "done" | "fenced" {
    const now = room.get(s.conversation) as Room | undefined;
    if (!now || now.send_fence !== s.fence || !(now.flags & SENDING)) return "fenced";
    const r = row.get(s.conversation, s.seq) as Row | undefined;
    if (!r || r.state !== UNDER_WAY || r.part !== s.part) return "fenced";
    conclude(s, now, r);
    return "done";
  }

  function conclude(s: Settle, now: Room, r: Row): void {
    const outcome: Outcome = r.acked > s.part && s.outcome.kind !== "sent" ? { kind: "sent", idHash: NO_ID, last: false } : s.outcome;
    switch (outcome.kind) {
      case "sent":
        if (!outcome.last) {
          save(s, { ...r, state: QUEUED, part: s.part + 1, tries: 0, since: null, ids: withId(r.ids, outcome.idHash) });
          return stay(s.conversation, now, s.at);
        }
        save(s, whole(r, outcome.idHash.length === 0 ? s.part : s.part + 1, outcome.idHash));
        return onward(s, now, s.at);
      case "again":
        save(s, { ...r, state: QUEUED, since: null });
        return stay(s.conversation, now, outcome.at);
      case "unknown":
        return stay(s.conversation, now, outcome.at);
      case "refused":
        save(s, { ...r, state: FAILED, since: null }, outcome.code);
        return onward(s, now, s.at);
      case "parked":
        // They wrote while it was under way: their message has opened the window that it would wait for.
        save(s, { ...r, state: now.flags & HEARD ? QUEUED : SET_ASIDE, since: null }, now.flags & HEARD ? null : outcome.code);
        return now.flags & HEARD ? stay(s.conversation, now, s.at) : onward(s, { ...now, flags: now.flags | PARKED }, s.at);
      default:
        return never(outcome);
    }
  }

  function save(to: { conversation: number; seq: number }, r: Row, code: string | null = null): void {
    write.run(r.state, r.part, r.acked, r.status, r.tries, r.since, r.failed_id, r.ids, code, to.conversation, to.seq);
  }

  /** The lease ends; the same row is the head, at this time. */
  function stay(conversation: number, now: Room, at: Millis): void {
    point.run(at, now.first_out, now.flags & ~(SENDING | HEARD), now.send_fence, conversation);
    wake("outbound");
  }

  /** The lease ends and this row with it: on to the next, or to rest. */
  function onward(from: { conversation: number; seq: number }, now: Room, at: Millis): void {
    const after = now.out_seq === from.seq && now.first_out === from.seq ? null : (next.get(from.conversation, now.first_out) as { seq: number | null }).seq;
    if (after === null && now.flags & ERASED) return vanish(from.conversation);
    rest.run(after === null ? null : at, after ?? now.out_seq + 1, now.flags & ~(SENDING | HEARD), now.send_fence, now.flags & ERASED ? null : at + FORGET_AFTER, from.conversation);
    if (after !== null) wake("outbound");
  }

  /** An erased person's last word is out. */
  function vanish(conversation: number): void {
    clear.run(conversation);
    remove.run(conversation);
  }

  function settled(conversation: number, at: Millis): void {
    onward({ conversation, seq: 0 }, room.get(conversation) as Room, at);
  }

  // ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────
  function receipts(all: readonly NewReceipt[], at: Millis): number {
    let known = 0;
    for (const receipt of all) {
      const found = brief.get(receipt.conversation, receipt.seq) as Pick<Row, "state" | "part"> | undefined;
      if (!found) continue;
      known++;
      if (receipt.status === "failed") fail(receipt, whatIs(receipt), at);
      else if (receipt.status !== "queued") climb(receipt, found, receipt.status === "read" ? 3 : receipt.status === "delivered" ? 2 : 1, at);
    }
    return known;
  }

  const whatIs = (receipt: NewReceipt): Row => row.get(receipt.conversation, receipt.seq) as Row;

  function climb(receipt: NewReceipt, found: Pick<Row, "state" | "part">, rank: number, at: Millis): void {
    switch (found.state) {
      case SENT: case DELIVERED: case READ:
        if (receipt.part === found.part - 1 && rank > rankOf(found.state)) become.run(STATE_OF_RANK[rank]!, receipt.conversation, receipt.seq);
        return;
      case QUEUED: case UNDER_WAY:
        return advance(receipt, whatIs(receipt), rank, at);
      case DROPPED: case SET_ASIDE:
        // It went out after all.
        return save(receipt, whole({ ...whatIs(receipt), acked: receipt.part + 1, status: rank }, receipt.part + 1, receipt.idHash));
      default:
        return;   // failed is final
    }
  }

  /** The part is out, whatever its settle says or said. */
  function advance(receipt: NewReceipt, r: Row, rank: number, at: Millis): void {
    const parts = receipt.part + 1;
    if (parts < r.part || parts < r.acked) return;
    if (rank === 1 && r.failed_id !== null && same(r.failed_id, receipt.idHash)) return;
    save(receipt, { ...r, acked: parts, status: parts === r.acked ? Math.max(r.status, rank) : rank, ids: withId(r.ids, receipt.idHash) });
    const now = room.get(receipt.conversation) as Room;
    if (parts > r.part && !(now.flags & SENDING)) stay(receipt.conversation, { ...now, first_out: Math.min(now.first_out, receipt.seq) }, at);
  }

  function fail(receipt: NewReceipt, r: Row, at: Millis): void {
    if (r.state !== SENT && r.state !== QUEUED && r.state !== UNDER_WAY) return;
    if (r.failed_id !== null && same(r.failed_id, receipt.idHash)) return;           // told twice
    if (r.acked > receipt.part && r.status > 1 || receipt.part >= Math.max(r.part, r.acked) && r.state === SENT) return;
    const now = room.get(receipt.conversation) as Room;
    const remedy = receipt.remedy ?? { kind: "refused", code: "provider:failed" };
    const anew = { ...r, part: Math.min(r.part, receipt.part), acked: Math.min(r.acked, receipt.part), status: 0, since: null, failed_id: receipt.idHash, ids: withId(r.ids, receipt.idHash) };
    // Whoever has this row under way is fenced off: its fate is told. A lease of another row is left alone.
    const leased = (now.flags & SENDING) !== 0, mine = leased && r.state === UNDER_WAY;
    const open = { ...now, first_out: Math.min(now.first_out, receipt.seq), ...(mine ? { flags: now.flags & ~(SENDING | HEARD), send_fence: now.send_fence + 1 } : {}) };
    const look = { busy: leased && !mine, headKeeps: r.state === SENT };
    switch (remedy.kind) {
      case "again":
        save(receipt, { ...anew, state: QUEUED, tries: Math.max(1, r.tries) });
        return reset(receipt, open, look, remedy.at);
      case "refused":
        save(receipt, { ...anew, state: FAILED }, remedy.code);
        return reset(receipt, open, look, at);
      case "parked":
        save(receipt, { ...anew, state: SET_ASIDE }, remedy.code);
        return reset(receipt, { ...open, flags: open.flags | PARKED }, look, at);
      default:
        return never(remedy);
    }
  }

  /** Finds the head anew after a row changed behind the outbox's back. `busy`: another row is under way. `headKeeps`: the row
   *  was settled long ago, so whatever is head now waits for its own time. */
  function reset(receipt: NewReceipt, now: Room, look: { busy: boolean; headKeeps: boolean }, at: Millis): void {
    if (look.busy) return void point.run(now.send_at, now.first_out, now.flags, now.send_fence, receipt.conversation);
    const first = (next.get(receipt.conversation, now.first_out) as { seq: number | null }).seq;
    if (first === null) return onward(receipt, now, at);
    point.run(first !== receipt.seq && look.headKeeps ? now.send_at ?? at : at, first, now.flags, now.send_fence, receipt.conversation);
    wake("outbound");
  }

  return {
    anyDue: (channel: Channel, at: Millis): boolean => some[channelCode(channel)]!.get(at) !== undefined,
    lease, settle, receipts,
    /** Sends left by a dead process: their fate is unknown, and they are to be looked at at once. */
    free: (at: Millis): void => { freed.run(at); },
  };
}

function split(ids: Bytes): Bytes[] {
  const all: Bytes[] = [];
  for (let i = 0; i < ids.length; i += ID) all.push(ids.subarray(i, i + ID));
  return all;
}

/** The same array when the id is there already, or is none. */
function withId(ids: Bytes | null, id: Bytes): Bytes | null {
  if (id.length === 0 || (ids !== null && split(ids).some(known => same(known, id)))) return ids;
  if (id.length !== ID) throw new Error(`a provider id's hash has ${ID} bytes`);
  const longer = new Uint8Array((ids?.length ?? 0) + ID);
  if (ids) longer.set(ids);
  longer.set(id, ids?.length ?? 0);
  return longer;
}

function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** All parts are out; a receipt for the last one may have come before. */
function whole(r: Row, parts: number, id: Bytes): Row {
  return { ...r, state: r.acked === parts ? STATE_OF_RANK[r.status]! : SENT, part: parts, acked: 0, status: 0, tries: 0, since: null, failed_id: null, ids: withId(r.ids, id) };
}
