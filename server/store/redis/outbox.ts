/** The work of `deliver` on Redis: leases of sends, what came of them, and receipts. */
import type { Channel, Millis } from "../../../flows/ids.ts";
import type { ConversationId, NewReceipt, OutboundLease, Settle } from "../store.ts";
import { channelCode, channelOf, KINDS } from "../sqlite/codes.ts";
import { firstOf, type Due } from "./due.ts";
import { bytes, list, number, text, type Argument, type Reply } from "./link.ts";
import { LEASE_OUTBOUND, RECEIPTS, RESEND, SETTLE } from "./outbox-scripts.ts";
import { shardOf, type Shards } from "./shards.ts";
import { LET_GO } from "./turn-scripts.ts";

const RANK_OF = { failed: -1, queued: 0, sent: 1, delivered: 2, read: 3 } as const satisfies Record<NewReceipt["status"], number>;
const ID = 8;                 // bytes of a provider id's hash

type Resent = "done" | "told" | "fenced";

export function createOutbox({ shards, due, failed }: { shards: Shards; due: Due; failed: (error: unknown) => void }) {
  /** What this process has under lease: its fence. */
  const working = new Map<number, number>();

  async function lease(channel: Channel, max: number, at: Millis, until: Millis): Promise<OutboundLease[]> {
    const code = channelCode(channel);
    const taken = await due.take(code === 0 ? "o0" : "o1", max, at, async (shard, room) => {
      const [leases, next, faulty] = list(await shards.of(shard, LEASE_OUTBOUND, code, at, until, room));
      for (const id of list(faulty)) failed(new Error(`conversation ${text(id)} can't be read`));
      return { taken: list(leases).map(list), next: firstOf(next) };
    });
    return taken.toSorted((a, b) => number(a[12]) - number(b[12]) || number(a[0]) - number(b[0])).map(leaseOf);
  }

  function leaseOf([id, fence, seq, kind, sealed, sealedAddress, part, attempts, since, heardAt, madeAt, ids]: Reply[]): OutboundLease {
    const conversation = number(id);
    working.set(conversation, number(fence));
    return {
      conversation: conversation as ConversationId, channel: channelOf(conversation), fence: number(fence), seq: number(seq), kind: KINDS[number(kind)]!,
      sealed: bytes(sealed), sealedAddress: bytes(sealedAddress), part: number(part), attempts: number(attempts), unknownSince: number(since) < 0 ? null : number(since),
      lastHeardAt: number(heardAt), madeAt: number(madeAt), sentIds: list(ids).map(bytes),
    };
  }

  async function settle(s: Settle): Promise<"done" | "fenced"> {
    const o = s.outcome;
    const [done, note] = list(await shards.ask(s.conversation, SETTLE, s.conversation, s.fence, s.seq, s.part, s.at, o.kind,
      o.kind === "sent" ? checked(o.idHash) : "", o.kind === "sent" && o.last ? "1" : "", o.kind === "again" || o.kind === "unknown" ? o.at : 0, o.kind === "refused" || o.kind === "parked" ? o.code : ""));
    shards.hints(shardOf(s.conversation), note);
    if (working.get(s.conversation) === s.fence) working.delete(s.conversation);
    return text(done) as "done" | "fenced";
  }

  async function receipts(all: NewReceipt[], at: Millis): Promise<number> {
    const rooms = new Map<number, NewReceipt[]>();
    for (const receipt of all) rooms.set(receipt.conversation, [...rooms.get(receipt.conversation) ?? [], receipt]);
    const known = await Promise.all([...rooms].map(async ([conversation, some]) => {
      const [n, note] = list(await shards.ask(conversation, RECEIPTS, conversation, at, some.length, ...some.flatMap(receiptOf)));
      shards.hints(shardOf(conversation), note);
      return number(n);
    }));
    return known.reduce((sum, n) => sum + n, 0);
  }

  function receiptOf({ seq, part, status, idHash, remedy = { kind: "refused", code: "provider:failed" } }: NewReceipt): Argument[] {
    return [seq, part, RANK_OF[status], checked(idHash), remedy.kind, remedy.kind === "again" ? remedy.at : 0, remedy.kind === "again" ? "" : remedy.code];
  }

  return {
    lease, settle, receipts,
    working: (): number[] => [...working.keys()],
    async resend(l: Pick<OutboundLease, "conversation" | "fence" | "seq" | "part">, at: Millis): Promise<Resent> {
      return text(list(await shards.ask(l.conversation, RESEND, l.conversation, l.fence, l.seq, l.part, at))[0]) as Resent;
    },
    letGo: async (): Promise<void> => { await Promise.all([...working].map(([conversation, fence]) => shards.ask(conversation, LET_GO, conversation, fence))); },
  };
}

function checked(id: Uint8Array): Uint8Array {
  if (id.length !== 0 && id.length !== ID) throw new Error(`a provider id's hash has ${ID} bytes`);
  return id;
}
