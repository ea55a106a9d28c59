/** The recipes of docs/changing.md, followed. */
import { describe, expect, test } from "@jest/globals";
import { say } from "../bot/channels/say.ts";
import { createWords } from "../bot/words.ts";
import { newSession } from "../flows/session.ts";
import { turn } from "../flows/turn.ts";
import { confirm, decided } from "../server/decisions.ts";
import type { Given, Rule } from "../scripts/verify/given.ts";
import { verify } from "../scripts/verify/verify.ts";
import { realGiven } from "./support/given.ts";
import { textOf } from "./support/puente.ts";

/** One flow of the library: what the recipe touches. */
function only(id: string): Given {
  const given = realGiven();
  return { ...given, library: { ...given.library, flows: { [id]: given.library.flows[id]! }, topics: { [given.library.flows[id]!.topic]: id }, menu: [] } };
}
const found = (given: Given, rules: Rule[], about = ""): string[] => verify(given).findings.filter(f => rules.includes(f.rule) && f.file.includes(about)).map(f => `${f.rule} ${f.file} ${f.key}`);
const hears = ({ library, content }: Given, step: string): string => {
  const { reply } = turn(library, { ...newSession(), noticed: true, language: "es" }, { kind: "choice", id: `go:${step}` }, {}, Date.UTC(2026, 10, 24), () => "id", { languages: ["es"], cases: "on", channel: "whatsapp", waiting: false });
  return say(reply!, "whatsapp", "es", createWords(content), { strict: true }).map(textOf).join("\n");
};

test("a phone number changed: one value, every answer, and old confirmations count no more", () => {
  const given = realGiven(), fact = given.content.facts["onpar-phone"]!;
  const before = hears(given, "inadeh/start");
  expect(before).toContain(fact.value);
  const signed = confirm({}, fact, { who: "ana", how: "called", at: 0 });
  given.content.facts["onpar-phone"] = { ...fact, value: "599-0000" };
  expect(hears(given, "inadeh/start")).toBe(before.replace(fact.value, "599-0000"));
  if ("refused" in signed) throw new Error(signed.refused);
  expect([decided(fact, signed.decisions).status, decided(given.content.facts["onpar-phone"], signed.decisions).status]).toEqual(["confirmed", "unverified"]);
});

describe("a new course opened", () => {
  const rules: Rule[] = ["fact-unknown", "fact-unlisted", "key-differs"];
  const course = { id: "course-price", kind: "fee", value: "B/.5.00", about: "Price of the new course.", source: "https://example.org", sourceDate: "2026-11-24", confidence: "high", status: "unverified", reviewer: null, nextReview: "2027-05-24" } as const;
  const tell = ({ content }: Given, language: "es" | "en" | "fr" | "pt" | "ht" | "ar"): void => { content.texts[language]!["inadeh"]!["how"] += " {{fact.course-price}}."; };

  test("each thing that is forgotten is named, until nothing is", () => {
    const given = only("inadeh"), step = given.library.flows["inadeh"]!.steps["how"]!;
    expect(found(given, rules, "inadeh")).toEqual([]);
    tell(given, "es");
    expect(found(given, rules, "inadeh")).toContain("fact-unknown locales/es/inadeh.json inadeh.how");
    given.content.facts["course-price"] = course;
    given.factFiles = { ...given.factFiles, "course-price": "flows/facts/study.json" };
    expect(found(given, rules, "inadeh").join()).toMatch(/fact-unlisted flows\/library\/inadeh\.ts how/);
    if (step.kind !== "answer") throw new Error("inadeh/how is an answer");
    step.facts!.push("course-price");
    expect(found(given, rules, "inadeh").join()).toMatch(/key-differs locales\/en\/inadeh\.json inadeh\.how/);
    for (const language of ["en", "fr", "pt", "ht", "ar"] as const) tell(given, language);
    expect(found(given, rules, "inadeh")).toEqual([]);
    expect(hears(given, "inadeh/how")).toContain("B/.5.00");
  });
});

test("a topic is added: without a flow, a text or a way to it, it is said which", () => {
  const given = realGiven();
  delete given.library.topics["housing"];
  delete given.library.flows["housing"];
  expect(found(given, ["topic-unanswered"]).join()).toMatch(/housing/);
  const whole = realGiven();
  delete whole.content.texts.ht!["housing"]!["start"];
  delete whole.content.texts.ht!["housing"]![Object.keys(whole.content.texts.ht!["housing"]!)[0]!];
  expect(found(whole, ["key-missing"]).join()).toMatch(/key-missing locales\/ht\/housing\.json/);
});
