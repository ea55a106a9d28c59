/** The worker of turns: leases the oldest inbound of free conversations, responds, commits. A turn that throws is tried
 *  again, then set aside as a dead letter, and the person is told and offered a human: never silence. */
import { randomBytes } from "node:crypto";
import type { Language, Millis } from "../flows/ids.ts";
import type { Reply } from "../flows/reply.ts";
import type { Session } from "../flows/session.ts";
import { openInbound } from "./accept.ts";
import type { Metrics } from "./metrics.ts";
import { crashPoint } from "./crash.ts";
import { AGENT_ACTIVE, inDanger, nothing, readPending, respond, sessionOf, write, type RespondDeps } from "./respond.ts";
import type { Commit, Lease, Store } from "./store/store.ts";
import { createLoop, type Loop } from "./loop.ts";

export const LEASE_FOR = 15_000;
const AT_ONCE = 64;
/** Attempts at a turn before it becomes a dead letter, and the pauses between them. */
const PAUSES: readonly number[] = [200, 2_000];

export function createConverse(deps: RespondDeps & { store: Store; now: () => Millis; metrics: Metrics; onLookups?: () => void }): Loop {
  const { store, now, log, metrics } = deps;
  return createLoop("converse", log, AT_ONCE, async room => {
    const leases = await store.lease(room, now(), now() + LEASE_FOR);
    return leases.map(lease => () => one(lease));
  });

  async function one(lease: Lease): Promise<void> {
    try {
      // Its leases were lost again and again: it may be what ends the process.
      if (lease.inbound.attempts > PAUSES.length) return await setAside(lease);
      const { commit, skill, unclear } = await respond(deps, lease, now());
      crashPoint("before-commit");
      const done = await store.commit(commit);
      crashPoint("after-commit");
      if (commit.lookups) deps.onLookups?.();
      if (skill && skill !== "turn") metrics.skills.inc({ outcome: skill });
      if (unclear) metrics.unclear.inc({ language: unclear });
      metrics.turns.inc({ outcome: done });
      metrics.answer.observe(Math.max(0, now() - lease.inbound.acceptedAt) / 1000);
    } catch (error) {
      await failed(lease, error);
    }
  }

  async function failed(lease: Lease, error: unknown): Promise<void> {
    const { conversation, fence, inbound } = lease;
    log.bug("turn.failed", error, { conversation, seq: inbound.seq, attempts: inbound.attempts + 1 });
    const pause = PAUSES[inbound.attempts];
    if (pause !== undefined) {
      metrics.turns.inc({ outcome: "again" });
      await store.postpone(conversation, fence, inbound.seq, now() + pause);
      return;
    }
    await setAside(lease);
  }

  async function setAside(lease: Lease): Promise<void> {
    metrics.turns.inc({ outcome: "dead" });
    log.error("turn.dead", { conversation: lease.conversation, seq: lease.inbound.seq, hint: "npm run admin -- dead list" });
    await store.bury(trouble(lease), "turn:failed");
  }

  /** What the person hears when our side failed. */
  function trouble(lease: Lease): Commit {
    const at = now();
    try {
      const session = sessionOf(deps, lease), timer = timerOf(lease), reply = apology(lease, session, timer?.slow === true);
      if (!reply) return nothing(lease, at);
      const told = { ...session, late: true, language: timer?.language ?? session.language };
      const commit = write(deps, lease, { session: told, reply, effects: [{ kind: "ticket", topic: "talk-to-human", priority: "normal" }] }, session, at);
      return lease.inbound.origin === "result" ? commit : { ...commit, session: null };
    } catch (error) {
      log.bug("trouble.failed", error, { conversation: lease.conversation });
      return nothing(lease, at);
    }
  }

  /** Null where nothing is promised that now fails, or an agent sees it in the thread. */
  function apology(lease: Lease, session: Session, slow: boolean): Reply | null {
    const { origin, at } = lease.inbound;
    if (origin === "timer") return slow || lease.agentRepliedAt > at - AGENT_ACTIVE ? null : DANGER_TROUBLE;
    if (origin === "agent" || lease.holder.kind === "human") return null;
    return inDanger(deps.library, session) ? DANGER_TROUBLE : origin === "result" ? CASE_TROUBLE : TROUBLE;
  }

  /** `slow`: about a look-up whose result is still to come. One that can't be read may have been about danger. */
  function timerOf(lease: Lease): { slow: boolean; language?: Language | null } | null {
    if (lease.inbound.origin !== "timer") return null;
    try {
      const timer = openInbound(deps.seal, lease.inbound.sealed);
      if (timer.kind !== "timer") return null;
      return timer.name === "lookup-slow" ? { slow: true } : { slow: false, language: readPending(timer.about).language };
    } catch {
      return null;
    }
  }
}

const TROUBLE: Reply = { lines: [{ key: "common.trouble" }], choices: [], facts: [], footer: "person" };
const CASE_TROUBLE: Reply = { lines: [{ key: "case-status.trouble" }], choices: [], facts: [], footer: "person" };
/** Names nothing: who holds the phone is not known. */
const DANGER_TROUBLE: Reply = { lines: [{ key: "danger.trouble" }], choices: [], facts: ["crisis-104"], safety: true };

/** Fresh opaque ids, 12 random bytes. */
export const freshId = (): string => randomBytes(12).toString("base64url");
