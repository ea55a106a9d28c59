/** Between lease and commit: danger check, then the skills' pipeline whose last handler is ours (hear → turn → say).
 *  No socket, file or clock is touched and no transaction is open. In: a leased inbound. Out: what to commit. */
import type { Answered, Skills } from "../bot/botkit.ts";
import { say } from "../bot/channels/say.ts";
import { hear, type Vocabulary } from "../bot/hear.ts";
import type { Inbound, Internal, Said } from "../bot/inbound.ts";
import { wordsOf } from "../bot/inbound.ts";
import type { Words } from "../bot/words.ts";
import type { Event } from "../flows/event.ts";
import type { Effect } from "../flows/effect.ts";
import { dateOf, dayOf } from "../flows/days.ts";
import { findFlow, findStep } from "../flows/find.ts";
import { deadlineOf } from "../flows/fact.ts";
import type { Library, Step } from "../flows/flow.ts";
import type { Danger, Heard, Noticed } from "../flows/heard.ts";
import { never, type Language, type Millis } from "../flows/ids.ts";
import type { Reply } from "../flows/reply.ts";
import { newSession, type Session } from "../flows/session.ts";
import { readSession, writeSession } from "../flows/stored-session.ts";
import { NOTICE, openQuestion, readsAs, turn, type Setting, type Turned } from "../flows/turn.ts";
import { openInbound, sealInbound } from "./accept.ts";
import { withoutHeld } from "./held.ts";
import type { Log } from "./log.ts";
import { sealOutbound } from "./outbound.ts";
import type { Seal } from "./seal.ts";
import type { Commit, Lease, NewOutbound } from "./store/store.ts";

export type RespondDeps = {
  library: Library; words: () => Words; events: () => readonly Event[]; vocabulary: (session: Session, at: Millis) => Vocabulary; skills: Skills; seal: Seal;
  ids: () => string; cases: "on" | "off"; log: Log;
  /** In production what no native speaker has read goes out with its Spanish beneath, where a life or a case hangs on it. */
  production: boolean;
  /** The language a stranger is met in until they choose or show one; the terminal sets it. */
  strangerLanguage?: Language | undefined;
};

/** While an agent holds, the bot is silent on danger only if the agent was active this recently, and answers within it. */
export const AGENT_ACTIVE = 120_000;

export async function respond(deps: RespondDeps, lease: Lease, at: Millis): Promise<{ commit: Commit; skill?: Answered<Turned>["kind"] }> {
  const inbound = openInbound(deps.seal, lease.inbound.sealed);
  const session = sessionOf(deps, lease);
  switch (inbound.kind) {
    case "agent": return { commit: agentReply(deps, lease, inbound, at) };
    case "result": return { commit: result(deps, lease, session, inbound, at) };
    case "timer": return { commit: timer(deps, lease, session, inbound, at) };
    default: return lease.holder.kind === "human" ? { commit: watched(deps, lease, session, inbound, at) } : answer(deps, lease, session, inbound, at);
  }
}

/** A stranger begins anew. So does whoever's words were forgotten, but for the language, and without a second notice; and
 *  whoever's session can't be read: they are answered, whatever we lost. */
export function sessionOf(deps: RespondDeps, lease: Lease): Session {
  try {
    if (lease.session) return readSession(deps.library, deps.seal.open("session", lease.session));
  } catch (error) {
    deps.log.bug("session.unreadable", error, { conversation: lease.conversation, hint: "begun anew: is a key missing in DATA_KEY?" });
  }
  return { ...newSession(), language: lease.language ?? deps.strangerLanguage ?? null, noticed: lease.language !== null };
}

/** While an agent holds, only a safety text is said by the bot; the agent sees what came in. */
function unlessHeld(lease: Lease, turned: Turned): Turned {
  return lease.holder.kind === "human" && !turned.reply?.safety ? { ...turned, reply: null } : turned;
}

/** A message to a conversation that no agent holds. Danger goes before the skills; everything else through them. */
async function answer(deps: RespondDeps, lease: Lease, session: Session, said: Said, at: Millis): Promise<{ commit: Commit; skill?: Answered<Turned>["kind"] }> {
  const { heard, noticed, danger } = hear(said, session, deps.vocabulary(session, at));
  // A choice that was given is an answer, whatever its label says.
  if (danger?.level === "hard" && heard.kind !== "choice") return { commit: write(deps, lease, take(deps, lease, session, { kind: "danger", danger }, noticed, at), session, at, said) };
  // A case number, a proof and what is said in danger are no skill's business.
  const secret = stepOf(deps.library, session)?.kind === "input" || inDanger(deps.library, session);
  const answered = await deps.skills.answer(
    { text: secret ? "" : wordsOf(said), language: session.language, conversation: String(lease.conversation), channel: lease.channel },
    () => take(deps, lease, session, heard, noticed, at),
  );
  const turned = answered.kind === "skill" ? bySkill(session, answered.reply, openQuestion(deps.library, session, at, setting(deps, lease)), at) : answered.turned;
  return { commit: write(deps, lease, danger ? withCare(turned) : turned, session, at, said), skill: answered.kind };
}

const take = (deps: RespondDeps, lease: Lease, session: Session, heard: Heard, noticed: Noticed, at: Millis): Turned =>
  turn(deps.library, session, heard, noticed, at, deps.ids, setting(deps, lease));

const setting = (deps: RespondDeps, lease: Lease): Setting =>
  ({ languages: deps.words().languages, unread: deps.words().unread, events: deps.events(), cases: deps.cases, channel: lease.channel, waiting: lease.holder.kind === "waiting", deadline: id => deadlineOf(deps.words().fact(id)) });

export function inDanger(library: Library, { place }: Session): boolean {
  return place !== null && findFlow(library, place.flow)?.protection === true;
}

function stepOf(library: Library, { place }: Session): Step | undefined {
  return place ? findStep(findFlow(library, place.flow), place.step) : undefined;
}

/** A skill's answer replaces the turn. The place stays, and so does what the numbers mean, unless the skill offers its own
 *  choices: a question that is open is asked again beneath. A stranger gets the notice all the same. */
function bySkill(session: Session, said: Reply, open: Reply | null, at: Millis): Turned {
  const reply = open && !said.choices.length ? { ...open, lines: [...said.lines, ...open.lines], facts: [...said.facts, ...open.facts] } : said;
  const choices = reply.choices.length ? reply.choices.map(c => c.id) : session.choices;
  return {
    session: { ...session, heardAt: at, missed: 0, noticed: true, choices }, effects: [],
    reply: session.noticed ? reply : { ...reply, lines: [...reply.lines, ...NOTICE] },
  };
}

/** Worrying, but not clear: the answer is given, with one discreet line beneath. */
function withCare(turned: Turned): Turned {
  if (!turned.reply || turned.reply.safety) return turned;
  return { ...turned, reply: { ...turned.reply, lines: [...turned.reply.lines, { key: "danger.soft" }], facts: [...turned.reply.facts, "crisis-104"] } };
}

// ── while an agent holds ──────────────────────────────────────────────────────────────────────────────────────────

/** The bot is silent; danger is looked for all the same. An agent who is there gets two minutes, then the text goes out. */
function watched(deps: RespondDeps, lease: Lease, session: Session, said: Said, at: Millis): Commit {
  const { heard, danger, noticed } = hear(said, session, deps.vocabulary(session, at));
  if (lease.holder.kind !== "human") return nothing(lease, at);
  const away = at - lease.holder.activeAt > AGENT_ACTIVE;
  // A proof typed after the agent came is no more for the thread than before; every other word is for the agent.
  const step = stepOf(deps.library, session);
  const secret = step?.kind === "input" && readsAs(step.as, wordsOf(said)) !== null ? { rewrite: sealInbound(deps.seal, { kind: "redacted", as: step.as }) } : {};
  // The bot asked whether they can read: with the agent away, the answer is heard too.
  if (away && heard.kind === "choice" && inDanger(deps.library, session)) return write(deps, lease, unlessHeld(lease, take(deps, lease, session, heard, noticed, at)), session, at);
  if (danger?.level !== "hard") return { ...nothing(lease, at), ...secret };
  if (away) {
    const commit = write(deps, lease, take(deps, lease, session, { kind: "danger", danger }, noticed, at), session, at);
    return { ...commit, ticket: { topic: danger.topic, priority: "danger", language: noticed.language ?? session.language ?? "es" } };
  }
  const about: Pending = { danger, language: noticed.language ?? session.language, at };
  return {
    ...nothing(lease, at),
    ticket: { topic: danger.topic, priority: "danger", language: about.language ?? "es" },
    timers: [{ id: `danger-${lease.conversation}-${lease.inbound.seq}`, at: at + AGENT_ACTIVE, sealed: sealTimer(deps.seal, { name: "danger-unanswered", about: JSON.stringify(about) }) }],
  };
}

type Pending = { danger: Danger; language: Language | null; at: Millis };
export const readPending = (about: string): Pending => JSON.parse(about) as Pending;
type TimerBody = { name: Extract<Internal, { kind: "timer" }>["name"]; about: string };

export const sealTimer = (seal: Seal, body: TimerBody): Uint8Array => seal.seal("timer", JSON.stringify(body));
export const openTimer = (seal: Seal, sealed: Uint8Array): TimerBody => JSON.parse(seal.open("timer", sealed)) as TimerBody;

function timer(deps: RespondDeps, lease: Lease, session: Session, inbound: Extract<Internal, { kind: "timer" }>, at: Millis): Commit {
  switch (inbound.name) {
    case "lookup-slow": return write(deps, lease, unlessHeld(lease, take(deps, lease, session, inbound, {}, at)), session, at);
    case "danger-unanswered": {
      const { danger, language, at: since } = readPending(inbound.about);
      if (lease.agentRepliedAt >= since) return nothing(lease, at);
      return write(deps, lease, take(deps, lease, session, { kind: "danger", danger }, language ? { language } : {}, at), session, at);
    }
    default: return never(inbound.name);
  }
}

/** A look-up's result. An agent who holds is the one to tell it: it stays in the thread, marked. */
function result(deps: RespondDeps, lease: Lease, session: Session, inbound: Extract<Internal, { kind: "result" }>, at: Millis): Commit {
  const turned = take(deps, lease, session, inbound, {}, at);
  if (lease.holder.kind !== "human" || !turned.reply) return write(deps, lease, turned, session, at);
  const kept = write(deps, lease, { session: { ...session, lookup: turned.session.lookup }, reply: null, effects: [] }, session, at);
  return { ...kept, rewrite: sealInbound(deps.seal, { ...inbound, untold: true }) };
}

/** An agent's words, if the agent still holds under the epoch they were written in. */
function agentReply(deps: RespondDeps, lease: Lease, said: Extract<Internal, { kind: "agent" }>, at: Millis): Commit {
  const holds = lease.holder.kind === "human" && lease.holder.agent === said.agent && lease.epoch === said.epoch;
  if (!holds) return nothing(lease, at);
  return { ...nothing(lease, at), outbound: [{ kind: "agent", epoch: lease.epoch, sealed: sealOutbound(deps.seal, { kind: "words", text: said.text }, deps.library) }] };
}

// ── what is written ───────────────────────────────────────────────────────────────────────────────────────────────

export function nothing(lease: Lease, at: Millis): Commit {
  return { conversation: lease.conversation, fence: lease.fence, inbound: lease.inbound.seq, at, session: null, language: null, outbound: [] };
}

/** A turn becomes one commit. The reply is rendered once here, so that what can't be said fails before anything is written. */
export function write(deps: RespondDeps, lease: Lease, turned: Turned, before: Session, at: Millis, said?: Inbound): Commit {
  const language = turned.session.language ?? before.language ?? "es";
  const commit: Commit = { ...nothing(lease, at), session: deps.seal.seal("session", writeSession(deps.library, turned.session)), language: turned.session.language };
  if (turned.reply) {
    const words = deps.words(), reply = withoutHeld(turned.reply, words, deps.library, turned.session.place);
    const day = dayOf(at), { production: spanish } = deps;
    say(reply, lease.channel, language, words, { today: dateOf(day), spanish });
    const row: NewOutbound = { kind: reply.safety ? "safety" : "bot", epoch: lease.epoch, sealed: sealOutbound(deps.seal, { kind: "reply", reply, language, version: words.version, day, ...(spanish && { spanish }) }, deps.library, turned.session.place) };
    if (reply.facts.length) commit.told = reply.facts.toSorted().join(" ");
    commit.outbound.push(row);
  }
  for (const effect of turned.effects) apply(deps, commit, effect, language, lease);
  return said?.kind === "location" && !commit.rewrite ? { ...commit, rewrite: sealInbound(deps.seal, { kind: "redacted", as: "location" }) } : commit;
}

function apply(deps: RespondDeps, commit: Commit, effect: Effect, language: Language, _lease: Lease): void {
  switch (effect.kind) {
    case "ticket": commit.ticket = worse(commit.ticket, { topic: effect.topic, priority: effect.priority, language, ...(effect.speaks && { speaks: deps.seal.seal("language", effect.speaks) }) }); break;
    case "lookup": (commit.lookups ??= []).push({ id: effect.id, at: commit.at, sealed: deps.seal.seal("lookup", JSON.stringify({ caseNumber: effect.caseNumber, proof: effect.proof })) }); break;
    case "timer": (commit.timers ??= []).push({ id: effect.id, at: effect.at, sealed: sealTimer(deps.seal, { name: effect.name, about: effect.about }) }); break;
    case "erase": commit.erase = true; break;
    case "opt-out": commit.optedOut = true; break;
    case "opt-in": commit.optedOut = false; break;
    case "redact": commit.rewrite = sealInbound(deps.seal, { kind: "redacted", as: effect.as }); break;
    default: never(effect);
  }
}

function worse(a: Commit["ticket"], b: NonNullable<Commit["ticket"]>): NonNullable<Commit["ticket"]> {
  return a?.priority === "danger" ? a : b;
}

