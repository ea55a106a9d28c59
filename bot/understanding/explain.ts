/** Why a message was understood as it was: the concepts its words stand for, the topics its phrases name, and how the shares
 *  fell, part by part. For staff and for whoever adds a word; nothing of it is kept. */
import type { Language, TopicId } from "../../flows/ids.ts";
import { conceptsIn } from "./concepts.ts";
import { danger } from "./danger.ts";
import { featuresOf } from "./features.ts";
import { fold, wordsIn } from "./fold.ts";
import { languageShares } from "./language.ts";
import { dangerAt, score, topicAt } from "./model.ts";
import { spell } from "./spelling.ts";
import { namesIn } from "./topic.ts";

export type Why = {
  concepts: string[];
  named: string[];
  topics: [TopicId, number][];
  dangers: [string, number][];
  listed: string | null;
  languages: [string, number][];
};

const SHOWN = 4;

export function explain(text: string, language: Language): Why {
  const words = wordsIn(fold(text)), { topics, dangers } = score(featuresOf(words, language)), known = danger(text, language);
  const best = <T>(list: [T, number][]): [T, number][] => list.toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN).map(([name, share]) => [name, Math.round(share * 1000) / 1000]);
  return {
    concepts: conceptsIn(spell(words, language), words, language), named: namesIn(words, language),
    topics: best([...topics].map((share, column) => [topicAt(column), share])), dangers: best([...dangers].map((share, column) => [dangerAt(column), share])),
    listed: known && `${known.topic} ${known.level}`, languages: best(Object.entries(languageShares(text))),
  };
}
