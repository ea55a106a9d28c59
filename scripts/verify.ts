/** `npm run verify`: proves the flows and prints what is wrong and what each path costs. Exit 1 on any finding.
 *  `--json`; `--at YYYY-MM-DD` is today; `--production [--accept FILE]` adds what must not go live, with what staff signed in
 *  the store; `--html FILE` writes the page that a legal officer reads. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createWords } from "../bot/words.ts";
import { CHANNELS } from "../flows/ids.ts";
import { library } from "../flows/library/index.ts";
import { ConfigFaulty, storeOf } from "../server/config.ts";
import { ContentFaulty, loadContent } from "../server/content.ts";
import { DECISIONS, lay, readDecisions, type Decisions } from "../server/decisions.ts";
import { ROOT } from "../server/root.ts";
import { silentLog } from "../server/log.ts";
import { openStore, storeName, withoutPassword } from "../server/store/open.ts";
import { readArguments } from "./arguments.ts";
import type { Given, Report } from "./verify/given.ts";
import { page } from "./verify/page.ts";
import { brokenFiles, factFiles, namedKeys } from "./verify/sources.ts";
import { summary } from "./verify/summary.ts";
import { verify } from "./verify/verify.ts";

const USAGE = `npm run verify -- [--json] [--at YYYY-MM-DD] [--html FILE] [--production [--accept FILE]] [--store URL]

  --store URL     where staff's confirmations of facts lie; STORE_URL, with --production
  --accept FILE   texts that are sent without a native speaker's review, one a line: fr danger.first`;

const { flags, rest } = readArguments(process.argv.slice(2));
const at = flags["at"] ?? new Date().toISOString().slice(0, 10), html = flags["html"];
if (rest.length || Number.isNaN(Date.parse(at)) || !/^\d{4}-\d\d-\d\d$/.test(at) || html === "" || flags["store"] === "" || Object.keys(flags).some(flag => !["json", "at", "html", "production", "accept", "store"].includes(flag))) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}

const production = flags["production"] !== undefined;
const store = flags["store"] ?? (production ? process.env["STORE_URL"] : undefined);
const report = await read();
process.stdout.write(`${flags["json"] === undefined ? summary(report) : JSON.stringify(report)}\n`);
process.exitCode = report.findings.length ? 1 : 0;

async function read(): Promise<Report> {
  try {
    const decisions = store ? await decisionsIn(store) : {};
    const given = gather(decisions);
    const made = { ...verify(given), ...((store || production) && { staff: counted(decisions) }) };
    if (html) writeFileSync(html, page(given, createWords(given.content), made));
    return made;
  } catch (error) {
    if (error instanceof ConfigFaulty) { process.stderr.write(`${error.message}\n`); process.exit(2); }
    if (!(error instanceof ContentFaulty)) throw error;
    return { topics: [], languages: [], channels: [...CHANNELS], paths: 0, findings: brokenFiles(error, ROOT), warnings: [], byTopic: [], costs: [] };
  }
}

/** An operator's name counts: it stands in the notice, which every first answer must have room for. */
function gather(decisions: Decisions): Given {
  const { OPERATOR_NAME: name = "Fundación Casa del Puente", OPERATOR_CONTACT: contact = "datos@casadelpuente.example" } = process.env;
  return {
    library, content: lay(loadContent({ name, contact }), decisions), today: at, production, named: namedKeys(ROOT), factFiles: factFiles(ROOT),
    accepted: acceptedIn(flags["accept"]),
  };
}

/** What staff decided. A store that is not there yet holds nothing, and is not made. */
async function decisionsIn(url: string): Promise<Decisions> {
  const faults: string[] = [], address = storeOf(url, faults);
  if (faults.length) throw new ConfigFaulty(faults.join("\n"));
  if (address.startsWith("sqlite:") && !existsSync(storeName(address))) return {};
  const opened = await openStore(address, { role: "admin", log: silentLog });
  try { return readDecisions(await opened.recall(DECISIONS)); } finally { await opened.close(); }
}

function counted(decisions: Decisions): string {
  const n = Object.keys(decisions).length;
  return store ? `What staff decided about ${n} ${n === 1 ? "fact" : "facts"} in ${withoutPassword(store)} is counted.` : "Facts as the files have them: name the store (--store or STORE_URL) to count what staff signed.";
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
