/** Figures in each language's own way: a thousand is not read as one. */
import { describe, expect, test } from "@jest/globals";
import { writeValue } from "../../bot/figures.ts";
import { transliterate } from "../../bot/channels/transliterate.ts";
import { createWords } from "../../bot/words.ts";
import type { Fact } from "../../flows/fact.ts";
import { LANGUAGES, type Language } from "../../flows/ids.ts";
import { loadContent } from "../../server/content.ts";
import { fact } from "./content.ts";

const fee = (value: string): Fact => fact("f", "fee", value);
const people = (value: string): Fact => ({ ...fact("p", "law", value), unit: "people" });
const inAll = (what: Fact): string[] => LANGUAGES.map(language => writeValue(language, what));

test.each<[string, Fact, [es: string, en: string, fr: string, pt: string, ht: string, ar: string]]>([
  ["a thousand", people("2,667"), ["2,667", "2,667", "2\u00a0667", "2.667", "2\u00a0667", "2,667"]],
  ["a million", people("1,234,567"), ["1,234,567", "1,234,567", "1\u00a0234\u00a0567", "1.234.567", "1\u00a0234\u00a0567", "1,234,567"]],
  ["an amount in dollars", fee("US$1,000"), ["US$1,000", "US$1,000", "US$1\u00a0000", "US$1.000", "US$1\u00a0000", "US$1,000"]],
  ["balboas with cents, and a year", fee("B/.27.50 (2023)"), ["B/.27.50 (2023)", "B/.27.50 (2023)", "B/.27,50 (2023)", "B/.27,50 (2023)", "B/.27.50 (2023)", "B/.27.50 (2023)"]],
  ["balboas without cents", fee("B/.100"), Array<string>(6).fill("B/.100") as [string, string, string, string, string, string]],
])("%s", (_what, what, told) => { expect(inAll(what)).toEqual(told); });

test.each(["Art. 21, 22", "7:00-16:00", "6589-5016", "2,019", "5A-1"])("what is no count and no amount stays as it is: %s", value => { expect(new Set(inAll(fact("l", "law", value)))).toEqual(new Set([value])); });

test("on SMS the space between thousands is one of GSM-7", () => { expect(transliterate(writeValue("fr", people("2,667")), "latin")).toBe("2 667"); });

describe("a number with its noun", () => {
  /** What the fact of the card says, were its number another one. */
  const counted = (language: Language, id: string, value: string): string => {
    const content = loadContent({ name: "Casa", contact: "x" });
    content.facts[id] = { ...content.facts[id]!, value };
    content.texts[language]!["t"] = { a: `{{counted.${id}}}` };
    return createWords(content, { strict: true }).text(language, "t.a").replace(/[\u2066-\u2069]/g, "");
  };

  test.each<[Language, string[]]>([
    ["es", ["1 año", "2 años", "3 años", "15 años", "100 años"]], ["en", ["1 year", "2 years", "3 years", "15 years", "100 years"]],
    ["fr", ["1 an", "2 ans", "3 ans", "15 ans", "100 ans"]], ["pt", ["1 ano", "2 anos", "3 anos", "15 anos", "100 anos"]], ["ht", ["1 an", "2 an", "3 an", "15 an", "100 an"]],
    ["ar", ["سنة واحدة", "سنتين", "3 سنوات", "15 سنة", "100 سنة"]],
  ])("in %s is right for any number", (language, told) => { expect(["1", "2", "3", "15", "100"].map(value => counted(language, "permanent-residence-years", value))).toEqual(told); });

  test("of a range counts to its end", () => { expect([counted("es", "voluntary-return-ban", "1-2"), counted("ar", "voluntary-return-ban", "2-5")]).toEqual(["1-2 años", "2-5 سنوات"]); });
  test("is written in the language's own way", () => { expect([counted("fr", "refugees-in-panama", "2,667"), counted("pt", "refugees-in-panama", "1,001")]).toEqual(["2\u00a0667 personnes", "1.001 pessoas"]); });

  test("in a language without units is said in Spanish, never without a noun", () => {
    const content = loadContent({ name: "Casa", contact: "x" });
    content.texts.ar = { danger: content.texts.ar!["danger"]! };
    expect(createWords(content).text("ar", "danger.sexual-violence")).toMatch(/72\u2069? horas/);
  });
});
