/** What an agent does with conversations, for whoever asks: each verb looks first whether they may see it, and answers only
 *  what they may know. On the verbs of the store; replies and notes come in through the one door like everything else. */
import type { Words } from "../../bot/words.ts";
import { never, type Millis } from "../../flows/ids.ts";
import type { Library } from "../../flows/flow.ts";
import type { Accept } from "../accept.ts";
import { HOLD_FOR } from "../desk.ts";
import { openOutbound } from "../outbound.ts";
import type { Conversation, Item, LETTING_GO, Row, View } from "../routes/api-schemas.ts";
import type { Seal } from "../seal.ts";
import type { Access } from "../staff/access.ts";
import type { Audit } from "../staff/audit.ts";
import { may, sees, type Viewer } from "../staff/role.ts";
import type { Staff } from "../store/staff.ts";
import type { ConversationId, LetGo, Store, Ticket, ThreadRow } from "../store/store.ts";
import { masked, maskedIn, numberOf } from "./mask.ts";
import { nextFor } from "./next.ts";
import { itemOf, keyOf, type Reading } from "./thread.ts";
import { Problem } from "./problem.ts";
import { aliasOf, rowOf } from "./row.ts";
import type { Papers } from "./papers.ts";

export type HelpdeskDeps = {
  store: Store; staff: Staff; seal: Seal; accept: Pick<Accept, "inside">; access: Access; audit: Audit; papers: Papers; library: Library;
  words: () => Words; wordsOf: (version: string) => Words; now: () => Millis;
};
export type LettingGo = { epoch: number; how: (typeof LETTING_GO)[number]; outcome?: string; to?: string; until?: Millis };
export type Helpdesk = ReturnType<typeof createHelpdesk>;

const HOUR = 3_600_000, DAY = 24 * HOUR;
const PAGE = 50;
const LONGEST_SNOOZE = 30 * DAY;

export function createHelpdesk(deps: HelpdeskDeps) {
  const { store, staff, seal, accept, access, audit, papers, library, now } = deps;
  const noted = createNoted(now);

  /** The ticket, if it is theirs to see. Whoever asks for one that is not is told that there is none, and it is on record. */
  async function ticketFor(viewer: Viewer, id: number): Promise<Ticket> {
    const ticket = await store.ticket(id as ConversationId);
    if (ticket && sees(viewer, ticket)) return ticket;
    await audit.record(viewer.name, "conversation.refused", id);
    throw new Problem("conversation:unknown");
  }

  async function readingOf(ticket: Ticket): Promise<Reading> {
    return { seal, library, wordsOf: deps.wordsOf, channel: ticket.channel, number: numberOf(seal, await store.address(ticket.conversation)) };
  }

  /** Reading about a protection topic is on record, once an hour for each reader. */
  async function opened(viewer: Viewer, ticket: Ticket, row: Row): Promise<void> {
    if (row.protection && noted(`${viewer.name} ${ticket.conversation}`)) await audit.record(viewer.name, "protection.read", ticket.conversation);
  }

  async function one(viewer: Viewer, id: number): Promise<Conversation> {
    const ticket = await ticketFor(viewer, id), row = rowOf(seal, viewer, ticket)!;
    await opened(viewer, ticket, row);
    const reading = await readingOf(ticket), rows = await store.thread(ticket.conversation), draft = await store.draft(ticket.conversation, viewer.name);
    return {
      row, number: masked(reading.number), speaks: ticket.speaks && seal.open("language", ticket.speaks), mayReply: row.holder === viewer.name,
      draft: draft && maskedIn(seal.open("draft", draft), reading.number), asked: askedIn(reading, rows, ticket), told: toldIn(reading, rows),
    };
  }

  function askedIn(reading: Reading, rows: ThreadRow[], { openedAt }: Ticket): Conversation["asked"] {
    const row = rows.findLast(r => r.from === "person" && r.at <= openedAt);
    return row ? { at: row.at, text: itemOf(reading, row).text } : null;
  }

  function toldIn(reading: Reading, rows: ThreadRow[]): Conversation["told"] {
    const row = rows.findLast(r => r.from === "bot" && r.state !== "dropped");
    if (!row) return null;
    const out = openOutbound(seal, library, row.sealed), words = deps.words();
    const facts = (out.kind === "reply" ? out.reply.facts : []).flatMap(id => words.fact(id) ?? []);
    return { at: row.at, text: itemOf(reading, row).text, facts: facts.map(({ id, about, value, source, sourceDate, status, held }) => ({ id, about, value, source, sourceDate, status, held: held === true })) };
  }

  async function stillHolds(viewer: Viewer, id: ConversationId, epoch: number): Promise<void> {
    if (await store.touch(id, viewer.name, epoch, now(), now() + HOLD_FOR) === "stale") throw new Problem("hold:stale");
  }

  /** The agent whose hold is let go: the viewer, or a colleague where the viewer leads the shift. */
  const holderFor = (viewer: Viewer, { holder }: Ticket): string => holder.kind === "human" && holder.agent !== viewer.name && may(viewer, "shift") ? holder.agent : viewer.name;

  async function howOf({ how, outcome, to, until }: LettingGo): Promise<LetGo> {
    switch (how) {
      case "return": case "requeue": return how;
      case "resolve":
        if (!(await papers.settings()).outcomes.value.some(o => o.code === outcome)) throw new Problem("outcome:unknown");
        return how;
      case "give": return { to: await colleague(to) };
      case "snooze":
        if (until === undefined || until <= now() || until > now() + LONGEST_SNOOZE) throw new Problem("time:past");
        return { snooze: until };
      default: return never(how);
    }
  }

  async function colleague(name: string | undefined): Promise<string> {
    const agent = name === undefined ? null : await access.agents.get(name);
    if (!agent?.card.active || !agent.card.onShift || !may(agent.card, "answer")) throw new Problem("agent:unknown");
    return agent.name;
  }

  /** Nobody is given what they may not see. */
  async function mayBeGiven(name: string, ticket: Ticket): Promise<void> {
    const { card } = (await access.agents.get(name))!;
    if (!sees({ name, role: card.role, languages: card.languages, topics: card.topics, scopes: null }, { ...ticket, holder: { kind: "waiting" } })) throw new Problem("agent:unknown");
  }

  async function claim(viewer: Viewer, id: number): Promise<{ epoch: number }> {
    const ticket = await store.ticket(id as ConversationId);
    // A colleague who was faster is named, where the ticket could have been theirs.
    if (!ticket || !sees(viewer, { ...ticket, holder: { kind: "waiting" } })) await ticketFor(viewer, id);
    const claimed = await store.claim(id as ConversationId, viewer.name, now(), now() + HOLD_FOR);
    switch (claimed.kind) {
      case "claimed": return { epoch: claimed.epoch };
      case "held": throw new Problem("conversation:held", { holder: claimed.agent });
      case "gone": throw new Problem("conversation:unknown");
      default: return never(claimed);
    }
  }

  return {
    /** `feed` was read before the rows: what changes meanwhile is told again. */
    async list(viewer: Viewer, view?: View): Promise<{ feed: number; at: Millis; rows: Row[] }> {
      const { newest } = await store.feed(0, 0);
      const rows = (await store.tickets()).flatMap(t => rowOf(seal, viewer, t) ?? []);
      return { feed: newest, at: now(), rows: view ? rows.filter(r => r.views.includes(view)) : rows };
    },

    one,

    async thread(viewer: Viewer, id: number, { before, limit = PAGE }: { before?: string; limit?: number }): Promise<{ items: Item[]; older: boolean }> {
      const ticket = await ticketFor(viewer, id);
      await opened(viewer, ticket, rowOf(seal, viewer, ticket)!);
      const rows = await store.thread(ticket.conversation), at = before === undefined ? rows.length : rows.findIndex(r => keyOf(r) === before);
      const from = Math.max(0, at - limit), reading = await readingOf(ticket);
      return { items: rows.slice(from, Math.max(at, 0)).map(row => itemOf(reading, row)), older: from > 0 };
    },

    claim,

    /** Claims the ticket that is theirs to take next, if they have room. A colleague who is faster gets it: then the one after. */
    async claimNext(viewer: Viewer): Promise<{ id: number; epoch: number } | null> {
      const agents = await access.agents.all(), onShift = new Set(agents.filter(a => a.card.active && a.card.onShift && a.name !== viewer.name).map(a => a.name));
      const room = agents.find(a => a.name === viewer.name)!.card.capacity, taken = new Set<number>();
      for (;;) {
        const tickets = await store.tickets();
        if (tickets.filter(t => t.holder.kind === "human" && t.holder.agent === viewer.name).length >= room) throw new Problem("capacity:full");
        const row = nextFor(viewer, tickets.flatMap(t => taken.has(t.conversation) ? [] : rowOf(seal, viewer, t) ?? []), onShift, now());
        if (!row) return null;
        taken.add(row.id);
        const claimed = await store.claim(row.id as ConversationId, viewer.name, now(), now() + HOLD_FOR);
        if (claimed.kind === "claimed") return { id: row.id, epoch: claimed.epoch };
      }
    },

    async touch(viewer: Viewer, id: number, epoch: number): Promise<void> {
      await stillHolds(viewer, (await ticketFor(viewer, id)).conversation, epoch);
    },

    /** Taken once for a `clientId`: the same one again changes nothing. It is in the outbox when the thread shows it there. */
    async reply(viewer: Viewer, id: number, { clientId, epoch, text }: { clientId: string; epoch: number; text: string }): Promise<void> {
      const { conversation } = await ticketFor(viewer, id);
      if (!text.trim()) throw new Problem("text:empty");
      await stillHolds(viewer, conversation, epoch);
      await accept.inside(conversation, `${viewer.name} ${conversation} ${clientId}`, { kind: "agent", agent: viewer.name, epoch, text, clientId });
      await store.keepDraft(conversation, viewer.name, null);
    },

    async note(viewer: Viewer, id: number, { clientId, text }: { clientId: string; text: string }): Promise<void> {
      const ticket = await ticketFor(viewer, id);
      if (!text.trim()) throw new Problem("text:empty");
      const { number } = await readingOf(ticket);
      await accept.inside(ticket.conversation, `${viewer.name} ${ticket.conversation} ${clientId}`, { kind: "note", agent: viewer.name, text: maskedIn(text, number) });
    },

    async keepDraft(viewer: Viewer, id: number, text: string | null): Promise<void> {
      const { conversation } = await ticketFor(viewer, id);
      await store.keepDraft(conversation, viewer.name, text ? seal.seal("draft", text) : null);
    },

    async letGo(viewer: Viewer, id: number, wish: LettingGo): Promise<void> {
      const ticket = await ticketFor(viewer, id), how = await howOf(wish), holder = holderFor(viewer, ticket);
      if (typeof how !== "string" && "to" in how) await mayBeGiven(how.to, ticket);
      if (holder !== viewer.name) await audit.record(viewer.name, "conversation.given", id);
      if (await store.handBack(ticket.conversation, holder, wish.epoch, how, now()) === "stale") throw new Problem("hold:stale");
      if (how !== "resolve") return;
      await staff.close({ topic: ticket.topic, language: ticket.language, channel: ticket.channel, agent: holder, outcome: wish.outcome!, openedAt: ticket.openedAt, closedAt: now() });
    },

    /** Everything the viewer holds goes to a colleague, or waits at the front for anybody. */
    async handOver(viewer: Viewer, to?: string): Promise<{ id: number; alias: string; topic: Ticket["topic"]; priority: Ticket["priority"] }[]> {
      const next = to === undefined ? null : await colleague(to);
      const mine = (await store.tickets()).filter(t => t.holder.kind === "human" && t.holder.agent === viewer.name);
      const handed: Ticket[] = [];
      for (const ticket of mine) {
        const how = next === null ? "requeue" as const : await mayBeGiven(next, ticket).then(() => ({ to: next }), () => "requeue" as const);
        if (await store.handBack(ticket.conversation, viewer.name, ticket.epoch, how, now()) === "done") handed.push(ticket);
      }
      return handed.map(t => ({ id: t.conversation, alias: aliasOf(seal, t.conversation), topic: t.topic, priority: t.priority }));
    },

    /** The number itself, for whoever says why; that is on record before it is shown. */
    async number(viewer: Viewer, id: number, why: string): Promise<string> {
      const ticket = await ticketFor(viewer, id);
      if (ticket.holder.kind !== "human" || ticket.holder.agent !== viewer.name) if (!may(viewer, "others")) throw new Problem("right:missing");
      await audit.record(viewer.name, "number.revealed", id, why);
      const number = numberOf(seal, await store.address(ticket.conversation));
      return number && `+${number}`;
    },

    /** How many each agent holds now. */
    async loads(): Promise<Map<string, number>> {
      const loads = new Map<string, number>();
      for (const { holder } of await store.tickets()) if (holder.kind === "human") loads.set(holder.agent, (loads.get(holder.agent) ?? 0) + 1);
      return loads;
    },
  };
}

/** True the first time in an hour. Bounded: what is forgotten is noted once more. */
function createNoted(now: () => Millis): (what: string) => boolean {
  const last = new Map<string, Millis>();
  return what => {
    const before = last.get(what);
    if (before !== undefined && now() - before < HOUR) return false;
    if (last.size > 10_000) last.clear();
    last.set(what, now());
    return true;
  };
}
