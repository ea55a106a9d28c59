/** Papers, offices, legal aid, family and leaving: what must stand in these answers, and what must never. */
import { describe, expect, test } from "@jest/globals";
import type { Step } from "../../flows/flow.ts";
import type { TopicId } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import { flatten, readFacts, readTexts } from "../locales/texts.ts";

const es = flatten(readTexts("es")), en = flatten(readTexts("en"));
const kinds = new Map(readFacts().map(fact => [fact.id, fact.kind]));

/** What is said at a step on each channel, its shared lines left out. */
const said = (texts: Record<string, string>, key: string): string[] => [texts[key]!, texts[`${key}_sms`] ?? texts[key]!];
const stepOf = (topic: TopicId, step: string): Step => library.flows[topic]!.steps[step]!;
const keysOf = (topic: TopicId, step: string): string[] => { const s = stepOf(topic, step); return "say" in s ? s.say : []; };

const NAMED: [TopicId, RegExp, RegExp][] = [
  ["refugee-card", /refugio/i, /refugee card/i],
  ["permanent-residence", /residencia permanente/i, /permanent residence/i],
  ["family-reunification", /tu familia/i, /your family/i],
  ["statelessness", /apátrida/i, /stateless/i],
  ["birth-registration", /registrar a un bebé/i, /register a baby/i],
  ["documentation-missions", /misiones de documentos/i, /documentation missions/i],
  ["darien-offices", /oficinas en Darién/i, /offices in Darién/i],
  ["offices-hours", /oficinas/i, /offices/i],
  ["legal-aid", /ayuda legal/i, /legal aid/i],
  ["migration-permits", /permisos de Migración/i, /permits of Migración|Migración permits/i],
  ["travel-document", /documento de viaje/i, /travel document/i],
  ["withdraw-claim", /retirar tu pedido de refugio/i, /withdraw your refuge claim/i],
  ["lost-documents", /documentos perdidos/i, /lost or stolen papers/i],
  ["return-transit", /salir de Panamá/i, /leaving Panama/i],
  ["resettlement", /reasentamiento/i, /resettlement/i],
  ["missing-relative", /familiar/i, /relative/i],
];

test.each(NAMED)("%s names its topic in its first line", (topic, spanish, english) => {
  const key = keysOf(topic, library.flows[topic]!.start)[0]!;
  for (const text of said(es, key)) expect(text.split("\n")[0]).toMatch(spanish);
  for (const text of said(en, key)) expect(text.split("\n")[0]).toMatch(english);
});

test.each([
  ["migration-permits", "ask-claim"], ["migration-permits", "pending"], ["migration-permits", "humanitarian"], ["withdraw-claim", "ask-why"],
] as const)("%s/%s begins with keeping the claim and speaking to legal aid", (topic, step) => {
  const key = keysOf(topic, step)[0]!;
  for (const text of said(es, key)) expect(text.slice(0, 260)).toMatch(/no (lo )?retires[^]*(ayuda legal)/i);
  for (const text of said(en, key)) expect(text.slice(0, 260)).toMatch(/do not withdraw[^]*(legal aid)/i);
});

test.each([
  ["return-transit", "claimed"], ["withdraw-claim", "leave"], ["travel-document", "waiting"], ["family-reunification", "waiting"], ["refugee-card", "provisional"],
] as const)("%s/%s says that leaving Panama counts as giving up", (topic, step) => {
  const key = keysOf(topic, step)[0]!;
  expect(es[key]).toMatch(/cuenta como renunciar/);
  expect(en[key]).toMatch(/counts as giving up/);
});

describe("what a frightened person is not told", () => {
  const mine = Object.entries({ ...Object.fromEntries(Object.entries(es).map(([k, t]) => [`es ${k}`, t])), ...Object.fromEntries(Object.entries(en).map(([k, t]) => [`en ${k}`, t])) }).filter(([k]) => NAMED.some(([topic]) => k.slice(3).startsWith(`${topic}.`)));

  test.each([
    ["a shelter", /albergue|casa hogar|hogar (luisa|de)|\bshelter|safe house/i],
    ["where boats leave, or what they cost", /Miramar|Puerto Obaldía(?!, La Miel)|muelle|\bpier\b/i],
    ["that someone can't be deported or is sure to be let in", /no te pueden (deportar|sacar)|cannot be deported|tienen que dejarte|must let you/i],
    ["whether to sign", /\bno firmes\b(?! nada)|\bfirma (el|lo|todo)\b|do not sign|\bsign (it|everything)\b/i],
  ])("%s", (_what, pattern) => {
    expect(mine.filter(([, text]) => pattern.test(text)).map(([key]) => key)).toEqual([]);
  });

  test("a date for a mission", () => {
    for (const text of said(es, "documentation-missions.start")) expect(text).toMatch(/hoy no hay (ninguna )?fecha anunciada/i);
    for (const text of said(en, "documentation-missions.start")) expect(text).toMatch(/no date is announced/i);
  });
});

test("beside a crisis number stands no other number that could be wrong", () => {
  const mixed = NAMED.flatMap(([topic]) => Object.entries(library.flows[topic]!.steps).flatMap(([id, step]) => {
    const listed = ("facts" in step ? step.facts ?? [] : []).map(fact => kinds.get(fact));
    return listed.includes("crisis-number") && listed.some(kind => kind === "phone" || kind === "place" || kind === "hours") ? [`${topic}/${id}`] : [];
  }));
  expect(mixed).toEqual([]);
});

test("whoever asks for a search is told first that Migración will hear of it", () => {
  for (const text of said(es, "missing-relative.darien")) expect(text).toMatch(/pasa el pedido a Migración: si [^.]*antes[^.]*ayuda legal/i);
  for (const text of said(en, "missing-relative.darien")) expect(text).toMatch(/to Migración[^.]*: if [^.]*legal aid/i);
});

test("whoever says that a relative is held, that a child is missing or that papers were taken has a ticket open", () => {
  expect(stepOf("missing-relative", "held")).toMatchObject({ kind: "safety", ticket: "detention-deportation" });
  expect(stepOf("missing-relative", "child")).toMatchObject({ kind: "handoff", topic: "child-protection", priority: "danger" });
  expect(stepOf("lost-documents", "taken")).toMatchObject({ kind: "handoff" });
  expect(stepOf("withdraw-claim", "pressure")).toMatchObject({ kind: "handoff" });
});

test("resettlement says in every step that it is free and whom to tell", () => {
  const silent = Object.keys(library.flows.resettlement!.steps).filter(step => !keysOf("resettlement", step).includes("common.free"));
  expect(silent).toEqual([]);
});
