/** How hard a text is to read, by a published formula where the language has one, else by the mean length of its sentences. */
import type { Words } from "../../bot/words.ts";
import type { Language } from "../../flows/ids.ts";
import { sentencesOf, textsOf, type Finding, type Given } from "./given.ts";

type Count = { words: number; sentences: number; syllables: number };
type Measure = { name: string; of: (count: Count) => number; least: number } | { name: string; most: number };

const perSentence = ({ words, sentences }: Count): number => words / sentences;
const perWord = ({ syllables, words }: Count): number => syllables / words;

/** Floors from what the texts are: the bulk stands well above them, and below them a text was long sentences of office words.
 *  Programme names and "administrative" words that cannot be avoided cost a short text some ten points, so that a floor is
 *  held a class below what the texts reach on the whole. */
const MEASURES: Record<Language, Measure> = {
  // 206.835 − 62.3 syllables/word − words/sentence; 55–65 is "normal" on the INFLESZ scale, 40–55 "somewhat difficult"
  es: { name: "Szigriszt-Pazos", of: c => 206.835 - 62.3 * perWord(c) - perSentence(c), least: 55 },
  // 60–70 is "plain English"
  en: { name: "Flesch reading ease", of: c => 206.835 - 84.6 * perWord(c) - 1.015 * perSentence(c), least: 55 },
  fr: { name: "Kandel-Moles", of: c => 207 - 73.6 * perWord(c) - 1.015 * perSentence(c), least: 55 },
  // Flesch moved by 42 points, since Portuguese words are longer
  pt: { name: "Flesch adapted by Martins", of: c => 248.835 - 84.6 * perWord(c) - 1.015 * perSentence(c), least: 50 },
  ht: { name: "words a sentence", most: 20 },
  ar: { name: "words a sentence", most: 16 },
};
/** Below that many words a formula says nothing. */
const ENOUGH = 25;

export function verifyEase({ content }: Given, words: Words): Finding[] {
  return textsOf(content).filter(({ key }) => !/_sms|_other$|_one$/.test(key)).flatMap(({ language, key, text, file }): Finding[] => {
    const { value, measure, count } = easeOf(language, plain(words, text));
    if (count.words < ENOUGH) return [];
    const hard = "most" in measure ? value > measure.most : value < measure.least;
    return hard ? [{ rule: "hard-to-read", file, key, what: `${measure.name} ${value.toFixed(1)}, ${"most" in measure ? `above ${measure.most}` : `below ${measure.least}`}`, todo: "shorter sentences, plainer words" }] : [];
  });
}

/** Facts that are words are read; figures are not. */
const plain = (words: Words, text: string): string => text.replace(/\{\{\s*fact\.([\w-]+)\s*\}\}/g, (_, id: string) => words.fact(id)?.value ?? "").replace(/\{\{[^}]*\}\}/g, "");

export function easeOf(language: Language, text: string): { value: number; measure: Measure; count: Count } {
  const measure = MEASURES[language], count = countOf(language, text);
  return { measure, count, value: "most" in measure ? perSentence(count) : measure.of(count) };
}

function countOf(language: Language, text: string): Count {
  // a line of a list is a sentence, and so is what stands before a colon or semicolon
  const sentences = sentencesOf(text.replace(/[:;]\s/g, ". "));
  const words = text.match(/[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu) ?? [];
  return { words: words.length, sentences: Math.max(1, sentences.length), syllables: words.map(word => syllables(language, word.toLowerCase())).reduce((a, b) => a + b, 0) };
}

/** Syllables by groups of vowels. Spanish and Portuguese part strong vowels and stressed weak ones (pa-ís, ca-er); English and
 *  French have a silent final e. */
export function syllables(language: Language, word: string): number {
  switch (language) {
    case "es": case "pt": {
      const bareQu = word.replace(/[qg]u(?=[eéií])/g, "q");
      return Math.max(1, (bareQu.match(/[íú]|[iuü]?[aeoáéóâêôãõ][iuü]?(?![aeoáéóâêôãõíú])|[iuü]?[aeoáéóâêôãõ]|[iuü]+/g) ?? []).length);
    }
    case "en": {
      const spoken = word.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, m => m[0]!).replace(/^y/, "");
      return Math.max(1, (spoken.match(/[aeiouy]{1,2}/g) ?? []).length);
    }
    case "fr": {
      const spoken = word.normalize("NFD").replace(/\u0301/g, "_").replace(/\p{M}/gu, "").replace(/(?:es|e|ent)$/, "");
      return Math.max(1, (spoken.match(/[aeiouy]+_?/g) ?? []).length);
    }
    default: return 1;
  }
}
