/** `npm run bench [-- NAME …]`: measures what is named, or everything, and prints one JSON object: each figure with what it
 *  must be. Loopback only; a few minutes. Exit 1 only when the bench itself broke: a missed figure is a result. */
import { execFileSync } from "node:child_process";
import { ROOT } from "../server/root.ts";
import { measureAcks } from "./acks.ts";
import { measureChat } from "./chat.ts";
import { measureDisk } from "./disk.ts";
import { measureAmbiguous, measureFaults } from "./faults.ts";
import { judge, type Figure, type Judged } from "./figure.ts";
import { CORES, canPin, freshFolder, fsyncUs, moveToLastCore, ownPeakMb } from "./machine.ts";
import { measureReady } from "./ready.ts";
import { measureRedis } from "./redis.ts";

const MEASURES: Record<string, () => Promise<Figure[]>> = {
  // Botkit takes a second to load: only where it is measured.
  turn: async () => (await import("./micro.ts")).measureTurn(),
  acks: measureAcks, chat: measureChat, faults: measureFaults, ambiguous: measureAmbiguous, disk: measureDisk, redis: measureRedis, ready: measureReady,
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !MEASURES[name]);
if (unknown.length) {
  process.stderr.write(`There is no ${unknown.join(", ")}. Name any of: ${Object.keys(MEASURES).join(" ")}\n`);
  process.exit(1);
}
moveToLastCore();
build();
const figures: Judged[] = [], broken: Record<string, string> = {};
for (const name of asked.length ? asked : Object.keys(MEASURES)) {
  process.stderr.write(`${name} …\n`);
  try {
    figures.push(...(await MEASURES[name]!()).map(judge));
  } catch (error) {
    broken[name] = error instanceof Error ? error.stack ?? error.message : String(error);
  }
}
const machine = { node: process.version, cores: CORES, pinned: canPin, fsyncUs: fsyncUs(freshFolder()) };
process.stdout.write(JSON.stringify({ at: new Date().toISOString(), machine, figures, peakMb: ownPeakMb(), ...(Object.keys(broken).length ? { broken } : {}) }, null, 2) + "\n");
process.exit(Object.keys(broken).length ? 1 : 0);

/** What is measured is what the sources say now. `BENCH_AS_BUILT` measures what lies in dist/. */
function build(): void {
  if (process.env["BENCH_AS_BUILT"]) return;
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
}
