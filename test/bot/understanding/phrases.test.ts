/** The grammar of the phrases: what stands, what may be missing, what may lie between. */
import { expect, test } from "@jest/globals";
import { compile } from "../../../bot/understanding/phrases.ts";

const found = (phrase: string, text: string, stops: string[] = []): [number, number, number][] =>
  compile("en", { pet: "cat dog guinea_pig" }, [[phrase, true]], { stops: new Set(stops) }).find(text.split(" ")).map(({ start, end, weight }) => [start, end, weight]);

test.each<[string, string, string, [number, number, number][]]>([
  ["a word alone", "lost", "i lost it", [[1, 2, 1]]],
  ["a second word at once", "lost dog", "lost dog", [[0, 2, 2]]],
  ["a second word that is not there", "lost dog", "lost my dog", []],
  ["an optional word that is there", "lost ?my dog", "lost my dog", [[0, 3, 3]]],
  ["an optional word that is not", "lost ?my ?own dog", "lost dog", [[0, 2, 2]]],
  ["an optional word at the end", "lost ?dog", "lost", [[0, 1, 1]]],
  ["a gap, used", "lost ..2 dog", "lost my old dog", [[0, 4, 2]]],
  ["a gap, too far", "lost ..2 dog", "lost my very old dog", []],
  ["gaps of a missing word, for the next one", "lost ..1 ?my ..1 dog", "lost the old dog", [[0, 4, 2]]],
  ["words in a row", "lost ?my guinea_pig", "lost my guinea pig", [[0, 4, 4]]],
  ["words in a row, first", "guinea_pig lost", "guinea pig lost", [[0, 3, 3]]],
  ["words in a row, broken", "lost guinea_pig", "lost guinea fowl", []],
  ["a beginning", "lost cat*", "lost cattle", [[0, 2, 2]]],
  ["a beginning, first", "los* dog", "losing dog", [[0, 2, 2]]],
  ["a class", "lost @pet", "lost guinea pig", [[0, 3, 3]]],
  ["at the text's end", "lost dog", "lost", []],
  ["twice", "lost @pet", "lost dog lost cat", [[0, 2, 2], [2, 4, 2]]],
])("%s", (_name, phrase, text, places) => expect(found(phrase, text)).toEqual(places));

test("a gap steps over no stop word", () => {
  expect(found("husband ..2 hits", "husband never hits", ["never"])).toEqual([]);
  expect(found("husband ..2 hits", "husband always hits", ["never"])).toEqual([[0, 3, 2]]);
});

test.each(["?maybe dog", "..2 dog", "", "@unknown"])("%j is no phrase", phrase => { expect(() => compile("en", {}, [[phrase, true]])).toThrow(); });
