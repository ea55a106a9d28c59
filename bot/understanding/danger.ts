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
  /** Marks of the present that outweigh them. */
  now: string[];
  /** Words that turn what follows at once into its opposite. */
  not: string[];
  /** The writer says that he or she is under 18. */
  child: string[];
};

type Mark = DangerRule | "harmless" | "past" | "now" | "child";
type Lists = { language: Language; phrases: Phrases<Mark>; not: Set<string> };

const LISTS: Record<Language, DangerWords> = { es, en, fr, pt, ht, ar };

// The order in which dangers are answered when a message holds several: what can kill within minutes first.
const GRAVEST: DangerTopic[] = ["crisis", "health-care", "child-protection", "trafficking", "gender-violence", "detention-deportation"];

const compiled: Lists[] = LANGUAGES.map((language) => {
  const words = LISTS[language];
  const list: [string, Mark][] = [
    ...words.rules.flatMap((rule) => rule.phrases.map((phrase): [string, Mark] => [phrase, rule])),
    ...words.harmless.map((phrase): [string, Mark] => [phrase, "harmless"]),
    ...words.past.map((phrase): [string, Mark] => [phrase, "past"]),
    ...words.now.map((phrase): [string, Mark] => [phrase, "now"]),
    ...words.child.map((phrase): [string, Mark] => [phrase, "child"]),
  ];
  const not = new Set(words.not.flatMap((word) => spell(wordsIn(fold(word)), language)));
  return { language, phrases: compile(language, words.classes, list), not };
});

const SENTENCE_ENDS = /[.!?;\n\r…¡¿؟؛。]+/;
const PAUSES = /[,،:()"«»“”–—-]+/;

/** A sentence's words, and before which of them a pause stands: "no, me pega" is not "no me pega". */
type Sentence = { words: string[]; pauses: Set<number> };

/** The danger in what someone typed, or null. Reads the first 4,096 characters. */
export function danger(text: string): Danger | null {
  const sentences = sentencesOf(text.slice(0, READ_AT_MOST));
  if (sentences.length === 0) return null;
  let gravest: Danger | null = null;
  let child = false;
  for (const lists of compiled) {
    const read = readIn(lists, sentences);
    child ||= read.child;
    for (const found of read.dangers) if (gravest === null || graver(found, gravest)) gravest = found;
  }
  return gravest !== null && child && gravest.kind !== "relative" ? { ...gravest, kind: "child-writing" } : gravest;
}

function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const piece of text.split(SENTENCE_ENDS)) {
    const sentence: Sentence = { words: [], pauses: new Set() };
    for (const part of piece.split(PAUSES)) {
      sentence.pauses.add(sentence.words.length);
      sentence.words.push(...wordsIn(fold(part)));
    }
    if (sentence.words.length > 0) sentences.push(sentence);
  }
  return sentences;
}

function readIn(lists: Lists, sentences: Sentence[]): { dangers: Danger[]; child: boolean } {
  const rules: { rule: DangerRule; past: boolean }[] = [];
  let child = false;
  let pastBefore = false;
  for (const sentence of sentences) {
    const words = lists.phrases.correct(spell(sentence.words, lists.language));
    // Shortenings written out ("wanna") shift the pauses; then none is trusted and every "no" counts.
    const pauses = words.length === sentence.words.length ? sentence.pauses : new Set([0]);
    const found = lists.phrases.find(words);
    if (found.length === 0) { pastBefore = false; continue; }
    const harmless = found.filter((one) => one.means === "harmless");
    const has = (mark: Mark): boolean => found.some((one) => one.means === mark && !covered(one, harmless));
    child ||= has("child");
    const past = has("past");
    const now = has("now");
    for (const one of found) {
      if (typeof one.means === "string" || covered(one, harmless) || denied(one, words, pauses, lists.not)) continue;
      rules.push({ rule: one.means, past: !now && (past || pastBefore) });
    }
    pastBefore = past && !now;
  }
  const dangers: Danger[] = [];
  for (const { rule, past } of rules) {
    if (rule.child === true && !child) continue;
    const level = rule.told === true && past ? levelOfThePast(rule) : rule.level;
    if (level !== null) dangers.push({ topic: rule.topic, level, ...(rule.kind === undefined ? {} : { kind: rule.kind }) });
  }
  return { dangers, child };
}

// What was suffered before the flight is no danger now. Rape alone still earns a discreet question: its care has a clock,
// and people tell it as past on the day it happened.
const levelOfThePast = (rule: DangerRule): Danger["level"] | null => (rule.kind === "sexual-violence" ? "soft" : null);

const covered = (one: Found<Mark>, idioms: Found<Mark>[]): boolean =>
  idioms.some((idiom) => idiom.start < one.end && one.start < idiom.end);

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
