/** How well examples are understood by a model that has not seen them: every so-many-th line is set apart, the others train. */
import { fold, wordsIn } from "../../bot/understanding/fold.ts";
import { featuresOf } from "../../bot/understanding/features.ts";
import { columnOf, score, useModel } from "../../bot/understanding/model.ts";
import { DANGERS, LANGUAGES } from "../../flows/ids.ts";
import type { Example } from "./examples.ts";
import { train } from "./topics.ts";

const FOLDS_RUN = 1;      // of the folds only the first: training is the same each time
const MARKS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8];

export function crossValidate(examples: Example[], folds: number): void {
  const tested: { example: Example; topics: Float64Array; danger: number }[] = [];
  for (let fold_ = 0; fold_ < FOLDS_RUN; fold_++) {
    const apart = (one: Example): boolean => one.line % folds === fold_;
    useModel(train(examples.filter(one => !apart(one))));
    for (const example of examples.filter(apart)) {
      const { topics, dangers } = score(featuresOf(wordsIn(fold(example.text)), example.language));
      tested.push({ example, topics, danger: Math.max(...dangers.slice(0, DANGERS.length)) });
    }
  }
  for (const language of [...LANGUAGES, null]) {
    const some = tested.filter(({ example }) => language === null || example.language === language);
    if (!some.length) continue;
    const rank = some.map(({ example, topics }) => topics.filter(share => share > topics[columnOf(example.topic)]!).length);
    const within = (n: number): string => (100 * rank.filter(r => r < n).length / some.length).toFixed(1);
    const danger = some.filter(({ example }) => example.danger), calm = some.filter(({ example }) => !example.danger);
    const over = (list: typeof some, mark: number): string => list.length ? (100 * list.filter(one => one.danger >= mark).length / list.length).toFixed(0) : "-";
    process.stdout.write(`${language ?? "all"}: ${some.length} examples, top-1 ${within(1)}, top-3 ${within(3)}; danger over ${MARKS.map(m => `${m}: ${over(danger, m)}/${over(calm, m)}`).join("  ")}\n`);
  }
  const surest = tested.map(({ example, topics }) => ({ share: Math.max(...topics), right: topics[columnOf(example.topic)] === Math.max(...topics) }));
  for (const mark of [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const sure = surest.filter(one => one.share >= mark);
    process.stdout.write(`share >= ${mark}: ${(100 * sure.length / surest.length).toFixed(0)} % of messages, right in ${(100 * sure.filter(one => one.right).length / sure.length).toFixed(1)} %\n`);
  }
}
