/** What a sentence looks like to the trained model: its words, pairs of words, pieces of words, the concepts its words stand
 *  for in any language, and the topics its phrases name; each hashed to a row of the weights. Training and conversation
 *  both come through here. */
import type { Language } from "../../flows/ids.ts";
import { conceptsIn } from "./concepts.ts";
import { spell } from "./spelling.ts";
import { namesIn } from "./topic.ts";

/** Rows of weights that a sentence uses, and how much each counts. */
export type Features = { rows: number[]; amounts: number[] };

/** Rows: a power of two, so that a hash is cut by a mask. 2^16: twice as many won half a point and cost four megabytes. */
export const ROWS = 1 << 16;

/** How much each view counts beside the others, whatever its number of pieces. By cross-validation on the examples. */
const WEIGHTS = { words: 1, pairs: 0.5, pieces: 0.8, concepts: 1.2, together: 0.6, named: 1 };
type View = keyof typeof WEIGHTS;

const SHORTEST = 3, LONGEST = 5;        // letters of a piece of a word

/** The features of a sentence: folded words, and the language they are likeliest written in. */
export function featuresOf(words: readonly string[], language: Language): Features {
  const views: Record<View, Set<number>> = { words: new Set(), pairs: new Set(), pieces: new Set(), concepts: new Set(), together: new Set(), named: new Set() };
  const spelt = spell([...words], language);
  for (const [nth, word] of spelt.entries()) {
    views.words.add(hash("w", word));
    if (nth > 0) views.pairs.add(hash("p", `${spelt[nth - 1]} ${word}`));
  }
  for (const word of words) pieces(` ${word} `, views.pieces);
  const concepts = conceptsIn(spelt, words, language);
  for (const concept of concepts) views.concepts.add(hash("c", concept));
  const kinds = [...new Set(concepts)].slice(0, 12).toSorted();
  for (let a = 0; a < kinds.length; a++) for (let b = a + 1; b < kinds.length; b++) views.together.add(hash("t", `${kinds[a]} ${kinds[b]}`));
  for (const name of namesIn(words, language)) views.named.add(hash("n", name));
  return weighed(views);
}

function weighed(views: Record<View, Set<number>>): Features {
  const rows: number[] = [], amounts: number[] = [];
  for (const view of Object.keys(WEIGHTS) as View[]) {
    const amount = WEIGHTS[view] / Math.sqrt(Math.max(4, views[view].size));
    for (const row of views[view]) { rows.push(row); amounts.push(amount); }
  }
  return { rows, amounts };
}

function pieces(word: string, into: Set<number>): void {
  for (let from = 0; from < word.length; from++) {
    let h = 0x811c9dc5;
    const most = Math.min(word.length, from + LONGEST);
    for (let at = from; at < most; at++) {
      h = Math.imul(h ^ word.charCodeAt(at), 0x01000193);
      if (at - from + 1 >= SHORTEST) into.add(mixed(h));
    }
  }
}

function hash(view: string, text: string): number {
  let h = Math.imul(0x811c9dc5 ^ view.charCodeAt(0), 0x01000193);
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return mixed(h);
}

/** FNV's low bits alone are poor. */
function mixed(h: number): number {
  const m = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (m ^ (m >>> 13)) & (ROWS - 1);
}
