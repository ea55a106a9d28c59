/** Walks every path through the real interpreter and says every answer in every language on every channel: a topic's steps
 *  from its name, each choice that each answer offers, what stands outside the flows, what a look-up may bring, and what staff
 *  may announce. */
import type { Content } from "../../bot/content.ts";
import type { Words } from "../../bot/words.ts";
import type { Effect } from "../../flows/effect.ts";
import { EVENT_KINDS, type Event } from "../../flows/event.ts";
import type { Flow, Library, Step } from "../../flows/flow.ts";
import { deadlineOf } from "../../flows/fact.ts";
import { findFlow, findStep } from "../../flows/find.ts";
import { CHANNELS, type Channel, type DangerTopic, type Language, type TopicId } from "../../flows/ids.ts";
import type { Heard } from "../../flows/heard.ts";
import type { Reply } from "../../flows/reply.ts";
import { newSession, type Session } from "../../flows/session.ts";
import type { turn, Setting } from "../../flows/turn.ts";
import { LONGEST } from "../../server/events.ts";
import { formsOf, leadsTo, sayOf } from "./given.ts";

/** One answer, and how somebody came to it. */
export type Said = {
  language: Language;
  channel: Channel;
  topic: TopicId | null;           // null: outside the flows
  /** Where it stands: `flow/step`, or what was done. */
  at: string;
  /** Whether the conversation's place is that step. */
  placed: boolean;
  taps: number;
  /** The answers before it on this path, in order. */
  before: Reply[];
  reply: Reply;
  session: Session;
  /** The first answer to a stranger, with the notice beneath. */
  stranger: boolean;
};
export type Walked = { said: Said[]; silent: { language: Language; channel: Channel; flow: string; at: string; why: string }[] };

const AT = Date.UTC(2026, 0, 5, 12);
type Asked = Extract<Step, { kind: "input" }>["as"];
/** What is typed where something is asked for, and what is no answer to it. */
const TYPED: Record<Asked, Heard[]> = {
  "case-number": [{ kind: "words", text: "PA-2026-000001" }],
  proof: [{ kind: "words", text: "246810" }],
  date: [
    ...["2026-01-02", "2025-12-26", "2025-06-02"].map((iso): Heard => ({ kind: "date", read: { kind: "date", iso } })),
    { kind: "date", read: { kind: "ambiguous", choices: ["2025-12-05", "2025-05-12"] } }, { kind: "date", read: { kind: "future" } }, { kind: "date", read: { kind: "unsure" } },
  ],
};
const STAGES = ["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed", "brand-new"];

/** As long as staff may write it: the names of September and Wednesday are the longest in most languages. */
const made = (from: string, to: string): Event[] => EVENT_KINDS.map(kind => ({
  id: "event", kind, from, to, confirmedBy: "", confirmedAt: "",
  ...(Object.fromEntries(Object.entries(LONGEST).map(([name, letters]) => [name, "Gimnasio Municipal de Metetí y Yaviza. ".repeat(2).slice(0, letters)])) as Record<keyof typeof LONGEST, string>),
}));
/** One of a day, and more than are told of several days. */
const ANNOUNCED: [string, Event[]][] = [
  ["one event announced", made("2026-09-23", "2026-09-23")],
  ["several events announced", ["2026-09-23", "2026-09-24", "2026-09-29", "2026-09-30"].flatMap(from => made(from, "2026-12-30"))],
];

/** What stands outside the flows: the words that work everywhere and what happens when nothing fits. */
const OUTSIDE: [string, Heard, Partial<Session>?][] = [
  ["greeting", { kind: "topic", topic: "greeting" }], ["stranger", { kind: "topic", topic: "greeting" }, { noticed: false, language: null }],
  ["thanks", { kind: "topic", topic: "thanks" }], ["out-of-scope", { kind: "topic", topic: "out-of-scope" }], ["misunderstood again", { kind: "words", text: "qwerty" }, { missed: 1 }],
  ...(["menu", "human", "back", "help", "repeat", "delete", "who", "languages", "complaint", "stop", "start"] as const).map((command): [string, Heard] => [command, { kind: "command", command }]),
  ["other-language", { kind: "other-language" }], ["language not complete", { kind: "language", language: "pt" }],
  ...(["voice", "image", "video", "audio", "document", "sticker"] as const).map((media): [string, Heard] => [media, { kind: "media", media }]),
  ["location", { kind: "location" }], ["contacts", { kind: "contacts" }], ["order", { kind: "order" }], ["unreadable", { kind: "unreadable" }],
];

/** The interpreter: tests hand in one that is broken. */
export type Interpret = typeof turn;
type Sat = Setting & { interpret: Interpret };
type Path = { at: string; session: Session; heard: Heard; taps: number; before: Reply[] };

export function walk(library: Library, words: Words, content: Content, interpret: Interpret): Walked {
  const walked: Walked = { said: [], silent: [] };
  for (const language of Object.keys(content.texts) as Language[]) for (const channel of CHANNELS) {
    const whole = words.languages.includes(language);
    const setting: Sat = { languages: words.languages, cases: "on", channel, waiting: false, interpret, deadline: id => deadlineOf(words.fact(id)) };
    for (const flow of Object.values(library.flows)) if (whole || speaks(content, language, flow)) {
      walkFlow(library, setting, flow, language, walked);
      for (const [what, events] of announces(flow) ? ANNOUNCED : []) {
        const again: Walked = { said: [], silent: walked.silent };
        walkFlow(library, { ...setting, events }, flow, language, again);
        walked.said.push(...again.said.filter(tellsEvent).map(said => ({ ...said, at: `${said.at}, ${what}` })));
      }
    }
    walkOutside(library, setting, language, walked, whole ? OUTSIDE : OUTSIDE.filter(([at]) => at === "human"));
  }
  return walked;
}

const announces = (flow: Flow): boolean => Object.values(flow.steps).some(step => step.kind === "answer" && step.events !== undefined);
const tellsEvent = ({ reply }: Said): boolean => reply.lines.some(({ key }) => /^events\.days?$/.test(key));

/** Whether a language that is not complete has the texts of a flow's first step. */
function speaks(content: Content, language: Language, flow: Flow): boolean {
  const step = findStep(flow, flow.start);
  return step !== undefined && formsOf(content, language, sayOf(step).slice(0, 1)).length > 0;
}

const met = (language: Language): Session => ({ ...newSession(), language, noticed: true, heardAt: AT - 1000 });

type Taken = { session: Session; reply: Reply | null; effects: Effect[]; why?: string };

/** A turn. A library that is broken badly enough makes the interpreter throw: then nothing is said. */
function take(library: Library, { interpret, ...setting }: Sat, session: Session, heard: Heard, noticed?: Language): Taken {
  try {
    return interpret(library, session, heard, noticed ? { language: noticed } : {}, AT, () => "id", setting);
  } catch (error) {
    return { session, reply: null, effects: [], why: error instanceof Error ? error.message : "unknown fault" };
  }
}

function walkFlow(library: Library, setting: Sat, flow: Flow, language: Language, walked: Walked): void {
  const { channel } = setting;
  const topic = library.topics[flow.topic] === flow.id ? flow.topic : null;
  const seen = new Set<string>();
  const queue = entries(library, flow, language);
  const note = (path: Path, reply: Reply, session: Session, at: string, placed: boolean, stranger = false): void => {
    walked.said.push({ language, channel, topic, at, placed, taps: path.taps, before: path.before, reply, session, stranger });
  };
  for (let path = queue.shift(); path; path = queue.shift()) {
    const { session, reply, effects, why = "nothing is said" } = take(library, setting, path.session, path.heard, path.session.noticed ? undefined : language);
    const lookup = effects.find(e => e.kind === "lookup");
    if (!reply) {
      if (lookup) results(library, setting, session, lookup.id, (at, said, after) => note(path, said, after, at, false));
      else walked.silent.push({ language, channel, flow: flow.id, at: path.at, why });
      continue;
    }
    const place = session.place ? `${session.place.flow}/${session.place.step}` : path.at;
    const inside = session.place !== null && (session.place.flow === flow.id || library.topics[findFlow(library, session.place.flow)?.topic ?? "out-of-scope"] !== session.place.flow);
    note(path, reply, session, place, session.place !== null, !path.session.noticed);
    const here = [session.place ? place : reply.lines.map(line => line.key).join(), ...reply.choices.map(c => c.id), JSON.stringify(session.slots)].join("|");
    if (!path.session.noticed || seen.has(here) || !inside && session.place) continue;
    seen.add(here);
    for (const { id } of reply.choices) queue.push({ at: `${place} > ${id}`, session, heard: { kind: "choice", id }, taps: path.taps + 1, before: [...path.before, reply] });
    const step = session.place ? findStep(flow, session.place.step) : undefined;
    if (step?.kind !== "input") continue;
    for (const heard of TYPED[step.as]) queue.push({ at: `${place} > typed`, session, heard, taps: path.taps, before: [...path.before, reply] });
    for (let missed = 0; missed < 3; missed++) queue.push({ at: `${place} > mistyped ${missed + 1}`, session: { ...session, missed }, heard: { kind: "words", text: "?" }, taps: path.taps, before: [...path.before, reply] });
  }
}

/** By its name or its danger, as somebody known and as a stranger; what is no topic's flow from the main menu; and the steps
 *  that other flows lead to. */
function entries(library: Library, flow: Flow, language: Language): Path[] {
  const path = (at: string, heard: Heard, session = met(language), taps = 0): Path => ({ at, heard, session, taps, before: [] });
  const stranger: Session = { ...newSession(), language: null };
  const kinds = Object.keys(flow.steps).filter(id => id.startsWith("start-"));
  const safety = findStep(flow, flow.start)?.kind === "safety";
  const dangers = (safety ? [undefined, ...kinds] : kinds).map((kind): [string, Heard] => [kind ?? flow.start, { kind: "danger", danger: { topic: flow.topic as DangerTopic, level: "hard", ...(kind && { kind: kind.slice("start-".length) as "relative" }) } }]);
  const named: [string, Heard][] = library.topics[flow.topic] === flow.id ? [[flow.start, { kind: "topic", topic: flow.topic }]] : [];
  const fromMenu = library.menu.filter(({ id }) => id.startsWith(`go:${flow.id}/`));
  const own = new Set(Object.values(flow.steps).flatMap(leadsTo).flatMap(to => ("step" in to ? [to.step] : [])));
  const fromElsewhere = Object.keys(flow.steps).filter(id => id === flow.start ? !named.length && !fromMenu.length : !own.has(id) && !kinds.includes(id));
  return [
    ...[...named, ...dangers].flatMap(([at, heard]) => [path(`${flow.id}/${at}`, heard), path(`${flow.id}/${at}`, heard, stranger)]),
    ...fromMenu.map(({ id }) => path(id, { kind: "choice", id }, met(language), 1)),
    ...fromElsewhere.map(id => path(`${flow.id}/${id}`, { kind: "choice", id: `go:${flow.id}/${id}` }, met(language), 1)),
  ];
}

function results(library: Library, setting: Sat, session: Session, lookup: string, note: (at: string, reply: Reply, session: Session) => void): void {
  const outcomes: [string, Heard][] = [
    ...STAGES.map((stage): [string, Heard] => [`a case: ${stage}`, { kind: "result", lookup, outcome: { kind: "found", stage, asOf: "2026-09-28", sandbox: true } }]),
    ["a case: unknown", { kind: "result", lookup, outcome: { kind: "unknown" } }],
    ["a case: no answer of the registry", { kind: "result", lookup, outcome: { kind: "failed", why: "registry:down" } }],
    ["a case: later", { kind: "timer", name: "lookup-slow", about: lookup }],
  ];
  for (const [at, heard] of outcomes) {
    const { reply, session: after } = take(library, setting, session, heard);
    if (reply) note(at, reply, after);
  }
}

/** Whoever speaks a language that is not complete asks for a person in it; the rest of what stands outside is Spanish there. */
function walkOutside(library: Library, setting: Sat, language: Language, walked: Walked, outside: typeof OUTSIDE): void {
  const { channel } = setting;
  const note = (at: string, session: Session, heard: Heard, sat: Sat = setting): void => {
    const { reply, session: after, why = "nothing is said" } = take(library, sat, session, heard);
    if (reply) walked.said.push({ language, channel, topic: null, at, placed: false, taps: 0, before: [], reply, session: after, stranger: !session.noticed });
    else walked.silent.push({ language, channel, flow: "", at, why });
  };
  for (const [at, heard, over] of outside) note(at, { ...met(language), ...over }, heard);
  note("human, asked before", met(language), { kind: "command", command: "human" }, { ...setting, waiting: true });
  if (outside !== OUTSIDE) return;
  note("case-status, switched off", met(language), { kind: "topic", topic: "case-status" }, { ...setting, cases: "off" });
  const ask = Object.values(library.flows).find(flow => findStep(flow, flow.start)?.kind === "ask");
  if (!ask) return;
  note("a question left open", { ...met(language), heardAt: AT - 86_400_000, place: { flow: ask.id, step: ask.start, version: ask.version } }, { kind: "words", text: "qwerty" });
}

/** What the words that work everywhere answer where a path ended. */
export function everywhere(library: Library, words: Words, { session, language, channel }: Said, interpret: Interpret): Record<"menu" | "human" | "back", Reply | null> {
  const setting: Sat = { languages: words.languages, cases: "on", channel, waiting: false, interpret, deadline: id => deadlineOf(words.fact(id)) };
  const from = { ...session, language: session.language ?? language, noticed: true };
  const reply = (command: "menu" | "human" | "back"): Reply | null => take(library, setting, from, { kind: "command", command }).reply;
  return { menu: reply("menu"), human: reply("human"), back: reply("back") };
}
