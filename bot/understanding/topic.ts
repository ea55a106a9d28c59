/** The topics that a message names, from any state: lists of names and common words per language (`topics/*.ts`). The most
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

const compiled = new Map<Language, Phrases<Mark>>();

/** A language's lists, compiled when it is first read: all of them would delay the start by a fifth of a second. */
function phrasesOf(language: Language): Phrases<Mark> {
  const known = compiled.get(language);
  if (known) return known;
  const { classes, topics: named, passing = {}, unwanted } = LISTS[language];
  const made = compile(language, classes, [...unwanted.map((phrase): [string, Mark] => [phrase, "unwanted"]), ...listed(named, false), ...listed(passing, true)]);
  compiled.set(language, made);
  return made;
}

function listed(words: Partial<Record<TopicId, string[]>>, passing: boolean): [string, Mark][] {
  return (Object.entries(words) as [TopicId, string[]][]).flatMap(([id, phrases]) => {
    const means = { topic: id, passing };
    return phrases.map((phrase): [string, Mark] => [phrase, means]);
  });
}

type Mention = Found<Named>;
/** What a text names: the most specific mention, and what is asked for beside it. */
type Asked = { best: Mention; beside: Mention | undefined };
const NONE: TopicId[] = [];

/** The topics named in a text, the most specific first, and what is asked for beside it with an "and" between; none, one or
 *  two. The conversation's language is read first; the others only if it names none. */
export function topics(text: string, language: Language | null): TopicId[] {
  const typed = wordsIn(fold(text));
  if (typed.length === 0) return NONE;
  const own = language === null ? null : namedIn(typed, language);
  if (own !== null) return idsOf(own);
  const arabic = /\p{Script=Arabic}/u.test(text);
  let asked: Asked | null = null;
  for (const other of LANGUAGES) {
    if (other === language || (other === "ar") !== arabic) continue;
    const named = namedIn(typed, other);
    if (named !== null && (asked === null || outdoes(named.best, asked.best))) asked = named;
  }
  return asked === null ? NONE : idsOf(asked);
}

const idsOf = ({ best, beside }: Asked): TopicId[] => beside === undefined ? [best.means.topic] : [best.means.topic, beside.means.topic];

function namedIn(typed: string[], language: Language): Asked | null {
  const phrases = phrasesOf(language), words = phrases.correct(spell(typed, language));
  const found = phrases.find(words);
  if (found.length === 0) return null;
  const unwanted = found.filter((one) => one.means === "unwanted");
  const wanted = found.filter((one): one is Mention => one.means !== "unwanted" && !unwanted.some((no) => no.start < one.start && one.start - no.end < REACH && one.end > no.end));
  let best: Mention | null = null;
  for (const one of wanted) if (best === null || outdoes(one, best)) best = one;
  if (best === null) return null;
  const main = best, same = wanted.filter((one) => one.means.topic === main.means.topic);
  // "mi carnet de trabajo" names the permit, whatever its last word alone may name.
  const beside = wanted.find((one) => one.means.topic !== main.means.topic && !one.means.passing && apart(one, main, words) && same.every((its) => its.end <= one.start || one.end <= its.start));
  return { best: main, beside };
}

/** What the phrases of a language, and of Spanish, name in folded words: a topic's id, with a mark where it is named in
 *  passing. One voice among others to the trained model. */
export function namesIn(typed: readonly string[], language: Language): string[] {
  const names: string[] = [];
  for (const read of language === "es" ? [language] : [language, "es" as const]) {
    const phrases = phrasesOf(read);
    for (const { means } of phrases.find(phrases.correct(spell([...typed], read)))) if (means !== "unwanted") names.push(means.passing ? `${means.topic} passing` : means.topic);
  }
  return names;
}

/** "And", as people join two questions. */
const AND: ReadonlySet<string> = new Set(["y", "e", "tambien", "ademas", "and", "also", "et", "aussi", "tambem", "ak", "epi", "tou"].map(fold));

function apart(one: Mention, other: Mention, words: string[]): boolean {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  return words.slice(first.end, second.start).some((word) => AND.has(word));
}

/** The more specific mention. Of two that weigh the same, one that is not broad stands; else the one that was said first. */
function outdoes(one: Found<Named>, other: Found<Named>): boolean {
  if (one.means.passing !== other.means.passing) return other.means.passing;
  return one.weight > other.weight || (one.weight === other.weight && BROAD.has(other.means.topic) && !BROAD.has(one.means.topic));
}
