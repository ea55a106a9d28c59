/** What people read, flow by flow, as a translator reads it: `>` is what the person chose or typed, `<` what was answered.
 *  Every step of every flow, on both channels, in every language that has its texts. Goldens change only under
 *  UPDATE_GOLDEN=1; a missing one fails. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { say } from "../../bot/channels/say.ts";
import { readDate } from "../../bot/understanding/date.ts";
import { createWords } from "../../bot/words.ts";
import { optionsOf } from "../../flows/choices.ts";
import { deadlineOf } from "../../flows/fact.ts";
import type { Step } from "../../flows/flow.ts";
import type { Heard } from "../../flows/heard.ts";
import { CHANNELS, LANGUAGES, type Channel, type DangerTopic, type Language } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Choice, Reply } from "../../flows/reply.ts";
import { newSession, type Session } from "../../flows/session.ts";
import { readSession, writeSession } from "../../flows/stored-session.ts";
import { turn, type Setting } from "../../flows/turn.ts";
import { loadContent } from "../../server/content.ts";
import { textOf } from "../support/puente.ts";

const words = createWords(loadContent({ name: "Casa Abierta", contact: "datos@example.org" }), { strict: true });
const AT = Date.UTC(2026, 10, 24, 12), TODAY = "2026-11-24";
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

const setting = (channel: Channel): Setting => ({ languages: ["es", "en"], cases: "on", channel, waiting: false, deadline: id => deadlineOf(words.fact(id)) });

/** What is typed where something is asked for. Dates: one whose days run, one that can be two, one to come, one that ends today, one gone by. */
const TYPED: Record<Extract<Step, { kind: "input" }>["as"], [said: string, heard: Heard][]> = {
  "case-number": [["PA-2026-000001", { kind: "words", text: "PA-2026-000001" }]],
  proof: [["246810", { kind: "words", text: "246810" }]],
  date: ["20/11/2026", "07/11/2026", "25/11/2026", "17/11/2026", "13/05/2026", "qwerty"].map(said => {
    const read = readDate(said, TODAY);
    return [said, read.kind === "none" ? { kind: "words", text: said } : { kind: "date", read }];
  }),
};

const met = (language: Language): Session => ({ ...newSession(), language, noticed: true, heardAt: AT - 1000 });
type Path = { said: string[]; session: Session; heard: Heard };

/** Walks a flow breadth first: each step is told once, by the shortest way to it. */
function transcript(flowId: string, channel: Channel, language: Language): string {
  const flow = library.flows[flowId]!, out: string[] = [], seen = new Set<string>();
  const label = (choice: Choice): string => words.text(language, choice.label, choice.values, channel === "sms" ? "sms" : undefined);
  const queue: Path[] = entries(flowId).filter(step => words.has(language, firstKey(flowId, step))).map(step => ({
    said: [`(${step === flow.start ? flowId : `${flowId}, ${step}`})`], session: met(language),
    heard: step.startsWith("start-") || (flow.protection && step === flow.start) ? { kind: "danger", danger: { topic: flow.topic as DangerTopic, level: "hard", ...(step !== flow.start && { kind: step.slice(6) as "relative" }) } } : { kind: "choice", id: `go:${flowId}/${step}` },
  }));
  for (let path = queue.shift(); path; path = queue.shift()) {
    const { reply, session } = turn(library, path.session, path.heard, {}, AT, () => "id", setting(channel));
    const step = session.place ? library.flows[session.place.flow]!.steps[session.place.step]! : undefined;
    // a question asked after each kind of date, any other step once
    const where = `${session.place ? `${session.place.flow}/${session.place.step}` : "menu"} ${step?.kind === "ask" && session.place?.step !== flow.start ? session.slots["date"] : ""} ${reply?.lines[0]?.key}`;
    if (seen.has(where) || !reply) continue;
    seen.add(where);
    out.push(...path.said.map(s => `> ${s}`), ...told(reply, channel, language), "");
    const stored = readSession(library, writeSession(library, session));
    for (const choice of reply.choices) if (choice.id.startsWith(`go:${flowId}/`) || choice.id.startsWith(`set:${flowId}/date`)) queue.push({ said: [...path.said, label(choice)], session: stored, heard: { kind: "choice", id: choice.id } });
    if (step?.kind === "input") for (const [said, heard] of TYPED[step.as]) queue.push({ said: [...path.said, said], session: stored, heard });
  }
  return `${out.join("\n").trimEnd()}\n`;
}

/** Where a flow is come to from outside: its start, its dangers, and steps that nothing of its own leads to. */
function entries(flowId: string): string[] {
  const flow = library.flows[flowId]!;
  return Object.keys(flow.steps).filter(s => s === flow.start || s.startsWith("start-") || !reached(flowId).has(s));
}

function reached(flowId: string): Set<string> {
  const steps = Object.values(library.flows[flowId]!.steps);
  return new Set(steps.flatMap(s => [...optionsOf(s).map(o => o.to), ...(s.kind === "input" ? [s.next] : s.kind === "last-day" ? [s.close, s.passed, s.unsure] : [])]).flatMap(to => ("step" in to ? [to.step] : [])));
}

function told(reply: Reply, channel: Channel, language: Language, spanish = false): string[] {
  return say(reply, channel, language, words, { today: TODAY, spanish }).flatMap(message => [
    ...textOf(message).split("\n").map(l => `< ${l}`.trimEnd()),
    ...(message.kind === "sms" ? [`  (${message.encoding}, ${message.segments} ${message.segments === 1 ? "segment" : "segments"})`] : []),
  ]);
}

/** What stands outside the flows: first contact, the words that work everywhere, and what happens when nothing fits. */
const COMMON: [string, Heard, Partial<Session>?][] = [
  ["hola (a stranger)", { kind: "topic", topic: "greeting" }, { noticed: false, language: null }],
  ["menu", { kind: "command", command: "menu" }], ["0", { kind: "command", command: "human" }], ["help", { kind: "command", command: "help" }], ["language", { kind: "command", command: "languages" }],
  ["another language", { kind: "other-language" }], ["Tagalog (asked which)", { kind: "words", text: "Tagalog" }, { naming: true }], ["Português", { kind: "language", language: "pt" }], ["repeat", { kind: "command", command: "repeat" }], ["complaint", { kind: "command", command: "complaint" }],
  ["our stop word", { kind: "command", command: "stop" }], ["our start word", { kind: "command", command: "start" }], ["thanks", { kind: "topic", topic: "thanks" }],
  ["a trade course and a work permit", { kind: "topic", topic: "inadeh", also: "work-permit" }], ["7 (of a list)", { kind: "number", n: 7 }, { place: { flow: "menus", step: "work", version: 1 } }], ["hola (amid a question)", { kind: "topic", topic: "greeting" }, { place: { flow: "menus", step: "work", version: 1 } }], ["thanks (amid a question)", { kind: "topic", topic: "thanks" }, { place: { flow: "menus", step: "work", version: 1 } }],
  ["qwerty", { kind: "words", text: "qwerty" }], ["qwerty, again", { kind: "words", text: "qwerty" }, { missed: 1 }],
  ...(["voice", "image", "video", "audio", "document", "sticker"] as const).map((media): [string, Heard] => [`(${media})`, { kind: "media", media }]),
  ["(a place)", { kind: "location" }], ["(a contact)", { kind: "contacts" }], ["(an order)", { kind: "order" }], ["(unreadable)", { kind: "unreadable" }],
  ["(a case, found)", { kind: "result", lookup: "l", outcome: { kind: "found", stage: "admitted", asOf: "2026-11-01", sandbox: false } }, { lookup: "l" }],
  ...["received", "certificate", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed", "brand-new"].map((stage): [string, Heard, Partial<Session>] => [`(a case: ${stage})`, { kind: "result", lookup: "l", outcome: { kind: "found", stage, asOf: "2026-11-01", sandbox: false } }, { lookup: "l" }]),
  ["(a case, not found)", { kind: "result", lookup: "l", outcome: { kind: "unknown" } }, { lookup: "l" }], ["(the registry is down)", { kind: "result", lookup: "l", outcome: { kind: "failed", why: "registry:down" } }, { lookup: "l" }],
  ["(the registry is slow)", { kind: "timer", name: "lookup-slow", about: "l" }, { lookup: "l" }],
];

function common(channel: Channel, language: Language): string {
  return `${COMMON.map(([said, heard, over]) => {
    const { reply } = turn(library, { ...met(language), ...over }, heard, {}, AT, () => "id", setting(channel));
    return [`> ${said}`, ...told(reply!, channel, language), ""].join("\n");
  }).join("\n").trimEnd()}\n`;
}

/** What is grave, as production says it while no native speaker has read it: the Spanish stands beneath. */
const GRAVE: [string, Heard, Partial<Session>?][] = [
  ["hola (a stranger)", { kind: "topic", topic: "greeting" }, { noticed: false }],
  ...(["crisis", "detention-deportation", "health-care", "gender-violence"] as const).map((topic): [string, Heard] => [`(${topic})`, { kind: "danger", danger: { topic, level: "hard" } }]),
  ["1", { kind: "choice", id: "go:gender-violence/details" }, { place: { flow: "gender-violence", step: "first", version: 1 } }],
  ["2", { kind: "choice", id: "go:gender-violence/quiet" }, { place: { flow: "gender-violence", step: "first", version: 1 } }],
  ["they said no to refuge", { kind: "topic", topic: "asylum-appeal" }], ["20/11/2026", { kind: "choice", id: "go:appeal-days/day-refused" }, { slots: { date: "2026-11-20" } }],
  ["our stop word", { kind: "command", command: "stop" }], ["a trade course", { kind: "topic", topic: "inadeh" }],
];

function grave(channel: Channel, language: Language): string {
  return `${GRAVE.map(([said, heard, over]) => {
    const { reply } = turn(library, { ...met(language), ...over }, heard, { language }, AT, () => "id", setting(channel));
    return [`> ${said}`, ...told(reply!, channel, language, true), ""].join("\n");
  }).join("\n").trimEnd()}\n`;
}

function hold(name: string, text: string): void {
  const path = join(import.meta.dirname, `${name}.txt`);
  if (UPDATE) { mkdirSync(import.meta.dirname, { recursive: true }); writeFileSync(path, text); }
  expect(existsSync(path)).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

describe.each(CHANNELS)("on %s", channel => {
  for (const flow of Object.values(library.flows)) {
    const namespace = flow.protection ? "danger" : flow.id;
    for (const language of LANGUAGES.filter(l => entries(flow.id).some(step => words.has(l, firstKey(flow.id, step))))) {
      test(`${flow.id} in ${language} reads as its golden (${namespace})`, () => { hold(`${flow.id}.${channel}.${language}`, transcript(flow.id, channel, language)); });
    }
  }

  test.each(["ht", "ar"] as const)("what is grave, in %s and unread, reads with the Spanish beneath as its golden", language => { hold(`in-production.${channel}.${language}`, grave(channel, language)); });

  test.each(words.languages)("what stands outside the flows, in %s, reads as its golden", language => { hold(`common.${channel}.${language}`, common(channel, language)); });
});

function firstKey(flowId: string, id: string): string {
  const step = library.flows[flowId]!.steps[id]!;
  return "say" in step ? step.say[0]! : "";
}
