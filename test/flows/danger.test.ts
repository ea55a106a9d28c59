/** The danger flows and their texts: what stands in them, what may never stand in them, and that they fit. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { countSegments } from "../../bot/channels/segments.ts";
import { transliterate } from "../../bot/channels/transliterate.ts";
import type { Fact } from "../../flows/fact.ts";
import type { Flow, Step } from "../../flows/flow.ts";
import { LANGUAGES, type Language } from "../../flows/ids.ts";
import { childProtection } from "../../flows/library/child-protection.ts";
import { crisis } from "../../flows/library/crisis.ts";
import { detentionDeportation } from "../../flows/library/detention-deportation.ts";
import { genderViolence } from "../../flows/library/gender-violence.ts";
import { healthCare } from "../../flows/library/health-care.ts";
import { trafficking } from "../../flows/library/trafficking.ts";
import { unaccompaniedChild } from "../../flows/library/unaccompanied-child.ts";
import { BETRAYING } from "../../scripts/verify/lists.ts";

const FLOWS: Flow[] = [crisis, genderViolence, childProtection, trafficking, detentionDeportation, healthCare];
const SILENT: Flow[] = [genderViolence, childProtection, trafficking];          // the first line betrays nobody

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const texts = Object.fromEntries(LANGUAGES.map((language) => [language, readJson(`locales/${language}/danger.json`)])) as Record<Language, Record<string, string>>;
const facts = Object.fromEntries((readJson("flows/facts/crisis.json") as Fact[]).map((fact) => [fact.id, fact]));

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(.+?)\}\}/g)].map((match) => match[1]!);
const spoken = (text: string): string => text.replace(/\{\{(?:fact|counted)\.(.+?)\}\}/g, (_, id: string) => facts[id]!.value);
const text = (language: Language, key: string, sms = false): string => {
  const name = key.replace(/^danger\./, "");
  const found = (sms ? texts[language][`${name}_sms`] : undefined) ?? texts[language][name];
  if (found === undefined) throw new Error(`${language} lacks ${name}`);
  return spoken(found);
};
/** A topic that is ordinary as well enters its danger at `start-danger`: only from there on is it one. */
const steps = (flow: Flow): [string, Step & { kind: "safety" }][] => (Object.entries(flow.steps) as [string, Step & { kind: "safety" }][]).filter(([name]) => !flow.steps["start-danger"] || name === "start-danger");
const label = (language: Language, key: string): string => texts[language][key.replace(/^danger\./, "")]!;
const sms = (language: Language, step: Step & { kind: "safety" }): string =>
  transliterate([...step.say.map((key) => text(language, key, true)), ...(step.options ?? []).map((option, nth) => `${nth + 1} ${label(language, option.label)}`)].join("\n"), language === "ar" ? "other" : "latin");

const everyStep = FLOWS.flatMap((flow) => steps(flow).map(([name, step]): [string, Flow, Step & { kind: "safety" }] => [`${flow.id}/${name}`, flow, step]));
const inEveryLanguage = everyStep.flatMap(([name, flow, step]) => LANGUAGES.map((language): [string, Flow, Step & { kind: "safety" }, Language] => [`${name} ${language}`, flow, step, language]));

describe("the flows", () => {
  test.each(everyStep)("%s speaks as safety, and all it names exists", (_name, flow, step) => {
    expect(step.kind).toBe("safety");
    for (const option of step.options ?? []) if ("step" in option.to) expect(flow.steps).toHaveProperty([option.to.step]);
    for (const id of step.facts ?? []) expect(facts).toHaveProperty([id]);
    for (const key of step.say) for (const id of placeholders(texts.es[key.slice("danger.".length)]!)) expect(step.facts).toContain(id.slice(id.indexOf(".") + 1));
  });

  test("they survive JSON", () => {
    for (const flow of FLOWS) expect(JSON.parse(JSON.stringify(flow))).toEqual(flow);
  });

  test.each(SILENT.map((flow): [string, Flow] => [flow.id, flow]))("%s opens with the same neutral question for every kind, and details only after 1", (_id, flow) => {
    for (const [name, step] of steps(flow)) {
      if (name !== "first" && !name.startsWith("start-")) continue;
      expect(step.say).toEqual(["danger.first"]);
      expect(step.options).toHaveLength(2);
      expect(step.options![0]!.to).toHaveProperty("step", expect.stringMatching(/^details/));
      expect(step.options![1]!.to).toHaveProperty("step", expect.stringMatching(/^quiet/));
    }
    for (const [name, step] of steps(flow)) if (name.startsWith("quiet")) expect(step.say).toEqual(["danger.quiet"]);
  });

  test("every danger leads to a ticket; a child's is opened before any answer", () => {
    for (const flow of FLOWS) expect(steps(flow).some(([, step]) => step.ticket !== undefined)).toBe(true);
    for (const flow of SILENT) expect(flow.steps["start-child-writing"]).toHaveProperty("ticket", "child-protection");
    for (const name of ["start", "start-relative"]) {
      expect(detentionDeportation.steps[name]).toHaveProperty("ticket", "detention-deportation");
      expect(detentionDeportation.steps[name]).not.toHaveProperty("options");
    }
  });
});

describe.each(LANGUAGES.map((language) => [language] as const))("in %s", (language) => {
  test("the first message and the quiet one betray nothing on a lock screen", () => {
    for (const name of ["first", "quiet", "yes", "no", "ready"]) {
      for (const shown of [text(language, name), text(language, name, true)]) expect(shown.slice(0, 80)).not.toMatch(BETRAYING[language]);
    }
  });

  test("the word list would catch the details", () => {
    for (const name of ["gender-violence", "sexual-violence", "trafficking", "child-protection", "child-writing"]) expect(text(language, name)).toMatch(BETRAYING[language]);
  });

  test("every key of Spanish is there, with the same placeholders", () => {
    expect(Object.keys(texts[language]).toSorted()).toEqual(Object.keys(texts.es).toSorted());
    for (const [name, said] of Object.entries(texts.es)) expect([...new Set(placeholders(texts[language][name]!))].toSorted()).toEqual([...new Set(placeholders(said))].toSorted());
  });

  test("no number stands in a text but through its fact", () => {
    for (const said of Object.values(texts[language])) expect(said.replace(/\{\{.+?\}\}/g, "")).not.toMatch(/\d{3}|\d-\d|[٠-٩]/);
  });

  test("no option is a word that belongs to the SMS provider", () => {
    for (const name of ["yes", "no", "ready", "can-write", "not-now"]) expect(label(language, name)).not.toMatch(/^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|unstop|yes|help|info)$/i);
  });

  test("buttons fit: 20 units a title", () => {
    for (const name of ["yes", "no", "ready", "can-write", "not-now"]) expect(label(language, name).length).toBeLessThanOrEqual(20);
  });

  test("every crisis text gives two independent numbers", () => {
    for (const name of ["crisis", "crisis-writing", "crisis-relative", "crisis-child", "gender-violence", "sexual-violence", "trafficking", "child-protection", "child-writing", "detention", "detention-relative", "health-care"])
      for (const variant of [name, `${name}_sms`]) expect(new Set(placeholders(texts[language][variant]!).filter((id) => id !== "fact.crisis-147-whatsapp")).size).toBeGreaterThanOrEqual(2);
  });
});

describe("every step fits", () => {
  test.each(inEveryLanguage)("%s", (_name, _flow, step, language) => {
    const body = step.say.map((key) => text(language, key)).join("\n\n");
    const options = (step.options ?? []).map((option) => label(language, option.label)).join("");
    expect(body.length + options.length).toBeLessThanOrEqual(1024);
    const message = sms(language, step);
    const { encoding, segments } = countSegments(message);
    expect(encoding).toBe(language === "ar" ? "UCS-2" : "GSM-7");
    expect(segments).toBeLessThanOrEqual(language === "ar" ? 5 : 3);
    if (step.say[0] === "danger.first") expect(segments).toBeLessThanOrEqual(language === "ar" ? 2 : 1);
  });
});

const UNACCOMPANIED = Object.fromEntries((["es", "en"] as const).map((language) => [language, readJson(`locales/${language}/unaccompanied-child.json`)])) as Record<"es" | "en", Record<string, string>>;

describe("a child without parents", () => {
  test("the ticket is open and nothing is betrayed before the person has answered 1", () => {
    expect(unaccompaniedChild).toMatchObject({ protection: true, start: "first" });
    expect(unaccompaniedChild.steps["first"]).toMatchObject({ kind: "safety", ticket: "child-protection" });
    for (const language of ["es", "en"] as const) for (const name of ["first", "first_sms", "quiet"]) expect(UNACCOMPANIED[language][name]).toBe(texts[language][name]);
    for (const step of Object.values(unaccompaniedChild.steps)) expect(step.kind).toBe("safety");
  });

  test("every text that invites details says first that an authority may have to be told, and gives more than one door", () => {
    for (const language of ["es", "en"] as const) for (const name of ["child", "carer", "seen"]) for (const variant of [name, `${name}_sms`]) {
      const said = UNACCOMPANIED[language][variant]!;
      expect(placeholders(said)).toEqual(expect.arrayContaining(["fact.crisis-911", "fact.crisis-104", "fact.crisis-senniaf"]));
      const authority = said.search(/a una autoridad|an authority/);
      expect(authority).toBeGreaterThan(0);
      expect(Math.max(said.lastIndexOf("?"), said.search(/Escribe |Write /))).toBeGreaterThan(authority);
    }
  });
});

describe("what must never be said", () => {
  const all = [...LANGUAGES.flatMap((language) => Object.entries(texts[language]).map(([name, said]): [string, string] => [`${language} ${name}`, said])), ...(["es", "en"] as const).flatMap((language) => Object.entries(UNACCOMPANIED[language]).map(([name, said]): [string, string] => [`${language} unaccompanied-child.${name}`, said]))];

  test.each(all)("%s", (_name, said) => {
    // a maximum time, a promise against deportation, telling parents, washing, abortion, a promise of silence, a person who is there
    expect(said).not.toMatch(/no te pueden deportar|cannot be deported|can't be deported|24 horas|24 hours|abort|avort|إجهاض/i);
    expect(said).not.toMatch(/tus padres|tu papá|tu mamá|your parents|tes parents|seus pais|paran ou|والديكم|أهلكم/i);
    expect(said).not.toMatch(/no te laves|do not wash|ne vous lavez|não se lave|pa lave|لا تغتسل/i);
    expect(said).not.toMatch(/en unos minutos|in a few minutes|right away a person|enseguida te atiende|no se lo diremos a nadie|we will tell nobody/i);
    expect(said).not.toMatch(/\b(127|169|311)\b|tocumen|albergue|shelter in/i);
  });

  test("a child is told about the authority before details are invited", () => {
    for (const language of LANGUAGES) for (const variant of ["child-writing", "child-writing_sms", "child-protection", "child-protection_sms"]) {
      const said = texts[language][variant]!;
      const authority = said.search(/autorid|authority|autorité|otorite|جهة رسمية/);
      const invitation = Math.max(said.lastIndexOf("?"), said.lastIndexOf("؟"), said.search(/[Ee]scribe |Then write|Write the|écrivez en|Écrivez son|escreva em|Escreva a|ekri nan|Ekri laj|اكتبوا/));
      expect(authority).toBeGreaterThan(0);
      expect(invitation).toBeGreaterThan(authority);
    }
  });

  test("someone held is told all of it in one message", () => {
    for (const variant of ["detention", "detention_sms"]) {
      for (const language of LANGUAGES) expect(texts[language][variant]).toContain("Pido refugio");
      for (const part of [/intérprete/, /abogado/, /antes de firmar/i, /copia/, /consulado/, /Defensoría/, /h[aá]beas corpus/, /nombre, dónde estás/]) expect(texts.es[variant]).toMatch(part);
    }
  });
});

describe("crisis numbers", () => {
  const numbers = Object.values(facts).filter((fact) => fact.kind === "crisis-number");

  test.each(numbers.map((fact): [string, Fact] => [fact.id, fact]))("%s has a source of 2024 or later, and nobody claims to have called it", (_id, fact) => {
    expect(fact.source).toMatch(/^https:\/\//);
    expect(Number(fact.sourceDate.slice(0, 4))).toBeGreaterThanOrEqual(2024);
    expect(fact.status).toBe("unverified");
    expect(fact.reviewer).toBeNull();
    expect(fact.nextReview).toBe("2026-12-24");
  });

  test("only crisis numbers, and the hours in which care helps most, stand in danger texts", () => {
    for (const language of LANGUAGES) for (const said of Object.values(texts[language]))
      for (const id of placeholders(said)) expect(id === "counted.care-within-72-hours" || facts[id.slice("fact.".length)]?.kind === "crisis-number").toBe(true);
  });
});

test("each language says what it is, and claims no native reader", () => {
  for (const language of LANGUAGES) {
    expect(readJson(`locales/${language}/_meta.json`)).toMatchObject({ language, rtl: language === "ar", reviewed: [] });
  }
});
