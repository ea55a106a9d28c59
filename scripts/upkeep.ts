/** `npm run admin -- check|rebuild|footprint`: on Redis only, where indexes lie beside the conversations. Returns the exit code:
 *  1 where `check` found something. */
import { silentLog } from "../server/log.ts";
import { openUpkeep } from "../server/store/redis/upkeep.ts";

const out = (line: string): void => { process.stdout.write(`${line}\n`); };

export async function upkeep(url: string, verb: "check" | "rebuild" | "footprint"): Promise<number> {
  if (url.startsWith("sqlite:")) {
    out("This is for Redis. An SQLite file is checked by: sqlite3 FILE 'PRAGMA integrity_check'");
    return 2;
  }
  const tool = await openUpkeep(url, silentLog);
  try {
    return verb === "footprint" ? await footprint(tool) : await check(tool, verb === "rebuild");
  } finally {
    await tool.close();
  }
}

async function check(tool: Awaited<ReturnType<typeof openUpkeep>>, mend: boolean): Promise<number> {
  const found = await tool.check(mend), faults = found.wrong + found.stale + found.pointers;
  out(`${found.conversations} conversations: ${found.wrong} index entries missing or wrong, ${found.stale} without a conversation, ${found.pointers} addresses without a pointer, ${found.elsewhere} that point to another since, ${found.unreadable} records that can't be read.`);
  if (faults > 0) out(mend ? "Put right." : "Put it right with: npm run admin -- rebuild (safe while processes run; what changes during the look may be counted)");
  return (faults > 0 && !mend) || found.unreadable > 0 ? 1 : 0;
}

async function footprint(tool: Awaited<ReturnType<typeof openUpkeep>>): Promise<number> {
  const { conversations, sampled, bytesEach, addresses, bytesAddress, total } = await tool.footprint();
  const each = bytesEach + addresses * bytesAddress;
  out(`${conversations} conversations (${sampled} weighed): ${bytesEach} bytes each, and ${addresses} addresses of ${bytesAddress} bytes.`);
  out(`A million such: ${Math.round(each)} MB. Beside them: 10 to 20 bytes for each message id that is remembered, and what Redis needs itself. In use now: ${(total / 1e6).toFixed(1)} MB.`);
  return 0;
}
