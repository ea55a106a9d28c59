/** A small grammar of phrases over folded words, compiled once and looked up by a phrase's first word.
 *
 *    quiero|quisiera morir|morirme     one of these, then one of those
 *    @partner                          any word of a class
 *    golpe*                            any word that begins so
 *    sin_mi                            these words in a row, as one alternative
 *    ..3                               up to three words between
 *    ?mi                               may be missing
 *
 *  Phrases are written in natural spelling without accents; `sound` folds them as it folds messages. */
import type { Language } from "../../flows/ids.ts";
import { fold, wordsIn } from "./fold.ts";
import { corrector, sound } from "./spelling.ts";

type Element = { words: Set<string>; begins: string[]; runs: string[][]; optional: boolean; gap: number };

/** A class is its words, separated by spaces; a word may end in `*`. */
export type Classes = Record<string, string>;

/** Where a phrase was found: word numbers, `end` after the last. `weight`: how many of the phrase's own words matched. */
export type Found<T> = { means: T; start: number; end: number; weight: number };

export type Phrases<T> = {
  /** All places where a phrase stands in these words (already through `spell` and `correct`). */
  find(words: string[]): Found<T>[];
  /** Mends one slip in each long word that no phrase knows. */
  correct(words: string[]): string[];
};

/** `next`: the words of which one must stand within so many after the first, or the phrase is not there. Most fail at that. */
type Compiled<T> = { means: T; elements: Element[]; stops: ReadonlySet<string>; next: { words: Set<string>; within: number } | null };

const NONE: ReadonlySet<string> = new Set();

/** Compiles phrases of a language. `mendFrom`: letters of the shortest word that is mended; 6. `stops` are words that no gap steps over: "mi marido no me pega" holds no "mi marido
 *  … me pega". Throws on an unknown class or an empty phrase: a list with a fault must not start. */
export function compile<T>(language: Language, classes: Classes, list: Iterable<[string, T]>, options: { stops?: ReadonlySet<string>; mendFrom?: number } = {}): Phrases<T> {
  const stops = options.stops ?? NONE;
  const byFirst = new Map<string, Compiled<T>[]>();
  const byBeginning: { begins: string; phrase: Compiled<T> }[] = [];
  const vocabulary = new Set<string>();
  for (const [written, means] of list) {
    const elements = parse(written, language, classes);
    const phrase = { means, elements, stops, next: nextOf(elements) };
    const first = elements[0]!;
    for (const word of first.words) {
      const there = byFirst.get(word);
      if (there) there.push(phrase); else byFirst.set(word, [phrase]);
    }
    for (const begins of first.begins) byBeginning.push({ begins, phrase });
    for (const run of first.runs) {
      const there = byFirst.get(run[0]!);
      if (there === undefined) byFirst.set(run[0]!, [phrase]); else if (!there.includes(phrase)) there.push(phrase);
    }
    for (const element of elements) for (const word of [...element.words, ...element.runs.flat()]) vocabulary.add(word);
  }
  const beginnings = new Map<string, typeof byBeginning>();                       // by their first two letters
  for (const entry of byBeginning) {
    const two = entry.begins.slice(0, 2);
    const there = beginnings.get(two);
    if (there) there.push(entry); else beginnings.set(two, [entry]);
  }
  const mend = corrector(vocabulary, options.mendFrom ?? 6);

  const find = (words: string[]): Found<T>[] => {
    const found: Found<T>[] = [];
    for (let start = 0; start < words.length; start++) {
      const word = words[start]!;
      const exact = byFirst.get(word);
      if (exact !== undefined) for (const phrase of exact) take(phrase, words, start, found);
      const longer = beginnings.get(word.slice(0, 2));
      if (longer) for (const { begins, phrase } of longer) if (word.startsWith(begins)) take(phrase, words, start, found);
    }
    return found;
  };
  return { find, correct: (words) => words.map(mend) };
}

function nextOf([first, ...others]: Element[]): Compiled<unknown>["next"] {
  if (first!.runs.length > 0) return null;
  const words = new Set<string>();
  let within = 1;
  for (const { words: some, begins, runs, optional, gap } of others) {
    if (begins.length > 0) return null;
    within += gap;
    for (const word of some) words.add(word);
    for (const run of runs) words.add(run[0]!);
    if (!optional) return { words, within };
  }
  return null;                    // the phrase may end with its first word
}

function take<T>(phrase: Compiled<T>, words: string[], start: number, found: Found<T>[]): void {
  if (phrase.next !== null && !goesOn(phrase.next, words, start)) return;
  const match = follow(phrase, 0, words, start, 0, 0);
  if (match !== null) found.push({ means: phrase.means, start, end: match.end, weight: match.weight });
}

function goesOn({ words: some, within }: { words: Set<string>; within: number }, words: string[], start: number): boolean {
  for (let at = start + 1; at <= start + within; at++) if (at < words.length && some.has(words[at]!)) return true;
  return false;
}

// Depth is bounded by a phrase's length and width by its gaps, both written by us: a message cannot make it explode.
function follow<T>(phrase: Compiled<T>, at: number, words: string[], from: number, weight: number, room: number): { end: number; weight: number } | null {
  const element = phrase.elements[at];
  if (element === undefined) return { end: from, weight };
  const gap = room + element.gap;                                 // of an element that is missing, the next one has the gap
  for (let skipped = 0; skipped <= gap && from + skipped < words.length; skipped++) {
    const taken = stands(element, words, from + skipped);
    if (taken > 0) {
      const rest = follow(phrase, at + 1, words, from + skipped + taken, weight + taken, 0);
      if (rest !== null) return rest;
    }
    if (phrase.stops.has(words[from + skipped]!)) break;
  }
  return element.optional ? follow(phrase, at + 1, words, from, weight, gap) : null;
}

/** How many words the element takes here; 0: it does not stand here. */
function stands(element: Element, words: string[], at: number): number {
  const word = words[at]!;
  if (element.words.has(word)) return 1;
  for (const begins of element.begins) if (word.startsWith(begins)) return 1;
  for (const run of element.runs) if (run.every((part, nth) => words[at + nth] === part)) return run.length;
  return 0;
}

function parse(written: string, language: Language, classes: Classes): Element[] {
  const elements: Element[] = [];
  let gap = 0;
  for (const part of written.trim().split(/\s+/)) {
    const wide = /^\.\.(\d)$/.exec(part);
    if (wide) { gap = Number(wide[1]); continue; }
    const optional = part.startsWith("?");
    const element: Element = { words: new Set(), begins: [], runs: [], optional, gap };
    for (const alternative of (optional ? part.slice(1) : part).split("|"))
      for (const word of alternative.startsWith("@") ? wordsOfClass(alternative.slice(1), classes) : [alternative]) add(element, word, language);
    elements.push(element);
    gap = 0;
  }
  if (elements.length === 0 || elements[0]!.optional || elements[0]!.gap > 0) throw new Error(`phrase cannot begin so: ${written}`);
  return elements;
}

function wordsOfClass(name: string, classes: Classes): string[] {
  const words = classes[name];
  if (words === undefined) throw new Error(`unknown class of words: ${name}`);
  return words.trim().split(/\s+/).flatMap((word) => (word.startsWith("@") ? wordsOfClass(word.slice(1), classes) : [word]));
}

function add(element: Element, word: string, language: Language): void {
  const open = word.endsWith("*");
  const run = wordsIn(fold(open ? word.slice(0, -1) : word)).map((part) => sound(part, language));
  if (run.length === 0 || (open && run.length > 1)) throw new Error(`not a word: ${word}`);
  if (open) element.begins.push(run[0]!);
  else if (run.length > 1) element.runs.push(run);
  else element.words.add(run[0]!);
}
