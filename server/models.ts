/** Where the trained models lie: two files that `npm run train` made, unpacked when a message first needs them. Importing
 *  this gives them to `bot/understanding`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { languagesFrom } from "../bot/understanding/language.ts";
import { modelFrom } from "../bot/understanding/model.ts";
import { ROOT } from "./root.ts";

const read = (name: string) => (): Uint8Array => brotliDecompressSync(readFileSync(join(ROOT, "bot", "understanding", "model", name)));

languagesFrom(read("languages.bin.br"));
modelFrom(read("topics.bin.br"));
