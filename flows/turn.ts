/** The interpreter: where a conversation stands and what the person did become the next session, the reply and the effects.
 *  Synchronous and pure: the time and fresh ids are arguments; nothing is read from outside. */
import type { Danger, Heard, LookupOutcome, Noticed, Command } from "./heard.ts";
import type { Effect } from "./effect.ts";
import { AGAIN, choicesOf, eraseChoices, HUMAN, LANGUAGE_CHOICES, MENU, OTHER, outside } from "./choices.ts";
import { findFlow, findStep, flowOfTopic } from "./find.ts";
import type { Flow, Goto, Library, Step } from "./flow.ts";
import { never, type Channel, type Language, type Millis, type TopicId } from "./ids.ts";
import type { Choice, ChoiceId, FactId, Line, Reply } from "./reply.ts";
import type { Place, Session } from "./session.ts";
import { normaliseCaseNumber, normaliseProof } from "./case-number.ts";

/** What a turn must know beside the library: which languages are offered, whether cases can be looked up. */
export type Setting = { languages: readonly Language[]; cases: "on" | "off"; channel: Channel; waiting: boolean };
export type Turned = { session: Session; reply: Reply | null; effects: Effect[] };

const MINUTE = 60_000;
/** After this long a question that was left open is not simply taken up: the phone may be in other hands. */
export const SESSION_IDLE = 120 * MINUTE;
const REPEAT_FOR = 15 * MINUTE;
const ERASE_ASK_FOR = 15 * MINUTE;
/** How long a look-up may take before the person hears that it takes longer. */
export const LOOKUP_SLOW = 8_000;
const TRAIL = 8;
/** The same words with the same answer this often in a row: a machine, or someone whom the bot does not help. */
const ROBOT_AFTER = 5;
/** And no longer apart than this: whoever greets once a day is no machine. */
const ROBOT_WITHIN = 10 * MINUTE;

/** The turn under way: the session being made, the effects gathered. */
type Run = { library: Library; s: Session; before: Session; at: Millis; ids: () => string; setting: Setting; noticed: Noticed; effects: Effect[]; aside?: true };

export function turn(library: Library, before: Session, heard: Heard, noticed: Noticed, at: Millis, ids: () => string, setting: Setting): Turned {
  const run: Run = { library, before, at, ids, setting, noticed, effects: [], s: { ...before, place: standing(library, before) } };
  if (heard.kind === "result") return close(run, answerResult(run, heard.lookup, heard.outcome));
  if (heard.kind === "timer") return close(run, answerTimer(run, heard.about));
  run.s.heardAt = at;
  const reply = before.noticed ? answer(run, heard) : greet(run, heard);
  return close(run, quietRobot(run, heard, reply));
}

/** Ends a turn: what the numbers of this answer mean, and what "repeat" repeats. */
function close(run: Run, reply: Reply | null): Turned {
  if (reply && !run.aside) {
    run.s.choices = reply.choices.map(c => c.id);
    run.s.last = lastOf(run, reply);
  }
  return { session: run.s, reply, effects: run.effects };
}

function lastOf(run: Run, reply: Reply): Session["last"] {
  const step = stepAt(run);
  if (reply.safety || flowAt(run)?.protection || step?.kind === "erase") return null;
  const placed = step && "say" in step && step.say[0] === reply.lines[0]?.key;
  return placed ? { at: run.at } : { at: run.at, lines: reply.lines, ...(reply.facts.length && { facts: reply.facts }) };
}

// ── first contact ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A stranger: a question or a danger is answered at once with the notice beneath; anything else gets notice and languages. */
function greet(run: Run, heard: Heard): Reply | null {
  const { s, noticed, setting } = run;
  if (heard.kind === "danger") {
    const reply = answerDanger(run, heard.danger);
    if (!BETRAYABLE.has(heard.danger.topic)) { s.noticed = true; reply.lines.push(...NOTICE); }
    return reply;
  }
  if (s.place) {                                // in the middle of a danger's texts: the notice still waits
    const reply = answer(run, heard);
    if (!reply || reply.safety || reply.lines[0]?.key.startsWith("danger.")) return reply;
    s.noticed = true;
    return { ...reply, lines: [...reply.lines, ...NOTICE] };
  }
  s.noticed = true;
  const spoken = noticed.language;
  const asks = heard.kind === "topic" ? !["greeting", "thanks"].includes(heard.topic)
    : heard.kind === "command" ? heard.command !== "menu" && heard.command !== "languages"
    : heard.kind === "choice";
  if (asks && (!spoken || setting.languages.includes(spoken))) {
    s.language = spoken ?? s.language;
    const reply = answer(run, heard);
    if (reply?.safety && BETRAYABLE.has(flowAt(run)!.topic)) { s.noticed = false; return reply; }
    return reply && { ...reply, lines: [...reply.lines, ...NOTICE] };
  }
  if (heard.kind === "language" || heard.kind === "other-language") {
    const reply = answer(run, heard)!;
    return { ...reply, lines: [...NOTICE, ...reply.lines] };
  }
  if (spoken && setting.languages.includes(spoken)) s.language = spoken;
  const first: Line[] = asks ? [line("common.language-not-complete")] : heard.kind === "media" ? [line(`common.media-${heard.media}`)] : [];
  return languages(run, [...first, ...NOTICE]);
}

export const NOTICE: readonly Line[] = [{ key: "common.notice-1" }, { key: "common.notice-2" }];
/** Dangers whose first message must betray nobody: it names no organisation, so the notice waits for a later answer. */
export const BETRAYABLE: ReadonlySet<TopicId> = new Set<TopicId>(["gender-violence", "trafficking", "child-protection"]);

function languages(run: Run, above: Line[]): Reply {
  run.s.place = null;
  const offered = LANGUAGE_CHOICES.filter(c => run.setting.languages.some(l => c.id === `lang:${l}`));
  return { lines: [...above, line("common.choose-language")], choices: [...offered, OTHER], facts: [] };
}

// ── every later message ───────────────────────────────────────────────────────────────────────────────────────────

function answer(run: Run, heard: Heard): Reply | null {
  const { s } = run;
  switch (heard.kind) {
    case "danger": return answerDanger(run, heard.danger);
    case "choice": return understood(run, () => choose(run, heard.id));
    case "command": return command(run, heard.command);
    case "language": return understood(run, () => switchLanguage(run, heard.language));
    case "other-language": return understood(run, () => { ticket(run, "language-change"); return says(run, ["common.other-language"], [MENU]); });
    case "topic": return understood(run, () => openTopic(run, heard.topic));
    case "yes": return s.choices.length === 2 ? understood(run, () => choose(run, s.choices[0]!)) : notUnderstood(run);
    case "no": return s.choices.length === 2 ? understood(run, () => choose(run, s.choices[1]!)) : notUnderstood(run);
    case "number": return typed(run, String(heard.n));
    case "words": return typed(run, heard.text);
    case "media": return says(run, [`common.media-${heard.media}`], []);
    case "location": run.effects.push({ kind: "redact", as: "location" }); return says(run, ["common.location"], []);
    case "contacts": return says(run, ["common.contacts"], []);
    case "order": return says(run, ["common.order"], []);
    case "unreadable": return says(run, ["common.unreadable"], []);
    case "result": case "timer": return null;   // answered before
    default: return never(heard);
  }
}

/** A message that was understood ends a row of misunderstandings and gives a language to those who have none. */
function understood(run: Run, then: () => Reply | null): Reply | null {
  run.s.missed = 0;
  if (run.s.language === null && run.noticed.language && run.setting.languages.includes(run.noticed.language)) run.s.language = run.noticed.language;
  return then();
}

function choose(run: Run, id: ChoiceId): Reply | null {
  const [kind, rest] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  switch (kind) {
    case "topic": return openTopic(run, rest as TopicId);
    case "lang": return switchLanguage(run, rest as Language);
    case "go": {
      const [flow = "", step = ""] = rest.split("/");
      return goTo(run, { flow, step });
    }
    case "set": return settle(run, rest);
    case "do": return rest === "resume" ? resume(run) : rest === "other-language" ? answer(run, { kind: "other-language" }) : command(run, rest as Command);
    default: return notUnderstood(run);
  }
}

/** The answer to "shall everything be deleted?". A tap on an old list asks again instead. */
function settle(run: Run, what: string): Reply | null {
  const [flow = "", step = "", value = ""] = what.split("/");
  const found = findStep(findFlow(run.library, flow), step);
  if (found?.kind !== "erase") return mainMenu(run);
  const asked = run.s.place?.flow === flow && run.s.place.step === step && run.at - run.before.heardAt <= ERASE_ASK_FOR;
  if (!asked) return goTo(run, { flow, step });
  run.s.place = null;
  if (value !== "yes") return says(run, ["common.erase-cancelled"], [MENU]);
  run.effects.push({ kind: "erase" });
  return { lines: [line("common.erased")], choices: [], facts: [] };
}

function command(run: Run, what: Command): Reply | null {
  const asking = ["ask", "input", "erase"].includes(stepAt(run)?.kind ?? "");
  switch (what) {
    case "menu": return understood(run, () => mainMenu(run));
    case "human": return understood(run, () => human(run));
    case "back": return understood(run, () => back(run));
    case "help": return understood(run, () => says(run, ["common.help"], [MENU, HUMAN]));
    case "repeat": return understood(run, () => repeat(run));
    case "delete": return understood(run, () => openTopic(run, "delete-my-data"));
    case "who": return understood(run, () => openTopic(run, "about-puente"));
    case "languages": return understood(run, () => languages(run, []));
    case "complaint": return understood(run, () => says(run, ["common.complaint"], [HUMAN, MENU]));
    case "stop":   // never as the answer to a question, nor in danger: "no más" may be one, and a cry
      if (asking || flowAt(run)?.protection) return notUnderstood(run);
      run.effects.push({ kind: "opt-out" });
      return understood(run, () => says(run, ["common.stopped"], []));
    case "start":
      run.effects.push({ kind: "opt-in" });
      return understood(run, () => says(run, ["common.started"], [MENU]));
    default: return notUnderstood(run);   // an id of another version
  }
}


function human(run: Run): Reply {
  run.s.place = null;
  // Who was met in a danger's text may speak a language that has no other texts.
  const elsewhere = run.s.language !== null && !run.setting.languages.includes(run.s.language);
  const told = (key: "human-asked" | "human-already"): Reply => ({ lines: [line(`${elsewhere ? "danger" : "common"}.${key}`)], choices: elsewhere ? [] : [MENU], facts: [] });
  if (run.setting.waiting) return told("human-already");
  ticket(run, "talk-to-human");
  return told("human-asked");
}

function ticket(run: Run, topic: TopicId): void {
  run.effects.push({ kind: "ticket", topic, priority: "normal" });
}

function back(run: Run): Reply | null {
  const to = run.s.trail.at(-1);
  if (!to) return mainMenu(run);
  run.s.trail = run.s.trail.slice(0, -1);
  run.s.place = null;
  return goTo(run, to);
}

function repeat(run: Run): Reply {
  const { last } = run.before;
  if (!last || run.at - last.at > REPEAT_FOR) return says(run, ["common.repeat-none"], [MENU]);
  if (!last.lines) return run.s.place ? say(run, run.s.place)! : mainMenu(run);
  return { lines: last.lines, choices: run.before.choices.flatMap(id => outside(run.library, id) ?? []), facts: last.facts ?? [] };
}


function switchLanguage(run: Run, language: Language): Reply | null {
  if (run.s.place && flowAt(run)?.protection && !leftOpen(run)) {     // these texts exist in every language
    run.s.language = language;
    return say(run, run.s.place);
  }
  if (!run.setting.languages.includes(language)) return languages(run, [line("common.language-not-complete")]);
  run.s.language = language;
  return mainMenu(run);
}

function mainMenu(run: Run): Reply {
  run.s.place = null;
  run.s.trail = [];
  run.s.slots = {};
  return { lines: [line("common.menu")], choices: run.library.menu, facts: [], footer: "person" };
}

// ── words that were no choice, word or topic ──────────────────────────────────────────────────────────────────────

function typed(run: Run, text: string): Reply | null {
  const step = stepAt(run);
  if (step?.kind === "input" && leftOpen(run) && readsAs(step.as, text) !== null) run.effects.push({ kind: "redact", as: step.as });
  if (step && leftOpen(run) && (step.kind === "ask" || step.kind === "input")) return says(run, ["common.resume"], [{ id: "do:resume", label: "common.yes" }, MENU]);
  if (step?.kind === "input") return take(run, step, text);
  return notUnderstood(run);
}

function leftOpen(run: Run): boolean {
  return run.before.heardAt > 0 && run.at - run.before.heardAt > SESSION_IDLE;
}

/** "Yes" to "shall we go on?": the open question again. */
function resume(run: Run): Reply | null {
  const { place } = run.s;
  return place && !flowAt(run)?.protection ? say(run, place) : mainMenu(run);
}

type Asked = Extract<Step, { kind: "input" }>["as"];

/** The case number or proof that a text is, else null. */
export const readsAs = (as: Asked, text: string): string | null => (as === "case-number" ? normaliseCaseNumber(text) : normaliseProof(text));

/** A typed answer to a step that asked for one. */
function take(run: Run, step: Extract<Step, { kind: "input" }>, text: string): Reply | null {
  const value = readsAs(step.as, text);
  if (step.as === "proof") run.effects.push({ kind: "redact", as: "proof" });
  if (value === null) {
    run.s.missed += 1;
    if (run.s.missed > 2) return says(run, ["common.not-understood-human"], [HUMAN, MENU]);
    return { lines: [line(step.again)], choices: [], facts: step.facts ?? [], footer: "person-back" };
  }
  if (step.as === "case-number") run.effects.push({ kind: "redact", as: "case-number" });
  run.s.missed = 0;
  run.s.slots = { ...run.s.slots, [step.as]: value };
  return goOn(run, run.s.place!.flow, step.next);
}

/** Not understood: real options at once, a person after the second time. In a protection flow the question stays what it was. */
function notUnderstood(run: Run): Reply | null {
  run.s.missed += 1;
  if (run.s.place && flowAt(run)?.protection && !leftOpen(run)) return goOnInDanger(run, run.s.place);
  if (run.s.language === null && run.before.choices.some(id => id.startsWith("lang:")) && run.s.missed < 2) return languages(run, []);
  run.s.place = null;
  if (run.s.missed >= 2) return says(run, ["common.not-understood-human"], [HUMAN, MENU]);
  return { lines: [line("common.not-understood")], choices: run.library.menu, facts: [], footer: "person" };
}

// ── flows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function openTopic(run: Run, topic: TopicId): Reply | null {
  switch (topic) {
    case "greeting": return mainMenu(run);
    case "thanks": return says(run, ["common.thanks"], []);
    case "talk-to-human": return human(run);
    case "language-change": return languages(run, []);
    case "complaint-feedback": return command(run, "complaint");
    case "out-of-scope": return notUnderstood(run);
    default:
  }
  if (topic === "case-status" && run.setting.cases === "off") return says(run, ["case-status.off"], [HUMAN, MENU], ["onpar-phone"]);
  const flow = flowOfTopic(run.library, topic);
  if (!flow) return notUnderstood(run);     // a topic of another version, or of nobody
  run.s.slots = {};
  return goTo(run, { flow: flow.id, step: flow.start });
}

function goTo(run: Run, to: { flow: string; step: string }): Reply | null {
  const flow = findFlow(run.library, to.flow);
  if (!flow) return mainMenu(run);
  const step = whereNow(flow, to.step);
  const from = run.s.place;
  const place: Place = { flow: flow.id, step, version: flow.version };
  if (from && (from.flow !== place.flow || from.step !== place.step) && !flowAt(run)?.protection) run.s.trail = [...run.s.trail, from].slice(-TRAIL);
  run.s.place = place;
  return say(run, place);
}

function goOn(run: Run, flow: string, to: Goto): Reply | null {
  if ("menu" in to) return mainMenu(run);
  if ("topic" in to) return openTopic(run, to.topic);
  return goTo(run, { flow, step: to.step });
}

/** Says the step a conversation stands in. */
function say(run: Run, place: Place): Reply | null {
  const step = findStep(findFlow(run.library, place.flow), place.step)!;
  const facts = "facts" in step && step.facts ? step.facts : [];
  switch (step.kind) {
    case "answer": case "ask": return { lines: step.say.map(line), choices: choicesOf(place, step.options), facts, footer: "person-back" };
    case "input": return { lines: step.say.map(line), choices: [], facts, footer: "person-back" };
    case "lookup": return look(run, place);
    case "handoff":
      run.effects.push({ kind: "ticket", topic: step.topic, priority: step.priority });
      return { lines: step.say.map(line), choices: choicesOf(place, step.options), facts, footer: "person-back" };
    case "safety":
      if (step.ticket) run.effects.push({ kind: "ticket", topic: step.ticket, priority: "danger" });
      return { lines: step.say.map(line), choices: choicesOf(place, step.options), facts, safety: true };
    case "erase": return { lines: step.say.map(line), choices: eraseChoices(place, step.options), facts };
    default: return never(step);
  }
}

// ── danger ────────────────────────────────────────────────────────────────────────────────────────────────────────

function answerDanger(run: Run, danger: Danger): Reply {
  const { s } = run;
  s.missed = 0;
  if (s.language === null && run.noticed.language) s.language = run.noticed.language;
  const flow = flowOfTopic(run.library, danger.topic)!;
  const entry = danger.kind && flow.steps[`start-${danger.kind}`] ? `start-${danger.kind}` : flow.start;
  // Whoever has read the details is told them again; whoever could not read then is asked anew whether they can now.
  const further = s.place?.flow === flow.id && !s.place.step.startsWith("quiet") && !(BETRAYABLE.has(flow.topic) && /^(first$|start-)/.test(s.place.step)) && !leftOpen(run);
  const step = further ? s.place!.step : entry;
  s.trail = [];
  s.slots = {};
  s.place = { flow: flow.id, step, version: flow.version };
  return further && !URGENT.has(danger.topic) ? received() : say(run, s.place)!;
}

/** Where minutes count the numbers are said again; elsewhere whoever has read the details is told that it arrived. */
const URGENT: ReadonlySet<TopicId> = new Set<TopicId>(["crisis", "health-care"]);
const received = (): Reply => ({ lines: [line("danger.received")], choices: [], facts: ["crisis-104"], safety: true });

/** Words in the middle of a danger's texts. Who could not read and writes again is asked again; who was asked is asked the
 *  same; who has read the details is told that it arrived: a person reads it, the ticket is open. */
function goOnInDanger(run: Run, place: Place): Reply | null {
  const flow = flowAt(run)!;
  if (place.step.startsWith("quiet")) {
    const again = place.step.replace(/^quiet/, "start");
    run.s.place = { ...place, step: findStep(flow, again) ? again : flow.start };
    return say(run, run.s.place);
  }
  const asked = place.step === "first" || (place.step.startsWith("start-") && stepAt(run)?.kind === "safety" && BETRAYABLE.has(flow.topic));
  return asked ? say(run, place) : received();
}

// ── look-ups ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** No reply now: the result answers this message, or the timer does when it is slow. */
function look(run: Run, place: Place): Reply | null {
  const { "case-number": caseNumber = "", proof = "" } = run.s.slots;
  if (!caseNumber || !proof) return goTo(run, { flow: place.flow, step: findFlow(run.library, place.flow)!.start });   // tapped, not come to
  const id = run.ids();
  run.s.lookup = id;
  run.s.slots = {};
  run.s.place = null;
  run.effects.push({ kind: "lookup", id, caseNumber, proof }, { kind: "timer", id: `slow-${id}`, name: "lookup-slow", at: run.at + LOOKUP_SLOW, about: id });
  return null;
}

const STAGES: ReadonlySet<string> = new Set(["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed"]);

function answerResult(run: Run, lookup: string, outcome: LookupOutcome): Reply | null {
  if (run.s.lookup !== lookup) return null;     // another question has taken its place, or it was told already
  run.s.lookup = null;
  if (flowAt(run)?.protection) return aside(run, "danger.later");
  switch (outcome.kind) {
    case "found": {
      const stage = STAGES.has(outcome.stage) ? outcome.stage : "unknown";
      const lines: Line[] = [{ key: "case-status.found", values: { date: { date: outcome.asOf } } }, line(`case-status.stage-${stage}`)];
      return { ...says(run, [], [HUMAN, MENU]), lines: outcome.sandbox ? [line("case-status.sandbox"), ...lines] : lines };
    }
    case "unknown": return says(run, ["case-status.not-found"], [AGAIN, HUMAN, MENU]);
    case "failed": return says(run, ["case-status.failed"], [AGAIN, HUMAN, MENU], ["onpar-phone"]);
    default: return never(outcome);
  }
}

/** In the middle of a danger's texts nothing else is told, and the numbers go on meaning what they meant. */
function aside(run: Run, key: string): Reply {
  run.aside = true;
  return { lines: [line(key)], choices: [], facts: [] };
}

function answerTimer(run: Run, about: string): Reply | null {
  if (flowAt(run)?.protection) return null;      // the result is told when it comes
  return run.s.lookup === about ? says(run, ["case-status.later"], []) : null;
}

// ── small things ──────────────────────────────────────────────────────────────────────────────────────────────────

function says(_run: Run, keys: string[], offers: Choice[], facts: FactId[] = []): Reply {
  const holds = (id: ChoiceId): boolean => offers.some(c => c.id === id);
  return { lines: keys.map(line), choices: offers, facts, ...(!holds("do:human") && { footer: "person" as const }) };
}

const line = (key: string): Line => ({ key });

function flowAt(run: Run): Flow | undefined {
  return run.s.place ? findFlow(run.library, run.s.place.flow) : undefined;
}

function stepAt(run: Run): Step | undefined {
  return run.s.place ? findStep(flowAt(run), run.s.place.step) : undefined;
}

/** Where a session stands in today's library: a step that was renamed is followed, one that is gone leads to the flow's
 *  start, a flow that is gone to the menu. Nobody is stranded by a change of texts. */
function standing(library: Library, { place }: Session): Place | null {
  if (!place) return null;
  const flow = findFlow(library, place.flow);
  return flow ? { flow: flow.id, step: whereNow(flow, place.step), version: flow.version } : null;
}

function whereNow(flow: Flow, step: string): string {
  return findStep(flow, step) ? step : flow.moved?.[step] ?? flow.start;
}

/** The same words with the same answer, again and again: one word about it and a person, then silence until something else comes. */
function quietRobot(run: Run, heard: Heard, reply: Reply | null): Reply | null {
  const { fold } = run.noticed;
  if (!fold || !reply || heard.kind === "danger" || reply.safety) { run.s.robot = null; return reply; }
  const mark = hash(`${fold}|${reply.lines.map(l => l.key).join()}`);
  const soon = run.at - run.before.heardAt < ROBOT_WITHIN;
  const times = soon && run.before.robot?.fold === mark ? run.before.robot.times + 1 : 1;
  run.s.robot = { fold: mark, times };
  if (times < ROBOT_AFTER) return reply;
  run.s = { ...run.before, heardAt: run.at, robot: run.s.robot };
  run.effects = run.effects.filter(e => e.kind === "redact");
  if (times === ROBOT_AFTER) ticket(run, "talk-to-human");
  return times === ROBOT_AFTER ? says(run, ["common.robot"], []) : null;
}

/** FNV-1a: enough to see that two folds are equal without keeping what was written. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}
