/** The library as a whole: it is data, it leads somewhere everywhere, it says only what has a text and a fact, and every answer
 *  fits one message of either channel. */
import { describe, expect, test } from "@jest/globals";
import { countSegments } from "../../bot/channels/segments.ts";
import { say } from "../../bot/channels/say.ts";
import { createWords } from "../../bot/words.ts";
import { optionsOf } from "../../flows/choices.ts";
import { deadlineOf } from "../../flows/fact.ts";
import type { Flow, Goto, Step } from "../../flows/flow.ts";
import { CHANNELS, DANGERS, TOPICS, type Language } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Choice, FactId, Line, Reply, TextKey } from "../../flows/reply.ts";
import { newSession } from "../../flows/session.ts";
import { turn } from "../../flows/turn.ts";
import { flatten, placeholders, readContent, readFacts, readTexts } from "../locales/texts.ts";

const content = readContent();
const words = createWords(content, { strict: true });
const texts = { es: flatten(readTexts("es")), en: flatten(readTexts("en")) };
const languages: Language[] = ["es", "en"];
const facts = readFacts();

type Spot = { name: string; flow: Flow; id: string; step: Step };
const spots: Spot[] = Object.values(library.flows).flatMap(flow => Object.entries(flow.steps).map(([id, step]) => ({ name: `${flow.id}/${id}`, flow, id, step })));
const sayOf = (step: Step): TextKey[] => "say" in step ? step.say : [];
const routesOf = (step: Step): Goto[] => [...optionsOf(step).map(o => o.to), ...(step.kind === "input" ? [step.next] : step.kind === "last-day" ? [step.close, step.passed, step.unsure] : [])];
const asksOf = (step: Step): TextKey[] => step.kind !== "input" ? [] : step.as === "date" ? [step.again, step.which, step.future] : [step.again];
const factsOf = (step: Step): FactId[] => "facts" in step ? step.facts ?? [] : [];
const keysOf = (step: Step): TextKey[] => [...sayOf(step), ...(step.kind === "answer" && step.events ? [step.events.title] : []), ...asksOf(step), ...optionsOf(step).flatMap(o => [o.label, ...(o.about ? [o.about] : [])])];

/** Topics that the interpreter answers by itself. */
const FLOWLESS = ["complaint-feedback", "greeting", "thanks", "talk-to-human", "language-change", "out-of-scope"];
/** What it says beside the library, with the facts it names there. */
const BESIDE: { keys: TextKey[]; facts: FactId[] }[] = [
  { keys: ["common.complaint"], facts: ["unhcr-inspector", "defensoria-line"] },
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

test("every option leads to a step, a topic, another flow or the menu", () => {
  const leads = (flow: Flow, to: Goto): boolean => "menu" in to ? to.menu : "topic" in to ? FLOWLESS.includes(to.topic) || library.topics[to.topic] !== undefined : "flow" in to ? library.flows[to.flow]?.steps[to.step ?? library.flows[to.flow]!.start] !== undefined : flow.steps[to.step] !== undefined;
  const dead = spots.filter(({ flow, step }) => routesOf(step).some(to => !leads(flow, to)));
  expect(dead.map(s => s.name)).toEqual([]);
});

test("every step can be reached", () => {
  const entered = [
    ...library.menu.filter(c => c.id.startsWith("go:")).map(c => c.id.slice("go:".length)),
    ...spots.flatMap(({ flow, step }) => routesOf(step).flatMap(to => "flow" in to && to.flow !== flow.id ? [`${to.flow}/${to.step ?? library.flows[to.flow]!.start}`] : [])),
  ];
  const unreached = Object.values(library.flows).flatMap(flow => {
    const seen = new Set<string>();
    const visit = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const step = flow.steps[id]!;
      for (const to of routesOf(step)) if ("step" in to && !("flow" in to)) visit(to.step);
    };
    if (library.topics[flow.topic] === flow.id) visit(flow.start);
    // dangers of a kind have an entry of their own: `start-relative`
    for (const id of Object.keys(flow.steps)) if (id.startsWith("start-") || entered.includes(`${flow.id}/${id}`)) visit(id);
    return Object.keys(flow.steps).filter(id => !seen.has(id)).map(id => `${flow.id}/${id}`);
  });
  expect(unreached).toEqual([]);
});

test("a step that moved is gone, and leads to one that is there", () => {
  const wrong = Object.values(library.flows).flatMap(flow => Object.entries(flow.moved ?? {}).filter(([from, to]) => flow.steps[from] || !flow.steps[to]).map(([from, to]) => `${flow.id}: ${from} → ${to}`));
  expect(wrong).toEqual([]);
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
    const steps = spots.map(({ name, step }) => ({ name, keys: [...sayOf(step), ...asksOf(step)], facts: factsOf(step) }));
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

/** The longest days of the year, in Spanish and in English. */
const LONGEST = { date: "2026-09-23", weekday: true as const };
const LONGEST_DAYS = { notice: { date: "2026-09-23" }, last: LONGEST, go: LONGEST };

/** A step's reply, as the interpreter makes it. */
function replyOf({ step }: Spot): Reply | null {
  if (step.kind === "lookup") return null;
  const shared = { lines: lines(step.say), choices: choices(step), facts: factsOf(step) };
  if (step.kind === "safety") return { ...shared, safety: true };
  if (step.kind === "near") return { ...shared, lines: shared.lines.map((l, n) => (n ? l : { ...l, values: { what: { key: step.what } } })), choices: Array.from({ length: 5 }, (_, n) => ({ id: `set:near/${n}`, label: "near.area", values: { name: `Comarca Emberá-Wounaan ${n}`.slice(0, 24) } })), footer: "person-back" };
  if (step.kind === "last-day") return { ...shared, lines: shared.lines.map(l => ({ ...l, values: LONGEST_DAYS })), footer: "person-back" };
  return step.kind === "erase" ? shared : { ...shared, footer: "person-back" };
}

const HUMAN_MENU: Choice[] = [{ id: "do:human", label: "common.human-label" }, { id: "do:menu", label: "common.menu-label" }];
const RETRY: Choice[] = [{ id: "topic:case-status", label: "case-status.try-again" }, ...HUMAN_MENU];
const STAGES = ["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed", "unknown"];

const replies: [string, Reply][] = [
  ...spots.flatMap(spot => { const reply = replyOf(spot); return reply ? [[spot.name, reply] as [string, Reply]] : []; }),
  ...spots.flatMap(({ name, step }) => step.kind === "input" && step.as === "date" ? asksOf(step).map((key): [string, Reply] => [`${name} ${key}`, {
    lines: lines([key]), choices: [...(key === step.which ? ["2026-09-23", "2026-12-23"].map(date => ({ id: `set:${name}/${date}`, label: "common.date", values: { date: { date } } })) : []), ...choices(step)], facts: factsOf(step), footer: "person-back",
  }]) : []),
  ...STAGES.map((stage): [string, Reply] => [`case-status stage ${stage}`, {
    lines: [{ key: "case-status.sandbox" }, { key: "case-status.found", values: { date: { date: "2026-09-28" } } }, { key: `case-status.stage-${stage}` }], choices: HUMAN_MENU, facts: [],
  }]),
  ...["not-found", "failed", "trouble"].map((key): [string, Reply] => [`case-status ${key}`, { lines: lines([`case-status.${key}`]), choices: RETRY, facts: key === "failed" ? ["onpar-phone"] : [] }]),
  ["case-status off", { lines: lines(["case-status.off"]), choices: HUMAN_MENU, facts: ["onpar-phone"] }],
  ["complaint", { lines: lines(["common.complaint"]), choices: HUMAN_MENU, facts: ["unhcr-inspector", "defensoria-line"] }],
  ["menu", { lines: lines(["common.menu"]), choices: library.menu, facts: [], footer: "person" }],
  ["not understood", { lines: lines(["common.not-understood"]), choices: library.menu, facts: [], footer: "person" }],
  ["languages", { lines: [...NOTICE, { key: "common.choose-language" }], choices: [{ id: "lang:es", label: "languages.es" }, { id: "lang:en", label: "languages.en" }, { id: "do:other-language", label: "languages.other", emoji: "🗣" }], facts: [] }],
  ...["language-not-complete", "other-language", "help", "not-yet", "human-asked", "human-already", "stopped", "erased", "trouble", "robot", "language-noted", "not-in-list", "greeting-again", "thanks-again"].map((key): [string, Reply] => [`common ${key}`, { lines: lines([`common.${key}`]), choices: HUMAN_MENU, facts: [] }]),
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
  const first = spots.filter(({ flow, id, step }) => id === flow.start && step.kind !== "safety" && flow.id !== "menus");
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

describe.each(CHANNELS)("two topics of one message are answered in one message, also a stranger's (%s)", channel => {
  test.each(languages.flatMap(language => TOPICS.filter(topic => !(DANGERS as readonly string[]).includes(topic)).map(topic => [topic, language] as const)))("%s %s", (topic, language) => {
    for (const noticed of [true, false]) for (const also of TOPICS) {
      const { reply } = turn(library, { ...newSession(), language, noticed }, { kind: "topic", topic, also }, { language }, Date.UTC(2026, 10, 24), () => "id", { languages, cases: "on", channel, waiting: false });
      const [message] = say(reply!, channel, language, words, { strict: true, today: "2026-11-24" });
      expect({ also, noticed, fits: message!.kind === "sms" ? message!.segments <= 3 : message!.body.length <= 1024 }).toEqual({ also, noticed, fits: true });
    }
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
    "asylum-apply": [/refugio/i, /refuge|asylum/i],
    "asylum-documents": [/refugio/i, /refuge|asylum/i],
    "asylum-interview": [/entrevista de refugio/i, /refuge interview/i],
    "asylum-admission": [/admisión/i, /admission/i],
    "asylum-decision": [/decisión/i, /decision/i],
    "asylum-appeal": [/dijeron que no al refugio/i, /said no to refuge/i],
    "asylum-rights": [/derechos/i, /rights/i],
    "case-status": [/caso/i, /case/i],
    "work-permit": [/permiso de trabajo/i, /work permit/i],
    "work-permit-renewal": [/renovar el permiso de trabajo/i, /renew the work permit/i],
    "work-rights": [/derechos en el trabajo/i, /rights at work/i],
    jobs: [/buscar trabajo/i, /look for work/i],
    "women-entrepreneurs": [/mujeres con negocio/i, /women in business/i],
    "bank-account": [/cuenta de banco/i, /bank account/i],
    "social-assistance": [/ayuda del Estado/i, /help from the State/i],
    housing: [/vivienda/i, /housing/i],
    "food-cash": [/comida o dinero/i, /food or money/i],
    discrimination: [/discriminación/i, /discrimination/i],
    fraud: [/estafas/i, /fraud/i],
    inadeh: [/INADEH/, /INADEH/],
    university: [/Universidad/, /University/],
    scholarships: [/becas/i, /scholarships/i],
    "school-children": [/escuela/i, /school/i],
    "diploma-validation": [/validar estudios/i, /validating studies/i],
    "health-care": [/médico/i, /doctor/i],
    "reproductive-health": [/salud reproductiva/i, /reproductive health/i],
    "chronic-disease": [/enfermedad crónica/i, /long-term illness/i],
    "mobile-clinics": [/clínicas móviles/i, /mobile clinics/i],
    disability: [/discapacidad/i, /disability/i],
    lgbtiq: [/ser quien eres/i, /who you are/i],
    "mental-health": [/apoyo emocional/i, /emotional support/i],
    "talents-without-borders": [/Talento Sin Fronteras/i, /Talento Sin Fronteras/i],
    "about-puente": [/Puente/, /Puente/],
    "appeal-days": [/último día/i, /last day/i],
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

test("what a lock screen shows of an answer on sexuality, pregnancy or HIV tells nobody", () => {
  const telling = /LGBT|orientaci|orientation|género|gender|VIH|HIV|embaraz|pregnan|prenatal|protecci|unprotected|cond[óo]n|condom|anticoncep|contracep|sexual|\bsex\b/i;
  const keys = [...["lgbtiq", "reproductive-health"].flatMap(id => Object.values(library.flows[id]!.steps).flatMap(step => sayOf(step)[0]!)), "chronic-disease.hiv"];
  const shown = keys.flatMap(key => languages.flatMap(l => ([undefined, "sms"] as const).map(v => ({ name: `${l} ${key} ${v}`, text: words.text(l, key, undefined, v).slice(0, 80) }))));
  expect(shown.filter(({ text }) => telling.test(text)).map(({ name }) => name)).toEqual([]);
});

test("every answer about a programme says that it is free and whom to tell", () => {
  const programmes = ["inadeh", "university", "talents-without-borders", "scholarships", "school-children", "diploma-validation", "mobile-clinics", "jobs", "women-entrepreneurs", "social-assistance", "food-cash"];
  const silent = spots.filter(({ flow, step }) => programmes.includes(flow.id) && step.kind !== "ask" && !sayOf(step).includes("common.free"));
  expect(silent.map(s => s.name)).toEqual([]);
});

test("no answer on housing or food names a house where people sleep", () => {
  const named = Object.keys(texts.es).filter(key => /^(housing|food-cash|social-assistance)\./.test(key) && languages.some(l => /hogar|albergue|shelter|las mañanitas|parque lefevre/i.test(texts[l as "es" | "en"][key]!)));
  expect(named).toEqual([]);
});

test("an answer that asks for a passport or a criminal record warns of the consulate", () => {
  const paper = /pasaporte|apostilla|antecedentes|récord policivo|passport|apostille|criminal record|police record/i;
  const silent = spots.filter(({ step }) => sayOf(step).some(key => languages.some(l => paper.test(texts[l as "es" | "en"][key] ?? ""))) && !sayOf(step).some(key => /consulado|consulate/i.test(texts.es[key] ?? "")));
  expect(silent.map(s => s.name)).toEqual([]);
});

test("whoever is past a deadline is handed to a person, with legal aid to call", () => {
  for (const [flow, id] of [["asylum-apply", "late"], ["asylum-appeal", "days-passed"], ["asylum-appeal", "legal-help"]] as const) {
    const step = library.flows[flow]!.steps[id]!;
    expect(step).toMatchObject({ kind: "handoff", topic: flow, facts: expect.arrayContaining(["nrc-phone"]) });
    for (const v of ["", "_sms"]) for (const text of [texts.es[`${flow}.${id}${v}`]!, texts.en[`${flow}.${id}${v}`]!]) expect(text).toMatch(/ayuda legal gratis|free legal aid/i);
  }
});

test("a refusal sends people to ONPAR in the first sentence, with the days and legal aid", () => {
  for (const [language, go] of [["es", /^Si te dijeron que no al refugio: ve (ya )?a ONPAR/], ["en", /^If they said no to refuge: go to ONPAR/]] as const) {
    for (const v of ["", "_sms"]) {
      const text = texts[language][`asylum-appeal.start${v}`]!;
      expect(text).toMatch(go);
      expect(placeholders(text)).toEqual(["fact.appeal-days", "fact.nrc-phone"]);
    }
  }
});

test("a deadline that is counted is a number of the fact its text tells, and nothing is counted without one", () => {
  const counted = spots.flatMap(({ step }) => step.kind === "last-day" ? [step] : []);
  expect(counted.length).toBeGreaterThan(0);
  for (const step of counted) {
    const fact = facts.find(f => f.id === step.deadline);
    expect(deadlineOf(fact)).toMatchObject({ n: Number(fact!.value) });
    expect(step.facts).toContain(step.deadline);
    for (const key of step.say) for (const variant of ["", "_sms"]) for (const language of ["es", "en"] as const) {
      const named = placeholders(texts[language][`${key}${variant}`]!);
      expect(named).toEqual(["fact." + step.deadline, "go", "last", "notice"]);
      expect(texts[language][`${key}${variant}`]).toMatch(/Ve antes|before/);
    }
  }
});

test("who has not asked, or was refused, is one choice away from where the days are told", () => {
  const ways = optionsOf(library.flows["asylum-steps"]!.steps["ask-stage"]!).map(o => o.to);
  expect(ways).toEqual(expect.arrayContaining([{ topic: "asylum-apply" }, { topic: "asylum-appeal" }]));
  for (const id of ["asylum-admission", "asylum-decision"]) expect(optionsOf(library.flows[id]!.steps["ask-answer"]!).map(o => o.to)).toContainEqual({ topic: "asylum-appeal" });
});

test("that an applicant may stay, and that ONPAR keeps what it hears, is said with who says so", () => {
  const plain = languages.flatMap(l => Object.entries(texts[l as "es" | "en"]).flatMap(([key, text]) =>
    !key.startsWith("asylum-") ? [] : text.split(/(?<=\.)\s/).filter(s => /puedes quedarte|quedarte mientras|you may stay|to stay while|en secreto|confidential/.test(s) && !/(ONPAR|oficina de refugio,|refuge office,) (dice|says)|(según|as) ONPAR|ONPAR's page says/.test(s)).map(s => `${l} ${key}: ${s}`)));
  expect(plain).toEqual([]);
});

test("how many are recognised is told only to who asks, with the year, and each case on its own", () => {
  expect(spots.filter(({ step }) => factsOf(step).some(id => ["recognised-in-quarter", "refugees-in-panama"].includes(id))).map(s => s.name)).toEqual(["asylum-decision/numbers"]);
  for (const v of ["", "_sms"]) {
    expect(texts.es[`asylum-decision.numbers${v}`]).toMatch(/\{\{fact\.recognised-year\}\}[^]*se decide por sí mismo/);
    expect(texts.en[`asylum-decision.numbers${v}`]).toMatch(/\{\{fact\.recognised-year\}\}[^]*decided on its own/);
  }
});

test("whoever is past a day that was counted, or too near to it, is handed to a person too", () => {
  for (const id of ["appeal-days/passed", "appeal-days/close"]) {
    const [flow, name] = id.split("/") as [string, string];
    expect(library.flows[flow]!.steps[name]).toMatchObject({ kind: "handoff", facts: expect.arrayContaining(["nrc-phone"]) });
    for (const text of [texts.es[`${flow}.${name}`]!, texts.en[`${flow}.${name}`]!]) expect(text).toMatch(/ayuda legal gratis|free legal aid/i);
  }
});
