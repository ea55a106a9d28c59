/** What Redis' own settings promise, read at start: a store that forgets to make room, or keeps nothing on its disk, is
 *  refused in production. And its memory, watched while it runs: before it is full, what comes in is turned away for a while,
 *  so that what is there can still be answered. */
import type { Log } from "../../log.ts";
import { StoreUnfit } from "../unfit.ts";
import { list, text, type Link, type Reply } from "./link.ts";

/** Share of `maxmemory`: from here on there is a warning, and from there on what comes in is turned away. */
const WARN = 0.8, FULL = 0.9;
const EVERY = 2_000;

/** Throws in production where a setting loses messages; else says so in the log. */
export async function checkSettings(link: Link, production: boolean, log: Log): Promise<void> {
  let unfit: string | null, slack: string | null;
  try {
    const settings = (await link.everywhere("CONFIG", "GET", "*")).map(settingsOf);
    unfit = settings.map(faultOf).find(fault => fault !== null) ?? null;
    slack = settings.some(s => s.get("appendfsync") !== "always") ? "a message that was acknowledged in the last second may be lost when Redis is killed: appendfsync always keeps each" : null;
  } catch {
    log.warn("redis.settings-unread", { hint: "CONFIG is not allowed here: see to it that maxmemory-policy is noeviction and appendonly is yes (docs/running.md)" });
    return;
  }
  if (unfit && production) throw new StoreUnfit(`Redis is not set up to keep messages: ${unfit}`);
  if (unfit) log.warn("redis.unfit", { hint: unfit });
  else if (slack) log.warn("redis.everysec", { hint: slack });
}

function settingsOf(reply: Reply): Map<string, string> {
  const words = list(reply).map(text), pairs = new Map<string, string>();
  for (let n = 0; n + 1 < words.length; n += 2) pairs.set(words[n]!, words[n + 1]!);
  return pairs;
}

function faultOf(settings: Map<string, string>): string | null {
  const policy = settings.get("maxmemory-policy");
  if (policy !== undefined && policy !== "noeviction") return `maxmemory-policy is ${policy}, which drops conversations to make room. Set it to noeviction.`;
  if (settings.get("appendonly") === "no") return settings.get("save") === "" ? "it writes nothing to its disk. Set appendonly yes." : "it writes to its disk every few minutes only (save), and what came since is lost with it. Set appendonly yes.";
  return null;
}

export type Memory = { full(): boolean; stop(): void };

/** One server that is full is enough: which one a message would go to is not known before. */
export function watchMemory(link: Link, log: Log): Memory {
  let full = false, warned = false;
  async function look(): Promise<void> {
    const share = Math.max(0, ...(await link.everywhere("INFO", "memory")).map(shareOf));
    if (share >= FULL !== full) log[share >= FULL ? "error" : "info"](share >= FULL ? "redis.full" : "redis.has-room", { hint: `memory at ${Math.round(share * 100)} % of maxmemory` });
    if (share >= WARN && !warned) log.warn("redis.filling", { hint: `memory at ${Math.round(share * 100)} % of maxmemory: give it more before ${FULL * 100} %, when messages are turned away` });
    full = share >= FULL;
    warned = share >= WARN;
  }
  const timer = setInterval(() => void look().catch(() => {}), EVERY).unref();    // a lost connection is told elsewhere
  void look().catch(() => {});
  return { full: () => full, stop: () => clearInterval(timer) };
}

function shareOf(reply: Reply): number {
  const value = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(text(reply))?.[1] ?? 0);
  const most = value("maxmemory");
  return most === 0 ? 0 : value("used_memory") / most;
}
