/** The one door: what providers, agents, timers and look-ups bring is hashed, sealed and stored. When a promise resolves
 *  it is durable; the row is the queue entry. */
import type { Inbound, Internal } from "../bot/inbound.ts";
import type { Millis } from "../flows/ids.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Address, Arrival, Move, Parsed, Receipt } from "./providers/provider.ts";
import { readRef } from "./ref.ts";
import type { Seal } from "./seal.ts";
import type { Accepted, ConversationId, HashedAddress, NewInbound, NewMove, NewReceipt, Store } from "./store/store.ts";

const DAY = 86_400_000;
/** Meta redelivers for 7 days; its ids are remembered for 30, and a message older than that is stale. */
export const WHATSAPP_KEY_DAYS = 30;

export type Accept = ReturnType<typeof createAccept>;
export type Counts = { new: number; duplicate: number; stale: number };

export function createAccept({ store, seal, now, metrics, log }: { store: Store; seal: Seal; now: () => Millis; metrics: Metrics; log: Log }) {
  return {
    /** All of one webhook. */
    async webhook(parsed: Parsed): Promise<Counts> {
      const at = now();
      const counts: Counts = { new: 0, duplicate: 0, stale: 0 };
      const fresh = parsed.arrivals.filter(a => !stale(a, at));
      counts.stale = parsed.arrivals.length - fresh.length;
      // Asked for side by side, so that one commit holds them all.
      const moved = parsed.moves.length ? store.move(parsed.moves.flatMap(m => sealMove(seal, m, at)), at) : null;
      const kept = fresh.length ? store.accept(fresh.map(a => sealArrival(seal, a, at)), at) : null;
      const settled = parsed.receipts.length ? settleReceipts(parsed.receipts, at) : null;
      const [results] = settled || moved ? await Promise.all([kept, moved, settled]) : [await kept];
      for (const r of results ?? []) counts[r.kind === "duplicate" ? "duplicate" : "new"]++;
      const provider = parsed.arrivals[0]?.provider ?? "none";
      if (counts.new) metrics.accepted.inc({ provider }, counts.new);
      if (counts.duplicate) metrics.duplicates.inc({ provider }, counts.duplicate);
      if (counts.stale) metrics.stale.inc({ provider }, counts.stale);
      for (const kind in parsed.ignored) metrics.ignored.inc({ kind }, parsed.ignored[kind]);
      return counts;
    },

    /** What comes from inside. `id` makes it unique: the same one again is a duplicate. */
    async inside(conversation: ConversationId, id: string, said: Internal, ends: { timer?: string; lookup?: string } = {}): Promise<Accepted> {
      const at = now();
      const origin = said.kind;
      const [result] = await store.accept([{ key: seal.hash("message", `${origin}:${id}`), keyUntilDay: day(at) + WHATSAPP_KEY_DAYS, at, origin, conversation, ...ends, sealed: sealInbound(seal, said) }], at);
      return result!;
    },
  };

  async function settleReceipts(receipts: Receipt[], at: Millis): Promise<void> {
    const rows = receipts.flatMap(r => toRow(seal, r, at));
    for (const r of receipts) {
      metrics.receipts.inc({ provider: r.provider, status: r.status });
      if (r.fault) log.warn("receipt.failed", { provider: r.provider, code: r.fault.code, providerCode: r.fault.provider ?? 0 });
    }
    if (rows.length) await store.receipts(rows, at);
  }
}

/** Most that is kept is typed words: those are written as they are, behind a mark. */
const TYPED = "=";
export const sealInbound = (seal: Seal, inbound: Inbound): Uint8Array => seal.seal("inbound", inbound.kind === "text" ? TYPED + inbound.text : JSON.stringify(inbound));
export function openInbound(seal: Seal, sealed: Uint8Array): Inbound {
  const plain = seal.open("inbound", sealed);
  return plain.startsWith(TYPED) ? { kind: "text", text: plain.slice(TYPED.length) } : JSON.parse(plain) as Inbound;
}

const day = (at: Millis): number => Math.floor(at / DAY);

function stale(arrival: Arrival, at: Millis): boolean {
  return arrival.provider === "whatsapp" && arrival.at > 0 && arrival.at < at - WHATSAPP_KEY_DAYS * DAY;
}

function sealArrival(seal: Seal, arrival: Arrival, at: Millis): NewInbound {
  return {
    key: seal.hash("message", `${arrival.provider}:${arrival.id}`),
    keyUntilDay: arrival.provider === "twilio" ? 0 : day(at) + WHATSAPP_KEY_DAYS,
    at: arrival.at > 0 ? Math.min(arrival.at, at) : at,      // a clock ahead of ours must not hold the window open
    origin: "person", channel: arrival.channel,
    addresses: hashAddress(seal, arrival), sealedAddress: () => seal.seal("address", JSON.stringify(arrival.from)),
    sealed: sealInbound(seal, arrival.said),
    ...(arrival.silent && { silent: arrival.silent }),
  };
}

/** A BSUID first, where there is one: the store looks up in this order. */
export function hashAddress(seal: Seal, { channel, from }: { channel: Arrival["channel"]; from: Address }): HashedAddress[] {
  if (channel === "sms") return from.phone ? [{ kind: "sms-phone", hash: seal.hash("sms-phone", from.phone) }] : [];
  return [
    ...(from.userId ? [{ kind: "wa-user" as const, hash: seal.hash("wa-user", from.userId) }] : []),
    ...(from.phone ? [{ kind: "wa-phone" as const, hash: seal.hash("wa-phone", from.phone) }] : []),
  ];
}

function sealMove(seal: Seal, move: Move, at: Millis): NewMove[] {
  const from = hashAddress(seal, { channel: move.channel, from: move.from }), to = hashAddress(seal, { channel: move.channel, from: move.to });
  if (!from.length || !to.length) return [];
  return [{ key: seal.hash("message", `${move.provider}:${move.id}`), keyUntilDay: day(at) + WHATSAPP_KEY_DAYS, channel: move.channel, from, to, sealedAddress: seal.seal("address", JSON.stringify(move.to)) }];
}

function toRow(seal: Seal, receipt: Receipt, at: Millis): NewReceipt[] {
  const ref = readRef(receipt.ref);
  if (!ref) return [];
  return [{ ...ref, status: receipt.status, at: receipt.at || at, idHash: providerIdHash(seal, receipt.id), ...(receipt.remedy && { remedy: receipt.remedy.kind === "again" ? { kind: "again", at: at + receipt.remedy.after * 1000 } : receipt.remedy }) }];
}

export const providerIdHash = (seal: Seal, id: string): Uint8Array => seal.hash("provider-id", id).subarray(0, 8);
