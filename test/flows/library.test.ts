/** The library as a whole: it is data, it leads somewhere everywhere, it says only what has a text and a fact, and every answer
 *  fits one message of either channel. */
import { describe, expect, test } from "@jest/globals";
import { countSegments } from "../../bot/channels/segments.ts";
import { say } from "../../bot/channels/say.ts";
import { createWords } from "../../bot/words.ts";
import type { Flow, Goto, Option, Step } from "../../flows/flow.ts";
import { CHANNELS, DANGERS, TOPICS, type Language } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Choice, FactId, Line, Reply, TextKey } from "../../flows/reply.ts";
import { flatten, placeholders, readContent, readFacts, readTexts } from "../locales/texts.ts";

const content = readContent();
const words = createWords(content, { strict: true });
const texts = { es: flatten(readTexts("es")), en: flatten(readTexts("en")) };
const languages: Language[] = ["es", "en"];
const facts = readFacts();

type Spot = { name: string; flow: Flow; id: string; step: Step };
const spots: Spot[] = Object.values(library.flows).flatMap(flow => Object.entries(flow.steps).map(([id, step]) => ({ name: `${flow.id}/${id}`, flow, id, step })));
const sayOf = (step: Step): TextKey[] => "say" in step ? step.say : [];
const optionsOf = (step: Step): Option[] => "options" in step ? step.options ?? [] : [];
const factsOf = (step: Step): FactId[] => "facts" in step ? step.facts ?? [] : [];
const keysOf = (step: Step): TextKey[] => [...sayOf(step), ...(step.kind === "input" ? [step.again] : []), ...optionsOf(step).flatMap(o => [o.label, ...(o.about ? [o.about] : [])])];
const isDanger = (flow: Flow): boolean => (DANGERS as readonly string[]).includes(flow.topic);

/** Topics that the interpreter answers by itself. */
const FLOWLESS = ["complaint-feedback", "greeting", "thanks", "talk-to-human", "language-change", "out-of-scope"];
/** What it says beside the library, with the facts it names there. */
const BESIDE: { keys: TextKey[]; facts: FactId[] }[] = [
  { keys: ["common.complaint"], facts: ["unhcr-inspector"] },
  { keys: ["case-status.off"], facts: ["onpar-phone"] },
  { keys: ["case-status.failed"], facts: ["onpar-phone"] },
];

test("the library survives JSON.stringify", () => {
  expect(JSON.parse(JSON.stringify(library))).toEqual(library);
});

test("every topic has a flow, but for those the interpreter answers by itself", () => {
  const missing = TOPICS.filter(topic => !FLOWLESS.includes(topic) && !library.flows[library.topics[topic] ?? ""]);
  expect(missing).toEqual([]);
});

test("a flow is kept under its own id and starts at a step it has", () => {
  const wrong = Object.entries(library.flows).filter(([id, flow]) => flow.id !== id || !flow.steps[flow.start]);
  expect(wrong.map(([id]) => id)).toEqual([]);
});

test("every option leads to a step, a topic or the menu", () => {
  const leads = (flow: Flow, to: Goto): boolean => "menu" in to ? to.menu : "topic" in to ? FLOWLESS.includes(to.topic) || library.topics[to.topic] !== undefined : flow.steps[to.step] !== undefined;
  const dead = spots.filter(({ flow, step }) => optionsOf(step).some(o => !leads(flow, o.to)) || (step.kind === "input" && !leads(flow, step.next)));
  expect(dead.map(s => s.name)).toEqual([]);
});

test("every step can be reached", () => {
  const entered = library.menu.filter(c => c.id.startsWith("go:")).map(c => c.id.slice("go:".length));
  const unreached = Object.values(library.flows).flatMap(flow => {
    const seen = new Set<string>();
    const visit = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const step = flow.steps[id]!;
      for (const to of [...optionsOf(step).map(o => o.to), ...(step.kind === "input" ? [step.next] : [])]) if ("step" in to) visit(to.step);
    };
    if (library.topics[flow.topic] === flow.id) visit(flow.start);
    // dangers of a kind have an entry of their own: `start-relative`
    for (const id of Object.keys(flow.steps)) if (id.startsWith("start-") || entered.includes(`${flow.id}/${id}`)) visit(id);
    return Object.keys(flow.steps).filter(id => !seen.has(id)).map(id => `${flow.id}/${id}`);
  });
  expect(unreached).toEqual([]);
});

test("no answer is a dead end: it offers something, or the footer does", () => {
  const dead = spots.filter(({ step }) => step.kind === "ask" && step.options.length < 2);
  expect(dead.map(s => s.name)).toEqual([]);
});

test("every key of the library has a text in both languages", () => {
  const keys = [...spots.flatMap(({ step }) => keysOf(step)), ...library.menu.map(c => c.label)];
  const missing = keys.flatMap(key => languages.filter(l => texts[l as "es" | "en"][key] === undefined).map(l => `${l} ${key}`));
  expect(missing).toEqual([]);
});

describe("facts", () => {
  const named = new Set([...spots.flatMap(({ step }) => factsOf(step)), ...BESIDE.flatMap(b => b.facts)]);

  test("every fact that is named exists, once", () => {
    const ids = facts.map(f => f.id);
    expect([...named].filter(id => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test("every fact is told somewhere", () => {
    expect(facts.map(f => f.id).filter(id => !named.has(id))).toEqual([]);
  });

  test("a text names only facts that its step lists", () => {
    const told = (keys: TextKey[]): FactId[] => keys.flatMap(key => languages.flatMap(l => ["", "_sms"].flatMap(v => placeholders(texts[l as "es" | "en"][`${key}${v}`] ?? "")))).filter(p => p.startsWith("fact.")).map(p => p.slice("fact.".length));
    const steps = spots.map(({ name, step }) => ({ name, keys: [...sayOf(step), ...(step.kind === "input" ? [step.again] : [])], facts: factsOf(step) }));
    const unlisted = [...steps, ...BESIDE.map(b => ({ name: b.keys.join(), ...b }))].flatMap(({ name, keys, facts: listed }) => told(keys).filter(id => !listed.includes(id)).map(id => `${name}: ${id}`));
    expect(unlisted).toEqual([]);
    // what is said of a look-up lists no facts, so it may name none
    const results = Object.keys(texts.es).filter(key => /^case-status\.(stage-|found|not-found|later|sandbox)/.test(key));
    expect(told(results)).toEqual([]);
  });

  test.each(facts.map(fact => [fact.id, fact] as const))("%s has a source, a date, and says when it is disputed", (_id, fact) => {
    expect(fact.source).toMatch(/^https?:\/\/\S+$/);
    expect(fact.sourceDate).toMatch(/^(\d{4}(-\d\d){0,2}|undated)$/);
    expect(["high", "high-stale", "medium"]).toContain(fact.confidence);
    expect(fact.value).not.toBe("");
    expect(fact.reviewer).toBeNull();
    expect(fact.status).toBe(fact.versions ? "disputed" : "unverified");
    if (fact.status === "disputed") {
      expect(fact.versions!.length).toBeGreaterThanOrEqual(2);
      expect(fact.weSay).toBeTruthy();
    }
  });
});

// ── what it looks like on a phone ─────────────────────────────────────────────────────────────────────────────────

const NOTICE: Line[] = [{ key: "common.notice-1" }, { key: "common.notice-2" }];
const lines = (keys: TextKey[]): Line[] => keys.map(key => ({ key }));
const choices = (step: Step): Choice[] => optionsOf(step).map(({ label, emoji }, i) => ({ id: `go:x/${i}`, label, ...(emoji !== undefined && { emoji }) }));

/** A step's reply, as the interpreter makes it. */
function replyOf({ step }: Spot): Reply | null {
  if (step.kind === "lookup") return null;
  const shared = { lines: lines(step.say), choices: choices(step), facts: factsOf(step) };
  if (step.kind === "safety") return { ...shared, safety: true };
  return step.kind === "erase" ? shared : { ...shared, footer: "person-back" };
}

const HUMAN_MENU: Choice[] = [{ id: "do:human", label: "common.human-label" }, { id: "do:menu", label: "common.menu-label" }];
const RETRY: Choice[] = [{ id: "topic:case-status", label: "case-status.try-again" }, ...HUMAN_MENU];
const STAGES = ["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed", "unknown"];

const replies: [string, Reply][] = [
  ...spots.flatMap(spot => { const reply = replyOf(spot); return reply ? [[spot.name, reply] as [string, Reply]] : []; }),
  ...STAGES.map((stage): [string, Reply] => [`case-status stage ${stage}`, {
    lines: [{ key: "case-status.sandbox" }, { key: "case-status.found", values: { date: { date: "2026-09-28" } } }, { key: `case-status.stage-${stage}` }], choices: HUMAN_MENU, facts: [],
  }]),
  ...["not-found", "failed"].map((key): [string, Reply] => [`case-status ${key}`, { lines: lines([`case-status.${key}`]), choices: RETRY, facts: key === "failed" ? ["onpar-phone"] : [] }]),
  ["case-status off", { lines: lines(["case-status.off"]), choices: HUMAN_MENU, facts: ["onpar-phone"] }],
  ["complaint", { lines: lines(["common.complaint"]), choices: HUMAN_MENU, facts: ["unhcr-inspector"] }],
  ["menu", { lines: lines(["common.menu"]), choices: library.menu, facts: [], footer: "person" }],
  ["not understood", { lines: lines(["common.not-understood"]), choices: library.menu, facts: [], footer: "person" }],
  ["languages", { lines: [...NOTICE, { key: "common.choose-language" }], choices: [{ id: "lang:es", label: "languages.es" }, { id: "lang:en", label: "languages.en" }, { id: "do:other-language", label: "languages.other", emoji: "🗣" }], facts: [] }],
  ...["language-not-complete", "other-language", "help", "not-yet", "human-asked", "human-already", "stopped", "erased", "trouble", "robot"].map((key): [string, Reply] => [`common ${key}`, { lines: lines([`common.${key}`]), choices: HUMAN_MENU, facts: [] }]),
];

describe.each(CHANNELS)("on %s", channel => {
  describe.each(languages)("in %s", language => {
    test.each(replies)("%s is one message within its budget", (_name, reply) => {
      const [message, ...more] = say(reply, channel, language, words, { strict: true });
      expect(more).toEqual([]);
      expect(reply.choices.length).toBeLessThanOrEqual(5);
      if (message!.kind === "sms") {
        expect(message!.encoding).toBe("GSM-7");
        expect({ body: message!.body, fits: message!.segments <= 3 }).toEqual({ body: message!.body, fits: true });
      } else expect(message!.body.length).toBeLessThanOrEqual(1024);
    });
  });
});

describe("a stranger's first question is answered with the notice beneath, in one message still", () => {
  const first = spots.filter(({ flow, id }) => id === flow.start && !isDanger(flow) && flow.id !== "menus");
  test.each(first.flatMap(spot => languages.map(l => [spot.name, l, spot] as const)))("%s %s", (_name, language, spot) => {
    const reply = replyOf(spot)!;
    const whole = { ...reply, lines: [...reply.lines, ...NOTICE] };
    const [sms] = say(whole, "sms", language, words, { strict: true });
    const { units, segments } = countSegments(sms!.body);
    expect({ body: sms!.body, units, fits: segments <= 3 }).toEqual({ body: sms!.body, units, fits: true });
    const [whatsapp] = say(whole, "whatsapp", language, words, { strict: true });
    expect(whatsapp!.body.length).toBeLessThanOrEqual(1024);
  });
});

describe("labels", () => {
  const sets = [...spots.map(({ name, step }) => ({ name, choices: choices(step) })), { name: "menu", choices: library.menu }].filter(s => s.choices.length > 0);
  test.each(languages)("in %s fit a button or a row, and tell apart what they lead to", language => {
    const wrong = sets.flatMap(({ name, choices: set }) => {
      const titles = set.map(c => `${c.emoji ? `${c.emoji} ` : ""}${words.text(language, c.label)}`);
      const limit = set.length <= 3 ? 20 : 24;
      return [...titles.filter(t => t.length > limit), ...titles.filter((t, i) => titles.indexOf(t) !== i)].map(t => `${name}: ${t}`);
    });
    expect(wrong).toEqual([]);
  });
});

// ── what must be in an answer ─────────────────────────────────────────────────────────────────────────────────────

test("an answer names its topic in its first line", () => {
  const names: Record<string, [RegExp, RegExp]> = {
    "asylum-steps": [/refugio/i, /refuge|asylum/i],
    "case-status": [/caso/i, /case/i],
    "work-permit": [/permiso de trabajo/i, /work permit/i],
    inadeh: [/INADEH/, /INADEH/],
    university: [/Universidad/, /University/],
    "mental-health": [/apoyo emocional/i, /emotional support/i],
    "talents-without-borders": [/Talento Sin Fronteras/i, /Talento Sin Fronteras/i],
    "about-puente": [/Puente/, /Puente/],
    "delete-my-data": [/borrar mis datos/i, /delete my data/i],
  };
  const mute = Object.entries(names).flatMap(([id, [es, en]]) => {
    const flow = library.flows[id]!;
    const key = sayOf(flow.steps[flow.start]!)[0]!;
    return ["", "_sms"].flatMap(v => [
      ...(es.test((texts.es[key + v] ?? texts.es[key]!).split("\n")[0]!) ? [] : [`es ${key}${v}`]),
      ...(en.test((texts.en[key + v] ?? texts.en[key]!).split("\n")[0]!) ? [] : [`en ${key}${v}`]),
    ]);
  });
  expect(mute).toEqual([]);
});

test("every answer about a programme says that it is free and whom to tell", () => {
  const silent = spots.filter(({ flow, step }) => ["inadeh", "university", "talents-without-borders"].includes(flow.id) && !sayOf(step).includes("common.free"));
  expect(silent.map(s => s.name)).toEqual([]);
});

test("an answer that asks for a passport or a criminal record warns of the consulate", () => {
  const paper = /pasaporte|apostilla|antecedentes|récord policivo|passport|apostille|criminal record|police record/i;
  const silent = spots.filter(({ step }) => sayOf(step).some(key => languages.some(l => paper.test(texts[l as "es" | "en"][key] ?? ""))) && !sayOf(step).some(key => /consulado|consulate/i.test(texts.es[key] ?? "")));
  expect(silent.map(s => s.name)).toEqual([]);
});

test("whoever is past a deadline is handed to a person, with legal aid to call", () => {
  for (const id of ["late", "days-passed", "legal-help"]) {
    const step = library.flows["asylum-steps"]!.steps[id]!;
    expect(step).toMatchObject({ kind: "handoff", facts: expect.arrayContaining(["nrc-phone"]) });
    for (const text of [texts.es[`asylum-steps.${id}`]!, texts.en[`asylum-steps.${id}`]!]) expect(text).toMatch(/ayuda legal gratis|free legal aid/i);
  }
});
