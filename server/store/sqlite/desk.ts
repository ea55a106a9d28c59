/** The helpdesk's side: tickets that wait, and who holds a conversation. Every change to or from a human raises the epoch,
 *  which is how the outbox knows that a bot message came too late. Runs inside the caller's transaction. */
import type { Priority } from "../../../flows/effect.ts";
import { LANGUAGES, type Language, type Millis, type TopicId } from "../../../flows/ids.ts";
import type { Bytes, Commit, ConversationId, DeadLetter, Feed, Holder, LetGo, Store, ThreadRow, Ticket } from "../store.ts";
import { AGENT_KIND, channelOf, DEAD, ERASED, FROM_AGENT, FROM_NOTE, FROM_PERSON, FROM_RESULT, HELD, INBOUND_STATES, KEPT, OPTED_OUT, OUTBOUND_STATES, PARKED, PENDING, TICKET } from "./codes.ts";
import type { Database } from "./file.ts";
import type { Wake } from "./inbox.ts";
import { DANGER, NORMAL, type Remains } from "./remains.ts";
import { FORGET_AFTER } from "./term.ts";

type Hold = { agent: string; since: number; active_at: number; until: number };
type Open = { conversation: number; topic: TopicId; priority: number; language: Language; speaks: Bytes | null; opened_at: number; snoozed_until: number | null; epoch: number; flags: number;
  heard_at: number; agent_at: number | null; in_seq: number; out_seq: number; agent: string | null; at: number };
type Claimed = Awaited<ReturnType<Store["claim"]>>;

const PRIORITIES = ["normal", "danger"] as const satisfies readonly Priority[];
const OPEN = `SELECT t.conversation, topic, priority, t.language, speaks, opened_at, snoozed_until, epoch, flags, heard_at, agent_at, in_seq, out_seq, agent, o.at
  FROM ticket t JOIN conversation c ON c.id = t.conversation LEFT JOIN owner o ON o.conversation = t.conversation`;
/** Changes that the feed keeps. */
const REMEMBERED = 10_000;

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
  const all = db.prepare(`${OPEN} ORDER BY priority DESC, opened_at, t.conversation`);
  const one = db.prepare(`${OPEN} WHERE t.conversation = ?`);
  const addressOf = db.prepare("SELECT sealed_address FROM conversation WHERE id = ?");
  const own = db.prepare("INSERT INTO owner(conversation, agent, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET agent = excluded.agent, at = excluded.at");
  const disown = db.prepare("DELETE FROM owner WHERE conversation = ?");
  const layAside = db.prepare("UPDATE ticket SET snoozed_until = ? WHERE conversation = ?");
  const wakeUp = db.prepare("UPDATE ticket SET snoozed_until = NULL WHERE snoozed_until <= ?");
  const keepDraft = db.prepare("INSERT INTO draft(conversation, agent, sealed) SELECT id, ?, ? FROM conversation WHERE id = ? ON CONFLICT DO UPDATE SET sealed = excluded.sealed");
  const dropDraft = db.prepare("DELETE FROM draft WHERE conversation = ? AND agent = ?");
  const draftOf = db.prepare("SELECT sealed FROM draft WHERE conversation = ? AND agent = ?");
  const ends = db.prepare("SELECT coalesce(min(n), 1) AS oldest, coalesce(max(n), 0) AS newest FROM feed");
  const changed = db.prepare("SELECT n, conversation FROM feed WHERE n > ? ORDER BY n LIMIT ?");
  const trim = db.prepare(`DELETE FROM feed WHERE n <= (SELECT max(n) FROM feed) - ${REMEMBERED}`);
  // An agent's words that have become outbound are shown there.
  const said = db.prepare(`SELECT seq, at, sealed, state, origin FROM inbox WHERE conversation = ? AND (origin IN (${FROM_PERSON}, ${FROM_RESULT}, ${FROM_NOTE}) OR origin = ${FROM_AGENT} AND state IN (${PENDING}, ${DEAD}))`);
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
    layAside.run(null, conversation);
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

  function handBack(conversation: ConversationId, agent: string, epoch: number, how: LetGo, at: Millis): "done" | "stale" {
    if (!holds(conversation, agent, epoch)) return "stale";
    if (how === "return" || how === "resolve") {
      own.run(conversation, agent, at);
      close(conversation, at);
      return "done";
    }
    putBack(conversation);
    if (typeof how !== "string") own.run(conversation, "to" in how ? how.to : agent, at);
    if (typeof how !== "string" && "snooze" in how) layAside.run(how.snooze, conversation);
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
    disown.run(conversation);
    turnTo.run(~HELD, TICKET, null, conversation);
  }

  function lapse(at: Millis): number {
    const over = lapsed.all(at) as { conversation: number }[];
    for (const { conversation } of over) putBack(conversation);
    wakeUp.run(at);
    trim.run();
    return over.length;
  }

  const shown = (t: Open): Ticket => ({
    conversation: t.conversation as ConversationId, channel: channelOf(t.conversation), topic: t.topic, priority: PRIORITIES[t.priority]!, language: t.language, speaks: t.speaks,
    openedAt: t.opened_at, epoch: t.epoch, holder: holderOf(t.conversation, t.flags), heardAt: t.heard_at, agentRepliedAt: t.agent_at ?? 0, inSeq: t.in_seq, outSeq: t.out_seq,
    parked: (t.flags & PARKED) !== 0, optedOut: (t.flags & OPTED_OUT) !== 0, snoozedUntil: t.snoozed_until, owner: t.agent === null ? null : { agent: t.agent, at: t.at },
  });

  function feed(after: number, max: number): Feed {
    const { oldest, newest } = ends.get() as { oldest: number; newest: number };
    if (after > newest || after < oldest - 1) return { known: false, newest, changes: [] };
    return { known: true, newest, changes: (changed.all(after, max) as Feed["changes"]).map(c => ({ ...c })) };
  }

  /** By time; of one moment what came in stands before what went out. */
  function thread(conversation: ConversationId): ThreadRow[] {
    const room = state.get(conversation) as { flags: number } | undefined;
    if (!room || room.flags & ERASED) return [];
    const came = (said.all(conversation) as { seq: number; at: number; sealed: Bytes; state: number; origin: number }[])
      .map((r): ThreadRow => ({ from: r.origin === FROM_PERSON ? "person" : r.origin === FROM_AGENT ? "agent" : r.origin === FROM_NOTE ? "note" : "system", seq: r.seq, at: r.at, sealed: r.sealed, state: INBOUND_STATES[r.state]!, code: null }));
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
    holderOf, claim, touch, handBack, lapse, thread, replay, feed,
    tickets: (): Ticket[] => (all.all() as Open[]).map(shown),
    ticket: (conversation: ConversationId): Ticket | null => { const t = one.get(conversation) as Open | undefined; return t ? shown(t) : null; },
    address: (conversation: ConversationId): Bytes | null => (addressOf.get(conversation) as { sealed_address: Bytes } | undefined)?.sealed_address ?? null,
    keepDraft: (conversation: ConversationId, agent: string, sealed: Bytes | null): void => { if (sealed) keepDraft.run(agent, sealed, conversation); else dropDraft.run(conversation, agent); },
    draft: (conversation: ConversationId, agent: string): Bytes | null => (draftOf.get(conversation, agent) as { sealed: Bytes } | undefined)?.sealed ?? null,
    newest: (): number => (ends.get() as { newest: number }).newest,
    open: (conversation: number, { topic, priority, language, speaks }: NonNullable<Commit["ticket"]>, at: Millis): void => {
      openTicket.run(conversation, topic, priority === "danger" ? DANGER : NORMAL, language, at);
      if (speaks) note.run(speaks, conversation);
    },
    dead: (): DeadLetter[] => (dead.all() as DeadLetter[]).map(d => ({ ...d })),
  };
}
