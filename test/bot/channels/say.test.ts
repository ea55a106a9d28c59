import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { Content } from "../../../bot/content.ts";
import { createWords, type Words } from "../../../bot/words.ts";
import { LimitError, LIMITS, say } from "../../../bot/channels/say.ts";
import { countSegments } from "../../../bot/channels/segments.ts";
import type { ChannelMessage } from "../../../bot/channels/message.ts";
import type { Choice, Reply } from "../../../flows/reply.ts";
import { smallContent } from "../content.ts";

const words = createWords(smallContent(), { strict: true });

/** Words with a few texts of the test's own beside the small ones. */
function wordsWith(texts: Record<string, string>, strict = true): Words {
  const content: Content = smallContent();
  content.texts.es = { ...content.texts.es, t: texts };
  return createWords(content, { strict });
}

const reply = (over: Partial<Reply> = {}): Reply => ({ lines: [{ key: "work-permit.answer" }], choices: [], facts: [], ...over });
const choice = (label: string, over: Partial<Choice> = {}): Choice => ({ id: `topic:${label.replace(/.*\./, "")}`, label, ...over });
const one = (messages: ChannelMessage[]): ChannelMessage => { expect(messages).toHaveLength(1); return messages[0]!; };
const lastLines = (message: ChannelMessage): string => message.body.split(/\n+/).slice(1).join(" | ");

describe("on WhatsApp", () => {
  test("an answer without choices is one text, its paragraphs apart, the footer last", () => {
    expect(one(say(reply({ lines: [{ key: "work-permit.answer" }, { key: "solo.a" }], footer: "person-back" }), "whatsapp", "es", words)))
      .toEqual({ kind: "text", body: "Permiso de trabajo: llama al 6000-1234 (La Red).\n\nNos vemos mañana\n\n0 una persona, 9 atrás" });
  });

  test("up to three short choices are buttons, with their emoji", () => {
    expect(one(say(reply({ choices: [choice("work-permit.short", { emoji: "👍" }), choice("work-permit.no")] }), "whatsapp", "es", words)))
      .toMatchObject({ kind: "buttons", buttons: [{ id: "topic:short", title: "👍 Sí, puedo" }, { id: "topic:no", title: "No" }] });
  });

  test.each<[string, Choice[]]>([
    ["a label is too long for a button", [choice("work-permit.label", { emoji: "👨‍👩‍👧" }), choice("work-permit.no")]],
    ["there are four", ["a", "b", "c", "d"].map((id, i) => choice(["work-permit.label", "work-permit.short", "work-permit.no", "common.menu"][i]!, { id: `topic:${id}` }))],
  ])("choices are a list when %s", (_label, choices) => {
    expect(one(say(reply({ choices }), "whatsapp", "es", words))).toMatchObject({ kind: "list", button: "Ver opciones" });
  });

  test("a row's second line is what the choice is about; a long label is cut", () => {
    const message = one(say(reply({ choices: [choice("work-permit.long-label", { about: "work-permit.about" })] }), "whatsapp", "es", words));
    expect(message).toMatchObject({ kind: "list", rows: [{ title: "Un permiso para trabaja…", description: "Quién puede pedirlo y cómo" }] });
  });

  test("two rows that read the same once cut are an error to the check, and told apart for a person", () => {
    const same = reply({ choices: [choice("work-permit.long-label"), choice("work-permit.long-label-2")] });
    expect(() => say(same, "whatsapp", "es", words)).toThrow(expect.objectContaining({ code: "label:ambiguous", key: "work-permit.long-label-2" }));
    const message = one(say(same, "whatsapp", "es", words, { strict: false }));
    if (message.kind !== "list") throw new Error(message.kind);
    expect(message.rows.map(r => r.title)).toEqual(["Un permiso para trabaja…", "2 Un permiso para trab…"]);
  });

  test("two equal buttons are never sent as buttons", () => {
    const message = one(say(reply({ choices: [choice("work-permit.no"), choice("work-permit.no", { id: "do:menu" })] }), "whatsapp", "es", words, { strict: false }));
    expect(message).toMatchObject({ kind: "list", rows: [{ title: "No" }, { title: "2 No" }] });
  });

  test("a choice without words is an error to the check, and shown by its number", () => {
    const blank = reply({ choices: [choice("common.empty"), choice("work-permit.no")] });
    expect(() => say(blank, "whatsapp", "es", words)).toThrow("label:empty");
    expect(one(say(blank, "whatsapp", "es", words, { strict: false }))).toMatchObject({ kind: "list", rows: [{ title: "1" }, { title: "No" }] });
  });

  test("more choices than a list holds are an error to the check", () => {
    const many = reply({ choices: Array.from({ length: 11 }, (_, i) => choice("work-permit.no", { id: `topic:${i}` })) });
    expect(() => say(many, "whatsapp", "es", words)).toThrow(LimitError);
    expect(one(say(many, "whatsapp", "es", words, { strict: false }))).toMatchObject({ kind: "list" });
  });

  test("an id that is too long is never cut", () => {
    expect(() => say(reply({ choices: [choice("work-permit.no", { id: `go:${"x".repeat(200)}` })] }), "whatsapp", "es", words, { strict: false })).toThrow("choice-id:too-long");
  });

  test.each<[string, number, boolean]>([["1,024 units with choices fit", 1024, true], ["1,025 do not", 1025, false]])("%s", (_label, length, fits) => {
    const own = wordsWith({ a: "x".repeat(length - "\n\n0 una persona".length) });
    const long = (): ChannelMessage[] => say(reply({ lines: [{ key: "t.a" }], choices: [choice("work-permit.no")], footer: "person" }), "whatsapp", "es", own);
    if (fits) expect(one(long()).body).toHaveLength(length);
    else expect(long).toThrow(expect.objectContaining({ code: "body:too-long", key: "t.a" }));
  });

  test("a text over its limit reaches a person cut between characters, with its footer", () => {
    const own = wordsWith({ a: "👨‍👩‍👧".repeat(600) }, false);
    const { body } = one(say(reply({ lines: [{ key: "t.a" }], footer: "person" }), "whatsapp", "es", own));
    expect(body).toMatch(/^(👨‍👩‍👧)+…\n\n0 una persona$/u);
    expect(body.length).toBeLessThanOrEqual(LIMITS.text);
  });

  test("an answer of which nothing is left to say is an error", () => {
    expect(() => say(reply({ lines: [{ key: "common.empty" }] }), "whatsapp", "es", words, { strict: false })).toThrow("body:empty");
  });
});

describe("on SMS", () => {
  test("it is one message in cheap letters: variant, numbered choices, footer", () => {
    expect(one(say(reply({ choices: [choice("work-permit.short", { emoji: "👍" }), choice("work-permit.no", { about: "work-permit.about" })], footer: "person-back" }), "sms", "es", words)))
      .toEqual({ kind: "sms", body: "Permiso: 6000-1234\n1 Si, puedo\n2 No\n0 una persona, 9 atras", encoding: "GSM-7", segments: 1 });
  });
  test("Arabic is UCS-2, its numbers set apart, without emoji", () => {
    expect(one(say(reply({ choices: [choice("work-permit.short")] }), "sms", "ar", words)))
      .toEqual({ kind: "sms", body: "تصريح العمل: اتصل \u20666000-1234\u2069.\n1 نعم", encoding: "UCS-2", segments: 1 });
  });
  test("a value is made cheap like the text around it", () => {
    expect(one(say(reply({ lines: [{ key: "work-permit.until", values: { day: { date: "2026-03-05" } } }] }), "sms", "pt", words)).body).toBe("Hasta el 5 de marzo de 2026.");
  });
  test("a body over 1,600 is an error to the check; cut, it keeps its choices and stays GSM-7", () => {
    const texts = { a: "á".repeat(1700) };
    const long = reply({ lines: [{ key: "t.a" }], choices: [choice("work-permit.no")] });
    expect(() => say(long, "sms", "es", wordsWith(texts))).toThrow("body:too-long");
    const message = one(say(long, "sms", "es", wordsWith(texts, false)));
    expect(message).toMatchObject({ encoding: "GSM-7", segments: 11 });
    expect(message.body).toMatch(/^a+\.\.\.\n1 No$/);
  });
});

describe("doubt", () => {
  test.each<[string, Partial<Reply>, string | undefined, string]>([
    ["is silent on confirmed facts", { facts: ["office-phone", "hours"] }, undefined, ""],
    ["names an unverified place", { facts: ["office-phone", "office-place"] }, undefined, "Confirma el lugar antes de ir."],
    ["puts the place before the law", { facts: ["law", "office-place"] }, undefined, "Confirma el lugar antes de ir."],
    ["puts a disputed fee before an unverified place", { facts: ["office-place", "fee"] }, undefined, "Confirma el costo."],
    ["puts overdue hours before an unverified place", { facts: ["office-place", "old-hours"] }, "2026-03-05", "Confirma el horario."],
    ["does not call a fact overdue on the day of its review", { facts: ["old-hours"] }, "2026-01-31", ""],
    ["has no clock of its own", { facts: ["old-hours"] }, undefined, ""],
    ["never touches a crisis number", { facts: ["crisis"] }, "2030-01-01", ""],
    ["never touches a safety text", { facts: ["fee"], safety: true, footer: "person" }, "2030-01-01", ""],
    ["ignores a fact that is gone", { facts: ["gone"] }, undefined, ""],
    ["stands above the footer", { facts: ["fee"], footer: "person" }, undefined, "Confirma el costo. | 0 una persona"],
  ])("%s", (_label, over, today, expected) => {
    const options = today === undefined ? {} : { today };
    expect(lastLines(one(say(reply(over), "whatsapp", "es", words, options)))).toBe(expected);
    expect(lastLines(one(say(reply(over), "sms", "es", words, options)))).toBe(expected);
  });
});

describe("whatever the texts", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), fc.constantFrom("👨‍👩‍👧".repeat(20), "á".repeat(5000), "مرحبا", "x".repeat(24), "नमस्ते", "สวัสดี"));
  const texts = fc.array(text, { minLength: 14, maxLength: 14 });

  test("no message is over its channel's limits, and rendering again gives the same", () => {
    fc.assert(fc.property(texts, fc.nat({ max: 12 }), fc.constantFrom("es" as const, "ar" as const), (all, count, language) => {
      const own = wordsWith({ head: "Título", ...Object.fromEntries(all.map((value, i) => [`k${i}`, value.replaceAll("{", "").replaceAll("$t(", "")])) }, false);
      const any = reply({
        lines: [{ key: "t.head" }, { key: "t.k0" }, { key: "t.k1" }], facts: ["fee"], footer: "person-back",
        choices: Array.from({ length: count }, (_, i) => choice(`t.k${i + 2}`, { about: "t.k1", ...(i % 2 === 0 && { emoji: "💼" }) })),
      });
      const whatsapp = one(say(any, "whatsapp", language, own));
      const sms = one(say(any, "sms", language, own));
      switch (whatsapp.kind) {
        case "text": expect(whatsapp.body.length).toBeLessThanOrEqual(4096); break;
        case "buttons":
          expect(whatsapp.buttons.length).toBeLessThanOrEqual(3);
          for (const { title } of whatsapp.buttons) expect(title.length).toBeLessThanOrEqual(20);
          expect(new Set(whatsapp.buttons.map(b => b.title)).size).toBe(whatsapp.buttons.length);
          break;
        case "list":
          expect(whatsapp.rows.length).toBeLessThanOrEqual(10);
          for (const { title, description } of whatsapp.rows) { expect(title.length).toBeLessThanOrEqual(24); expect((description ?? "").length).toBeLessThanOrEqual(72); }
          expect(new Set(whatsapp.rows.map(r => r.title)).size).toBe(whatsapp.rows.length);
          break;
        case "sms": throw new Error("an SMS on WhatsApp");
      }
      if (whatsapp.kind !== "text") expect(whatsapp.body.length).toBeLessThanOrEqual(1024);
      expect(sms.body.length).toBeLessThanOrEqual(1600);
      expect(sms).toMatchObject({ kind: "sms", segments: countSegments(sms.body).segments });
      expect(say(any, "whatsapp", language, own)).toEqual([whatsapp]);
      expect(say(any, "sms", language, own)).toEqual([sms]);
    }), { numRuns: 60 });
  });
});
