import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { countSegments } from "../../../bot/channels/segments.ts";
import { dropEmoji, transliterate } from "../../../bot/channels/transliterate.ts";

describe("in Latin letters", () => {
  test.each<[string, string, string]>([
    ["Spanish", "¿Está aquí el niño, señor? ¡Sí, último día, Panamá! pingüino café", "¿Esta aqui el niño, señor? ¡Si, ultimo dia, Panama! pingüino café"],
    ["Spanish capitals", "ÁÉÍÓÚÑÜ", "AÉIOUÑÜ"],
    ["French", "Ça va ? L’hôpital, où êtes-vous, à côté, naïf, Noël, cœur, Œuvre, ÀÈÊ ç", "Ça va ? L'hopital, où etes-vous, à coté, naif, Noel, coeur, OEuvre, AEE c"],
    ["French quotes", "« Oui », dit-il", '"Oui", dit-il'],
    ["Portuguese", "Não, são três irmãs, avó, você, ações, Ões", "Nao, sao tres irmas, avo, voce, acoes, Oes"],
    ["Creole", "Kreyòl, ÈD, mèsi, ÒGANIZASYON", "Kreyòl, ED, mèsi, OGANIZASYON"],
    ["quotes and dashes", "“a” ‘b’ – — … •", "\"a\" 'b' - - ... -"],
    ["decomposed letters", "man\u0303ana, e\u0301l, a\u0301", "mañana, él, a"],
    ["marks that compose with nothing", "q\u0301x\u0307", "qx"],
    ["spaces of every width", "a\u00a0b\u202fc\u2009d\te", "a b c d e"],
    ["what is not seen", "a\u200bb\u2066c\u2069d\u00ade", "abcde"],
    ["an emoji before words", "💼 Permiso de trabajo", "Permiso de trabajo"],
    ["emoji of several pieces", "a 👨‍👩‍👧 b 🇵🇦 c 👍🏽 d 1️⃣ ❤️", "a b c d 1"],
    ["what GSM-7 has", "@£$ [€] {~} ^|\\ Ç ß æ ø å", "@£$ [€] {~} ^|\\ Ç ß æ ø å"],
    ["full-width letters", "ＡＢ１", "AB1"],
    ["another script within", "Nombre: ليلى", "Nombre: ليلى"],
  ])("%s", (_label, text, expected) => { expect(transliterate(text, "latin")).toBe(expected); });

  test("whatever is written in Spanish, French, Portuguese or Creole is billed as GSM-7", () => {
    const letters = fc.constantFrom(..."aábcçdeéèêëfghiíìîïjklmnñoóòôõöpqrstuúùûüvwxyzãâàœÁÉÍÓÚÇÃÕÂÊÎÔÛËÏŒÀÈÒÑÜ ¿¡«»“”‘’–—…•.,:()\u0303\u0301".split(""));
    fc.assert(fc.property(fc.array(letters, { maxLength: 100 }), parts => { expect(countSegments(transliterate(parts.join(""), "latin")).encoding).toBe("GSM-7"); }), { numRuns: 200 });
  });
  test("doing it twice changes nothing more", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), text => { const once = transliterate(text, "latin"); expect(transliterate(once, "latin")).toBe(once); }), { numRuns: 200, seed: 7 });
  });
});

test("Arabic stays as it is, without emoji", () => {
  expect(transliterate("📄 اتصل \u2066104\u2069 «الآن»…", "other")).toBe("اتصل \u2066104\u2069 «الآن»…");
});
test("a text without emoji is not touched", () => { expect(dropEmoji("  Hola,  ¿qué? © 2026 ")).toBe("  Hola,  ¿qué? © 2026 "); });
