/** `npm run -s langid`: a JSON object a line on stdin (`id`, `text`) → the language of the text, one of ours or "other". */
import { createInterface } from "node:readline";
import { languageOf } from "../bot/understanding/languages.ts";
import "../server/models.ts";

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const { id, text } = JSON.parse(line) as { id?: unknown; text?: unknown };
  process.stdout.write(`${JSON.stringify({ id, lang: languageOf(typeof text === "string" ? text : "") })}\n`);
}
