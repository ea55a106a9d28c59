/** Notices danger in a message, whatever its language and wherever in it: reviewed lists of phrases per language
 *  (`danger/*.ts`), read sentence by sentence. What was told as the past reason for fleeing is not a danger now, and
 *  idioms ("me muero de risa") cover what they contain. Comes out: the gravest thing found, or null. */
import type { Danger } from "../../flows/heard.ts";
import { LANGUAGES, type DangerTopic, type Language } from "../../flows/ids.ts";
import { ar } from "./danger/ar.ts";
import { en } from "./danger/en.ts";
import { es } from "./danger/es.ts";
import { fr } from "./danger/fr.ts";
import { ht } from "./danger/ht.ts";
import { pt } from "./danger/pt.ts";
import { fold, READ_AT_MOST, wordsIn } from "./fold.ts";
import { guess } from "./languages.ts";
import { compile, type Classes, type Found, type Phrases } from "./phrases.ts";
import { spell } from "./spelling.ts";

export type DangerRule = {
  topic: DangerTopic;
  level: Danger["level"];
  kind?: NonNullable<Danger["kind"]>;
  /** Told as something that happened: no danger now when the sentence, or the one before, speaks of the past or of home,
   *  unless it also says "now", "here", "last night". */
  told?: true;
  /** Counts only when the writer seems to be under 18. */
  child?: true;
  phrases: string[];
};

export type DangerWords = {
  classes: Classes;
  rules: DangerRule[];
  /** Idioms and look-alikes: what they cover is no danger. */
  harmless: string[];
  /** Marks of the past, of the home country, of flight. */
  past: string[];
  /** Fear of going back: what is told beside it is a reason too. Not an arrest, which may be what brings the fear now. */
  fear: string[];
  /** Asking for asylum: what is told beside it is its reason. Not what is told of an arrest, which may be why it is asked now. */
  seeks: string[];
  /** Marks of the present that outweigh both. */
  now: string[];
  /** Words that turn what follows at once into its opposite. */
  not: string[];
  /** The writer says that he or she is under 18. */
  child: string[];
};

type Mark = DangerRule | "harmless" | "past" | "fear" | "seeks" | "now" | "child";
type Lists = { language: Language; phrases: Phrases<Mark>; not: Set<string> };

const LISTS: Record<Language, DangerWords> = { es, en, fr, pt, ht, ar };

// The order in which dangers are answered when a message holds several: what can kill within minutes first.
const GRAVEST: DangerTopic[] = ["crisis", "health-care", "child-protection", "trafficking", "gender-violence", "detention-deportation"];

const MEND_FROM = 7;      // longer than for topics: "me venció" must not become "me vendió"

const compiled: Lists[] = LANGUAGES.map((language) => {
  const words = LISTS[language];
  const list: [string, Mark][] = [
    ...words.rules.flatMap((rule) => rule.phrases.map((phrase): [string, Mark] => [phrase, rule])),
    ...words.harmless.map((phrase): [string, Mark] => [phrase, "harmless"]),
    ...words.past.map((phrase): [string, Mark] => [phrase, "past"]),
    ...words.fear.map((phrase): [string, Mark] => [phrase, "fear"]),
    ...words.seeks.map((phrase): [string, Mark] => [phrase, "seeks"]),
    ...words.now.map((phrase): [string, Mark] => [phrase, "now"]),
    ...words.child.map((phrase): [string, Mark] => [phrase, "child"]),
  ];
  const not = new Set(words.not.flatMap((word) => spell(wordsIn(fold(word)), language)));
  return { language, phrases: compile(language, words.classes, list, { stops: not, mendFrom: MEND_FROM }), not };
});

const SENTENCE_ENDS = /[.!?;\n\r¡¿؟؛。]+/;
const TRAILING = /\.{2,}|…/g;                       // "quiero... morirme" is one sentence
const PAUSES = /[,،:()"«»“”–—-]+/;

/** A sentence's words, and before which of them a pause stands: "no, me pega" is not "no me pega". */
type Sentence = { words: string[]; pauses: Set<number> };

/** The danger in what someone typed, or null. Reads the first 4,096 characters. */
export function danger(text: string, language?: Language | null): Danger | null {
  const sentences = sentencesOf(text.slice(0, READ_AT_MOST));
  if (sentences.length === 0) return null;
  // Idioms and the past are told in the message's own language: there they also quiet a look-alike of another one.
  const own = (language === undefined ? guess(text) : language) ?? FALLBACK;
  const main = read(compiled.find((lists) => lists.language === own)!, sentences, null);
  let gravest = main.gravest;
  let child = main.child;
  const scripts = scriptsOf(text);
  for (const lists of compiled) {
    if (lists.language === own || LOOK_ALIKE[own] === lists.language || !scripts[lists.language === "ar" ? "arabic" : "latin"]) continue;
    const other = read(lists, sentences, main);
    child ||= other.child;
    if (other.gravest !== null && (gravest === null || graver(other.gravest, gravest))) gravest = other.gravest;
  }
  if (child) for (const found of main.ifChild) if (gravest === null || graver(found, gravest)) gravest = found;
  return gravest !== null && child && gravest.kind !== "relative" ? { ...gravest, kind: "child-writing" } : gravest;
}

/** A list of another script finds nothing in a text that holds none of it. */
const scriptsOf = (text: string): { arabic: boolean; latin: boolean } => ({ arabic: /\p{Script=Arabic}/u.test(text), latin: /[\p{Script=Latin}\p{N}]/u.test(text) });

const FALLBACK: Language = "es";
/** Lists that would only mistake words of the language beside them: all that is Portuguese in a Spanish text is Spanish too. */
const LOOK_ALIKE: Partial<Record<Language, Language>> = { es: "pt" };

function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const piece of text.replace(TRAILING, ",").split(SENTENCE_ENDS)) {
    const sentence: Sentence = { words: [], pauses: new Set() };
    for (const part of piece.split(PAUSES)) {
      sentence.pauses.add(sentence.words.length);
      sentence.words.push(...wordsIn(fold(part)));
    }
    if (sentence.words.length > 0) sentences.push(sentence);
  }
  return sentences;
}

type Marks = { harmless: Found<Mark>[]; past: boolean; fear: boolean; seeks: boolean; now: boolean };
type Read = { gravest: Danger | null; ifChild: Danger[]; child: boolean; marks: Marks[] };

function read(lists: Lists, sentences: Sentence[], main: Read | null): Read {
  const result: Read = { gravest: null, ifChild: [], child: false, marks: [] };
  let before: Marks | null = null;
  for (const [nth, sentence] of sentences.entries()) {
    const words = lists.phrases.correct(spell(sentence.words, lists.language));
    // Shortenings written out ("wanna") shift the pauses; then none is trusted and every "no" counts.
    const pauses = words.length === sentence.words.length ? sentence.pauses : new Set([0]);
    const found = lists.phrases.find(words);
    const marks = marksOf(found, main?.marks[nth]);
    result.marks.push(marks);
    for (const one of found) {
      const rule = one.means;
      if (rule === "child") result.child ||= !covered(one, marks.harmless);
      if (typeof rule === "string" || covered(one, marks.harmless) || denied(one, words, pauses, lists.not)) continue;
      const level = levelOf(rule, marks, before);
      if (level === null) continue;
      const noticed: Danger = { topic: rule.topic, level, ...(rule.kind === undefined ? {} : { kind: rule.kind }) };
      if (rule.child === true) result.ifChild.push(noticed);
      else if (result.gravest === null || graver(noticed, result.gravest)) result.gravest = noticed;
    }
    before = marks;
  }
  if (main !== null && (result.child || main.child)) for (const one of result.ifChild) if (result.gravest === null || graver(one, result.gravest)) result.gravest = one;
  return result;
}

function marksOf(found: Found<Mark>[], main: Marks | undefined): Marks {
  const harmless = found.filter((one) => one.means === "harmless");
  if (main !== undefined) harmless.push(...main.harmless);
  const has = (mark: Mark): boolean => found.some((one) => one.means === mark && !covered(one, harmless));
  return { harmless, past: has("past") || main?.past === true, fear: has("fear") || main?.fear === true, seeks: has("seeks") || main?.seeks === true, now: has("now") || main?.now === true };
}

/** The past of a sentence is also that of the next one: "Huí de mi país. Me golpearon." Of an arrest it must be said where or
 *  when: beside a fear of going back, or a wish for refuge, it may be now. */
function levelOf(rule: DangerRule, marks: Marks, before: Marks | null): Danger["level"] | null {
  if (rule.told !== true || marks.now) return rule.level;
  const arrest = rule.topic === "detention-deportation";
  const reason = ({ past, fear, seeks }: Marks): boolean => (arrest ? past && !fear : past || fear || seeks);
  const then = reason(marks) || (before !== null && reason(before) && !before.now && !(arrest && marks.fear));
  return then ? levelOfThePast(rule) : rule.level;
}

// What was suffered before the flight is no danger now. Rape alone still earns a discreet question: its care has a clock,
// and people tell it as past on the day it happened.
const levelOfThePast = (rule: DangerRule): Danger["level"] | null => (rule.kind === "sexual-violence" ? "soft" : null);

/** An idiom overlaps what it explains and adds a word to it: "hits me different" explains "hits me". One that lies within
 *  the danger says nothing more than the danger does, and explains nothing: "my husband hits me". */
const covered = (one: Found<Mark>, idioms: Found<Mark>[]): boolean =>
  idioms.some((idiom) => idiom.start < one.end && one.start < idiom.end && (idiom.start < one.start || idiom.end > one.end));

function denied(one: Found<Mark>, words: string[], pauses: Set<number>, not: Set<string>): boolean {
  if (not.has(words[one.start]!) || pauses.has(one.start)) return false;       // the phrase itself says no, or a pause stands between
  return one.start > 0 && not.has(words[one.start - 1]!);
}

function graver(one: Danger, other: Danger): boolean {
  if (one.level !== other.level) return one.level === "hard";
  if (one.topic !== other.topic) return GRAVEST.indexOf(one.topic) < GRAVEST.indexOf(other.topic);
  return weightOf(one) > weightOf(other);
}

// Within a topic: what concerns the writer before what concerns another; care with a clock before all.
const weightOf = (one: Danger): number => (one.kind === "sexual-violence" ? 3 : one.kind === "child-writing" ? 2 : one.kind === undefined ? 1 : 0);
