/** The worker of look-ups: a question to the case registry, committed with a turn, is asked outside it, and the answer comes
 *  back in through `accept`, once. What fails is tried again with jitter for a minute and a half, then said honestly. */
import type { Millis } from "../flows/ids.ts";
import type { LookupOutcome } from "../flows/heard.ts";
import type { Accept } from "./accept.ts";
import type { Guarded } from "./cases/guarded.ts";
import type { Log } from "./log.ts";
import { createLoop, type Loop } from "./loop.ts";
import type { Metrics } from "./metrics.ts";
import type { Address } from "./providers/provider.ts";
import type { Seal } from "./seal.ts";
import type { Store } from "./store/store.ts";

const LOOKUP_LEASE = 20_000;
const AT_ONCE = 32;
const ATTEMPTS = 6;

type Due = Awaited<ReturnType<Store["dueLookups"]>>[number];

export function createLookups(deps: { store: Store; seal: Seal; accept: Accept; registry: Guarded; now: () => Millis; log: Log; metrics: Metrics; random?: () => number }): Loop {
  const { store, seal, accept, registry, now, log, metrics, random = Math.random } = deps;
  return createLoop("lookups", log, AT_ONCE, async room => (await store.dueLookups(room, now(), now() + LOOKUP_LEASE)).map(due => () => one(due)));

  async function one(due: Due): Promise<void> {
    const asked = read(due);
    if (!asked) return told(due, { kind: "failed", why: "lookup:unreadable" });
    const answer = await registry.lookup({ ...asked, id: due.id, from: from(due) });
    if (answer.limited) log.warn("lookup.limited", { code: answer.limited, hint: "docs/running.md, the case registry" });
    if (answer.kind === "answered") return told(due, answer.outcome);
    log.warn("lookup.again", { code: answer.why, attempts: due.attempts });
    if (due.attempts >= ATTEMPTS) return told(due, { kind: "failed", why: answer.why });
    metrics.lookups.inc({ outcome: "again" });
    const after = Math.max(answer.after, 2 ** due.attempts) * (0.75 + random() / 2);
    await store.postponeLookup(due.id, now() + Math.min(after, 30) * 1000);
  }

  function read(due: Due): { caseNumber: string; proof: string } | null {
    try {
      return JSON.parse(seal.open("lookup", due.sealed)) as { caseNumber: string; proof: string };
    } catch (error) {
      log.bug("lookup.unreadable", error, { conversation: due.conversation });
      return null;
    }
  }

  /** Who asks: the address, since an erasure begins a conversation anew. */
  function from(due: Due): string {
    try {
      const { userId, phone } = JSON.parse(seal.open("address", due.sealedAddress)) as Address;
      return userId ?? phone ?? "";
    } catch {
      return `conversation ${due.conversation}`;
    }
  }

  async function told(due: Due, outcome: LookupOutcome): Promise<void> {
    metrics.lookups.inc({ outcome: outcome.kind });
    if (outcome.kind !== "unknown") await registry.forgive(due.id);
    await accept.inside(due.conversation, due.id, { kind: "result", lookup: due.id, outcome }, { lookup: due.id });
  }
}
