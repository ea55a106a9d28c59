/** `npm run -s understand`: a JSON object a line on stdin (`id`, `text`, and `lang` where the conversation has one) → what the text is
 *  understood as, a line each. The same reading as in a conversation. `--explain` says why. */
import { createInterface } from "node:readline";
import { explain } from "../bot/understanding/explain.ts";
import { understand } from "../bot/understanding/understand.ts";
import { LANGUAGES, type Language } from "../flows/ids.ts";
import "../server/models.ts";
import { readArguments } from "./arguments.ts";

type Asked = { id?: unknown; text?: unknown; lang?: unknown };

const { flags } = readArguments(process.argv.slice(2));
const out: string[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const { id, text: given, lang } = JSON.parse(line) as Asked;
  const text = typeof given === "string" ? given : "", language = LANGUAGES.find(one => one === lang) ?? null;
  const { language: read, topics, confidence, danger } = understand(text, { language });
  out.push(JSON.stringify({
    id, lang: read, top: topics.map(({ topic }) => topic), confidence: Math.round(confidence * 1000) / 1000,
    danger: danger && { topic: danger.topic, level: danger.level }, safety: danger !== null, ...("explain" in flags && { why: explain(text, readAs(read)) }),
  }));
}
process.stdout.write(out.length ? `${out.join("\n")}\n` : "");

function readAs(read: Language | "other"): Language { return read === "other" ? "es" : read; }
