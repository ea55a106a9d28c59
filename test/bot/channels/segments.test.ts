import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { countSegments, septets, type Segments } from "../../../bot/channels/segments.ts";

const family = "👨‍👩‍👧";

describe("a text is billed as", () => {
  test.each<[string, string, Segments]>([
    ["nothing", "", { encoding: "GSM-7", units: 0, segments: 1 }],
    ["Spanish that GSM-7 holds", "¿Señor, el niño esta?", { encoding: "GSM-7", units: 21, segments: 1 }],
    ["one accent that it lacks", "Número", { encoding: "UCS-2", units: 6, segments: 1 }],
    ["160 letters", "x".repeat(160), { encoding: "GSM-7", units: 160, segments: 1 }],
    ["161 letters", "x".repeat(161), { encoding: "GSM-7", units: 161, segments: 2 }],
    ["two full parts", "x".repeat(306), { encoding: "GSM-7", units: 306, segments: 2 }],
    ["one more than two full parts", "x".repeat(307), { encoding: "GSM-7", units: 307, segments: 3 }],
    ["80 brackets", "[".repeat(80), { encoding: "GSM-7", units: 160, segments: 1 }],
    ["a bracket over the edge of a part", "x".repeat(152) + "[" + "x".repeat(152), { encoding: "GSM-7", units: 306, segments: 3 }],
    ["70 Arabic letters", "ع".repeat(70), { encoding: "UCS-2", units: 70, segments: 1 }],
    ["71 Arabic letters", "ع".repeat(71), { encoding: "UCS-2", units: 71, segments: 2 }],
    ["134 Arabic letters", "ع".repeat(134), { encoding: "UCS-2", units: 134, segments: 2 }],
    ["135 Arabic letters", "ع".repeat(135), { encoding: "UCS-2", units: 135, segments: 3 }],
    ["brackets in UCS-2", "ع" + "[".repeat(69), { encoding: "UCS-2", units: 70, segments: 1 }],
    ["an emoji over the edge of a part", "ع".repeat(66) + "👍" + "ع".repeat(66), { encoding: "UCS-2", units: 134, segments: 3 }],
    ["a family over the edge of a part", "ع".repeat(60) + family + "ع".repeat(60), { encoding: "UCS-2", units: 128, segments: 3 }],
    ["line ends", "a\r\nb", { encoding: "GSM-7", units: 4, segments: 1 }],
    ["a tab", "a\tb", { encoding: "UCS-2", units: 3, segments: 1 }],
    ["Hindi", "नमस्ते", { encoding: "UCS-2", units: 6, segments: 1 }],
    ["marks without end on one letter", "e" + "\u0301".repeat(200), { encoding: "UCS-2", units: 201, segments: 3 }],
  ])("%s", (_label, text, expected) => { expect(countSegments(text)).toEqual(expected); });
});

const same = (text: string): void => {
  const reference = new SegmentedMessage(text);
  const own = countSegments(text);
  expect([own.encoding, own.segments]).toEqual([reference.encodingName, Math.max(1, reference.segmentsCount)]);
  if (own.encoding === "GSM-7") expect(own.units).toBe(reference.numberOfCharacters);
};

describe("the count is the provider's", () => {
  const alphabet = fc.constantFrom("a", "Z", " ", "ñ", "é", "¿", "€", "[", "~", "\n", "\r\n", "á", "ç", "’", "ع", "م", "\u064e", "👍", "🇵🇦", "👍🏽", family, "e\u0301", "स", "์", "…", "\u2066", "\u2069", "ㅎ");

  test("for any mix of scripts, emoji and marks", () => {
    fc.assert(fc.property(fc.array(alphabet, { maxLength: 400 }), parts => { same(parts.join("")); }), { numRuns: 80 });
  });
  test("for any mix of what GSM-7 holds", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom("a", "b", "€", "{", "\f", "ñ", "Ω"), { minLength: 140, maxLength: 500 }), parts => { same(parts.join("")); }), { numRuns: 100 });
  });
  test("for every single UTF-16 unit of the basic plane's first pages", () => {
    const wrong: number[] = [];
    for (let unit = 0; unit < 0x2200; unit++) if (septets(unit) > 0 !== (new SegmentedMessage(String.fromCharCode(unit)).encodingName === "GSM-7")) wrong.push(unit);
    expect(wrong).toEqual([]);
  });
  test("and it never fails, whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), text => { expect(countSegments(text).segments).toBeGreaterThanOrEqual(1); }), { numRuns: 100 });
    expect(countSegments("\ud83d".repeat(200)).encoding).toBe("UCS-2");
  });
});
