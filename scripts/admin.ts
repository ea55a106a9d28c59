/** The operator's and, for now, the agent's tool: `npm run admin -- VERB`. Works beside the running server, on its store. */
import { createInterface } from "node:readline";
import { createAccept } from "../server/accept.ts";
import { ConfigFaulty, readConfig } from "../server/config.ts";
import { createDesk } from "../server/desk.ts";
import { loadContent } from "../server/content.ts";
import { runEvents } from "../server/events.ts";
import { runFacts } from "../server/facts.ts";
import { silentLog } from "../server/log.ts";
import { createMetrics } from "../server/metrics.ts";
import { createSeal, SealBroken } from "../server/seal.ts";
import { openStore } from "../server/store/open.ts";
import { library } from "../flows/library/index.ts";
import { createWords } from "../bot/words.ts";
import { readArguments } from "./arguments.ts";
import { upkeep } from "./upkeep.ts";

const USAGE = `npm run admin -- VERB

  desk --as NAME       the helpdesk in the terminal: list, open, claim, say, return, resolve
  events               what is announced: missions, mobile clinics, fairs; "events" alone tells more
  facts                what is due for review, test calls, confirm, hold and release: "facts" alone tells more
  footprint            Redis: what a conversation costs, and what a million would
  check                Redis: are the indexes what the conversations say; "rebuild" puts them right, also while processes run
  dead list            messages set aside after their turn failed again and again
  dead replay ID SEQ   puts one back into its inbox; "dead replay all" puts all back`;

const { flags, rest } = readArguments(process.argv.slice(2));
const out = (line: string): void => { process.stdout.write(`${line}\n`); };

try {
  const config = readConfig(process.env);
  if (["check", "rebuild", "footprint"].includes(rest[0] ?? "")) process.exit(await upkeep(config.storeUrl, rest[0] as "check"));
  const store = await openStore(config.storeUrl, { role: "admin", log: silentLog });
  try {
    switch (rest[0]) {
      case "desk": await desk(); break;
      case "dead": await dead(); break;
      case "events": if (!await runEvents({ store, now: Date.now, out }, rest.slice(1), flags)) process.exitCode = 2; break;
      case "facts": if (!await runFacts({ content: loadContent(config.operator), library, store, now: Date.now, out }, rest.slice(1), flags)) process.exitCode = 2; break;
      default: out(USAGE); process.exitCode = rest.length ? 2 : 0;
    }
  } finally {
    await store.close();
  }

  async function desk(): Promise<void> {
    const agent = flags["as"];
    if (!agent) { out("Say who you are: npm run admin -- desk --as NAME"); process.exitCode = 2; return; }
    const seal = await createSeal(config.dataKeys, store);
    const words = createWords(loadContent(config.operator));
    const accept = createAccept({ store, seal, now: Date.now, metrics: createMetrics(), log: silentLog });
    const { run } = createDesk({ store, seal, accept, words, agent, now: Date.now, out });
    const terminal = process.stdin.isTTY;
    const input = createInterface({ input: process.stdin, terminal, prompt: `${agent}> `, ...(terminal && { output: process.stdout }) });
    out("list · open ID · claim ID · say TEXT · return · resolve · requeue · quit");
    if (terminal) input.prompt();
    for await (const line of input) {
      if (await run(line) === "quit") break;
      if (terminal) input.prompt();
    }
    input.close();
  }

  async function dead(): Promise<void> {
    const letters = await store.dead();
    if (rest[1] === "list" || rest[1] === undefined) {
      for (const d of letters) out(`${d.conversation} ${d.seq}  ${new Date(d.at).toISOString()}  ${d.code}, ${d.attempts + 1} attempts`);
      out(letters.length ? `${letters.length} set aside. After mending the fault: npm run admin -- dead replay all` : "None set aside.");
      return;
    }
    const chosen = rest[2] === "all" ? letters : letters.filter(d => d.conversation === Number(rest[2]) && d.seq === Number(rest[3]));
    if (rest[1] !== "replay" || !chosen.length) { out(chosen.length ? USAGE : "No such dead letter; see: npm run admin -- dead list"); process.exitCode = 2; return; }
    for (const d of chosen) await store.replay(d.conversation, d.seq, Date.now());
    out(`${chosen.length} put back.`);
  }
} catch (error) {
  const told = error instanceof ConfigFaulty || error instanceof SealBroken;
  process.stderr.write(`${told ? error.message : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
