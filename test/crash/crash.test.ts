/** The built server is ended with -9 at each named point, one after the other, while people write, receipts come back and
 *  some messages are delivered twice; each time it is started again. Nothing may be lost, nothing said twice, nothing
 *  overtake. Without receipts nothing may be lost, and at most the sends in flight may be doubled. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runLoad, type LoadResult } from "../../bench/load.ts";
import { environment, freePort } from "../../bench/server.ts";
import { createSink, type Sink } from "../../bench/sink.ts";
import { createTwilioWire } from "../../bench/twilio.ts";
import { whatsapp } from "../../bench/whatsapp.ts";
import type { Rates } from "../../bench/wire.ts";
import { CRASH_POINTS } from "../../server/crash.ts";
import { ROOT } from "../../server/root.ts";

const MAIN = join(ROOT, "dist", "server", "main.js");
let folder: string, sink: Sink, port: number, server: Supervised | undefined;

beforeEach(async () => {
  expect(existsSync(MAIN)).toBe(true);          // npm test builds it first
  folder = mkdtempSync(join(tmpdir(), "puente-crash-"));
  sink = await createSink({ hangMs: 4_000 });
  port = await freePort();
});
afterEach(async () => {
  await server?.end();
  await sink.close();
  rmSync(folder, { recursive: true, force: true });
});

type Supervised = { deaths: string[]; end(): Promise<void> };

/** Starts the server with the first crash point; each time it dies it is started with the next, then with none. */
function supervise(points: string[]): Supervised {
  const deaths: string[] = [], left = [...points];
  let child: ChildProcess, ending = false, ended: Promise<void> = Promise.resolve();
  const begin = (): void => {
    const point = left.shift();
    child = spawn(process.execPath, [MAIN], { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "", ...environment({ port, folder, sinkPort: sink.port, unknownHold: 8 }), ...(point && { PUENTE_CRASH_AT: point }) } });
    ended = new Promise(resolve => child.once("exit", (_code, signal) => {
      if (signal === "SIGKILL" && !ending) { deaths.push(point ?? "unasked"); begin(); }
      resolve();
    }));
  };
  begin();
  return { deaths, async end() { ending = true; child.kill("SIGKILL"); await ended; } };
}

async function ready(): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await fetch(`http://127.0.0.1:${port}/health/ready`).then(r => r.ok, () => false)) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error("the server was not ready within ten seconds");
}

/** Twelve passes of a point go well before the one that ends the process, so that work is under way on every side. */
const POINTS = CRASH_POINTS.map((point, n) => `${point}:${12 + n}`);

async function run(channel: "whatsapp" | "twilio", options: { receipts: boolean; rates?: Rates; users?: number }): Promise<LoadResult> {
  sink.misbehave(channel, options.rates ?? {});
  server = supervise(POINTS);
  await ready();
  return runLoad({ port, wire: channel === "whatsapp" ? whatsapp : createTwilioWire(`http://127.0.0.1:${port}`), sink, users: options.users ?? 60, atOnce: 24, duplicates: 0.05, forgeries: 0.05, receipts: options.receipts, replyTimeoutMs: 120_000, maxSeconds: 160 });
}

test.each(["whatsapp", "twilio"] as const)("killed at every named point, %s with receipts: nothing lost, nothing doubled, nothing overtaken", async channel => {
  const result = await run(channel, { receipts: true });
  expect(server!.deaths).toEqual(POINTS);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, unexpected: 0, badSignaturesAccepted: 0, unfinished: 0, samples: [] });
}, 180_000);

test("killed at every named point while the provider fails and hides what it sent: nothing lost, nothing doubled", async () => {
  const result = await run("whatsapp", { receipts: true, rates: { "429": 0.02, "500": 0.02, reset: 0.02, reset_after: 0.02, timeout_after: 0.01 } });
  expect(server!.deaths).toEqual(POINTS);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, unexpected: 0, unfinished: 0, samples: [] });
}, 180_000);

test("killed at every named point, WhatsApp without receipts: nothing lost, and at most the sends in flight doubled", async () => {
  const result = await run("whatsapp", { receipts: false });
  expect(server!.deaths).toEqual(POINTS);
  expect(result).toMatchObject({ lost: 0, unfinished: 0 });
  expect(result.duplicated).toBeLessThanOrEqual(POINTS.length * 24);
}, 180_000);
