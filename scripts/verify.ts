/** `npm run verify`: proves the flows and prints what is wrong and what each path costs. Exit 1 on any finding.
 *  `--json`; `--at YYYY-MM-DD` is today; `--production [--accept FILE]` adds what must not go live; `--html FILE` writes the
 *  page that a legal officer reads. */
import { readFileSync, writeFileSync } from "node:fs";
import { createWords } from "../bot/words.ts";
import { CHANNELS } from "../flows/ids.ts";
import { library } from "../flows/library/index.ts";
import { ContentFaulty, loadContent } from "../server/content.ts";
import { ROOT } from "../server/root.ts";
import { readArguments } from "./arguments.ts";
import type { Given, Report } from "./verify/given.ts";
import { page } from "./verify/page.ts";
import { brokenFiles, factFiles, namedKeys } from "./verify/sources.ts";
import { summary } from "./verify/summary.ts";
import { verify } from "./verify/verify.ts";

const USAGE = `npm run verify -- [--json] [--at YYYY-MM-DD] [--html FILE] [--production [--accept FILE]]

  --accept FILE   texts that are sent without a native speaker's review, one a line: fr danger.first`;

const { flags, rest } = readArguments(process.argv.slice(2));
const at = flags["at"] ?? new Date().toISOString().slice(0, 10), html = flags["html"];
if (rest.length || Number.isNaN(Date.parse(at)) || !/^\d{4}-\d\d-\d\d$/.test(at) || html === "" || Object.keys(flags).some(flag => !["json", "at", "html", "production", "accept"].includes(flag))) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}

const report = read();
process.stdout.write(`${flags["json"] === undefined ? summary(report) : JSON.stringify(report)}\n`);
process.exitCode = report.findings.length ? 1 : 0;

function read(): Report {
  try {
    const given = gather();
    const made = verify(given);
    if (html) writeFileSync(html, page(given, createWords(given.content), made));
    return made;
  } catch (error) {
    if (!(error instanceof ContentFaulty)) throw error;
    return { topics: [], languages: [], channels: [...CHANNELS], paths: 0, findings: brokenFiles(error, ROOT), warnings: [], byTopic: [], costs: [] };
  }
}

/** An operator's name counts: it stands in the notice, which every first answer must have room for. */
function gather(): Given {
  const { OPERATOR_NAME: name = "Fundación Casa del Puente", OPERATOR_CONTACT: contact = "datos@casadelpuente.example" } = process.env;
  return {
    library, content: loadContent({ name, contact }), today: at, production: flags["production"] !== undefined, named: namedKeys(ROOT), factFiles: factFiles(ROOT),
    accepted: acceptedIn(flags["accept"]),
  };
}

function acceptedIn(file: string | undefined): string[] {
  if (file === undefined) return [];
  try {
    return readFileSync(file, "utf8").split("\n").map(line => line.trim());
  } catch {
    process.stderr.write(`--accept ${file}: no such file\n`);
    process.exit(2);
  }
}
