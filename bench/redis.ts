/** What a conversation and a message cost on a real redis-server: memory with six messages and when it lies idle, Redis' own
 *  CPU and scripts a message, and how many round trips follow one another from accept to settled, for one Redis and for a
 *  cluster. The trips are counted by making each of them slow. */
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { silentLog } from "../server/log.ts";
import { openRedis } from "../server/store/redis.ts";
import { openUpkeep, type Upkeep } from "../server/store/redis/upkeep.ts";
import type { Store } from "../server/store/store.ts";
import type { Figure } from "./figure.ts";
import { later, runLoad } from "./load.ts";
import { freshFolder } from "./machine.ts";
import { startCluster, startRedis, type Redis } from "./redis-server.ts";
import { freePort, startPuente } from "./server.ts";
import { createSink } from "./sink.ts";
import { whatsapp } from "./whatsapp.ts";

const CONVERSATIONS = 2_000, TURNS = 3;
const DAY = 86_400_000;
const SLOW = 50;

export async function measureRedis(): Promise<Figure[]> {
  const one = await startRedis(), cluster = await startCluster();
  try {
    return [...await costs(one), await trips("redis.trips", "one Redis", one.url, one.ports, 6), await trips("redis.trips-cluster", "a cluster", cluster.url, cluster.ports, 8)];
  } finally {
    await one.stop();
    await cluster.stop();
  }
}

async function costs(redis: Redis): Promise<Figure[]> {
  const sink = await createSink(), options = { port: await freePort(), folder: freshFolder(), sinkPort: sink.port, storeUrl: redis.url };
  await (await startPuente(options)).stop();
  await redis.ask("CONFIG", "RESETSTAT");
  const empty = await memory(redis), before = await cpu(redis);
  const server = await startPuente(options);
  const { answered, lost, unfinished, seconds } = await runLoad({ port: options.port, wire: whatsapp, sink, users: CONVERSATIONS, turns: TURNS, atOnce: 64 });
  const used = await cpu(redis) - before, scripts = await calls(redis, "evalsha"), inScripts = await spent(redis, "evalsha");
  const messages = CONVERSATIONS * TURNS;
  if (answered !== messages) throw new Error(`${answered} of ${messages} messages were answered (${lost} lost, ${unfinished} unfinished)`);
  await server.stop();
  await sink.close();
  const full = await memory(redis), upkeep = await openUpkeep(redis.url, silentLog), six = await weighed(upkeep);
  const store = await openRedis(redis.url, { role: "admin", log: silentLog });
  while (await store.forgetWords(Date.now() + 2 * DAY) > 0);
  await store.close();
  const idle = await memory(redis), alone = await weighed(upkeep);
  await upkeep.close();
  const line = (figure: string, what: string, value: number, unit: string, must: number, aim: number, detail: object): Figure => ({ figure, what, value, unit, better: "less", must, aim, detail });
  // All of used_memory over so few conversations holds scripts and half-empty sets too; what each weighs does not change with their number.
  const whole = (bytes: number): object => ({ conversations: CONVERSATIONS, usedMemoryEach: Math.round((bytes - empty) / CONVERSATIONS) });
  const load = { seconds, usInScripts: Math.round(inScripts / messages) };
  return [
    line("redis.six", "memory of a conversation with six messages, its address with it", six, "bytes", 1_300, 900, whole(full)),
    line("redis.idle", "memory of a conversation whose words are forgotten, its address with it", alone, "bytes", 700, 480, whole(idle)),
    line("redis.cpu", "Redis' own CPU a message, from accept to settled", Math.round(used * 1e6 / messages), "µs", 150, 80, load),
    line("redis.scripts", "scripts a message", Math.round(scripts / messages * 100) / 100, "calls", 8, 6, load),
  ];
}

async function weighed(upkeep: Upkeep): Promise<number> {
  const { bytesEach, addresses, bytesAddress } = await upkeep.footprint();
  return Math.round(bytesEach + addresses * bytesAddress);
}

/** One message alone, each answer of Redis late by `SLOW` milliseconds: the time it takes is the number of trips. */
async function trips(figure: string, where: string, url: string, ports: number[], must: number): Promise<Figure> {
  const slow = await Promise.all(ports.map(slowly));
  try {
    const store = await openRedis(url.replace(/127\.0\.0\.1:(\d+)/g, (_, port) => `127.0.0.1:${(slow[ports.indexOf(Number(port))]!.address() as AddressInfo).port}`), { role: "server", log: silentLog, ...(ports.length > 1 && { addresses: Object.fromEntries(ports.map((port, n) => [`127.0.0.1:${port}`, { host: "127.0.0.1", port: (slow[n]!.address() as AddressInfo).port }])) }) });
    await message(store, 1);                  // a stranger's takes more
    const took: number[] = [];
    for (let n = 2; n < 5; n++) took.push(await message(store, n));
    await store.close();
    return { figure, what: `round trips of one message after the other, from accept to settled, ${where}`, value: Math.round(Math.min(...took) / SLOW), unit: "trips", better: "less", must, aim: must - 2, detail: { ms: took.map(Math.round) } };
  } finally {
    for (const server of slow) server.close();
  }
}

async function message(store: Store, n: number): Promise<number> {
  const at = Date.now(), hash = Buffer.alloc(16, 7);
  const from = performance.now();
  await store.accept([{ key: Buffer.alloc(16, n), keyUntilDay: 0, at, sealed: Buffer.from("hola"), origin: "person", addresses: [{ kind: "wa-phone", hash }], sealedAddress: () => Buffer.alloc(53), channel: "whatsapp" }], at);
  const [lease] = await store.lease(1, Date.now(), Date.now() + 15_000);
  await store.commit({ conversation: lease!.conversation, fence: lease!.fence, inbound: lease!.inbound.seq, at: Date.now(), session: Buffer.alloc(100), language: "es", outbound: [{ kind: "bot", sealed: Buffer.alloc(100), epoch: 0 }] });
  const [out] = await store.leaseOutbound("whatsapp", 1, Date.now(), Date.now() + 15_000);
  await store.settle({ conversation: out!.conversation, fence: out!.fence, seq: out!.seq, part: 0, at: Date.now(), outcome: { kind: "sent", idHash: Buffer.alloc(8, n), last: true } });
  return performance.now() - from;
}

function slowly(port: number): Promise<Server> {
  return new Promise(resolve => {
    const server = createServer(near => {
      const far = connect(port, "127.0.0.1");
      near.pipe(far);
      far.on("data", data => void later(SLOW).then(() => { near.write(data); }));
      for (const [a, b] of [[near, far], [far, near]] as const) a.on("close", () => b.destroy()).on("error", () => b.destroy());
    }).listen(0, "127.0.0.1", () => resolve(server));
  });
}

const info = async (redis: Redis, section: string): Promise<string> => String((await redis.ask("INFO", section))[0]);
const memory = async (redis: Redis): Promise<number> => Number(/^used_memory:(\d+)/m.exec(await info(redis, "memory"))![1]);
const calls = async (redis: Redis, command: string): Promise<number> => Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, "m").exec(await info(redis, "commandstats"))?.[1] ?? 0);
const spent = async (redis: Redis, command: string): Promise<number> => Number(new RegExp(`^cmdstat_${command}:.*?usec=(\\d+)`, "m").exec(await info(redis, "commandstats"))?.[1] ?? 0);
async function cpu(redis: Redis): Promise<number> {
  const text = await info(redis, "cpu");
  return ["used_cpu_sys", "used_cpu_user"].reduce((sum, name) => sum + Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(text)![1]), 0);
}
