/** How hard a text is to read, by a published formula where the language has one, else by the mean length of its sentences. */
import type { Language } from "../../flows/ids.ts";
import { bare, sentencesOf, textsOf, type Finding, type Given } from "./given.ts";

type Count = { words: number; sentences: number; syllables: number };
type Measure = { name: string; of: (count: Count) => number; least: number } | { name: string; most: number };

const perSentence = ({ words, sentences }: Count): number => words / sentences;
const perWord = (count: Count): number => count.syllables / count.words;

/** Floors where the scale of each formula leaves the ordinary reader: INFLESZ calls 55–65 normal, Flesch and Kandel-Moles call
 *  50–60 fairly difficult, Martins calls 50–75 easy. Nine texts in ten stand ten points and more above them; what comes near is
 *  a list of papers whose names cannot be made plainer. Creole and Arabic have no formula: their sentences mean 6 to 11 words. */
const MEASURES: Record<Language, Measure> = {
  es: { name: "Szigriszt-Pazos", of: c => 206.835 - 62.3 * perWord(c) - perSentence(c), least: 55 },
  en: { name: "Flesch reading ease", of: c => 206.835 - 84.6 * perWord(c) - 1.015 * perSentence(c), least: 50 },
  fr: { name: "Kandel-Moles", of: c => 207 - 73.6 * perWord(c) - 1.015 * perSentence(c), least: 55 },
  // Flesch moved by 42 points, since Portuguese words are longer
  pt: { name: "Flesch adapted by Martins", of: c => 248.835 - 84.6 * perWord(c) - 1.015 * perSentence(c), least: 50 },
  ht: { name: "words a sentence", most: 16 },
  ar: { name: "words a sentence", most: 14 },
};
/** Below that many words a formula says nothing. */
const ENOUGH = 25;

export function verifyEase({ content }: Given): Finding[] {
  return textsOf(content).filter(({ key }) => !/_sms|_other$|_one$/.test(key)).flatMap(({ language, key, text, file }): Finding[] => {
    const { value, measure, count } = easeOf(language, bare(text));
    if (count.words < ENOUGH) return [];
    const hard = "most" in measure ? value > measure.most : value < measure.least;
    return hard ? [{ rule: "hard-to-read", file, key, what: `${measure.name} ${value.toFixed(1)}, ${"most" in measure ? `above ${measure.most}` : `below ${measure.least}`}`, todo: "shorter sentences, plainer words" }] : [];
  });
}

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
      return Math.max(1, (bareQu.match(/ã[oe]|õe|[íú]|[iuü]?[aeoáéóâêôãõ][iuü]?(?![aeoáéóâêôãõíú])|[iuü]?[aeoáéóâêôãõ]|[iuü]+/g) ?? []).length);
    }
    case "en": {
      const spoken = word.replace(/(?:[^laeiouysxzcgh]es|[^td]ed|[^laeiouy]e)$/, m => m[0]!).replace(/^y/, "");
      return Math.max(1, (spoken.match(/[aeiouy]{1,2}/g) ?? []).length);
    }
    case "fr": {
      const spoken = word.normalize("NFD").replace(/\u0301/g, "_").replace(/\p{M}/gu, "").replace(/(?:es|e|ent)$/, "");
      return Math.max(1, (spoken.match(/[aeiouy]+_?/g) ?? []).length);
    }
    default: return 1;
  }
}
