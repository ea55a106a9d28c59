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
  /** Words said in passing ("refugio", "trabajo"): they name a topic only where nothing of `topics` stands. */
  passing?: Partial<Record<TopicId, string[]>>;
  /** What turns the topic that follows into one not asked for: "no quiero". Not "no tengo": who lacks a permit asks for one. */
  unwanted: string[];
};

type Named = { topic: TopicId; passing: boolean };
type Mark = Named | "unwanted";

const LISTS: Record<Language, TopicWords> = { es, en, fr, pt, ht, ar };
/** Topics whose words stand in questions about others too: "papers for the application", "my husband asked for asylum". */
const BROAD: ReadonlySet<TopicId> = new Set<TopicId>(["asylum-apply", "case-status"]);
const REACH = 4;       // words between "no quiero" and what is not wanted; a phrase that begins with the "no" itself means it

const compiled = new Map<Language, Phrases<Mark>>(LANGUAGES.map((language) => {
  const { classes, topics, passing = {}, unwanted } = LISTS[language];
  return [language, compile(language, classes, [...unwanted.map((phrase): [string, Mark] => [phrase, "unwanted"]), ...listed(topics, false), ...listed(passing, true)])];
}));

function listed(topics: Partial<Record<TopicId, string[]>>, passing: boolean): [string, Mark][] {
  return (Object.entries(topics) as [TopicId, string[]][]).flatMap(([id, phrases]) => {
    const means = { topic: id, passing };
    return phrases.map((phrase): [string, Mark] => [phrase, means]);
  });
}

/** The topic named in a text, or null. The conversation's language is read first; the others only if it names none. */
export function topic(text: string, language: Language | null): TopicId | null {
  const typed = wordsIn(fold(text));
  if (typed.length === 0) return null;
  const own = language === null ? null : namedIn(typed, language);
  if (own !== null) return own.means.topic;
  const arabic = /\p{Script=Arabic}/u.test(text);
  let best: Found<Named> | null = null;
  for (const other of LANGUAGES) {
    if (other === language || (other === "ar") !== arabic) continue;
    const named = namedIn(typed, other);
    if (named !== null && (best === null || outdoes(named, best))) best = named;
  }
  return best === null ? null : best.means.topic;
}

function namedIn(typed: string[], language: Language): Found<Named> | null {
  const phrases = compiled.get(language)!;
  const found = phrases.find(phrases.correct(spell(typed, language)));
  if (found.length === 0) return null;
  const unwanted = found.filter((one) => one.means === "unwanted");
  let best: Found<Named> | null = null;
  for (const { means, ...place } of found) {
    if (means === "unwanted" || unwanted.some((no) => no.start < place.start && place.start - no.end < REACH && place.end > no.end)) continue;
    const named = { ...place, means };
    if (best === null || outdoes(named, best)) best = named;
  }
  return best;
}

/** The more specific mention. Of two that weigh the same, one that is not broad stands; else the one that was said first. */
function outdoes(one: Found<Named>, other: Found<Named>): boolean {
  if (one.means.passing !== other.means.passing) return other.means.passing;
  return one.weight > other.weight || (one.weight === other.weight && BROAD.has(other.means.topic) && !BROAD.has(one.means.topic));
}
