/** Who speaks in a conversation, bot or human, as a machine: a model of a few lines is held against a store through any
 *  sequence of claims, hand-backs, lapses, turns and sends. Part of every store's contract. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ConversationId, NewOutbound, Store } from "../../server/store/store.ts";
import { message } from "./store.ts";

const T = 1_790_000_000_000, HOLD = 600_000;
const AGENTS = ["rosa", "luis"] as const;
type Agent = (typeof AGENTS)[number];

type Step =
  | { do: "claim" | "touch"; agent: Agent } | { do: "back"; agent: Agent; how: "return" | "resolve" | "requeue" }
  | { do: "lapse" } | { do: "wait"; ms: number }
  | { do: "begin"; kind: NewOutbound["kind"] } | { do: "commit" } | { do: "send" };

const agent = fc.constantFrom(...AGENTS);
const steps = fc.array(fc.oneof(
  fc.record({ do: fc.constantFrom("claim" as const, "touch" as const), agent }),
  fc.record({ do: fc.constant("back" as const), agent, how: fc.constantFrom("return" as const, "resolve" as const, "requeue" as const) }),
  fc.constantFrom<Step>({ do: "lapse" }, { do: "commit" }, { do: "send" }, { do: "wait", ms: 1000 }, { do: "wait", ms: HOLD + 1 }),
  fc.record({ do: fc.constant("begin" as const), kind: fc.constantFrom("bot" as const, "safety" as const, "agent" as const) }),
), { maxLength: 30 });

export function holdMachine(name: string, open: () => Promise<{ store: Store; close(): Promise<void> }>): void {
  test(`${name}: one holder at most, an epoch that only rises, and no bot message of an older epoch is ever sent`, async () => {
    await fc.assert(fc.asyncProperty(steps, async list => {
      const { store, close } = await open();
      try {
        await walk(store, list);
      } finally {
        await close();
      }
    }), { numRuns: 120 });
  }, 60_000);
}

async function walk(store: Store, list: Step[]): Promise<void> {
  const [accepted] = await store.accept([message("ana", "hola")], T);
  const { conversation } = accepted as { conversation: ConversationId };
  const first = (await store.lease(1, T, T + 1e9))[0]!;
  await store.commit({ conversation, fence: first.fence, inbound: first.inbound.seq, at: T, session: null, language: "es", outbound: [], ticket: { topic: "talk-to-human", priority: "normal", language: "es" } });

  let at = T, epoch = 0, holder = null as { agent: Agent; until: number } | null;
  const epochs: Partial<Record<Agent, number>> = {};                    // the epoch each agent believes in
  let begun: { fence: number; seq: number; epoch: number; kind: NewOutbound["kind"] } | null = null;
  const expected: { kind: NewOutbound["kind"]; epoch: number }[] = [];  // committed, not yet sent, in order

  for (const step of list) {
    at += 1;
    switch (step.do) {
      case "wait": at += step.ms; break;
      case "claim": {
        const claimed = await store.claim(conversation, step.agent, at, at + HOLD);
        if (holder && holder.agent !== step.agent && holder.until >= at) { expect(claimed).toEqual({ kind: "held", agent: holder.agent }); break; }
        if (!(holder?.agent === step.agent && holder.until >= at)) epoch += 1;
        expect(claimed).toEqual({ kind: "claimed", epoch });
        holder = { agent: step.agent, until: at + HOLD };
        epochs[step.agent] = epoch;
        break;
      }
      case "touch": {
        const mine: boolean = holder?.agent === step.agent && epochs[step.agent] === epoch;
        expect(await store.touch(conversation, step.agent, epochs[step.agent] ?? -1, at, at + HOLD)).toBe(mine ? "done" : "stale");
        if (mine) holder = { agent: step.agent, until: at + HOLD };
        break;
      }
      case "back": {
        const mine: boolean = holder?.agent === step.agent && epochs[step.agent] === epoch;
        expect(await store.handBack(conversation, step.agent, epochs[step.agent] ?? -1, step.how, at)).toBe(mine ? "done" : "stale");
        if (mine) { holder = null; epoch += 1; }
        break;
      }
      case "lapse": {
        const over: boolean = holder !== null && holder.until < at;
        expect(await store.lapse(at)).toBe(over ? 1 : 0);
        if (over) { holder = null; epoch += 1; }
        break;
      }
      case "begin": {
        if (begun) break;
        await store.accept([message("ana", "otra")], at);
        const lease = (await store.lease(1, at, at + 1e9))[0]!;
        expect(lease.epoch).toBe(epoch);
        expect(lease.holder.kind === "human" ? lease.holder.agent : null).toBe(holder?.agent ?? null);
        begun = { fence: lease.fence, seq: lease.inbound.seq, epoch: lease.epoch, kind: step.kind };
        break;
      }
      case "commit": {
        if (!begun) break;
        expect(await store.commit({ conversation, fence: begun.fence, inbound: begun.seq, at, session: null, language: "es", outbound: [{ kind: begun.kind, epoch: begun.epoch, sealed: new Uint8Array([expected.length]) }] })).toBe("done");
        expected.push({ kind: begun.kind, epoch: begun.epoch });
        begun = null;
        break;
      }
      case "send": {
        const due = expected.filter(o => o.kind !== "bot" || o.epoch === epoch);
        const [lease] = await store.leaseOutbound("whatsapp", 1, at, at + 1e9);
        expect(lease?.kind ?? null).toBe(due[0]?.kind ?? null);
        if (lease) await store.settle({ conversation, fence: lease.fence, seq: lease.seq, part: 0, at, outcome: { kind: "sent", idHash: new Uint8Array(8), last: true } });
        expected.splice(0, due.length ? expected.indexOf(due[0]!) + 1 : expected.length);
        break;
      }
    }
  }
}
