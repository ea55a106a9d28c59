/** Learns topics and dangers from examples: a multinomial logistic regression for the topics and a logistic regression for
 *  each danger over the same features, by Adagrad in a fixed order of chance; the weights end in a byte each. */
import { fold, wordsIn } from "../../bot/understanding/fold.ts";
import { featuresOf, ROWS, type Features } from "../../bot/understanding/features.ts";
import { COLUMNS, columnOf, columnOfDanger, type Model } from "../../bot/understanding/model.ts";
import { TOPICS } from "../../flows/ids.ts";
import type { Example } from "./examples.ts";
import { noisy } from "./noise.ts";
import { createRandom } from "./random.ts";

type Lesson = { features: Features; topic: number; danger: number };

const EPOCHS = 14, RATE = 0.25, DECAY = 2e-6;
/** Of shares between 0 and 1 the regression is too sure: measured by cross-validation (`npm run train -- --check`). */
export const TEMPERATURE = 1;
/** What is missed costs a person more than a question asked in vain. */
const DANGER_COUNTS = 3;
const TOPIC = TOPICS.length;

export function train(examples: Example[]): Model {
  const lessons = lessonsOf(examples);
  const weights = new Float32Array(ROWS * COLUMNS), seen = new Float32Array(ROWS * COLUMNS).fill(1e-2);
  const bias = new Float32Array(COLUMNS), chance = createRandom(7), errors = new Float32Array(COLUMNS);
  bias.fill(-3, TOPIC);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE * (1 - epoch / (EPOCHS + 2));
    for (const nth of shuffled(lessons.length, chance)) {
      const { features, topic, danger } = lessons[nth]!;
      errorsOf(weights, bias, features, topic, danger, errors);
      for (let f = 0; f < features.rows.length; f++) {
        const from = features.rows[f]! * COLUMNS, amount = features.amounts[f]!;
        for (let c = 0; c < COLUMNS; c++) {
          const slope = errors[c]! * amount + DECAY * weights[from + c]!;
          if (slope < 1e-6 && slope > -1e-6) continue;
          seen[from + c]! += slope * slope;
          weights[from + c]! -= (rate * slope) / Math.sqrt(seen[from + c]!);
        }
      }
      for (let c = 0; c < COLUMNS; c++) bias[c]! -= 0.01 * rate * errors[c]!;
    }
  }
  return quantised(weights, bias);
}

/** How wrong each column is on a lesson. */
function errorsOf(weights: Float32Array, bias: Float32Array, { rows, amounts }: Features, topic: number, danger: number, errors: Float32Array): void {
  errors.set(bias);
  for (let f = 0; f < rows.length; f++) {
    const from = rows[f]! * COLUMNS, amount = amounts[f]!;
    for (let c = 0; c < COLUMNS; c++) errors[c]! += weights[from + c]! * amount;
  }
  let most = -Infinity, all = 0;
  for (let c = 0; c < TOPIC; c++) most = Math.max(most, errors[c]!);
  for (let c = 0; c < TOPIC; c++) all += errors[c] = Math.exp(errors[c]! - most);
  for (let c = 0; c < TOPIC; c++) errors[c] = errors[c]! / all - (c === topic ? 1 : 0);
  for (let c = TOPIC; c < COLUMNS; c++) errors[c] = (1 / (1 + Math.exp(-errors[c]!)) - (c === danger ? 1 : 0)) * (c === danger ? DANGER_COUNTS : 1);
}

/** Each example as it stands, and once more as it would stand in a message written in a hurry. */
function lessonsOf(examples: Example[]): Lesson[] {
  const chance = createRandom(11);
  return examples.flatMap(({ text, topic, danger, language }) => [text, noisy(text, language, chance)].map(said => ({
    features: featuresOf(wordsIn(fold(said)), language), topic: columnOf(topic), danger: danger === null ? -1 : columnOfDanger(danger),
  })));
}

function shuffled(length: number, chance: () => number): number[] {
  const order = Array.from({ length }, (_, nth) => nth);
  for (let at = length - 1; at > 0; at--) {
    const other = Math.floor(chance() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

function quantised(weights: Float32Array, bias: Float32Array): Model {
  let most = 0;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const scale = most / 127, bytes = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at++) bytes[at] = Math.round(weights[at]! / scale);
  return { weights: bytes, scale, bias, temperature: TEMPERATURE };
}

