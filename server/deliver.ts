/** The worker of sends: leases the next outbound of a conversation, sends one part, settles it. A send whose fate is unknown
 *  is held for a short time and settled by what the provider tells, before it is sent again (docs/delivery.md). */
import { setTimeout as wait } from "node:timers/promises";
import { windowOpen } from "../bot/channels/window.ts";
import type { ChannelMessage } from "../bot/channels/message.ts";
import type { Words } from "../bot/words.ts";
import type { Library } from "../flows/flow.ts";
import type { Millis } from "../flows/ids.ts";
import { providerIdHash } from "./accept.ts";
import { createCircuit, troubled } from "./circuit.ts";
import { crashPoint } from "./crash.ts";
import type { Log } from "./log.ts";
import { createLoop, type Loop } from "./loop.ts";
import type { Metrics } from "./metrics.ts";
import { openOutbound, render } from "./outbound.ts";
import type { Address, Sender, Sent } from "./providers/provider.ts";
import { writeRef } from "./ref.ts";
import type { Seal } from "./seal.ts";
import type { OutboundLease, Settle, Store } from "./store/store.ts";

export const SEND_LEASE_FOR = 60_000;
const AT_ONCE = 64;
const DAY = 86_400_000;
/** A provider's list may show a send only a little after it was made. */
const LOOK_AFTER = 1_000;
/** A fate that the provider itself can't tell is asked for this long, then the message is sent again: late beats lost. */
const UNSURE_FOR = 600_000;

export type DeliverDeps = {
  store: Store; sender: Sender; seal: Seal; library: Library; wordsOf: (version: string) => Words; now: () => Millis; log: Log; metrics: Metrics;
  /** Milliseconds a send of unknown fate waits for a receipt, from the later of the send and when we began to listen. */
  unknownHold: number; listeningSince: () => Millis; sendsPerSecond: number; random?: () => number; pause?: (ms: Millis) => Promise<unknown>;
};

export function createDeliver(deps: DeliverDeps): Loop {
  const { store, sender, seal, now, log, metrics, random = Math.random, pause = wait } = deps;
  const circuit = createCircuit();
  const pace = createPace(deps.sendsPerSecond, now);

  return createLoop("deliver", log, AT_ONCE, async room => {
    if (pace.room() <= 0) return [];
    const may = Math.min(room, pace.room(), circuit.allows(now()));
    if (may <= 0) return [];
    const leases = await store.leaseOutbound(sender.channel, may, now(), now() + SEND_LEASE_FOR);
    pace.spend(leases.length);
    return leases.map(lease => () => one(lease));
  });

  async function one(lease: OutboundLease): Promise<void> {
    const settle: Omit<Settle, "outcome"> = { conversation: lease.conversation, fence: lease.fence, seq: lease.seq, part: lease.part, at: now() };
    // Their number is another person's now, who must not read this.
    if (lease.sealedAddress.length === 0) {
      log.warn("send.failed", { provider: sender.name, code: "address:reassigned", conversation: lease.conversation, seq: lease.seq });
      return finish(settle, { kind: "refused", code: "address:reassigned" });
    }
    let parts: ChannelMessage[], to: Address;
    try {
      to = JSON.parse(seal.open("address", lease.sealedAddress)) as Address;
      parts = render(openOutbound(seal, deps.library, lease.sealed), lease.channel, deps.wordsOf);
    } catch (error) {
      log.bug("outbound.unreadable", error, { conversation: lease.conversation, seq: lease.seq });
      await store.settle({ ...settle, outcome: { kind: "refused", code: "outbound:unreadable" } });
      return;
    }
    const message = parts[lease.part];
    // A receipt told that the last part went out while nobody knew.
    if (!message) return finish(settle, { kind: "sent", idHash: new Uint8Array(0), last: true });
    const outcome = await fate(lease, to, message, parts.length);
    await finish({ ...settle, at: now() }, outcome);
  }

  /** What becomes of this part now: looked up when its fate is unknown, sent when it may be. */
  async function fate(lease: OutboundLease, to: Address, message: ChannelMessage, parts: number): Promise<Settle["outcome"]> {
    const ref = writeRef(lease);
    const last = lease.part + 1 >= parts;
    if (lease.unknownSince !== null) {
      const waits = await undecided(lease, to, message, ref, last);
      if (waits) return waits;
    }
    if (now() - lease.madeAt > DAY && lease.kind !== "agent") return { kind: "refused", code: "send:expired" };
    if (lease.channel === "whatsapp" && !windowOpen(lease.lastHeardAt, now())) return { kind: "parked", code: "window:closed" };
    if (lease.unknownSince !== null && await store.resend(lease, now()) !== "done") return { kind: "unknown", at: now() };
    crashPoint("before-send");
    const sent = await sender.send(to, message, ref);
    crashPoint("after-send");
    circuit.saw(troubled(sent), now());
    metrics.sends.inc({ provider: sender.name, outcome: sent.kind });
    if (sent.kind !== "sent") {
      const { code, provider, tell } = sent.why;
      log[tell === "operator" ? "error" : "warn"]("send.failed", { provider: sender.name, code, providerCode: provider ?? 0, attempts: lease.attempts, conversation: lease.conversation, seq: lease.seq });
    }
    return outcomeOf(sent, lease, last);
  }

  /** Null when it is sure enough that the part must be sent (again). */
  async function undecided(lease: OutboundLease, to: Address, message: ChannelMessage, ref: string, last: boolean): Promise<Settle["outcome"] | null> {
    const since = lease.unknownSince!;
    const heldUntil = Math.max(since, deps.listeningSince()) + hold(lease.attempts);
    if (!sender.find) return now() < heldUntil ? { kind: "unknown", at: heldUntil } : null;
    if (now() < since + LOOK_AFTER) return { kind: "unknown", at: since + LOOK_AFTER };
    const known = new Set(lease.sentIds.map(id => Buffer.from(id).toString("hex")));
    const found = await sender.find(to, message, ref, since, { has: (id: string) => known.has(Buffer.from(providerIdHash(seal, id)).toString("hex")) } as ReadonlySet<string>);
    switch (found.kind) {
      case "found": return { kind: "sent", idHash: providerIdHash(seal, found.id), last };
      case "missing": return now() < heldUntil ? { kind: "unknown", at: heldUntil } : null;
      case "unsure": return now() < since + UNSURE_FOR ? { kind: "unknown", at: now() + 2_000 + random() * 2_000 } : null;
    }
  }

  function outcomeOf(sent: Sent, lease: OutboundLease, last: boolean): Settle["outcome"] {
    switch (sent.kind) {
      case "sent": return { kind: "sent", idHash: providerIdHash(seal, sent.id), last };
      case "again": return { kind: "again", at: now() + backoff(sent.after, lease.attempts, random, sent.why.scope) };
      case "refused": return { kind: "refused", code: sent.why.code };
      case "parked": return { kind: "parked", code: sent.why.code };
      case "unknown": return { kind: "unknown", at: now() + (sender.find ? LOOK_AFTER : hold(lease.attempts + 1)) };
    }
  }

  /** Milliseconds. Sent again and unknown again: each time it is held twice as long, so that a provider that never tells is
   *  not sent copies. */
  function hold(sends: number): number {
    return Math.min(DAY, deps.unknownHold * 2 ** Math.max(0, sends - 1));
  }

  async function finish(settle: Omit<Settle, "outcome">, outcome: Settle["outcome"]): Promise<void> {
    if (await settled({ ...settle, outcome }) === "fenced") {
      log.warn("settle.fenced", { conversation: settle.conversation, seq: settle.seq });
      // Whoever holds the lease now must know: as a receipt would tell them.
      if (outcome.kind === "sent" && outcome.idHash.length > 0) await store.receipts([{ ...settle, status: "sent", idHash: outcome.idHash }], settle.at);
    }
    crashPoint("after-settle");
  }

  /** What the provider said would be lost with a settle that fails: the send would be of unknown fate. */
  async function settled(settle: Settle): Promise<"done" | "fenced"> {
    for (const ms of SETTLE_PAUSES) {
      try {
        return await store.settle(settle);
      } catch (error) {
        log.bug("settle.failed", error, { conversation: settle.conversation, seq: settle.seq, hint: "tried again" });
        await pause(ms);
      }
    }
    return store.settle(settle);
  }
}

/** Milliseconds between tries to write what came of a send. All of them are within its lease. */
const SETTLE_PAUSES: readonly number[] = [100, 500, 2_000, 5_000];

/** Milliseconds, spread by a quarter. A provider's trouble: what it asked for, or doubling from a quarter of a second up to
 *  a minute. One person's limit (Meta's pair rate, a phone that is off): four times longer with each attempt, up to a day. */
export function backoff(after: number, attempts: number, random: () => number, scope: "provider" | "person" = "provider"): number {
  const tries = Math.max(0, attempts - 1);
  const grown = scope === "person" ? Math.min(86_400, Math.max(after, 0.25) * 4 ** tries) : Math.max(after, Math.min(60, 0.25 * 2 ** tries));
  return grown * 1000 * (0.875 + random() * 0.25);
}

/** At most so many sends a second, in this process; 0 = no limit. Unused room is kept for one second at most. */
function createPace(perSecond: number, now: () => Millis): { room(): number; spend(n: number): void } {
  if (perSecond <= 0) return { room: () => Infinity, spend() {} };
  let tokens = perSecond, at = now();
  return {
    room() {
      tokens = Math.min(perSecond, tokens + (now() - at) / 1000 * perSecond);
      at = now();
      return Math.floor(tokens);
    },
    spend(n) { tokens -= n; },
  };
}
