/** The library as a whole: it is data, it leads somewhere everywhere, it says only what has a text and a fact, and every answer
 *  fits one message of either channel. The rules are those of `npm run verify`. */
import { describe, expect, test } from "@jest/globals";
import type { Flow, Step } from "../../flows/flow.ts";
import { library } from "../../flows/library/index.ts";
import type { TextKey } from "../../flows/reply.ts";
import type { Rule } from "../../scripts/verify/given.ts";
import { verify } from "../../scripts/verify/verify.ts";
import { flatten, readFacts, readTexts } from "../locales/texts.ts";
import { realGiven } from "../support/given.ts";

const texts = { es: flatten(readTexts("es")), en: flatten(readTexts("en")) };
const facts = readFacts();
const { findings } = verify(realGiven());

type Spot = { name: string; flow: Flow; id: string; step: Step };
const spots: Spot[] = Object.values(library.flows).flatMap(flow => Object.entries(flow.steps).map(([id, step]) => ({ name: `${flow.id}/${id}`, flow, id, step })));
const sayOf = (step: Step): TextKey[] => "say" in step ? step.say : [];

test("the library survives JSON.stringify", () => {
  expect(JSON.parse(JSON.stringify(library))).toEqual(library);
});

test.each<[string, Rule[]]>([
  ["every topic has a flow, but for those the interpreter answers by itself; a flow is kept under its own id", ["topic-unanswered"]],
  ["every option leads to a step, a topic or the menu, and no answer is a dead end", ["dead-end", "loop", "no-answer"]],
  ["every step can be reached, and every topic from the menu or by its name", ["step-unreached", "topic-far"]],
  ["a person and the menu are one word away wherever a path ends", ["no-person", "no-menu", "not-shown-person"]],
  ["every key of the library has a text", ["key-missing"]],
  ["every fact that is named exists, is told somewhere, and is listed by what tells it", ["fact-unknown", "fact-untold", "fact-unlisted"]],
  ["every fact has a source, a date, and says when it is disputed", ["fact-faulty"]],
  ["every answer is one message within its budget, also with the notice beneath", ["too-long", "sms-dear", "too-many-choices"]],
  ["labels fit a button or a row, and tell apart what they lead to", ["label-long", "labels-alike"]],
  ["one question a message", ["two-questions"]],
  ["an answer that asks for papers of home warns of the consulate", ["consulate"]],
])("%s", (_name, rules) => {
  expect(findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
});

describe("facts", () => {
  test.each(facts.map(fact => [fact.id, fact] as const))("%s is there once, and nobody claims to have checked it", (id, fact) => {
    expect(facts.filter(other => other.id === id)).toHaveLength(1);
    expect(fact.reviewer).toBeNull();
    expect(fact.status).toBe(fact.versions ? "disputed" : "unverified");
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

test("whoever is past a deadline is handed to a person, with legal aid to call", () => {
  for (const id of ["late", "days-passed", "legal-help"]) {
    const step = library.flows["asylum-steps"]!.steps[id]!;
    expect(step).toMatchObject({ kind: "handoff", facts: expect.arrayContaining(["nrc-phone"]) });
    for (const text of [texts.es[`asylum-steps.${id}`]!, texts.en[`asylum-steps.${id}`]!]) expect(text).toMatch(/ayuda legal gratis|free legal aid/i);
  }
});
