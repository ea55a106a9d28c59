/** What people type for a case number and a proof, and the one form that comes of it. */
import { describe, expect, test } from "@jest/globals";
import { normaliseCaseNumber, normaliseProof } from "../../flows/case-number.ts";

describe("a case number", () => {
  test.each([
    ["as printed", "PA-2026-000001", "PA-2026-000001"],
    ["with spaces", "PA 2026 000001", "PA-2026-000001"],
    ["in one piece, small", "pa2026000001", "PA-2026-000001"],
    ["with dots and a full stop", " pa.2026.000001. ", "PA-2026-000001"],
    ["with slashes", "PA/2026/000001", "PA-2026-000001"],
    ["with letters O for zeros", "PA-2O26-OOOOO1", "PA-2026-000001"],
    ["with small letters o for zeros", "pa 2o26 ooooo1", "PA-2026-000001"],
    ["with long dashes", "PA–2026—000001", "PA-2026-000001"],
    ["with Arabic digits and a mark of direction", "\u200FPA-٢٠٢٦-٠٠٠٠٠١", "PA-2026-000001"],
    ["with Persian digits", "PA ۲۰۲۶ ۰۰۰۰۰۱", "PA-2026-000001"],
    ["in full-width letters", "ＰＡ２０２６０００００１", "PA-2026-000001"],
    ["in a sentence", "Hola, mi caso es el PA-2026-000001, gracias", "PA-2026-000001"],
    ["of another registry", "CASE123456789", "CASE123456789"],
    ["of another registry, in groups", "case 123 456.789", "CASE-123-456-789"],
    ["digits alone", "12345", "12345"],
    ["digits in groups with an O", "12-34O5", "12-3405"],
  ])("%s is understood", (_label, typed, number) => {
    expect(normaliseCaseNumber(typed)).toBe(number);
  });

  test.each([
    ["words", "abc"], ["nothing", ""], ["blanks", "   "], ["emoji", "🙏🏽"], ["a question", "¿dónde está mi caso?"],
    ["Arabic words", "لا أعرف رقم قضيتي"], ["a number that is cut short", "pa 2026 1"], ["four digits", "1234"],
    ["a letter alone with few digits", "A123"], ["too many digits", "1234567890123456789012345"],
    ["two numbers in one sentence", "es PA-2026-000001 o PA-2026-000002"], ["a very long text", "9 ".repeat(100_000)],
    ["digits before letters", "2026PA000001"],
  ])("%s holds none", (_label, typed) => {
    expect(normaliseCaseNumber(typed)).toBeNull();
  });

  test("what comes out goes in again unchanged", () => {
    for (const typed of ["pa2026000001", "CASE123456789", "case 123 456.789", "12-34O5"]) {
      const once = normaliseCaseNumber(typed)!;
      expect(normaliseCaseNumber(once)).toBe(once);
    }
  });
});

describe("a proof", () => {
  test.each([
    ["digits", "246810", "246810"],
    ["digits with spaces and dashes", " 246 - 810 ", "246810"],
    ["letters and digits in any case", "k4471m", "K4471M"],
    ["Arabic digits", "٢٤٦٨١٠", "246810"],
    ["with the word for it", "mi clave es 246810", "246810"],
    ["with the word for it and a colon", "PIN: 2468", "2468"],
  ])("%s is understood", (_label, typed, proof) => {
    expect(normaliseProof(typed)).toBe(proof);
  });

  test.each([
    ["letters alone", "abcdef"], ["three digits", "123"], ["thirteen digits", "1234567890123"], ["nothing", ""],
    ["a sentence", "no tengo clave"], ["signs", "2468#10"], ["Thai words", "ไม่ทราบ 246810"],
  ])("%s is none", (_label, typed) => {
    expect(normaliseProof(typed)).toBeNull();
  });
});
