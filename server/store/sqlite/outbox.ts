/** The work of `deliver`: the head of a conversation's outbox is leased, its send is on disk before it begins, and what came
 *  of it is settled under the lease's fence. Receipts and settles may come in any order. Runs inside the caller's transaction.
 *
 *  The number of parts is known above the port only. A receipt for the current part of a row that is not settled moves the
 *  row on; the next lease then names a part that does not exist, and is settled as sent, last, with an empty id. */
import type { Channel, Millis } from "../../../flows/ids.ts";
import { never } from "../../../flows/ids.ts";
import type { Bytes, ConversationId, NewReceipt, OutboundLease, Settle } from "../store.ts";
import { AGENT_KIND, BOT, channelCode, channelOf, DELIVERED, DROPPED, ERASED, FAILED, KEPT, KINDS, PARKED, QUEUED, rankOf, READ, SENT, SET_ASIDE, UNDER_WAY } from "./codes.ts";
import { listing, type Database } from "./file.ts";
import type { Wake } from "./inbox.ts";
import type { Leases } from "./leases.ts";
import type { Remains } from "./remains.ts";
import { FORGET_AFTER } from "./term.ts";

type Due = [flags: number, epoch: number, firstOut: number, sealedAddress: Bytes, heardAt: number, ...head: Head];
type Head = [seq: number | null, state: number, kind: number, epoch: number, at: number, sealed: Bytes, part: number, acked: number, tries: number, since: number | null];
type Row = { state: number; part: number; acked: number; status: number; tries: number; since: number | null; failed_id: Bytes | null; ids: Bytes | null };
type Room = { flags: number; out_seq: number; first_out: number; send_at: number | null; forget_at: number | null };
type Both = [flags: number, outSeq: number, firstOut: number, sendAt: number | null, forgetAt: number | null,
  state: number, part: number, acked: number, status: number, tries: number, since: number | null, failedId: Bytes | null, ids: Bytes | null];
type Outcome = Settle["outcome"];

const ID = 8;                 // bytes of a provider id's hash
const KNOWN_IDS = 32;         // the most recent ones that a lease carries
const NO_ID: Bytes = new Uint8Array(0);
const RANK_OF = { queued: 0, failed: 0, sent: 1, delivered: 2, read: 3 } as const satisfies Record<NewReceipt["status"], number>;
const STATE_OF_RANK = [SENT, SENT, DELIVERED, READ] as const;
const WAITING = `state IN (${QUEUED}, ${UNDER_WAY})`;

export type Parts = { remains: Remains; leases: Leases; wake: Wake };

export function outbox(db: Database, { remains, leases, wake }: Parts) {
  // One index a channel: a provider that is down leaves a backlog that the others must not wade through.
  const dueIds = [0, 1].map(c => listing(db, `SELECT id FROM conversation WHERE send_at IS NOT NULL AND send_at <= ? AND id % 4 = ${c} ORDER BY send_at LIMIT ?`));
  const columns = "seq, state, kind, o.epoch, at, sealed, part, acked, tries, since";
  const due = listing(db, `SELECT flags, c.epoch, first_out, sealed_address, heard_at, ${columns} FROM conversation c LEFT JOIN outbox o ON o.conversation = c.id AND o.seq = c.first_out AND ${WAITING} WHERE c.id = ?`);
  const head = listing(db, `SELECT ${columns} FROM outbox o WHERE conversation = ? AND seq >= ? AND ${WAITING} ORDER BY seq LIMIT 1`);
  const become = db.prepare("UPDATE outbox SET state = ? WHERE conversation = ? AND seq = ?");
  const attempt = db.prepare(`UPDATE outbox SET state = ${UNDER_WAY}, part = ?, tries = ?, since = ? WHERE conversation = ? AND seq = ?`);
  const idsOf = db.prepare(`SELECT ids FROM outbox WHERE conversation = ? AND ids IS NOT NULL ORDER BY seq DESC LIMIT ${KNOWN_IDS}`);

  const room = db.prepare("SELECT flags, out_seq, first_out, send_at, forget_at FROM conversation WHERE id = ?");
  const row = db.prepare("SELECT state, part, acked, status, tries, since, failed_id, ids FROM outbox WHERE conversation = ? AND seq = ?");
  const both = listing(db, "SELECT flags, out_seq, first_out, send_at, forget_at, state, part, acked, status, tries, since, failed_id, ids FROM conversation c JOIN outbox o ON o.conversation = c.id WHERE c.id = ? AND seq = ?");
  // Most receipts: the only part of a row that is sent, and better news of it than before.
  const rise = [0, 1, 2, 3].map(rank => db.prepare(`UPDATE outbox SET state = ${STATE_OF_RANK[rank]!} WHERE conversation = ? AND seq = ? AND part = ? AND state IN (${[SENT, ...(rank === 3 ? [DELIVERED] : [])].join(", ")})`));
  const brief = db.prepare("SELECT state, part FROM outbox WHERE conversation = ? AND seq = ?");
  const write = db.prepare("UPDATE outbox SET state = ?, part = ?, acked = ?, status = ?, tries = ?, since = ?, failed_id = ?, ids = ?, code = ? WHERE conversation = ? AND seq = ?");
  const next = db.prepare(`SELECT min(seq) AS seq FROM outbox WHERE conversation = ? AND seq >= ? AND ${WAITING}`);
  const point = db.prepare("UPDATE conversation SET send_at = ?, first_out = ?, flags = ? WHERE id = ?");
  const arm = db.prepare("UPDATE conversation SET forget_at = ? WHERE id = ?");
  const wroteSince = db.prepare("SELECT 1 FROM conversation c JOIN outbox o ON o.conversation = c.id WHERE c.id = ? AND o.seq = ? AND c.heard_at > o.at");
  const lastWordGoes = db.prepare(`DELETE FROM outbox WHERE conversation = ? AND kind != ${AGENT_KIND} AND NOT ${WAITING}`);
  const freed = db.prepare(`UPDATE conversation SET send_at = ? WHERE send_at > ?
    AND EXISTS (SELECT 1 FROM outbox o WHERE o.conversation = conversation.id AND o.seq >= conversation.first_out AND o.state = ${UNDER_WAY})`);

  // ── lease ───────────────────────────────────────────────────────────────────────────────────────────────────────
  function free(channel: Channel, max: number, at: Millis): number[] {
    const ids = dueIds[channelCode(channel)]!.all(at, max + leases.count()) as unknown as [number][];
    return ids.map(([id]) => id).filter(id => !leases.takenAt(id, at)).slice(0, max);
  }

  function lease(channel: Channel, max: number, at: Millis, until: Millis): OutboundLease[] {
    const taken: OutboundLease[] = [];
    // What turned out to be stale leaves room for more.
    for (let more = true; more && taken.length < max;) {
      const ids = free(channel, max - taken.length, at);
      more = ids.length === max - taken.length;
      for (const id of ids) {
        const conversation = due.get(id) as unknown as Due, first = headOf(id, conversation);
        if (first) taken.push(take(id, conversation, first, at, until));
        else settled(id, at);
      }
    }
    return taken;
  }

  /** The oldest row to send; bot rows that an agent's claim has overtaken are dropped on the way. */
  function headOf(id: number, [, now, firstOut, , , ...only]: Due): Head | null {
    let first = only[0] === null ? head.get(id, firstOut) as unknown as Head | undefined : only;
    while (first && first[2] === BOT && first[3] < now) {
      const seq = first[0]!;
      become.run(first[6] > 0 || first[7] > 0 ? SENT : DROPPED, id, seq);
      first = head.get(id, seq + 1) as Head | undefined;
    }
    return first ?? null;
  }

  function take(id: number, [, , , sealedAddress, lastHeardAt]: Due, [place, state, kind, , madeAt, sealed, done, acked, tried, began]: Head, at: Millis, until: Millis): OutboundLease {
    const moved = acked > done;   // a receipt has told the fate of the part that was under way
    const seq = place!, part = moved ? acked : done, tries = moved ? 0 : tried, since = moved || state === QUEUED ? null : began;
    if (since === null) attempt.run(part, tries + 1, at, id, seq);
    return {
      conversation: id as ConversationId, channel: channelOf(id), fence: leases.take(id, seq, until), seq, kind: KINDS[kind]!,
      sealed, sealedAddress, part, attempts: tries, unknownSince: since, lastHeardAt, madeAt, sentIds: since === null ? [] : sentIds(id),
    };
  }

  function sentIds(conversation: number): Bytes[] {
    return (idsOf.all(conversation) as { ids: Bytes }[]).flatMap(r => split(r.ids)).slice(0, KNOWN_IDS);
  }

  // ── resend ──────────────────────────────────────────────────────────────────────────────────────────────────────
  function resend(l: Pick<OutboundLease, "conversation" | "fence" | "seq" | "part">, at: Millis): "done" | "told" | "fenced" {
    const r = row.get(l.conversation, l.seq) as Row | undefined;
    if (leases.of(l.conversation)?.fence !== l.fence || r?.state !== UNDER_WAY || r.part !== l.part) return "fenced";
    if (r.acked > l.part) return "told";
    attempt.run(l.part, r.tries + 1, at, l.conversation, l.seq);
    return "done";
  }

  // ── settle ──────────────────────────────────────────────────────────────────────────────────────────────────────
  function settle(s: Settle): "done" | "fenced" {
    const held = leases.of(s.conversation);
    if (held?.fence !== s.fence) return "fenced";
    const found = both.get(s.conversation, s.seq) as unknown as Both | undefined;
    if (!found) return "fenced";
    const [flags, out_seq, first_out, send_at, forget_at, state, part, acked, status, tries, since, failed_id, ids] = found;
    if (state !== UNDER_WAY || part !== s.part) return "fenced";
    leases.end(s.conversation);
    conclude(s, { flags, out_seq, first_out, send_at, forget_at }, { state, part, acked, status, tries, since, failed_id, ids }, held.heard);
    return "done";
  }

  function conclude(s: Settle, now: Room, r: Row, heard: boolean): void {
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
        save(s, { ...r, state: heard ? QUEUED : SET_ASIDE, since: null }, heard ? null : outcome.code);
        return heard ? stay(s.conversation, now, s.at) : onward(s, { ...now, flags: now.flags | PARKED }, s.at);
      default:
        return never(outcome);
    }
  }

  function save(to: { conversation: number; seq: number }, r: Row, code: string | null = null): void {
    write.run(r.state, r.part, r.acked, r.status, r.tries, r.since, r.failed_id, r.ids, code, to.conversation, to.seq);
  }

  /** The lease ends; the same row is the head, at this time. */
  function stay(conversation: number, now: Room, at: Millis): void {
    point.run(at, now.first_out, now.flags, conversation);
    wake("outbound");
  }

  /** The lease ends and this row with it: on to the next, or to rest. */
  function onward(from: { conversation: number; seq: number }, now: Room, at: Millis): void {
    const after = now.out_seq === from.seq && now.first_out === from.seq ? null : (next.get(from.conversation, now.first_out) as { seq: number | null }).seq;
    // An erased person's last word is out.
    if (after === null && now.flags & ERASED) return remains.vanish(from.conversation);
    if (now.flags & KEPT) lastWordGoes.run(from.conversation);
    point.run(after === null ? null : at, after ?? now.out_seq + 1, now.flags, from.conversation);
    if (now.forget_at === null && !(now.flags & ERASED)) arm.run(at + FORGET_AFTER, from.conversation);
    if (after !== null) wake("outbound");
  }

  function settled(conversation: number, at: Millis): void {
    onward({ conversation, seq: 0 }, room.get(conversation) as Room, at);
  }

  // ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────
  function receipts(all: readonly NewReceipt[], at: Millis): number {
    let known = 0;
    for (const receipt of all) if (isKnown(receipt, at)) known++;
    return known;
  }

  function isKnown(receipt: NewReceipt, at: Millis): boolean {
    const { conversation, seq, part, status } = receipt, rank = RANK_OF[status];
    if (rank > 1 && rise[rank]!.run(conversation, seq, part + 1).changes > 0) return true;
    const found = brief.get(conversation, seq) as Pick<Row, "state" | "part"> | undefined;
    if (!found) return false;
    if (status === "failed") fail(receipt, whatIs(receipt), at);
    else if (status !== "queued") climb(receipt, found, rank, at);
    return true;
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
    if (parts > r.part && !leases.of(receipt.conversation)) stay(receipt.conversation, { ...now, first_out: Math.min(now.first_out, receipt.seq) }, at);
  }

  function fail(receipt: NewReceipt, r: Row, at: Millis): void {
    if (r.state !== SENT && r.state !== QUEUED && r.state !== UNDER_WAY) return;
    if (r.failed_id !== null && same(r.failed_id, receipt.idHash)) return;           // told twice
    if (r.acked > receipt.part && r.status > 1 || receipt.part >= Math.max(r.part, r.acked) && r.state === SENT) return;
    const now = room.get(receipt.conversation) as Room;
    const remedy = remedyOf(receipt, r, at);
    const anew = { ...r, part: Math.min(r.part, receipt.part), acked: Math.min(r.acked, receipt.part), status: 0, since: null, failed_id: receipt.idHash, ids: withId(r.ids, receipt.idHash) };
    // Whoever has this row under way is fenced off: its fate is told. A lease of another row is left alone.
    const leased = leases.of(receipt.conversation) !== undefined, mine = leased && r.state === UNDER_WAY;
    if (mine) leases.end(receipt.conversation);
    const open = { ...now, first_out: Math.min(now.first_out, receipt.seq) };
    const look = { busy: leased && !mine, headKeeps: r.state === SENT };
    switch (remedy.kind) {
      case "again":
        if (r.tries >= RETRIED) {                 // each is a paid message to a phone that does not take it
          save(receipt, { ...anew, state: FAILED }, "send:exhausted");
          return reset(receipt, open, look, at);
        }
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

  /** Whoever has written since it was made has opened the window that it would wait for. */
  function remedyOf({ remedy, conversation, seq }: NewReceipt, { tries }: Row, at: Millis): NonNullable<NewReceipt["remedy"]> {
    if (remedy?.kind === "parked" && tries < RETRIED && wroteSince.get(conversation, seq) !== undefined) return { kind: "again", at };
    return remedy ?? { kind: "refused", code: "provider:failed" };
  }

  /** Finds the head anew after a row changed behind the outbox's back. `busy`: another row is under way. `headKeeps`: the row
   *  was settled long ago, so whatever is head now waits for its own time. */
  function reset(receipt: NewReceipt, now: Room, look: { busy: boolean; headKeeps: boolean }, at: Millis): void {
    if (look.busy) return void point.run(now.send_at, now.first_out, now.flags, receipt.conversation);
    const first = (next.get(receipt.conversation, now.first_out) as { seq: number | null }).seq;
    if (first === null) return onward(receipt, now, at);
    point.run(first !== receipt.seq && look.headKeeps ? now.send_at ?? at : at, first, now.flags, receipt.conversation);
    wake("outbound");
  }

  return {
    /** True at once while sends are under way: to take some costs no more than to look for one. */
    anyDue: (channel: Channel, at: Millis): boolean => leases.count() > 0 || free(channel, 1, at).length > 0,
    lease, resend, settle, receipts,
    /** Sends left by a dead process: their fate is unknown, and they are to be looked at at once. */
    free: (at: Millis): void => { freed.run(at, at); },
  };
}

/** Sends of one part, after which a receipt that says it failed is final. */
const RETRIED = 3;

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
  return { ...r, state: r.acked === parts ? STATE_OF_RANK[r.status]! : SENT, part: parts, acked: 0, status: 0, since: null, failed_id: null, ids: withId(r.ids, id) };
}
