/** The helpdesk's side: tickets that wait, and who holds a conversation. Every change to or from a human raises the epoch,
 *  which is how the outbox knows that a bot message came too late. Runs inside the caller's transaction. */
import type { Priority } from "../../../flows/effect.ts";
import { LANGUAGES, type Language, type Millis, type TopicId } from "../../../flows/ids.ts";
import type { Bytes, Commit, ConversationId, DeadLetter, Holder, Store, ThreadRow, Ticket } from "../store.ts";
import { AGENT_KIND, channelOf, DEAD, ERASED, FROM_AGENT, FROM_PERSON, FROM_RESULT, HELD, INBOUND_STATES, KEPT, OUTBOUND_STATES, PENDING, TICKET } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Wake } from "./inbox.ts";
import { DANGER, NORMAL, type Remains } from "./remains.ts";
import { FORGET_AFTER } from "./term.ts";

type Hold = { agent: string; since: number; active_at: number; until: number };
type Claimed = Awaited<ReturnType<Store["claim"]>>;

const PRIORITIES = ["normal", "danger"] as const satisfies readonly Priority[];

export function desk(db: Database, remains: Remains, wake: Wake) {
  const hold = db.prepare("SELECT agent, since, active_at, until FROM hold WHERE conversation = ?");
  const grip = db.prepare("INSERT INTO hold(conversation, agent, since, active_at, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT(conversation) DO UPDATE SET agent = excluded.agent, since = excluded.since, active_at = excluded.active_at, until = excluded.until");
  const keepAlive = db.prepare("UPDATE hold SET active_at = max(active_at, ?), until = max(until, ?) WHERE conversation = ?");
  const letGo = db.prepare("DELETE FROM hold WHERE conversation = ?");
  const lapsed = db.prepare("SELECT conversation FROM hold WHERE until < ?");
  const state = db.prepare("SELECT flags, epoch, language FROM conversation WHERE id = ?");
  const turnTo = db.prepare("UPDATE conversation SET epoch = epoch + 1, flags = (flags & ?) | ?, forget_at = coalesce(forget_at, ?) WHERE id = ?");
  const openTicket = db.prepare(`INSERT INTO ticket(conversation, topic, priority, language, opened_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT(conversation) DO UPDATE SET topic = excluded.topic, priority = excluded.priority, language = excluded.language WHERE excluded.priority = ${DANGER}`);
  const note = db.prepare("UPDATE ticket SET speaks = ? WHERE conversation = ?");
  const closeTicket = db.prepare("DELETE FROM ticket WHERE conversation = ?");
  const all = db.prepare(`SELECT t.conversation, topic, priority, t.language, speaks, opened_at, epoch, flags FROM ticket t JOIN conversation c ON c.id = t.conversation ORDER BY priority DESC, opened_at, t.conversation`);
  // An agent's words that have become outbound are shown there.
  const said = db.prepare(`SELECT seq, at, sealed, state, origin FROM inbox WHERE conversation = ? AND (origin IN (${FROM_PERSON}, ${FROM_RESULT}) OR origin = ${FROM_AGENT} AND state IN (${PENDING}, ${DEAD}))`);
  const answered = db.prepare("SELECT seq, at, sealed, state, kind, code FROM outbox WHERE conversation = ?");
  const dead = db.prepare("SELECT d.conversation, d.seq, d.at, attempts, code FROM dead d JOIN inbox i ON i.conversation = d.conversation AND i.seq = d.seq ORDER BY d.at, d.conversation, d.seq");
  const revive = db.prepare("DELETE FROM dead WHERE conversation = ? AND seq = ?");
  const again = db.prepare(`UPDATE inbox SET state = ${PENDING}, attempts = 0 WHERE conversation = ? AND seq = ?`);
  const ready = db.prepare("UPDATE conversation SET ready_at = coalesce(ready_at, ?), first_in = min(first_in, ?) WHERE id = ?");

  function holderOf(conversation: number, flags: number): Holder {
    if (flags & HELD) {
      const h = hold.get(conversation) as Hold;
      return { kind: "human", agent: h.agent, activeAt: h.active_at, until: h.until };
    }
    return { kind: flags & TICKET ? "waiting" : "bot" };
  }

  function claim(conversation: ConversationId, agent: string, at: Millis, until: Millis): Claimed {
    const now = state.get(conversation) as { flags: number; epoch: number } | undefined;
    if (!now || now.flags & ERASED) return { kind: "gone" };
    const held = hold.get(conversation) as Hold | undefined;
    if (held?.agent === agent && held.until >= at) {      // the same agent from another window
      keepAlive.run(at, until, conversation);
      return { kind: "claimed", epoch: now.epoch };
    }
    if (held && held.until >= at) return { kind: "held", agent: held.agent };
    grip.run(conversation, agent, at, at, until);
    turnTo.run(~0, HELD, null, conversation);
    return { kind: "claimed", epoch: now.epoch + 1 };
  }

  function holds(conversation: ConversationId, agent: string, epoch: number): boolean {
    const held = hold.get(conversation) as Hold | undefined;
    return held?.agent === agent && (state.get(conversation) as { epoch: number } | undefined)?.epoch === epoch;
  }

  function touch(conversation: ConversationId, agent: string, epoch: number, at: Millis, until: Millis): "done" | "stale" {
    if (!holds(conversation, agent, epoch)) return "stale";
    keepAlive.run(at, until, conversation);
    return "done";
  }

  function handBack(conversation: ConversationId, agent: string, epoch: number, how: "return" | "resolve" | "requeue", at: Millis): "done" | "stale" {
    if (!holds(conversation, agent, epoch)) return "stale";
    if (how === "requeue") putBack(conversation);
    else close(conversation, at);
    return "done";
  }

  function close(conversation: number, at: Millis): void {
    if ((state.get(conversation) as { flags: number }).flags & KEPT) return remains.close(conversation);
    letGo.run(conversation);
    closeTicket.run(conversation);
    turnTo.run(~(HELD | TICKET), 0, at + FORGET_AFTER, conversation);
  }

  /** The ticket keeps the hour it was opened, so it stands at the front. Who was claimed without one gets one now: nobody
   *  who was with an agent falls out of sight. */
  function putBack(conversation: number): void {
    const { flags, language } = state.get(conversation) as { flags: number; language: number | null };
    const { since } = hold.get(conversation) as Hold;
    if (!(flags & TICKET)) openTicket.run(conversation, "talk-to-human" satisfies TopicId, NORMAL, LANGUAGES[language ?? 0]!, since);
    letGo.run(conversation);
    turnTo.run(~HELD, TICKET, null, conversation);
  }

  function lapse(at: Millis): number {
    const over = lapsed.all(at) as { conversation: number }[];
    for (const { conversation } of over) putBack(conversation);
    return over.length;
  }

  function tickets(): Ticket[] {
    return (all.all() as { conversation: number; topic: TopicId; priority: number; language: Language; speaks: Bytes | null; opened_at: number; epoch: number; flags: number }[]).map(t => ({
      conversation: t.conversation as ConversationId, channel: channelOf(t.conversation), topic: t.topic, priority: PRIORITIES[t.priority]!, language: t.language, speaks: t.speaks,
      openedAt: t.opened_at, epoch: t.epoch, holder: holderOf(t.conversation, t.flags),
    }));
  }

  /** By time; of one moment what came in stands before what went out. */
  function thread(conversation: ConversationId): ThreadRow[] {
    const room = state.get(conversation) as { flags: number } | undefined;
    if (!room || room.flags & ERASED) return [];
    const came = (said.all(conversation) as { seq: number; at: number; sealed: Bytes; state: number; origin: number }[])
      .map((r): ThreadRow => ({ from: r.origin === FROM_PERSON ? "person" : r.origin === FROM_AGENT ? "agent" : "system", seq: r.seq, at: r.at, sealed: r.sealed, state: INBOUND_STATES[r.state]!, code: null }));
    const went = (answered.all(conversation) as { seq: number; at: number; sealed: Bytes; state: number; kind: number; code: string | null }[])
      .map((r): ThreadRow => ({ from: r.kind === AGENT_KIND ? "agent" : "bot", seq: r.seq, at: r.at, sealed: r.sealed, state: OUTBOUND_STATES[r.state]!, code: r.code }));
    return [...came, ...went].toSorted((a, b) => a.at - b.at);
  }

  function replay(conversation: ConversationId, seq: number, at: Millis): "done" | "gone" {
    if (revive.run(conversation, seq).changes === 0) return "gone";
    again.run(conversation, seq);
    ready.run(at, seq, conversation);
    wake("inbound");
    return "done";
  }

  return {
    holderOf, claim, touch, handBack, lapse, tickets, thread, replay,
    open: (conversation: number, { topic, priority, language, speaks }: NonNullable<Commit["ticket"]>, at: Millis): void => {
      openTicket.run(conversation, topic, priority === "danger" ? DANGER : NORMAL, language, at);
      if (speaks) note.run(speaks, conversation);
    },
    dead: (): DeadLetter[] => (dead.all() as DeadLetter[]).map(d => ({ ...d })),
  };
}
