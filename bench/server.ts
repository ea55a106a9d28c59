/** Starts what is measured, each in a process group of its own on the first core: our server, or a baseline. Waits until it
 *  is ready; stops it kindly or with kill -9. Nothing outlives the bench. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../server/root.ts";
import { KEYS } from "./keys.ts";
import { later } from "./load.ts";
import { onCore } from "./machine.ts";

export type Running = {
  pid: number; port: number;
  /** Milliseconds from spawn to ready. */
  readyMs: number;
  /** SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<void>;
  /** kill -9, of the whole group, at once. */
  kill(): Promise<void>;
};

export type Start = { command: string; args: string[]; port: number; env: Record<string, string>; cwd?: string; ready: string; withinMs?: number; anyCore?: boolean };

const groups = new Set<number>();
process.on("exit", () => { for (const pid of groups) signal(pid, "SIGKILL"); });
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => process.exit(130));

export async function start(options: Start): Promise<Running> {
  const { port, withinMs = 20_000 } = options;
  const [command, args] = onCore(options.anyCore ? "any" : "first", options.command, options.args);
  const from = performance.now();
  const child = spawn(command, args, { cwd: options.cwd ?? ROOT, env: { ...bareEnvironment(), ...options.env }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  groups.add(pid);
  const said = lastLines(child);
  const ended = new Promise<void>(done => child.once("close", () => { groups.delete(pid); done(); }));
  while (!await isReady(port, options.ready)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${options.args.join(" ")} ended before it was ready:\n${said()}`);
    if (performance.now() - from > withinMs) { signal(pid, "SIGKILL"); throw new Error(`${options.args.join(" ")} was not ready within ${withinMs} ms:\n${said()}`); }
    await later(25);
  }
  return {
    pid, port, readyMs: Math.round(performance.now() - from),
    async stop() {
      signal(pid, "SIGTERM");
      await Promise.race([ended, later(10_000)]);
      signal(pid, "SIGKILL");
      await ended;
    },
    async kill() {
      signal(pid, "SIGKILL");
      await ended;
    },
  };
}

/** Where our server's own process begins, as the build leaves it; the launcher that `npm start` runs where there is none. */
function entry(): string {
  return ["dist/server/main.js", "dist/server/main.mjs", "dist/main.js", "dist/main.mjs", "dist/server.js", "dist/server.mjs"].find(path => existsSync(join(ROOT, path))) ?? "scripts/start.mjs";
}

/** What Node is told by `npm start`; the measured process is told the same. */
const NODE_FLAGS = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { start: string } }).scripts.start.split(" ").filter(word => word.startsWith("--"));

export const isBuilt = (): boolean => entry() !== "scripts/start.mjs";

export type Puente = { port: number; folder: string; sinkPort: number; roles?: "web" | "web,converse,deliver,clock" | "converse,deliver,clock"; unknownHold?: number; storeUrl?: string };

/** Our server with both channels towards the sink, its store in `folder`. */
export function startPuente(options: Puente): Promise<Running> {
  return start({ command: process.execPath, args: [...NODE_FLAGS, entry()], port: options.port, env: environment(options), ready: "/health/ready" });
}

export function environment({ port, folder, sinkPort, roles = "web,converse,deliver,clock", unknownHold = 8, storeUrl = `sqlite:${join(folder, "puente.db")}` }: Puente): Record<string, string> {
  return {
    PORT: String(port), HOST: "127.0.0.1", PUBLIC_URL: `http://127.0.0.1:${port}`, STORE_URL: storeUrl, ROLES: roles, DATA_KEY: KEYS.dataKey,
    OPERATOR_NAME: "Bench", OPERATOR_CONTACT: "bench@localhost",
    WHATSAPP_APP_SECRET: KEYS.appSecret, WHATSAPP_VERIFY_TOKEN: KEYS.verifyToken, WHATSAPP_ACCESS_TOKEN: KEYS.accessToken,
    WHATSAPP_PHONE_NUMBER_ID: KEYS.phoneId, WHATSAPP_BUSINESS_ACCOUNT_ID: KEYS.businessId, WHATSAPP_API_URL: `http://127.0.0.1:${sinkPort}`, WHATSAPP_SENDS_PER_SECOND: "0",
    TWILIO_ACCOUNT_SID: KEYS.accountSid, TWILIO_AUTH_TOKEN: KEYS.authToken, TWILIO_FROM: "+" + KEYS.ourPhone, TWILIO_API_URL: `http://127.0.0.1:${sinkPort}`, TWILIO_SENDS_PER_SECOND: "0",
    UNKNOWN_HOLD_SECONDS: String(unknownHold), LOG_LEVEL: "warn",
  };
}

/** A baseline of ours, bundled as the server is, its packages outside. */
export async function startBaseline(name: "fastify" | "botkit", sinkPort = 0): Promise<Running> {
  const outfile = join(ROOT, "dist", "bench", `baseline-${name}.mjs`), port = await freePort();
  await build({ entryPoints: [join(ROOT, "bench", `baseline-${name}.ts`)], outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "error" });
  return start({ command: process.execPath, args: [outfile], port, ready: "/", env: { PORT: String(port), APP_SECRET: KEYS.appSecret, ACCESS_TOKEN: KEYS.accessToken, PHONE_NUMBER_ID: KEYS.phoneId, GRAPH_URL: `http://127.0.0.1:${sinkPort}`, NODE_ENV: "production" } });
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** Nothing of the caller's settings may reach what is measured. */
function bareEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "LANG", "TMPDIR"];
  return Object.fromEntries(kept.flatMap(name => { const value = process.env[name]; return value === undefined ? [] : [[name, value]]; }));
}

async function isReady(port: number, path: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: "close" } });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** What the process said last, for when it does not start. */
function lastLines(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => { text = (text + chunk.toString()).slice(-2_000); });
  return () => text;
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // Already gone.
  }
}
