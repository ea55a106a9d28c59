/** Learns what each language looks like: naive Bayes over pieces of one to four letters and whole words, from the examples, the chat words
 *  and the texts in `locales/`. Every language counts the same, however much of it there is. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS, LANGUAGE_ROWS, packLanguages, piecesOf } from "../../bot/understanding/language.ts";
import { LANGUAGES } from "../../flows/ids.ts";
import { ROOT } from "../../server/root.ts";
import type { Example } from "./examples.ts";

type Kind = (typeof KINDS)[number];

/** How often a text counts. Examples and chat words are like what will be read; texts are plenty. */
const COUNTS = { example: 3, chat: 6, text: 1 };
const SMOOTH = 0.03;

export function trainLanguages(examples: Example[]): Uint8Array {
  const seen = new Float64Array(LANGUAGE_ROWS * KINDS.length), total = new Float64Array(KINDS.length);
  const learn = (kind: Kind, text: string, times: number): void => {
    const column = KINDS.indexOf(kind);
    for (const said of new Set([text, plain(text)])) for (const row of piecesOf(said)) { seen[row * KINDS.length + column]! += times; total[column]! += times; }
  };
  for (const { language, text } of examples) if (language !== "ar" || /\p{Script=Arabic}/u.test(text)) learn(language, text, COUNTS.example);
  for (const [kind, text] of chat()) learn(kind, text, COUNTS.chat);
  for (const language of LANGUAGES) for (const text of textsOf(language)) learn(language, text, COUNTS.text);
  const logs = new Float64Array(seen.length);
  for (let at = 0; at < seen.length; at++) {
    const column = at % KINDS.length, share = LANGUAGE_ROWS / 40;
    logs[at] = Math.log((seen[at]! * 1e5 / total[column]! + SMOOTH) / (1e5 + SMOOTH * share));
  }
  return packLanguages(logs);
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");

function chat(): [Kind, string][] {
  let kind: Kind | undefined;
  return readFileSync(join(ROOT, "bot", "understanding", "examples", "chat.txt"), "utf8").split("\n").flatMap(raw => {
    const line = raw.trim();
    if (line.startsWith("#")) kind = KINDS.find(one => one === line.slice(1).trim());
    if (line === "" || /^[#;]/.test(line)) return [];
    if (!kind) throw new Error("chat.txt: words before the first language, or of none");
    const of = kind;
    return line.split("|").map((text): [Kind, string] => [of, text.trim()]);
  });
}

function textsOf(language: string): string[] {
  const folder = join(ROOT, "locales", language);
  return readdirSync(folder).filter(name => name.endsWith(".json") && name !== "_meta.json").toSorted()
    .flatMap(name => Object.values(JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>).filter(text => typeof text === "string"))
    .map(text => text.replace(/\{\{[^}]*\}\}/g, " "));
}
