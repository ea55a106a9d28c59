/** Several processes on one Redis, ended with -9, stopped and gone on, and Redis itself ended with -9, while people write and
 *  receipts come back: nothing lost, nothing said twice, nothing overtaken. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runLoad, type LoadOptions, type LoadResult } from "../../bench/load.ts";
import { environment, freePort, type Puente } from "../../bench/server.ts";
import { createSink, type Sink } from "../../bench/sink.ts";
import { whatsapp } from "../../bench/whatsapp.ts";
import { ROOT } from "../../server/root.ts";
import { ask, startCluster, startRedis, until, type Redis } from "../../bench/redis-server.ts";

const MAIN = join(ROOT, "dist", "server", "main.js");
const NOTHING_WRONG = { lost: 0, duplicated: 0, outOfOrder: 0, unexpected: 0, badSignaturesAccepted: 0, unfinished: 0, samples: [] };
const LASTING = ["--appendonly", "yes", "--appendfsync", "always"];
let folder: string, sink: Sink, redis: Redis;
let running: Process[] = [];

type Process = { port: number; deaths: string[]; signal(name: NodeJS.Signals): void; end(): Promise<void> };

beforeEach(async () => {
  expect(existsSync(MAIN)).toBe(true);          // npm test builds it first
  folder = mkdtempSync(join(tmpdir(), "puente-crash-"));
  sink = await createSink({ hangMs: 4_000 });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(process => process.end()));
  await sink.close();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a process with the first crash point; each time it dies it is started with the next, then with none. */
async function begin(roles: NonNullable<Puente["roles"]>, points: string[] = []): Promise<Process> {
  const port = await freePort(), deaths: string[] = [], left = [...points];
  let child: ChildProcess, ending = false, ended: Promise<void> = Promise.resolve();
  const start = (): void => {
    const point = left.shift();
    child = spawn(process.execPath, [MAIN], { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "", ...environment({ port, folder, sinkPort: sink.port, unknownHold: 8, roles, storeUrl: redis.url }), ...(point && { PUENTE_CRASH_AT: point }) } });
    ended = new Promise(resolve => child.once("exit", (_code, signal) => {
      if (!ending) { deaths.push(signal === "SIGKILL" ? point ?? "unasked" : "failed"); start(); }
      resolve();
    }));
  };
  start();
  const it = { port, deaths, signal: (name: NodeJS.Signals) => { child.kill(name); }, end: async () => { ending = true; child.kill("SIGKILL"); await ended; } };
  running.push(it);
  await until(() => fetch(`http://127.0.0.1:${port}/health/ready`).then(r => r.ok));
  return it;
}

function load(port: number, more: Partial<LoadOptions> = {}): Promise<LoadResult> {
  return runLoad({ port, wire: whatsapp, sink, users: 50, atOnce: 20, duplicates: 0.1, forgeries: 0.02, receipts: true, replyTimeoutMs: 120_000, maxSeconds: 150, ...more });
}

test.each([["one Redis", startRedis], ["a cluster", startCluster]] as const)("killed at every named point, with two workers on %s", async (_name, start) => {
  redis = await start();
  const web = await begin("web", ["before-insert:12", "after-insert:20"]);
  const one = await begin("converse,deliver,clock", ["before-commit:6", "before-send:7", "after-settle:8"]);
  const two = await begin("converse,deliver,clock", ["after-commit:9", "after-send:6"]);
  expect(await load(web.port, { users: 90, atOnce: 10 })).toMatchObject(NOTHING_WRONG);
  expect([web.deaths, one.deaths, two.deaths]).toEqual([["before-insert:12", "after-insert:20"], ["before-commit:6", "before-send:7", "after-settle:8"], ["after-commit:9", "after-send:6"]]);
}, 180_000);

test("Redis is killed and started again, every write on its disk", async () => {
  redis = await startRedis(LASTING);
  const web = await begin("web"), worker = await begin("converse,deliver,clock");
  const result = await load(web.port, { at: { acks: 80, call: () => { void redis.kill().then(() => redis.start()); } } });
  expect(result).toMatchObject(NOTHING_WRONG);
  expect([web.deaths, worker.deaths]).toEqual([[], []]);
}, 180_000);

test("a worker that stands still until its leases are freed and goes on commits and settles nothing: another has done it", async () => {
  redis = await startRedis();
  const web = await begin("web"), sleeper = await begin("converse,deliver,clock");
  await begin("converse,deliver,clock");
  let awake = 0;
  const result = await load(web.port, { users: 100, atOnce: 10, at: { acks: 60, call: () => {
    sleeper.signal("SIGSTOP");
    setTimeout(() => { awake = performance.now(); sleeper.signal("SIGCONT"); }, 8_000);
  } } });
  expect(awake).toBeGreaterThan(0);
  expect(result).toMatchObject(NOTHING_WRONG);
}, 180_000);

test("scripts that Redis forgets are sent again", async () => {
  redis = await startRedis();
  const web = await begin("web,converse,deliver,clock");
  const flush = setInterval(() => void ask(redis.ports[0]!, "SCRIPT", "FLUSH"), 200);
  try {
    expect(await load(web.port, { users: 20 })).toMatchObject(NOTHING_WRONG);
  } finally {
    clearInterval(flush);
  }
}, 120_000);
