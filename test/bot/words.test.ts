import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { buildSync } from "esbuild";
import { createWords, TextError } from "../../bot/words.ts";
import type { Language } from "../../flows/ids.ts";
import { smallContent } from "./content.ts";

const strict = createWords(smallContent(), { strict: true });
const kind = createWords(smallContent());

describe("a text", () => {
  test.each<[string, () => string, string]>([
    ["holds facts and the operator", () => strict.text("es", "work-permit.answer"), "Permiso de trabajo: llama al 6000-1234 (La Red)."],
    ["has its SMS variant", () => strict.text("es", "work-permit.answer", undefined, "sms"), "Permiso: 6000-1234"],
    ["without an SMS variant is the plain one", () => strict.text("es", "common.menu", undefined, "sms"), "¿Qué necesitas?"],
    ["holds a day written out", () => strict.text("es", "work-permit.until", { day: { date: "2026-03-05" } }), "Hasta el 5 de marzo de 2026."],
    ["holds another text", () => strict.text("es", "work-permit.nested", { what: { key: "work-permit.label" } }), "Para Permiso de trabajo."],
    ["keeps markup and braces of a value as they are", () => strict.text("es", "work-permit.name", { name: "<b>&{{fact.fee}} $t(menu)" }), "<b>&{{fact.fee}} $t(menu), hola"],
    ["takes a namespace its language lacks from Spanish", () => strict.text("en", "solo.a"), "Nos vemos mañana"],
    ["of a language without any texts is Spanish", () => strict.text("pt", "common.menu"), "¿Qué necesitas?"],
    ["may be empty", () => strict.text("es", "common.empty"), ""],
  ])("%s", (_label, said, expected) => { expect(said()).toBe(expected); });

  test("is the same when it is said again", () => {
    expect(strict.text("es", "work-permit.answer")).toBe(strict.text("es", "work-permit.answer"));
    expect(strict.text("es", "work-permit.until", { day: { date: "2026-03-06" } })).toBe("Hasta el 6 de marzo de 2026.");
  });

  test.each<[string, Language, string]>([
    ["a key that no language has", "es", "common.nowhere"],
    ["a key that only Spanish has", "en", "common.only-spanish"],
    ["a namespace that no language has", "es", "nowhere.a"],
    ["a key without namespace", "es", "menu"],
    ["a key named like a property of every object", "es", "common.constructor"],
  ])("is not said when it is %s and words are strict", (_label, language, key) => {
    expect(() => strict.text(language, key)).toThrow(TextError);
  });

  test("names the missing value's key and placeholder, no value", () => {
    expect(() => strict.text("es", "work-permit.hole", { other: "secret" })).toThrow("text:no-value es work-permit.hole hueco");
  });

  test("never shows a placeholder or a key to a person", () => {
    expect(kind.text("es", "work-permit.hole")).toBe("Un .");
    expect(kind.text("en", "common.only-spanish")).toBe("Solo aquí.");
    expect(kind.text("es", "common.nowhere")).toBe("");
    expect(kind.text("es", "nowhere")).toBe("");
  });
});

describe("plurals", () => {
  test.each<[Language, number, string]>([
    ["ar", 0, "zero"], ["ar", 1, "one"], ["ar", 2, "two"], ["ar", 3, "few 3"], ["ar", 10, "few 10"], ["ar", 11, "many 11"], ["ar", 99, "many 99"], ["ar", 100, "other 100"], ["ar", 103, "few 103"],
    ["es", 1, "Un día"], ["es", 0, "0 días"], ["es", 2, "2 días"], ["es", 1_000_000, "1000000 de días"],
    ["en", 1, "One day"], ["en", 0, "0 days"],
    ["ht", 1, "Yon jou"], ["ht", 0, "0 jou"], ["ht", 2, "2 jou"],
  ])("in %s, %d", (language, count, expected) => { expect(strict.text(language, "common.days", { count })).toBe(expected); });

  test.each(["ar_EG", "fr_FR", "C"])("and dates do not follow a machine that speaks %s", machine => {
    const bundle = buildSync({ entryPoints: [fileURLToPath(new URL("../../bot/words.ts", import.meta.url))], bundle: true, format: "esm", platform: "node", packages: "external", write: false }).outputFiles[0]!.text;
    const ask = `const words = createWords(${JSON.stringify(smallContent())}, { strict: true });
      console.log(JSON.stringify([...[0, 1, 2].map(count => words.text("ht", "common.days", { count })), ...[0, 2, 11].map(count => words.text("ar", "common.days", { count })), words.date("ht", "2026-03-05"), words.date("ar", "2026-03-05")]));`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", bundle + ask], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8", env: { PATH: process.env["PATH"], LC_ALL: machine, LANG: machine },
    });
    expect(JSON.parse(said)).toEqual(["0 jou", "Yon jou", "2 jou", "zero", "two", "many 11", "5 mas 2026", "5 مارس 2026"]);
  });
});

describe("dates", () => {
  test.each<[Language, string, string]>([
    ["es", "2026-01-31", "31 de enero de 2026"], ["en", "2026-03-05", "5 March 2026"], ["fr", "2026-08-05", "5 août 2026"], ["pt", "2026-03-05", "5 de março de 2026"],
    ["ht", "2026-08-01", "1 out 2026"], ["ar", "2026-03-05", "5 مارس 2026"], ["es", "soon", "soon"], ["es", "2026-13-45", "2026-13-45"],
  ])("in %s, %s", (language, day, expected) => { expect(strict.date(language, day)).toBe(expected); });
});

describe("dates with their weekday", () => {
  test.each<[Language, string, string]>([
    ["es", "2026-11-27", "viernes, 27 de noviembre de 2026"], ["en", "2026-11-27", "Friday, 27 November 2026"], ["fr", "2026-08-05", "mercredi 5 août 2026"], ["pt", "2026-03-05", "quinta-feira, 5 de março de 2026"],
    ["ht", "2026-08-01", "samdi 1 out 2026"], ["ht", "2026-03-04", "mèkredi 4 mas 2026"], ["ar", "2026-03-05", "الخميس، 5 مارس 2026"], ["es", "soon", "soon"],
  ])("in %s, %s", (language, day, expected) => { expect(strict.date(language, day, true)).toBe(expected); });
});

describe("Arabic", () => {
  test.each<[string, () => string, string]>([
    ["a phone number of a fact is set apart", () => strict.text("ar", "work-permit.answer"), "تصريح العمل: اتصل \u20666000-1234\u2069."],
    ["a Latin value is set apart", () => strict.text("ar", "work-permit.name", { name: "PA-2026-1" }), "مرحبا \u2066PA-2026-1\u2069"],
    ["an Arabic value is not", () => strict.text("ar", "work-permit.name", { name: "ليلى" }), "مرحبا ليلى"],
    ["a written date is not", () => strict.text("ar", "work-permit.until", { day: { date: "2026-03-05" } }), "حتى 5 مارس 2026."],
  ])("%s", (_label, said, expected) => { expect(said()).toBe(expected); });
});

describe("what words know", () => {
  test("only complete languages are offered, in their order", () => { expect(strict.languages).toEqual(["es", "en", "ht", "ar"]); });
  test("a language is spoken when there are texts in it", () => {
    expect([strict.choose("fr"), strict.choose("pt"), strict.choose(null)]).toEqual(["fr", "es", "es"]);
  });
  test("a key is there in any of its forms, and in its own language only", () => {
    expect([strict.has("es", "common.days"), strict.has("es", "common.days_one"), strict.has("en", "common.only-spanish"), strict.has("es", "work-permit.answer"), strict.has("pt", "common.menu")])
      .toEqual([true, true, false, true, false]);
  });
  test("a fact is found by its id alone", () => { expect([strict.fact("fee")?.value, strict.fact("constructor"), strict.fact("none")]).toEqual(["B/. 50.00", undefined, undefined]); });
});
