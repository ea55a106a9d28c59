import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { fold } from "../../../bot/understanding/fold.ts";

test.each([
  ["¡Quiero MORIRME!", "quiero morirme"], ["ayudaaaaa", "ayuda"], ["1000", "1000"], ["11111", "11111"], ["don't, j'ai", "dont j ai"], ["  niño   ", "nino"], ["straße", "strasse"], ["sí·no", "si no"], ["aa b", "aa b"], ["", ""], ["...", ""], ["a''s", "a s"], ["l'été", "l ete"],
])("%p folds to %p", (text, folded) => { expect(fold(text)).toBe(folded); });

// An accent right behind a contraction is read apart by one and together by the other: no language has it.
// A letter of another script at the end sends the same text the long way.
test("the short way for Latin letters folds as the long way does", () => {
  const latin = fc.string({ unit: fc.constantFrom(..."abcñáéíóúüçãõàèòùâêîôûßæøð ÁÉÑ019.,;:!?¡¿«»'`-_·\n\tttsrelld".split(""), "aaa", "'t ", "n't", "'re"), maxLength: 60 });
  fc.assert(fc.property(latin.map(t => t.replace(/['`](?=(?:t|m|s|re?|ve?|ll?|d)[^ -~])/g, " ")), text => { expect(`${fold(text)} ж`.trim()).toBe(fold(`${text} ж`)); }), { numRuns: 3000 });
});

test("folding what is folded changes nothing", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), text => { expect(fold(fold(text))).toBe(fold(text)); }), { numRuns: 2000 });
});
