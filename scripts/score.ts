/** `npm run -s understand:score -- FILE…`: how well messages are understood. A message a line: `text`, `topic`, `lang`, and where it applies
 *  `also` (topics as right) and `alarming` (sounds like danger and is none). Without a file: the development set. `--json`; `--misses`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "../server/models.ts";
import { ROOT } from "../server/root.ts";
import { readArguments } from "./arguments.ts";
import { figuresOf, judge, readMessages, shown } from "./score/figures.ts";

const { flags, rest } = readArguments(process.argv.slice(2));
const folder = join(ROOT, "test", "understanding", "dev");
const files = rest.length ? rest : readdirSync(folder).filter(name => name.endsWith(".jsonl")).toSorted().map(name => join(folder, name));
const judged = files.flatMap(file => readMessages(readFileSync(file, "utf8"), file)).map(judge);

if ("json" in flags) process.stdout.write(`${JSON.stringify(figuresOf(judged), null, 2)}\n`);
else process.stdout.write(`${shown(judged)}\n`);
if ("misses" in flags) for (const { message, top, danger, right, missed } of judged) if (!right || missed) process.stdout.write(`${message.lang} ${message.topic} → ${top.slice(0, 3).join(", ")}${danger ? ` [${danger}]` : ""}: ${message.text}\n`);
