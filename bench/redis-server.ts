/** Real redis-servers for the tests and the bench, on loopback and in a folder of their own: one, or a cluster of three masters. They are
 *  ended by their process id. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";

const SERVER = process.env["REDIS_SERVER_PATH"] ?? "redis-server";
const PATIENCE = 25_000;

export type Redis = {
  url: string; ports: number[];
  /** One command at each server. */
  ask(...args: string[]): Promise<unknown[]>;
  /** kill -9 of one, and its start in the same place. */
  kill(n?: number): Promise<void>;
  start(n?: number): Promise<void>;
  pids(): number[];
  stop(): Promise<void>;
};

export async function startRedis(options: string[] = []): Promise<Redis> {
  return serve(1, options);
}

export async function startCluster(options: string[] = []): Promise<Redis> {
  const cluster = await serve(3, ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no", ...options]);
  const [first, ...others] = cluster.ports;
  const slots = Math.ceil(16_384 / 3);
  for (let n = 0; n < 3; n++) await ask(cluster.ports[n]!, "CLUSTER", "ADDSLOTSRANGE", String(n * slots), String(Math.min(16_383, (n + 1) * slots - 1)));
  for (const other of others) await ask(other, "CLUSTER", "MEET", "127.0.0.1", String(first));
  await until(async () => (await cluster.ask("CLUSTER", "INFO")).every(info => /cluster_state:ok/.test(String(info)) && /cluster_known_nodes:3/.test(String(info)) && /cluster_size:3/.test(String(info))));
  return { ...cluster, url: `redis-cluster://${cluster.ports.map(port => `127.0.0.1:${port}`).join(",")}` };
}

async function serve(count: number, options: string[]): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "puente-redis-"));
  const ports = await freePorts(count), running: (ChildProcess | undefined)[] = [];
  const start = async (n = 0): Promise<void> => {
    const child = spawn(SERVER, ["--port", String(ports[n]), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", "--dbfilename", `${n}.rdb`, "--appenddirname", `aof-${n}`,
      "--cluster-config-file", `nodes-${n}.conf`, "--loglevel", "warning", ...options], { stdio: "ignore" });
    running[n] = child;
    const failed = new Promise<never>((_, reject) => child.once("error", () => reject(new Error("The store's tests need redis-server. Install it (Debian: sudo apt-get install -y redis-server) or set REDIS_SERVER_PATH."))));
    await Promise.race([failed, until(async () => await ask(ports[n]!, "PING") === "PONG")]);
  };
  for (let n = 0; n < count; n++) await start(n);
  return {
    url: `redis://127.0.0.1:${ports[0]}`, ports, start,
    ask: (...args) => Promise.all(ports.map(port => ask(port, ...args))),
    kill: (n = 0) => ended(running[n], "SIGKILL"),
    pids: () => running.map(child => child!.pid!),
    stop: async () => {
      await Promise.all(running.map(child => ended(child, "SIGKILL")));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => { child.once("exit", () => resolve()); child.kill(signal); });
}

export async function ask(port: number, ...args: string[]): Promise<unknown> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.sendCommand(args);
  } finally {
    client.destroy();
  }
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE; ;) {
    try { if (await holds()) return; } catch { /* not yet */ }
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise(resolve => { setTimeout(resolve, 30); });
  }
}

/** A cluster's bus takes a port 10,000 above, so these lie low. */
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if (!ports.includes(port) && await isFree(port) && await isFree(port + 10_000)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer().once("error", () => resolve(false)).listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
