/** How likely each language is for the words of a message: a small naive Bayes over pieces of words, learnt by `npm run train`.
 *  What script and rare words say is decided in `languages.ts`. */
import { LANGUAGES, type Language } from "../../flows/ids.ts";

/** Arabic in Latin letters is learnt apart: it looks like no other Arabic. */
export const KINDS = [...LANGUAGES, "latin-ar"] as const;
export const LANGUAGE_ROWS = 1 << 15;

const LONGEST = 4;            // letters of a piece
const READ = 400;             // UTF-16 units that settle it
/** A message's pieces say the same thing several times over: what they say together counts for less. By cross-validation. */
const FLATTENED = 4;
const STEPS = 12;              // a byte holds the logarithm in twelfths

let logs: Int8Array | null = null;
let source: (() => Uint8Array) | null = null;

/** Says where the model comes from; it is read once, when it is first needed. */
export function languagesFrom(read: () => Uint8Array): void {
  source = read;
  logs = null;
}

/** The share of each language, 1 in all. `prior`: the language the conversation is held in, which counts a little. */
export function languageShares(text: string, prior: Language | null = null): Record<Language, number> {
  if (!logs) {
    if (!source) throw new Error("no model of languages was given: call languagesFrom first");
    const bytes = source();
    logs = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  const sums = new Float64Array(KINDS.length), pieces = piecesOf(text.slice(0, READ));
  for (const row of pieces) for (let kind = 0; kind < KINDS.length; kind++) sums[kind]! += logs[row * KINDS.length + kind]! / STEPS;
  const weight = 1 / (FLATTENED * Math.max(1, Math.sqrt(pieces.length / 20)));
  if (prior !== null) sums[LANGUAGES.indexOf(prior)]! += 1.5 / weight;
  const most = Math.max(...sums), parts = sums.map((sum) => Math.exp((sum - most) * weight)), all = parts.reduce((a, b) => a + b, 0);
  const shares = Object.fromEntries(LANGUAGES.map((language, nth) => [language, parts[nth]! / all])) as Record<Language, number>;
  shares.ar += parts[LANGUAGES.length]! / all;
  return shares;
}

/** Rows for the pieces of a text, each as often as it stands there. */
export function piecesOf(text: string): number[] {
  const rows: number[] = [];
  for (const word of text.toLowerCase().normalize("NFC").split(/[^\p{L}\p{M}\p{N}'’]+/u)) {
    if (word === "" || /^\p{N}+$/u.test(word)) continue;
    const edged = ` ${word} `;
    for (let from = 0; from < edged.length; from++) {
      let h = 0x811c9dc5;
      for (let at = from; at < Math.min(edged.length, from + LONGEST); at++) {
        h = Math.imul(h ^ edged.charCodeAt(at), 0x01000193);
        if (at > from || edged[from] !== " ") rows.push(mixed(h));
      }
    }
    let whole = 0x1234567;
    for (let at = 0; at < edged.length; at++) whole = Math.imul(whole ^ edged.charCodeAt(at), 0x01000193);
    for (let times = 0; times < 3; times++) rows.push(mixed(whole));
  }
  return rows;
}

function mixed(h: number): number {
  const m = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (m ^ (m >>> 13)) & (LANGUAGE_ROWS - 1);
}

/** Logarithms as the bytes of the file, relative to the most likely kind of each row. */
export function packLanguages(values: Float64Array): Uint8Array {
  const bytes = new Int8Array(values.length);
  for (let row = 0; row < values.length; row += KINDS.length) {
    const most = Math.max(...values.subarray(row, row + KINDS.length));
    for (let kind = 0; kind < KINDS.length; kind++) bytes[row + kind] = Math.max(-127, Math.round((values[row + kind]! - most) * STEPS));
  }
  return new Uint8Array(bytes.buffer);
}
