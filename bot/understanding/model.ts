/** The trained model: weights by row and column, a byte each, in one array. Columns are the topics, then the dangers. Whoever
 *  runs us gives the bytes that `npm run train` made; they are unpacked when the first message comes. */
import { DANGERS, TOPICS, type DangerTopic, type TopicId } from "../../flows/ids.ts";
import { ROWS, type Features } from "./features.ts";

export const COLUMNS = TOPICS.length + DANGERS.length;
/** `scale`: what one unit of a weight counts; `temperature`: how far scores are flattened so that a share says how often it is right. */
export type Model = { weights: Int8Array; scale: number; bias: Float32Array; temperature: number };
export type Scores = { topics: Float64Array; dangers: Float64Array };

/** The file: a line of JSON, a newline, the weights row by row. */
type Header = { ids: string[]; rows: number; scale: number; temperature: number; bias: number[] };

const IDS: readonly string[] = [...TOPICS, ...DANGERS];
const NEWLINE = 10;
let model: Model | null = null;
let source: (() => Uint8Array) | null = null;

/** Says where the model comes from; it is read once, when it is first needed. */
export function modelFrom(read: () => Uint8Array): void {
  source = read;
  model = null;
}

/** For training: the model to use from now on. */
export function useModel(made: Model): void { model = made; }

/** How well each topic (shares of 1) and each danger (0 to 1 each) fits a sentence. */
export function score({ rows, amounts }: Features): Scores {
  const { weights, scale, bias, temperature } = (model ??= unpack());
  const sums = Float64Array.from(bias);
  for (let nth = 0; nth < rows.length; nth++) {
    const from = rows[nth]! * COLUMNS, amount = amounts[nth]! * scale;
    for (let column = 0; column < COLUMNS; column++) sums[column]! += weights[from + column]! * amount;
  }
  return { topics: shares(sums.subarray(0, TOPICS.length), temperature), dangers: sums.subarray(TOPICS.length).map((sum) => 1 / (1 + Math.exp(-sum))) };
}

function shares(sums: Float64Array, temperature: number): Float64Array {
  const most = Math.max(...sums);
  const parts = sums.map((sum) => Math.exp((sum - most) / temperature));
  const all = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / all);
}

export const topicAt = (column: number): TopicId => TOPICS[column]!;
export const dangerAt = (column: number): DangerTopic => DANGERS[column]!;
export const columnOf = (topic: TopicId): number => TOPICS.indexOf(topic);
export const columnOfDanger = (danger: DangerTopic): number => TOPICS.length + DANGERS.indexOf(danger);

/** The model as the bytes of its file. */
export function pack({ weights, scale, bias, temperature }: Model): Uint8Array {
  const header: Header = { ids: [...IDS], rows: ROWS, scale, temperature, bias: [...bias].map((b) => Math.round(b * 1e4) / 1e4) };
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(line.length + weights.length);
  bytes.set(line);
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), line.length);
  return bytes;
}

function unpack(): Model {
  if (!source) throw new Error("no model of topics was given: call modelFrom first");
  const bytes = source(), end = bytes.indexOf(NEWLINE);
  const { ids, rows, scale, temperature, bias } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Header;
  if (rows !== ROWS || ids.join() !== IDS.join()) throw new Error("The trained model knows other topics than this program. Run npm run train.");
  return { weights: new Int8Array(bytes.buffer, bytes.byteOffset + end + 1, rows * COLUMNS), scale, temperature, bias: Float32Array.from(bias) };
}
