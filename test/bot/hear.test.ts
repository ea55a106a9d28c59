import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { hear, type Reading, type Vocabulary } from "../../bot/hear.ts";
import type { Said } from "../../bot/inbound.ts";
import type { Heard } from "../../flows/heard.ts";
import { newSession, type Session } from "../../flows/session.ts";

const fold = (text: string): string => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}\s]/gu, "").replace(/\s+/g, " ").trim();

/** A few words of understanding, enough to see in which order it is asked. */
const reading: Reading = {
  fold,
  danger: text => /matarme|no mas$|911/.test(fold(text)) ? { topic: "crisis", level: "hard" } : /muy triste/.test(fold(text)) ? { topic: "crisis", level: "soft" } : null,
  topic: text => /permiso|2026/.test(fold(text)) ? "work-permit" : null,
  topics: text => /permiso|2026/.test(fold(text)) ? [...(/curso/.test(fold(text)) ? ["inadeh" as const] : []), "work-permit"] : [],
  command: text => ({ menu: "menu", parar: "stop", "no mas": "stop", si: "yes", no: "no", wi: "yes", "no se leer": "human" } as const)[fold(text)] ?? null,
  languageNamed: text => ({ english: "en", kreyol: "ht", "otra lengua": "another", guna: "other" } as const)[fold(text)] ?? null,
  guess: text => /hola|quiero|permiso/.test(fold(text)) ? "es" : /[\u0600-\u06ff]/.test(text) ? "ar" : null,
  greeting: text => fold(text) === "hola",
  thanks: text => fold(text) === "gracias",
  date: (text, today) => fold(text) === "permiso hoy" ? { kind: "date", iso: today } : { kind: "none" },
};
const LABELS: Record<string, readonly string[]> = {
  "topic:work-permit": ["Permiso de trabajo", "Work permit", "تصريح العمل"], "topic:case-status": ["Mi caso", "My case"], "lang:es": ["Español"], "lang:en": ["English"],
  "go:crisis/more": ["Quiero matarme", "I want to die"], "do:human": ["🙋 Una persona"], "do:odd": ["👍"],
};
const vocabulary: Vocabulary = { reading, labels: id => LABELS[id] ?? [] };
const standing = (choices: string[] = ["topic:work-permit", "topic:case-status"], over: Partial<Session> = {}): Session => ({ ...newSession(), choices, ...over });
const text = (words: string): Said => ({ kind: "text", text: words });
const heardIn = (said: Said, session = standing(), over: Partial<Vocabulary> = {}): Heard => hear(said, session, { ...vocabulary, ...over }).heard;

const FIRST: Heard = { kind: "choice", id: "topic:work-permit" };

describe("the first choice is heard in", () => {
  test.each<[string, string]>([
    ["its number", "1"], ["with a full stop", "1."], ["with a bracket", " 1) "], ["in brackets", "(1)"], ["with an emoji", "1 👍"], ["full-width", "１"], ["Arabic", "١"], ["Persian", "۱"], ["Devanagari", "१"],
    ["a keycap", "1️⃣"], ["ringed", "①"], ["with a nought", "01"], ["bold", "*1*"], ["between direction marks", "\u200f1\u200e"], ["with a broken surrogate", "1\ud83d"], ["with a NUL byte", "1\0"], ["over lines", "\n1\n"],
    ["spelled", "Uno"], ["spelled in Creole", "youn"], ["spelled in Arabic", "واحد"],
    ["its label", "Permiso de trabajo"], ["without case", "PERMISO DE TRABAJO"], ["with other accents", "pérmiso de tràbajo"], ["decomposed", "Permi\u0301so de trabajo"], ["with a full stop after it", "permiso de trabajo."],
    ["with its emoji", "💼 Permiso de trabajo"], ["with an emoji after it", "permiso de trabajo 👍"], ["in another language", "work permit"], ["in Arabic letters", "تصريح العمل"], ["with its number", "1 Permiso de trabajo"], ["with its number and a bracket", "1) work permit"],
    ["with zero-width characters", "Per\u200bmiso de trabajo\ufeff"],
  ])("%s", (_label, words) => { expect(heardIn(text(words))).toEqual(FIRST); });
});

describe("a day", () => {
  test("is heard where one is asked for, before a topic that its words may name", () => {
    expect(heardIn(text("Permiso hoy"), standing([]), { expecting: true, today: "2026-11-24" })).toEqual({ kind: "date", read: { kind: "date", iso: "2026-11-24" } });
  });
  test.each<[string, Said, Partial<Vocabulary>]>([["elsewhere", text("permiso hoy"), { expecting: true }], ["in words that are no day", text("permiso"), { expecting: true, today: "2026-11-24" }]])("is not heard %s", (_label, said, over) => { expect(heardIn(said, standing([]), over)).toEqual({ kind: "topic", topic: "work-permit" }); });
  test("gives way to danger, a choice, a person and a word that works everywhere", () => {
    const dated: Partial<Vocabulary> = { expecting: true, today: "2026-11-24", reading: { ...reading, date: (_text, today) => ({ kind: "date", iso: today }) } };
    expect(heardIn(text("quiero matarme"), standing([]), dated).kind).toBe("danger");
    expect(heardIn(text("1"), standing(["lang:es"]), dated)).toEqual({ kind: "choice", id: "lang:es" });
    expect(heardIn(text("0"), standing([]), dated)).toEqual({ kind: "command", command: "human" });
    expect(heardIn(text("menu"), standing([]), dated)).toEqual({ kind: "command", command: "menu" });
  });
});

describe("numbers", () => {
  test.each<[string, string, string[], boolean, Heard]>([
    ["the second", "2", ["lang:es", "lang:en"], false, { kind: "choice", id: "lang:en" }],
    ["the seventh of a choice of languages", "7", ["a", "b", "c", "d", "e", "f", "do:other-language"], false, { kind: "choice", id: "do:other-language" }],
    ["0 is a person", "0", ["lang:es"], false, { kind: "command", command: "human" }],
    ["0 in Arabic too", "٠", [], false, { kind: "command", command: "human" }],
    ["9 is back, also without choices", "9.", [], false, { kind: "command", command: "back" }],
    ["9 is back, also when there are nine", "9", ["a", "b", "c", "d", "e", "f", "g", "h", "i"], false, { kind: "command", command: "back" }],
    ["0 is a person, also where something is asked", "0", [], true, { kind: "command", command: "human" }],
    ["one that is no choice", "5", ["lang:es"], false, { kind: "number", n: 5 }],
    ["two digits that are no choice", "12", ["lang:es"], false, { kind: "number", n: 12 }],
    ["three digits are words", "104", ["lang:es"], false, { kind: "words", text: "104" }],
    ["a proof is words", "246810", [], true, { kind: "words", text: "246810" }],
    ["a phone is words", "+507 6123-4567", [], false, { kind: "words", text: "+507 6123-4567" }],
    ["a fraction is words", "1.5", ["lang:es"], false, { kind: "words", text: "1.5" }],
    ["two numbers are words", "1 2", ["lang:es", "lang:en"], false, { kind: "words", text: "1 2" }],
    ["a number with another's label is words", "2 español", ["lang:es", "lang:en"], false, { kind: "words", text: "2 español" }],
    ["a case number where it is asked for", "PA-2026-000001", [], true, { kind: "words", text: "PA-2026-000001" }],
    ["a case number elsewhere may name a topic", "PA-2026-000001", [], false, { kind: "topic", topic: "work-permit" }],
    ["a spelled number without choices is words", "uno", [], false, { kind: "words", text: "uno" }],
  ])("%s", (_label, words, choices, expecting, expected) => { expect(heardIn(text(words), standing(choices), { expecting })).toEqual(expected); });
});

describe("words", () => {
  test.each<[string, string, Heard]>([
    ["a command", "Menú", { kind: "command", command: "menu" }],
    ["a stop word", "PARAR", { kind: "command", command: "stop" }],
    ["yes", "Sí!", { kind: "yes" }], ["no", "no", { kind: "no" }],
    ["a language", "English", { kind: "language", language: "en", name: "English" }],
    ["a language that is not ours, by its name", "Guna", { kind: "other-language", name: "Guna" }],
    ["another language", "otra lengua", { kind: "other-language" }],
    ["a greeting alone", "¡Hola!", { kind: "topic", topic: "greeting" }],
    ["thanks alone", "gracias 🙏", { kind: "topic", topic: "thanks" }],
    ["two topics", "permiso y un curso", { kind: "topic", topic: "inadeh", also: "work-permit" }],
    ["a topic inside", "hola, quiero un permiso para trabajar", { kind: "topic", topic: "work-permit" }],
    ["a bare question mark", "?", { kind: "command", command: "human" }],
    ["question marks of two scripts", "؟ ??", { kind: "command", command: "human" }],
    ["someone who cannot read", "no sé leer", { kind: "command", command: "human" }],
    ["emoji alone", "👍", { kind: "words", text: "👍" }],
    ["dots alone", "...", { kind: "words", text: "..." }],
    ["anything else", "  mi tío vino  ", { kind: "words", text: "mi tío vino" }],
    ["nothing", "", { kind: "unreadable" }], ["blank", " \n\t ", { kind: "unreadable" }], ["what cannot be seen", "\u200b\u2066\0\ud83d", { kind: "unreadable" }],
  ])("%s", (_label, words, expected) => { expect(heardIn(text(words), standing(["topic:case-status"]))).toEqual(expected); });
});

describe("danger", () => {
  test.each<[string, Said, Session, boolean]>([
    ["from a stranger", text("quiero matarme"), standing([]), false],
    ["in the middle of a question", text("quiero matarme 246810"), standing(["lang:es"]), true],
    ["before a stop word", text("no más"), standing(), false],
    ["before a topic", text("sin permiso quiero matarme"), standing(), false],
    ["in a number that is called", text("911"), standing(), false],
    ["in a caption", { kind: "media", media: "image", caption: "quiero matarme" }, standing(), false],
    ["in a quick reply", { kind: "quick-reply", payload: "", text: "quiero matarme" }, standing(), false],
    ["in a button that is not ours", { kind: "choice", id: "x", title: "quiero matarme" }, standing(), false],
    ["broken by what cannot be seen", text("quiero mat\u200barme"), standing(), false],
  ])("is heard %s", (_label, said, session, expecting) => {
    const hearing = hear(said, session, { ...vocabulary, expecting });
    expect(hearing.heard).toMatchObject({ kind: "danger", danger: { topic: "crisis" } });
    expect(hearing.danger).not.toBeNull();
  });

  test.each<[string, Said, Heard]>([
    ["a topic", text("sin permiso, muy triste"), { kind: "topic", topic: "work-permit" }],
    ["nothing that is understood", text("estoy muy triste"), { kind: "words", text: "estoy muy triste" }],
    ["a picture", { kind: "media", media: "image", caption: "muy triste" }, { kind: "media", media: "image" }],
  ])("that is soft is told beside %s", (_label, said, heard) => {
    expect(hear(said, standing(), vocabulary)).toMatchObject({ heard, danger: { level: "soft" } });
  });

  test("in the words of one of our choices, the choice is heard and the danger told beside it", () => {
    const hearing = hear(text("quiero matarme."), standing(["lang:es", "go:crisis/more"]), vocabulary);
    expect(hearing).toMatchObject({ heard: { kind: "choice", id: "go:crisis/more" }, danger: { level: "hard" } });
  });
});

describe("what is no text", () => {
  test.each<[string, Said, Heard]>([
    ["a tap", { kind: "choice", id: "lang:en", title: "English" }, { kind: "choice", id: "lang:en" }],
    ["a tap on an old list", { kind: "choice", id: "go:inadeh/start", title: "x" }, { kind: "choice", id: "go:inadeh/start" }],
    ["an id that is not ours, by its title", { kind: "choice", id: "1; drop", title: "mi caso" }, { kind: "choice", id: "topic:case-status" }],
    ["an id too long, by its title", { kind: "choice", id: `topic:${"x".repeat(181)}`, title: "menu" }, { kind: "command", command: "menu" }],
    ["an id with a line after it", { kind: "choice", id: "topic:a\n", title: "" }, { kind: "unreadable" }],
    ["a template's answer with a payload of ours", { kind: "quick-reply", payload: "do:resume", text: "Sí" }, { kind: "choice", id: "do:resume" }],
    ["a template's answer without", { kind: "quick-reply", payload: "Sí", text: "Sí" }, { kind: "yes" }],
    ["a voice note", { kind: "media", media: "voice" }, { kind: "media", media: "voice" }],
    ["a picture with a caption", { kind: "media", media: "image", caption: "mi perro" }, { kind: "media", media: "image" }],
    ["a picture with a topic", { kind: "media", media: "image", caption: "mi permiso" }, { kind: "topic", topic: "work-permit" }],
    ["a picture with a blank caption", { kind: "media", media: "image", caption: " " }, { kind: "media", media: "image" }],
    ["a place", { kind: "location", latitude: 9, longitude: -79, name: "permiso" }, { kind: "location" }],
    ["contacts", { kind: "contacts" }, { kind: "contacts" }], ["an order", { kind: "order" }, { kind: "order" }],
    ["a poll", { kind: "unreadable", type: "poll" }, { kind: "unreadable" }], ["what was removed", { kind: "redacted", as: "proof" }, { kind: "unreadable" }],
  ])("%s", (_label, said, expected) => { expect(heardIn(said)).toEqual(expected); });
});

describe("what is noticed", () => {
  test.each<[string, Said, { language?: string; fold?: string }]>([
    ["the language and the fold", text("¡Hola, QUIERO más!"), { language: "es", fold: "hola quiero mas" }],
    ["no language in a number", text("2."), { fold: "2" }],
    ["emoji by themselves", text("👍👍"), { fold: "👍👍" }],
    ["nothing in a tap", { kind: "choice", id: "lang:en", title: "English" }, {}],
    ["nothing in a blank", text(" "), {}],
    ["a caption's language, not its words", { kind: "media", media: "image", caption: "hola" }, { language: "es" }],
  ])("%s", (_label, said, expected) => { expect(hear(said, standing(), vocabulary).noticed).toEqual(expected); });

  test("a long message is analysed to a limit, and its fold kept short", () => {
    const seen: number[] = [];
    const counting: Reading = { ...reading, danger: words => { seen.push(words.length); return null; } };
    const { noticed, heard } = hear(text("hola ".repeat(13_000)), standing(), { ...vocabulary, reading: counting });
    expect([noticed.fold!.length <= 200, Math.max(...seen) <= 4096, heard.kind]).toEqual([true, true, "words"]);
  });
  test("the likeliest language is given to the search for a topic", () => {
    const asked: (string | null)[] = [];
    const listening: Reading = { ...reading, topics: (_text, language) => { asked.push(language); return []; } };
    for (const words of ["hola quiero algo", "abc"]) hear(text(words), standing([], { language: "fr" }), { ...vocabulary, reading: listening });
    expect(asked).toEqual(["es", "fr"]);
  });
});

const bare = (words: string): string => words.replace(/[\p{L}\p{N}\p{M}]/gu, "");

describe("whatever is sent", () => {
  const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ unit: "grapheme", maxLength: 40 }), fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }).map(units => String.fromCharCode(...units)));
  test("it is heard as something, the same each time", () => {
    fc.assert(fc.property(anything, fc.boolean(), (words, expecting) => {
      for (const said of [text(words), { kind: "choice", id: words, title: words }, { kind: "quick-reply", payload: words, text: words }, { kind: "media", media: "image", caption: words }] satisfies Said[]) {
        const first = hear(said, standing(), { ...vocabulary, expecting });
        expect(first.heard.kind).toBeTruthy();
        expect((first.noticed.fold ?? "").length).toBeLessThanOrEqual(200);
        expect(hear(said, standing(), { ...vocabulary, expecting })).toEqual(first);
      }
    }), { numRuns: 120 });
  });
  test("a danger is heard with anything around it but letters", () => {
    fc.assert(fc.property(anything, anything, (before, after) => {
      expect(hear(text(`${bare(before)} quiero matarme ${bare(after)}`), standing(), vocabulary).danger).not.toBeNull();
    }), { numRuns: 100 });
  });
});
