/** Which processes live. Each says so every second and a half, by Redis' own clock; whoever was silent for five seconds is
 *  dead or stands still, and what it had under lease is freed before its time. Should it come back, its late word is fenced. */
import type { Millis } from "../../../flows/ids.ts";
import { list, number, text, type Link } from "./link.ts";
import type { Shards } from "./shards.ts";
import { FREE } from "./turn-scripts.ts";

const BEAT: Millis = 1_500, SILENT: Millis = 5_000;

/** KEYS[1]: when each process was last heard. Returns those that are silent, and for how long. */
const HEAR = `
local t = redis.call('TIME')
local now, silent = t[1] * 1000 + math.floor(t[2] / 1000), {}
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now))
local all = redis.call('HGETALL', KEYS[1])
for n = 1, #all, 2 do if now - tonumber(all[n + 1]) > tonumber(ARGV[2]) then silent[#silent + 1] = all[n] end end
return silent`;

export type Alive = { stop(): Promise<void> };

export function keepAlive(link: Link, key: string, me: string, shards: Shards, now: () => Millis, tell: (freed: number) => void): Alive {
  let before = -Infinity, suspects = new Set<string>(), stopped = false, beating: Promise<void> = Promise.resolve();

  async function beat(): Promise<void> {
    const silent = list(await link.script(HEAR, key, me, SILENT)).map(text);
    // After a silence of our own, or of Redis, nobody can be blamed; and nobody on one look.
    const judge = performance.now() - before < SILENT - BEAT;
    before = performance.now();
    const dead = judge ? silent.filter(name => suspects.has(name)) : [];
    suspects = new Set(judge ? silent : []);
    for (const name of dead) {
      const freed = await shards.each(shard => shards.of(shard, FREE, name, now(), "i o0 o1"));
      freed.forEach((reply, shard) => shards.hints(shard, list(reply)[1]));
      await link.send(key, "HDEL", key, name);
      tell(freed.reduce<number>((sum, reply) => sum + number(list(reply)[0]), 0));
    }
  }

  const again = (): void => { if (!stopped) beating = beat().catch(() => {}); };      // a lost connection is told elsewhere
  const timer = setInterval(again, BEAT).unref();
  again();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await beating;
      await link.send(key, "HDEL", key, me).catch(() => {});
    },
  };
}
