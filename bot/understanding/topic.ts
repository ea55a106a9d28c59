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

/** The topic named in a text, or null. The conversation's language is read first; the others only if it names none. */
export function topic(text: string, language: Language | null): TopicId | null {
  const typed = wordsIn(fold(text));
  if (typed.length === 0) return null;
  const own = language === null ? null : namedIn(typed, language);
  if (own !== null) return own.means;
  const arabic = /\p{Script=Arabic}/u.test(text);
  let best: Found<TopicId> | null = null;
  for (const other of LANGUAGES) {
    if (other === language || (other === "ar") !== arabic) continue;
    const named = namedIn(typed, other);
    if (named !== null && (best === null || named.weight > best.weight)) best = named;
  }
  return best === null ? null : best.means;
}

function namedIn(typed: string[], language: Language): Found<TopicId> | null {
  const phrases = compiled.get(language)!;
  const found = phrases.find(phrases.correct(spell(typed, language)));
  if (found.length === 0) return null;
  const unwanted = found.filter((one) => one.means === "unwanted");
  let best: Found<TopicId> | null = null;
  for (const one of found) {
    if (one.means === "unwanted" || unwanted.some((no) => no.start <= one.start && one.start - no.end < REACH && one.end > no.end)) continue;
    if (best === null || one.weight > best.weight) best = { ...one, means: one.means };
  }
  return best;
}
