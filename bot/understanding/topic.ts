/** The topic that a message names, from any state: lists of names and common words per language (`topics/*.ts`). The most
 *  specific mention wins; a topic that is named as not wanted is passed over. */
import { LANGUAGES, type Language, type TopicId } from "../../flows/ids.ts";
import { fold, wordsIn } from "./fold.ts";
import { compile, type Classes, type Found, type Phrases } from "./phrases.ts";
import { spell } from "./spelling.ts";
import { ar } from "./topics/ar.ts";
import { en } from "./topics/en.ts";
import { es } from "./topics/es.ts";
import { fr } from "./topics/fr.ts";
import { ht } from "./topics/ht.ts";
import { pt } from "./topics/pt.ts";

export type TopicWords = {
  classes: Classes;
  topics: Partial<Record<TopicId, string[]>>;
  /** What turns the topic that follows into one not asked for: "no quiero". Not "no tengo": who lacks a permit asks for one. */
  unwanted: string[];
};

type Mark = TopicId | "unwanted";

const LISTS: Record<Language, TopicWords> = { es, en, fr, pt, ht, ar };
const REACH = 4;       // words between "no quiero" and what is not wanted

const compiled = new Map<Language, Phrases<Mark>>(LANGUAGES.map((language) => {
  const words = LISTS[language];
  const list: [string, Mark][] = words.unwanted.map((phrase): [string, Mark] => [phrase, "unwanted"]);
  for (const [means, phrases] of Object.entries(words.topics)) for (const phrase of phrases) list.push([phrase, means as TopicId]);
  return [language, compile(language, words.classes, list)];
}));

type Topic = Found<TopicId>;
const NONE: TopicId[] = [];

/** The topics named in a text, the most specific first, and what is asked for beside it with an "and" between; none, one or
 *  two. The conversation's language is read first; the others only if it names none. */
export function topics(text: string, language: Language | null): TopicId[] {
  const typed = wordsIn(fold(text));
  if (typed.length === 0) return NONE;
  const own = language === null ? NONE : namedIn(typed, language).means;
  if (own.length > 0) return own;
  const arabic = /\p{Script=Arabic}/u.test(text);
  let means = NONE, weight = 0;
  for (const other of LANGUAGES) {
    if (other === language || (other === "ar") !== arabic) continue;
    const named = namedIn(typed, other);
    if (named.weight > weight) ({ means, weight } = named);
  }
  return means;
}

/** The first of them, or null. */
export const topic = (text: string, language: Language | null): TopicId | null => topics(text, language)[0] ?? null;

function namedIn(typed: string[], language: Language): { means: TopicId[]; weight: number } {
  const phrases = compiled.get(language)!, words = phrases.correct(spell(typed, language));
  const found = phrases.find(words);
  if (found.length === 0) return { means: NONE, weight: 0 };
  const unwanted = found.filter((one) => one.means === "unwanted");
  const wanted = found.filter((one): one is Topic => one.means !== "unwanted" && !unwanted.some((no) => no.start <= one.start && one.start - no.end < REACH && one.end > no.end));
  let best: Topic | null = null;
  for (const one of wanted) if (best === null || one.weight > best.weight) best = one;
  if (best === null) return { means: NONE, weight: 0 };
  const { means, weight } = best, same = wanted.filter((one) => one.means === means);
  // "mi carnet de trabajo" names the permit, whatever its last word alone may name.
  const beside = wanted.find((one) => one.means !== means && apart(one, best, words) && same.every((its) => its.end <= one.start || one.end <= its.start));
  return { means: beside === undefined ? [means] : [means, beside.means], weight };
}

/** "And", as people join two questions. */
const AND: ReadonlySet<string> = new Set(["y", "e", "tambien", "ademas", "and", "also", "et", "aussi", "tambem", "ak", "epi", "tou"].map(fold));

function apart(one: Topic, other: Topic, words: string[]): boolean {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  return words.slice(first.end, second.start).some((word) => AND.has(word));
}
