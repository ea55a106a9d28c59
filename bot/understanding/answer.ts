/** What is done with a topic, by how sure it is: answered at once, offered among three, or among the likeliest; and when a
 *  second need is heard beside it. What a message names in so many words is taken at its word. */
import { DANGERS, type Language, type TopicId } from "../../flows/ids.ts";
import { fold, wordsIn } from "./fold.ts";
import { THRESHOLDS } from "./thresholds.ts";
import { topics as namedIn } from "./topic.ts";
import type { Understood } from "./understand.ts";
import { refusesOnly } from "./unwanted.ts";

/** `close`: one of the first three is probably meant. `named`: the message names it, there is nothing to doubt. */
export type Answer = { sure: TopicId[]; likely: TopicId[]; close: boolean; named: boolean };

const GRAVE: ReadonlySet<TopicId> = new Set<TopicId>(DANGERS.filter((topic) => topic !== "health-care"));
const POLITE: ReadonlySet<TopicId> = new Set<TopicId>(["greeting", "thanks", "out-of-scope"]);
const FEW = 3;               // words that name nothing may be anything: "que legal"
const NEVER = Infinity;
const SHORT = 8;             // words: whoever names a topic in so few means it

export function answerTo(text: string, language: Language | null, { topics, confidence }: Understood): Answer {
  const named = namedIn(text, language), best = topics[0]!, words = wordsIn(fold(text)).length;
  const likely = topics.filter(({ topic, share }) => share >= THRESHOLDS.offered && !POLITE.has(topic)).map(({ topic }) => topic);
  const agreed = named[0] !== undefined && (words <= SHORT || named.includes(best.topic) || topics.slice(0, 3).some(({ topic }) => topic === named[0]));
  const close = confidence >= THRESHOLDS.likely && best.topic !== "out-of-scope";
  if (agreed) return { sure: [...new Set([named.includes(best.topic) ? best.topic : named[0]!, ...named])].slice(0, 2), likely, close, named: true };
  const enough = GRAVE.has(best.topic) ? (words <= FEW ? NEVER : THRESHOLDS.grave) : words <= FEW ? THRESHOLDS.few : THRESHOLDS.sure;
  if (confidence < enough || POLITE.has(best.topic) || (named.length === 0 && refusesOnly(text))) return { sure: [], likely, close, named: false };
  const beside = topics.find(({ topic, share }) => topic !== best.topic && share >= THRESHOLDS.beside && !GRAVE.has(topic) && !POLITE.has(topic));
  return { sure: beside ? [best.topic, beside.topic] : [best.topic], likely, close, named: false };
}
