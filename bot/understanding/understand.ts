/** What a message means: its language, the topics it may be about, how sure that is, and the danger in it. Long messages are
 *  read in parts, and the part that bears a need counts most. Pure and synchronous; the one reading of conversation, commands and tests. */
import type { Danger } from "../../flows/heard.ts";
import { DANGERS, TOPICS, type DangerTopic, type Language, type TopicId } from "../../flows/ids.ts";
import { danger as listed } from "./danger.ts";
import { featuresOf } from "./features.ts";
import { fold, READ_AT_MOST, wordsIn } from "./fold.ts";
import { languageOf } from "./languages.ts";
import { dangerAt, score, topicAt, type Scores } from "./model.ts";
import { THRESHOLDS } from "./thresholds.ts";
import { wantedPart } from "./unwanted.ts";

export type Context = {
  /** The language the conversation is held in. */
  language?: Language | null;
};
export type Likely = { topic: TopicId; share: number };
export type Understood = {
  language: Language | "other";
  /** Best first, each of the second ring followed by its neighbour of the first. */
  topics: Likely[];
  /** How often the first of them is right, 0 to 1. */
  confidence: number;
  danger: Danger | null;
};

/** Topics of the second ring, and the one of the first that is answered when they are not. */
export const NEIGHBOUR: Partial<Record<TopicId, TopicId>> = {
  "about-puente": "talk-to-human", "migration-permits": "asylum-rights", "complaint-feedback": "talk-to-human", fraud: "legal-aid", "missing-relative": "family-reunification",
  resettlement: "asylum-rights", "return-transit": "asylum-rights", "lost-documents": "asylum-documents", "travel-document": "asylum-rights", "withdraw-claim": "legal-aid",
  "unaccompanied-child": "child-protection", lgbtiq: "asylum-apply", disability: "health-care", "food-cash": "social-assistance", discrimination: "legal-aid",
};

const FALLBACK: Language = "es";
const KEPT = 12;                                // topics that are told of

export function understand(text: string, { language: held = null }: Context = {}): Understood {
  const language = languageOf(text, held), read = language === "other" ? held ?? FALLBACK : language;
  const short = text.slice(0, READ_AT_MOST), wanted = wantedPart(short), scored = (said: string): Scores[] => partsOf(said).map((words) => score(featuresOf(words, read)));
  const parts = scored(wanted), all = wanted === short ? parts : scored(short);      // danger is looked for in what is refused too
  const topics = parts.length ? ranked(joined(parts)) : [{ topic: "out-of-scope" as const, share: 0 }];
  const danger = dangerIn(text, read, all), first = danger?.level === "hard" ? withDangerFirst(topics, danger.topic) : topics;
  return { language, topics: withNeighbours(first), confidence: first[0]!.share, danger };
}

/** A danger that acts is what the message is about, unless the model is surer of another danger. */
function withDangerFirst(topics: Likely[], topic: DangerTopic): Likely[] {
  const best = topics[0]!, others = topics.filter((one) => one.topic !== topic);
  if (best.topic !== "health-care" && DANGERS.some((danger) => danger === best.topic) && best.share >= THRESHOLDS.otherDanger) return topics;
  return [{ topic, share: Math.max(THRESHOLDS.otherDanger, topics.find((one) => one.topic === topic)?.share ?? 0) }, ...others];
}

const SENTENCE_ENDS = /[.!?;\n\r¡¿؟؛。…]+/;
const LONG = 24, WINDOW = 16, STEP = 8;      // words; a ramble without a stop is read through a window
const PARTS = 20, WHOLE = 120;               // parts that are read, spread over the message; words of it as a whole

/** The whole message, then its sentences where there are several; each as folded words. */
function partsOf(text: string): string[][] {
  const whole = wordsIn(fold(text));
  if (whole.length === 0) return [];
  const parts: string[][] = [];
  for (const sentence of text.split(SENTENCE_ENDS)) {
    const words = wordsIn(fold(sentence));
    if (words.length === 0) continue;
    if (words.length <= LONG) parts.push(words);
    else for (let from = 0; from < words.length; from += STEP) { parts.push(words.slice(from, from + WINDOW)); if (from + WINDOW >= words.length) break; }
  }
  if (parts.length <= 1) return [whole.slice(0, WHOLE)];
  const every = Math.ceil(parts.length / PARTS);
  return [whole.slice(0, WHOLE), ...parts.filter((_, nth) => nth % every === 0)];
}

/** Said around a need, not needs. */
const POLITE: ReadonlySet<TopicId> = new Set<TopicId>(["greeting", "thanks", "out-of-scope"]);

/** The whole counts half; its parts the other half, each by how clearly it bears a need. */
function joined(parts: Scores[]): Float64Array {
  const [whole, ...sentences] = parts as [Scores, ...Scores[]];
  if (sentences.length === 0) return whole.topics;
  const weights = sentences.map(({ topics }) => Math.max(...topics.filter((_, column) => !POLITE.has(topicAt(column)))) ** 2);
  const all = weights.reduce((a, b) => a + b, 0);
  const shares = whole.topics.map((share, column) => 0.5 * share + (0.5 * sentences.reduce((sum, one, nth) => sum + weights[nth]! * one.topics[column]!, 0)) / all);
  for (const [column, topic] of TOPICS.entries()) if (POLITE.has(topic) && topic !== "out-of-scope") shares[column]! *= 0.3;
  return shares;
}

function ranked(shares: Float64Array): Likely[] {
  return TOPICS.map((topic, column) => ({ topic, share: shares[column]! })).toSorted((a, b) => b.share - a.share).slice(0, KEPT);
}

function withNeighbours(topics: Likely[]): Likely[] {
  const all: Likely[] = [];
  for (const one of topics) {
    const neighbour = NEIGHBOUR[one.topic];
    if (!all.some(({ topic }) => topic === one.topic)) all.push(one);
    if (neighbour && !all.some(({ topic }) => topic === neighbour)) all.push({ topic: neighbour, share: topics.find(({ topic }) => topic === neighbour)?.share ?? 0 });
  }
  return all;
}

/** The reviewed lists decide what acts now. What only the model fears is a discreet question, never an interruption. */
function dangerIn(text: string, language: Language, parts: Scores[]): Danger | null {
  const known = listed(text, language);
  if (known?.level === "hard") return known;
  const feared = fear(parts);
  return known ?? (feared && feared.share >= THRESHOLDS.feared ? { topic: feared.topic, level: "soft" } : null);
}

/** The danger that the model fears most in any part: its own column, or the topics of danger taken together. */
function fear(parts: Scores[]): { topic: DangerTopic; share: number } | null {
  let most: { topic: DangerTopic; share: number } | null = null;
  for (const { topics, dangers } of parts) {
    const together = DANGERS.reduce((sum, topic) => sum + (topic === "health-care" ? 0 : topics[TOPICS.indexOf(topic)]!), 0);
    let worst = 0;
    for (let column = 1; column < dangers.length; column++) if (dangers[column]! > dangers[worst]!) worst = column;
    const share = Math.max(dangers[worst]!, together);
    if (most === null || share > most.share) most = { topic: dangerAt(worst), share };
  }
  return most;
}
