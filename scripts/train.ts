/** `npm run train`: makes the model of topics and dangers, and that of languages, from the examples, the topics' phrases and the texts in the
 *  repository. The same sources give the same bytes. `--check` measures by cross-validation on the examples instead. */
import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { LANGUAGES } from "../flows/ids.ts";
import { ROOT } from "../server/root.ts";
import { readArguments } from "./arguments.ts";
import { examplesOf } from "./train/examples.ts";

import { trainLanguages } from "./train/languages.ts";
import { pack } from "../bot/understanding/model.ts";
import { train } from "./train/topics.ts";
import { crossValidate } from "./train/validate.ts";

const { flags } = readArguments(process.argv.slice(2));
const examples = LANGUAGES.flatMap(examplesOf);
const folder = join(ROOT, "bot", "understanding", "model");

if ("check" in flags) crossValidate(examples, Number(flags["check"]) || 5);
else {
  mkdirSync(folder, { recursive: true });

  write("languages.bin.br", trainLanguages(examples));
  write("topics.bin.br", pack(train(examples)));
}

function write(name: string, bytes: Uint8Array): void {
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(folder, name), packed);
  process.stdout.write(`${name}: ${bytes.length} bytes, ${packed.length} on disk\n`);
}
