/** The interpreter: where a conversation stands and what the person did become the next session, the reply and the effects.
 *  Synchronous and pure: the time and fresh ids are arguments; nothing is read from outside. */
import type { Danger, DateRead, Heard, LookupOutcome, Noticed, Command } from "./heard.ts";
import type { Effect } from "./effect.ts";
import { AGAIN, choicesOf, dateChoices, eraseChoices, HUMAN, inMenu, LANGUAGE_CHOICES, MENU, offered, OTHER, outside, RESUME } from "./choices.ts";
import { dateOf, dayFrom, dayOf, lastDay, nextWorkingDay, type Day } from "./days.ts";
import type { Deadline } from "./fact.ts";
import { findFlow, findStep, flowOfTopic } from "./find.ts";
import { eventLines, type Event } from "./event.ts";
import type { Announced, Flow, Goto, Library, Step } from "./flow.ts";
import { never, TOPICS, type Channel, type Language, type Millis, type TopicId } from "./ids.ts";
import type { Choice, ChoiceId, FactId, Line, Reply } from "./reply.ts";
import type { Place, Session } from "./session.ts";
import { normaliseCaseNumber, normaliseProof } from "./case-number.ts";

/** What a turn must know beside the library: which languages are offered, which of them no native speaker has read yet, what
 *  staff have announced, whether cases can be looked up, and what a deadline is counted with, so that the number in a text
 *  and the one counted are the same fact. */
export type Setting = {
  languages: readonly Language[]; unread?: readonly Language[]; events?: readonly Event[]; cases: "on" | "off"; channel: Channel; waiting: boolean;
  deadline?: (fact: FactId) => Deadline | null;
};
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
  const placed = step && "say" in step && reply.lines.some(l => l.key === step.say[0]);     // a last day is counted anew
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
  s.waits = waiting(heard);
  if (s.waits === "do:human") ticket(run, "talk-to-human");     // it needs no language
  const first: Line[] = asks ? [line("common.language-not-complete")] : heard.kind === "media" ? [line(`common.media-${heard.media}`)] : [];
  return languages(run, [...first, ...NOTICE]);
}

/** What a first message asked, to be taken up once a language is chosen; never its words. */
function waiting(heard: Heard): ChoiceId | null {
  switch (heard.kind) {
    case "topic": return ["greeting", "thanks", "language-change"].includes(heard.topic) ? null : `topic:${heard.topic}`;
    case "command": return heard.command === "menu" || heard.command === "languages" ? null : `do:${heard.command}`;
    case "choice": return heard.id;
    case "words": return UNREAD;
    default: return null;
  }
}
/** Stands for what was not understood: answered so. */
const UNREAD: ChoiceId = "do:unread";

export const NOTICE: readonly Line[] = [{ key: "common.notice-1" }, { key: "common.notice-2" }];
/** Dangers whose first message must betray nobody: it names no organisation, so the notice waits for a later answer. */
export const BETRAYABLE: ReadonlySet<TopicId> = new Set<TopicId>(["gender-violence", "trafficking", "child-protection", "unaccompanied-child"]);

function languages(run: Run, above: Line[]): Reply {
  run.s.place = null;
  run.s.waits ??= run.before.waits;
  const complete = LANGUAGE_CHOICES.filter(c => run.setting.languages.some(l => c.id === `lang:${l}`));
  return { lines: [...above, line("common.choose-language")], choices: [...complete, OTHER], facts: [] };
}

/** A language that has no texts here is kept for the team, as it was named; meanwhile those there are, and a person. */
function languageNoted(run: Run, name: string): Reply {
  run.effects.push({ kind: "ticket", topic: "language-change", priority: "normal", speaks: name });
  const reply = languages(run, [line("common.language-noted")]);
  return { ...reply, choices: reply.choices.map(c => (c === OTHER ? HUMAN : c)) };
}

function anotherLanguage(run: Run): Reply {
  ticket(run, "language-change");
  return askName(run);
}

function askName(run: Run): Reply {
  run.s.naming = true;
  run.s.waits = run.before.waits;
  return says(run, ["common.other-language"], [MENU]);
}

/** 60: a name, and what goes with it ("hablo guna, leo español"); a longer text is a message. */
const LONGEST_NAME = 60;
const isName = (run: Run, text: string): boolean => run.before.naming && !run.s.place && !leftOpen(run) && text.length <= LONGEST_NAME && /\p{L}/u.test(text);

// ── every later message ───────────────────────────────────────────────────────────────────────────────────────────

function answer(run: Run, heard: Heard): Reply | null {
  const { s } = run;
  s.waits = null;
  s.naming = false;
  switch (heard.kind) {
    case "danger": return answerDanger(run, heard.danger);
    case "choice": return understood(run, () => choose(run, heard.id));
    case "command": return command(run, heard.command);
    case "language": return understood(run, () => switchLanguage(run, heard.language, heard.name));
    case "other-language": return understood(run, () => (heard.name ? languageNoted(run, heard.name) : anotherLanguage(run)));
    case "topic": return understood(run, () => besides(run, named(run, heard.topic), heard.also));
    case "yes": return s.choices.length === 2 ? understood(run, () => choose(run, s.choices[0]!)) : neither(run, "yes");
    case "no": return s.choices.length === 2 ? understood(run, () => choose(run, s.choices[1]!)) : neither(run, "no");
    case "date": return dated(run, heard.read);
    case "number": return notInList(run, heard.n);
    case "words": return isName(run, heard.text) ? understood(run, () => languageNoted(run, heard.text)) : typed(run, heard.text);
    case "media": return says(run, [`common.media-${heard.media}`], []);
    case "location": run.effects.push({ kind: "redact", as: "location" }); return says(run, ["common.location"], []);
    case "contacts": return says(run, ["common.contacts"], []);
    case "order": return says(run, ["common.order"], []);
    case "unreadable": return says(run, ["common.unreadable"], []);
    case "result": case "timer": return null;   // answered before
    default: return never(heard);
  }
}

/** A yes or no to what was no such question. Where a day is asked for it is asked for again. */
function neither(run: Run, word: string): Reply | null {
  return asksDate(stepAt(run)) ? typed(run, word) : notUnderstood(run);
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

/** The answer to "shall everything be deleted?", where a tap on an old list asks again instead, or to "which day?". */
function settle(run: Run, what: string): Reply | null {
  const [flow = "", step = "", value = ""] = what.split("/");
  const found = findStep(findFlow(run.library, flow), step);
  if (asksDate(found)) return settleDate(run, { flow, step }, value);
  if (found?.kind !== "erase") return mainMenu(run);
  const asked = run.s.place?.flow === flow && run.s.place.step === step && run.at - run.before.heardAt <= ERASE_ASK_FOR;
  if (!asked) return goTo(run, { flow, step });
  run.s.place = null;
  if (value !== "yes") return says(run, ["common.erase-cancelled"], [MENU]);
  run.effects.push({ kind: "erase" });
  return { lines: [line("common.erased")], choices: [], facts: [] };
}

function command(run: Run, what: Command): Reply | null {
  switch (what) {
    case "menu": return understood(run, () => mainMenu(run));
    case "human": return understood(run, () => human(run));
    case "back": return understood(run, () => back(run));
    case "help": return understood(run, () => (endangered(run) ? goOnInDanger(run, run.s.place!, true) : says(run, ["common.help"], [MENU, HUMAN])));
    case "repeat": return understood(run, () => repeat(run));
    case "delete": return understood(run, () => openTopic(run, "delete-my-data"));
    case "who": return understood(run, () => openTopic(run, "about-puente"));
    case "languages": return understood(run, () => languages(run, []));
    case "complaint": return understood(run, () => says(run, ["common.complaint"], [HUMAN, MENU]));
    case "stop":   // never as the answer to a question, nor in danger: "no más" may be one, and a cry
      if (asks(run) || flowAt(run)?.protection) return notUnderstood(run);
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
  const told = (key: string): Reply => ({ lines: [line(key)], choices: elsewhere ? [] : [MENU], facts: [] });
  if (run.setting.waiting) return told(elsewhere ? "danger.human-already" : "common.human-already");
  ticket(run, "talk-to-human");
  return told(elsewhere ? "danger.human-asked" : "common.human-asked");
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


function switchLanguage(run: Run, language: Language, name?: string): Reply | null {
  if (run.s.place && flowAt(run)?.protection && !leftOpen(run)) {     // these texts exist in every language
    run.s.language = language;
    return say(run, run.s.place);
  }
  if (!run.setting.languages.includes(language)) return name && run.before.naming ? languageNoted(run, name) : languages(run, [line("common.language-not-complete")]);
  run.s.language = language;
  const reply = run.before.waits && !leftOpen(run) ? choose(run, run.before.waits) : mainMenu(run);
  return reply && !reply.safety && run.setting.unread?.includes(language) ? { ...reply, lines: [...reply.lines, line("common.unread")] } : reply;
}

function mainMenu(run: Run): Reply {
  run.s.place = null;
  run.s.trail = [];
  run.s.slots = {};
  return { lines: [line("common.menu")], choices: run.library.menu, facts: [], footer: "person" };
}

// ── the open question ─────────────────────────────────────────────────────────────────────────────────────────────

const asks = (run: Run): boolean => ["ask", "input", "erase"].includes(stepAt(run)?.kind ?? "");

/** In the middle of a danger's texts. */
const endangered = (run: Run): boolean => flowAt(run)?.protection === true && !leftOpen(run);

/** What was asked and not answered yet, as it was asked; null where nothing is, or where it was asked too long ago. */
function question(run: Run): Reply | null {
  if (leftOpen(run)) return null;
  if (asks(run)) return say(run, run.s.place!);
  if (run.before.naming && !run.s.place) return askName(run);
  return !run.s.place && run.before.choices.some(id => id.startsWith("lang:")) ? languages(run, []) : null;
}

/** The same for whoever answers in our place, outside a turn. */
export function openQuestion(library: Library, before: Session, at: Millis, setting: Setting): Reply | null {
  return question({ library, before, at, setting, ids: () => "", noticed: {}, effects: [], s: { ...before, place: standing(library, before) } });
}

/** What the numbers of the last answer mean, without what it told: that was read, and may be long. */
function listAgain(run: Run): Reply | null {
  const here = offered(run.library, run.s.place);
  const choices = run.before.choices.flatMap(id => here.find(c => c.id === id) ?? outside(run.library, id) ?? (id.startsWith("topic:") ? inMenu(run.library, id.slice("topic:".length) as TopicId) : undefined) ?? []);
  return choices.length ? { lines: [], choices, facts: [], footer: "person-back" } : null;
}

const beneath = (key: string, reply: Reply): Reply => ({ ...reply, lines: [line(key), ...reply.lines] });

/** A number that nothing shown stands for: the same list once more, a person after the second time. */
function notInList(run: Run, n: number): Reply | null {
  if (endangered(run)) return goOnInDanger(run, run.s.place!, true);
  const shown = stepAt(run)?.kind === "input" || leftOpen(run) ? null : question(run) ?? listAgain(run);
  if (!shown) return typed(run, String(n));
  run.s.missed += 1;
  return run.s.missed >= 2 ? says(run, ["common.not-understood-human"], [HUMAN, MENU]) : beneath("common.not-in-list", shown);
}

/** A topic that was named. Who only greets or thanks is asked the same again; in the middle of a danger's texts that, or
 *  how lonely it is, is no change of subject. */
function named(run: Run, topic: TopicId): Reply | null {
  const polite = topic === "greeting" || topic === "thanks";
  if (endangered(run) && (polite || (topic === "mental-health" && heldByDanger(run)))) return goOnInDanger(run, run.s.place!, topic !== "thanks");
  const open = polite ? question(run) : null;
  return open ? beneath(`common.${topic}-again`, open) : openTopic(run, topic);
}

/** Who asked for two things is told that both were heard: the other is the last choice, so that the first keep their numbers.
 *  With the notice beneath there is room for the choice only. */
function besides(run: Run, reply: Reply | null, also: TopicId | undefined): Reply | null {
  const other = also && flowAt(run)?.topic !== also ? inMenu(run.library, also) : undefined;
  if (!reply || reply.safety || !other || reply.choices.length >= MOST || reply.choices.some(c => c.id === other.id)) return reply;
  return { ...reply, lines: run.before.noticed ? [...reply.lines, line("common.also-heard")] : reply.lines, choices: [...reply.choices, other] };
}

/** 5: what SMS can number. */
const MOST = 5;

// ── words that were no choice, word or topic ──────────────────────────────────────────────────────────────────────

function typed(run: Run, text: string): Reply | null {
  const step = stepAt(run);
  if (step?.kind === "input" && leftOpen(run) && readsAs(step.as, text) !== null) run.effects.push({ kind: "redact", as: step.as });
  if (leftOpen(run) && (step?.kind === "ask" || step?.kind === "input")) return askToResume(run);
  if (step?.kind === "input") return take(run, step, text);
  if (step && hasAsked(step) && run.setting.waiting && !flowAt(run)?.protection && !leftOpen(run)) return noted(run, step);
  return notUnderstood(run);
}

/** A step that opened a ticket and asked for a few words. */
const hasAsked = (step: Step): boolean => step.kind === "handoff" || (step.kind === "safety" && step.ticket !== undefined);

/** Words after it are for the person who will read them: they have arrived, there is nothing to understand. */
const noted = (run: Run, step: Step): Reply | null => understood(run, () => (step.kind === "safety" ? received(run) : says(run, ["common.noted"], [MENU])));

function leftOpen(run: Run): boolean {
  return run.before.heardAt > 0 && run.at - run.before.heardAt > SESSION_IDLE;
}

const askToResume = (run: Run): Reply => says(run, ["common.resume"], [RESUME, MENU]);

/** "Yes" to "shall we go on?": the open question again. */
function resume(run: Run): Reply | null {
  const { place } = run.s;
  return place && !flowAt(run)?.protection ? say(run, place) : mainMenu(run);
}

type Input = Extract<Step, { kind: "input" }>;
type DateStep = Extract<Input, { as: "date" }>;

/** The case number or proof that a text is, else null. A date is read before, where the words are. */
export function readsAs(as: Input["as"], text: string): string | null {
  return as === "case-number" ? normaliseCaseNumber(text) : as === "proof" ? normaliseProof(text) : null;
}

/** A typed answer to a step that asked for one. */
function take(run: Run, step: Input, text: string): Reply | null {
  const value = readsAs(step.as, text);
  if (step.as === "proof") run.effects.push({ kind: "redact", as: "proof" });
  if (value === null) return askAgain(run, step, step.again);
  if (step.as === "case-number") run.effects.push({ kind: "redact", as: "case-number" });
  return fill(run, step, value);
}

function fill(run: Run, step: Input, value: string): Reply | null {
  run.s.missed = 0;
  run.s.slots = { ...run.s.slots, [step.as]: value };
  return goOn(run, run.s.place!.flow, step.next);
}

/** Asks for what was typed once more, at most twice, then offers a person. */
function askAgain(run: Run, step: Input, key: string): Reply {
  run.s.missed += 1;
  if (run.s.missed > 2) return says(run, ["common.not-understood-human"], [HUMAN, MENU]);
  return { lines: [line(key)], choices: step.as === "date" ? choicesOf(run.s.place!, [step.unsure]) : [], facts: step.facts ?? [], footer: "person-back" };
}

// ── a day that was typed ──────────────────────────────────────────────────────────────────────────────────────────

const asksDate = (step: Step | undefined): step is DateStep => step?.kind === "input" && step.as === "date";

/** A day, to a step that asks for one. What may be two is asked, never guessed. The words are not kept; the day is, while the
 *  conversation lasts, to be counted from. */
function dated(run: Run, read: DateRead): Reply | null {
  const step = stepAt(run), { place } = run.s;
  if (!place || !asksDate(step)) return notUnderstood(run);
  run.effects.push({ kind: "redact", as: "date" });
  if (leftOpen(run)) return askToResume(run);
  switch (read.kind) {
    case "date": return understood(run, () => takeDate(run, step, read.iso));
    case "future": return askAgain(run, step, step.future);
    case "unsure": return understood(run, () => goOn(run, place.flow, step.unsure.to));
    case "ambiguous": return understood(run, () => ({ lines: [line(step.which)], choices: dateChoices(place, read.choices, step.unsure), facts: step.facts ?? [], footer: "person-back" }));
    default: return never(read);
  }
}

/** A day chosen among two. An old list's still means that day. */
function settleDate(run: Run, { flow, step }: { flow: string; step: string }, date: string): Reply | null {
  if (dayFrom(date) === null) return goTo(run, { flow, step });
  run.effects.push({ kind: "redact", as: "date" });
  arrive(run, findFlow(run.library, flow)!, step);
  return takeDate(run, stepAt(run) as DateStep, date);
}

function takeDate(run: Run, step: DateStep, date: string): Reply | null {
  return dayFrom(date)! > dayOf(run.at) ? askAgain(run, step, step.future) : fill(run, step, date);
}

type LastDay = Extract<Step, { kind: "last-day" }>;
type Counted = { notice: Day; last: Day; go: Day };

/** The last day of a step's deadline, counted from the day that was typed; where there is none to tell, what to say instead. */
function count(run: Run, step: LastDay): Counted | Goto {
  const notice = dayFrom(run.s.slots["date"] ?? ""), deadline = run.setting.deadline?.(step.deadline), today = dayOf(run.at);
  if (notice === null || notice > today || !deadline) return step.unsure;
  const last = lastDay(notice, deadline.n, deadline.unit), go = nextWorkingDay(today);
  return last < today ? step.passed : go >= last ? step.close : { notice, last, go };
}

function tellLastDay(run: Run, place: Place, step: LastDay): Reply | null {
  const counted = count(run, step);
  if (!("last" in counted)) {
    run.s.place = null;                          // "back" must not lead to a step that leads on
    return goOn(run, place.flow, counted);
  }
  const { notice, last, go } = counted;
  const values = { notice: { date: dateOf(notice) }, last: { date: dateOf(last), weekday: true as const }, go: go === dayOf(run.at) ? { key: "common.today" } : { date: dateOf(go), weekday: true as const } };
  return { lines: step.say.map(key => ({ key, values })), choices: choicesOf(place, step.options), facts: step.facts, footer: "person-back" };
}

/** Not understood: real options at once, a person after the second time. In a protection flow the question stays what it was. */
function notUnderstood(run: Run): Reply | null {
  run.s.missed += 1;
  if (endangered(run)) return goOnInDanger(run, run.s.place!);
  if (run.s.language === null && run.before.choices.some(id => id.startsWith("lang:")) && run.s.missed < 2) return languages(run, []);
  run.s.place = null;
  if (run.s.missed >= 2) return says(run, ["common.not-understood-human"], [HUMAN, MENU]);
  return { lines: [line("common.not-understood")], choices: run.library.menu, facts: [], footer: "person" };
}

// ── flows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function openTopic(run: Run, topic: TopicId): Reply | null {
  switch (topic) {
    case "greeting": return mainMenu(run);
    case "thanks": run.aside = true; return says(run, ["common.thanks"], []);
    case "talk-to-human": return human(run);
    case "language-change": return languages(run, []);
    case "complaint-feedback": return command(run, "complaint");
    case "out-of-scope": return notUnderstood(run);
    default:
  }
  if (topic === "case-status" && run.setting.cases === "off") return says(run, ["case-status.off"], [HUMAN, MENU], ["onpar-phone"]);
  const flow = flowOfTopic(run.library, topic);
  if (!flow) return TOPICS.includes(topic) ? notYet(run) : notUnderstood(run);     // else an id of another version, or of nobody
  run.s.slots = {};
  return goTo(run, { flow: flow.id, step: flow.start });
}

/** Understood, but no answer is written: said as it is, with a person who can help. Back leads to where they stood. */
function notYet(run: Run): Reply {
  const from = run.s.place;
  if (from && !flowAt(run)?.protection) run.s.trail = [...run.s.trail, from].slice(-TRAIL);
  run.s.place = null;
  run.s.slots = {};
  return says(run, ["common.not-yet"], [HUMAN, MENU]);
}

function goTo(run: Run, to: { flow: string; step: string }): Reply | null {
  const flow = findFlow(run.library, to.flow);
  if (!flow) return mainMenu(run);
  return say(run, arrive(run, flow, whereNow(flow, to.step)));
}

/** Stands in a step, and remembers where one came from. */
function arrive(run: Run, flow: Flow, step: string): Place {
  const from = run.s.place;
  const place: Place = { flow: flow.id, step, version: flow.version };
  if (from && (from.flow !== place.flow || from.step !== place.step) && !flowAt(run)?.protection) run.s.trail = [...run.s.trail, from].slice(-TRAIL);
  run.s.place = place;
  return place;
}

function goOn(run: Run, flow: string, to: Goto): Reply | null {
  if ("menu" in to) return mainMenu(run);
  if ("topic" in to) return openTopic(run, to.topic);
  if ("flow" in to) return goTo(run, { flow: to.flow, step: to.step ?? "" });     // no step: its start
  return goTo(run, { flow, step: to.step });
}

/** Says the step a conversation stands in. */
function say(run: Run, place: Place): Reply | null {
  const step = findStep(findFlow(run.library, place.flow), place.step)!;
  const facts = "facts" in step && step.facts ? step.facts : [];
  switch (step.kind) {
    case "answer": {
      const events = step.events ? announced(run, step.events) : [];
      return { lines: events.length ? events : step.say.map(line), choices: choicesOf(place, step.options), facts: events.length ? [] : facts, footer: "person-back" };
    }
    case "ask": return { lines: step.say.map(line), choices: choicesOf(place, step.options), facts, footer: "person-back" };
    case "input": return { lines: step.say.map(line), choices: step.as === "date" ? choicesOf(place, [step.unsure]) : [], facts, footer: "person-back" };
    case "last-day": return tellLastDay(run, place, step);
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

function announced({ setting, at }: Run, { of, title }: Announced): Line[] {
  const lines = eventLines(setting.events ?? [], of, at, setting.channel);
  return lines.length ? [line(title), ...lines] : [];
}

// ── danger ────────────────────────────────────────────────────────────────────────────────────────────────────────

function answerDanger(run: Run, danger: Danger): Reply {
  const { s } = run;
  s.missed = 0;
  if (s.language === null && run.noticed.language) s.language = run.noticed.language;
  const flow = flowOfTopic(run.library, danger.topic)!;
  // A topic that is ordinary as well enters its danger at `start-danger`.
  const entry = [`start-${danger.kind}`, "start-danger"].find(name => flow.steps[name]) ?? flow.start;
  // Whoever has read the details is told them again; whoever could not read then is asked anew whether they can now.
  const further = s.place?.flow === flow.id && stepAt(run)?.kind === "safety" && !s.place.step.startsWith("quiet") && !(BETRAYABLE.has(flow.topic) && /^(first$|start-)/.test(s.place.step)) && !leftOpen(run);
  const step = further ? s.place!.step : entry;
  s.trail = [];
  s.slots = {};
  s.place = { flow: flow.id, step, version: flow.version };
  return further && !URGENT.has(danger.topic) ? received(run) : say(run, s.place)!;
}

/** Where minutes count the numbers are said again; elsewhere whoever has read the details is told that it arrived. */
const URGENT: ReadonlySet<TopicId> = new Set<TopicId>(["crisis", "health-care"]);
function received(run: Run): Reply {
  return { ...aside(run, "danger.received"), facts: ["crisis-104"], safety: true };
}

/** Words in the middle of a danger's texts. Who could not read and writes again is asked again; who was asked is asked the
 *  same; who has read the details is told that it arrived: a person reads it, the ticket is open. `cry`: it may be a call for
 *  help, so where minutes count the numbers are said again. */
function goOnInDanger(run: Run, place: Place, cry = false): Reply | null {
  const flow = flowAt(run)!;
  if (place.step.startsWith("quiet")) {
    const again = place.step.replace(/^quiet/, "start");
    run.s.place = { ...place, step: findStep(flow, again) ? again : flow.start };
    return say(run, run.s.place);
  }
  return canRead(run) || (cry && URGENT.has(flow.topic)) ? say(run, place) : received(run);
}

/** "Can you read now?" is open. */
function canRead(run: Run): boolean {
  const { step } = run.s.place!;
  return step === "first" || (step.startsWith("start-") && stepAt(run)?.kind === "safety" && BETRAYABLE.has(flowAt(run)!.topic));
}

/** Whoever is in crisis, or was not able to read yet, is not led to an ordinary answer about sadness. */
const heldByDanger = (run: Run): boolean => flowAt(run)?.topic === "crisis" || run.s.place!.step.startsWith("quiet") || canRead(run);

// ── look-ups ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** No reply now: the result answers this message, or the timer does when it is slow. */
function look(run: Run, place: Place): Reply | null {
  const { "case-number": caseNumber = "", proof = "" } = run.s.slots;
  if (run.setting.cases === "off") {            // since they were asked for the number
    run.s.slots = {};
    run.s.place = null;
    return openTopic(run, "case-status");
  }
  if (!caseNumber || !proof) return goTo(run, { flow: place.flow, step: findFlow(run.library, place.flow)!.start });   // tapped, not come to
  const id = run.ids();
  run.s.lookup = id;
  run.s.late = false;
  run.s.slots = {};
  run.s.place = null;
  run.effects.push({ kind: "lookup", id, caseNumber, proof }, { kind: "timer", id: `slow-${id}`, name: "lookup-slow", at: run.at + LOOKUP_SLOW, about: id });
  return null;
}

const STAGES: ReadonlySet<string> = new Set(["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed"]);

function answerResult(run: Run, lookup: string, outcome: LookupOutcome): Reply | null {
  if (run.s.lookup !== lookup) return null;     // another question has taken its place, or it was told already
  run.s.lookup = null;
  run.s.late = false;
  if (flowAt(run)?.protection) return aside(run, "danger.later");
  switch (outcome.kind) {
    case "found": {
      const stage = STAGES.has(outcome.stage) ? outcome.stage : "unknown";
      if (stage === "unknown") ticket(run, "case-status");
      const lines: Line[] = [{ key: "case-status.found", values: { date: { date: outcome.asOf } } }, line(`case-status.stage-${stage}`), ...appointmentOf(outcome)];
      return { ...says(run, [], [HUMAN, MENU]), lines: outcome.sandbox ? [line("case-status.sandbox"), ...lines] : lines };
    }
    case "unknown": return says(run, ["case-status.not-found"], [AGAIN, HUMAN, MENU]);
    case "failed": return says(run, ["case-status.failed"], [AGAIN, HUMAN, MENU], ["onpar-phone"]);
    default: return never(outcome);
  }
}

/** Its place and hour are told here alone: the proof was given for this answer. */
function appointmentOf({ appointment }: Extract<LookupOutcome, { kind: "found" }>): Line[] {
  if (!appointment) return [];
  const { on, at, place } = appointment, values = { date: { date: on, weekday: true as const }, place };
  return [at ? { key: "case-status.appointment", values: { ...values, time: at } } : { key: "case-status.appointment-day", values }];
}

/** Said beside what stands open: the numbers go on meaning what they meant. */
function aside(run: Run, key: string): Reply {
  run.aside = true;
  return { lines: [line(key)], choices: [], facts: [] };
}

function answerTimer(run: Run, about: string): Reply | null {
  if (flowAt(run)?.protection) return null;      // the result is told when it comes
  if (run.s.lookup !== about || run.s.late) return null;
  run.s.late = true;
  return says(run, ["case-status.later"], []);
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
