/** What words stand for, whatever the country and the language: chamba, camello, job, travay and شغل are all WORK. Lists per
 *  language (`concepts/*.ts`) lead dialect words to concepts that the trained model knows from every language. */
import type { Language } from "../../flows/ids.ts";
import { ar } from "./concepts/ar.ts";
import { en } from "./concepts/en.ts";
import { es } from "./concepts/es.ts";
import { fr } from "./concepts/fr.ts";
import { ht } from "./concepts/ht.ts";
import { pt } from "./concepts/pt.ts";
import { fold, wordsIn } from "./fold.ts";
import { spell } from "./spelling.ts";

/** A concept's words, separated by spaces. `embaraz*`: whatever begins so; `no_me_ha_bajado`: these words in a row. */
export type ConceptWords = Record<string, string>;

type Run = { words: string[]; last: string | null; concept: string };
type Lexicon = { words: Map<string, string[]>; runs: Map<string, Run[]>; beginnings: Map<string, { begins: string; concept: string }[]> };

const LISTS: Record<Language, ConceptWords> = { es, en, fr, pt, ht, ar };
const compiled = new Map<Language, Lexicon>();
const MIXED_WITH: Language = "es";       // in Panama every language borrows Spanish words: cita, permiso, cédula

/** The concepts of a sentence, in its order. `spelt`: the words as `spell` makes them, `typed` as they were folded. */
export function conceptsIn(spelt: readonly string[], typed: readonly string[], language: Language): string[] {
  const found: string[] = [], known = new Set<number>();
  collect(lexiconOf(language), spelt, found, known);
  if (language !== MIXED_WITH && language !== "pt") collect(lexiconOf(MIXED_WITH), spell([...typed], MIXED_WITH), found, known);
  return found;
}

function collect(lexicon: Lexicon, words: readonly string[], found: string[], known: Set<number>): void {
  const before = new Set(known);
  for (const [at, word] of words.entries()) {
    if (before.has(at)) continue;
    for (const run of lexicon.runs.get(word) ?? []) if (follows(run, words, at)) { found.push(run.concept); known.add(at); }
    for (const form of formsOf(word)) {
      const concepts = lexicon.words.get(form);
      if (concepts !== undefined) { found.push(...concepts); known.add(at); }
      for (const { begins, concept } of lexicon.beginnings.get(form.slice(0, 2)) ?? []) if (form.startsWith(begins)) { found.push(concept); known.add(at); }
      if (known.has(at)) break;
    }
  }
}

const follows = ({ words: run, last }: Run, words: readonly string[], at: number): boolean =>
  run.every((part, nth) => words[at + nth] === part) && (last === null || words[at + run.length]?.startsWith(last) === true);

/** Arabic writes the article, "and", "for" and "in" onto the word. */
function formsOf(word: string): string[] {
  if (!/^[\u0621-\u064a]/.test(word)) return [word];
  const forms = [word];
  for (const front of ["ال", "وال", "بال", "لل", "فال", "عال", "هال", "و", "ب", "ل", "ف"]) if (word.startsWith(front) && word.length - front.length >= 3) forms.push(word.slice(front.length));
  return forms;
}

function lexiconOf(language: Language): Lexicon {
  const known = compiled.get(language);
  if (known) return known;
  const lexicon: Lexicon = { words: new Map(), runs: new Map(), beginnings: new Map() };
  for (const [concept, list] of Object.entries(LISTS[language])) for (const word of list.trim().split(/\s+/)) enter(lexicon, concept, word, language);
  compiled.set(language, lexicon);
  return lexicon;
}

function enter({ words, runs, beginnings }: Lexicon, concept: string, written: string, language: Language): void {
  const open = written.endsWith("*");
  const run = spell(wordsIn(fold(open ? written.slice(0, -1) : written)), language);
  const first = run[0];
  if (first === undefined || (open && run.at(-1)!.length < 2)) throw new Error(`not a word, or too short a beginning, in the concepts of ${language}: ${concept} ${written}`);
  if (open && run.length > 1) push(runs, first, { words: run.slice(0, -1), last: run.at(-1)!, concept });
  else if (open) push(beginnings, first.slice(0, 2), { begins: first, concept });
  else if (run.length > 1) push(runs, first, { words: run, last: null, concept });
  else push(words, first, concept);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there) there.push(value); else map.set(key, [value]);
}
