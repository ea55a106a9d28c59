/** What single answers must say, and to whom they lead. What holds for every answer is held by `npm run verify`. */
import { describe, expect, test } from "@jest/globals";
import { say } from "../../bot/channels/say.ts";
import { createWords } from "../../bot/words.ts";
import { optionsOf } from "../../flows/choices.ts";
import { deadlineOf } from "../../flows/fact.ts";
import type { Flow, Step } from "../../flows/flow.ts";
import { CHANNELS, DANGERS, TOPICS, type Language } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { FactId, TextKey } from "../../flows/reply.ts";
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
const factsOf = (step: Step): FactId[] => "facts" in step ? step.facts ?? [] : [];

test("the library survives JSON.stringify", () => {
  expect(JSON.parse(JSON.stringify(library))).toEqual(library);
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

test("every answer about a programme says that it is free and whom to tell", () => {
  const programmes = ["inadeh", "university", "talents-without-borders", "scholarships", "school-children", "diploma-validation", "mobile-clinics", "jobs", "women-entrepreneurs", "social-assistance", "food-cash"];
  const silent = spots.filter(({ flow, step }) => programmes.includes(flow.id) && step.kind !== "ask" && !sayOf(step).includes("common.free"));
  expect(silent.map(s => s.name)).toEqual([]);
});

test("no answer on housing or food names a house where people sleep", () => {
  const named = Object.keys(texts.es).filter(key => /^(housing|food-cash|social-assistance)\./.test(key) && languages.some(l => /hogar|albergue|shelter|las mañanitas|parque lefevre/i.test(texts[l as "es" | "en"][key]!)));
  expect(named).toEqual([]);
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
      expect(placeholders(text)).toEqual(["counted.appeal-days", "fact.nrc-phone"]);
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
      expect(named).toEqual(["counted." + step.deadline, "go", "last", "notice"]);
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
