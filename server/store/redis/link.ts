/** The connection: one Redis or a cluster, with a limit on how long an answer may take, scripts called by their digest, and
 *  a line on which processes tell each other what became due. A command that was cut off may have run: nothing here sends
 *  one twice, but a script that Redis has forgotten. */
import { createHash } from "node:crypto";
import { StoreUnfit } from "../unfit.ts";
import { createClient, createCluster, RESP_TYPES } from "redis";

export type Reply = null | number | string | Buffer | Reply[];
export type Argument = string | number | Buffer | Uint8Array;

export type Link = {
  /** `key`: decides the node. Rejects after `PATIENCE`. */
  send(key: string, ...args: Argument[]): Promise<Reply>;
  script(body: string, key: string, ...args: Argument[]): Promise<Reply>;
  /** One answer of each master. */
  everywhere(...args: string[]): Promise<Reply[]>;
  /** Each master by itself. */
  nodes(): ((...args: string[]) => Promise<Reply>)[];
  subscribe(channel: string, hear: (text: string) => void): Promise<void>;
  close(): Promise<void>;
};

/** The store is away: nothing is known of what was asked. */
export class StoreAway extends Error {
  override name = "StoreAway";
}

/** Milliseconds an answer may take: `accept` says 503 within a second. */
const PATIENCE = 900;
const QUEUE = 50_000;
const BYTES = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } } as const;

export type NodeAddresses = Record<string, { host: string; port: number }>;
export type Address = { cluster: boolean; urls: string[]; prefix: string };

/** `redis://user:password@host:port/0?prefix=puente:`, `rediss://` with TLS, `redis-cluster://host:port,host:port`. */
export function readAddress(url: string): Address {
  const [, scheme = "", rest = ""] = /^([a-z+-]+):\/\/(.*)$/.exec(url) ?? [];
  const cluster = scheme.startsWith("redis-cluster") || scheme.startsWith("rediss-cluster");
  const [hosts = "", query = ""] = rest.split("?");
  const who = hosts.includes("@") ? hosts.slice(0, hosts.lastIndexOf("@") + 1) : "";
  const plain = scheme.startsWith("rediss") ? "rediss" : "redis";
  const urls = (cluster ? hosts.slice(who.length).split(",") : [hosts.slice(who.length)]).map(host => `${plain}://${who}${host.trim()}`);
  return { cluster, urls, prefix: new URLSearchParams(query).get("prefix") ?? "puente:" };
}

/** `back`: a connection was made; what was heard before it may have holes. */
export async function openLink(address: Address, fault: (error: unknown) => void, back: () => void, addresses?: NodeAddresses): Promise<Link> {
  const node = {
    RESP: 2 as const, disableOfflineQueue: true, pingInterval: 1_000, commandsQueueMaxLength: QUEUE, name: "puente",
    socket: { connectTimeout: 2_000, socketTimeout: 3_000, reconnectStrategy: (tries: number): number => Math.min(50 * 2 ** Math.min(tries, 6), 2_000) + Math.random() * 100 },
  };
  return address.cluster ? overCluster(address, node, fault, back, addresses) : overOne(address.urls[0]!, node, fault, back);
}

type Node = { RESP: 2; disableOfflineQueue: boolean; pingInterval: number; commandsQueueMaxLength: number; name: string; socket: { connectTimeout: number; socketTimeout: number; reconnectStrategy: (tries: number) => number } };

async function overOne(url: string, node: Node, fault: (error: unknown) => void, back: () => void): Promise<Link> {
  const client = createClient({ ...node, url }), ear = createClient({ ...node, url });
  for (const each of [client, ear]) each.on("error", fault).on("ready", back);
  await firstTime(Promise.all([client.connect(), ear.connect()]), url, () => { client.destroy(); ear.destroy(); });
  const send = (_key: string, ...args: Argument[]): Promise<Reply> => patient(client.sendCommand<Reply>(texts(args), BYTES));
  return {
    send, script: scripts(send),
    everywhere: async (...args) => [await patient(client.sendCommand<Reply>(args))],
    nodes: () => [(...args) => patient(client.sendCommand<Reply>(args))],
    subscribe: async (channel, hear) => { await ear.subscribe(channel, hear); },
    close: async () => {
      ear.destroy();
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

async function overCluster({ urls }: Address, node: Node, fault: (error: unknown) => void, back: () => void, addresses?: NodeAddresses): Promise<Link> {
  const first = new URL(urls[0]!);
  const login = { ...(first.username && { username: decodeURIComponent(first.username) }), ...(first.password && { password: decodeURIComponent(first.password) }) };
  const tls = first.protocol === "rediss:";
  const cluster = createCluster({
    RESP: 2, rootNodes: urls.map(url => ({ url, ...login, socket: { connectTimeout: 2_000 } })),
    defaults: { ...node, ...login, ...(tls ? { socket: { ...node.socket, tls: true as const } } : {}) },
    topologyRefreshOnReconnectionAttemptStrategy: 500, ...(addresses && { nodeAddressMap: addresses }),
  });
  cluster.on("error", fault).on("node-error", fault).on("node-ready", back);
  await firstTime(cluster.connect(), urls.join(","), () => cluster.destroy());
  const send = (key: string, ...args: Argument[]): Promise<Reply> => patient(cluster.sendCommand<Reply>(key, false, texts(args), BYTES));
  const nodes = (): ((...args: string[]) => Promise<Reply>)[] => cluster.masters.map(master => async (...args) => {
    const client = await cluster.nodeClient(master) as unknown as { sendCommand(args: string[]): Promise<Reply> };
    return patient(client.sendCommand(args));
  });
  return {
    send, script: scripts(send), nodes,
    everywhere: (...args) => Promise.all(nodes().map(each => each(...args))),
    subscribe: async (channel, hear) => { await cluster.subscribe(channel, hear); },
    close: () => cluster.close().catch(() => cluster.destroy()),
  };
}

async function firstTime(connecting: Promise<unknown>, where: string, give: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([connecting, new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("no answer")), 5_000); })]);
  } catch (cause) {
    try { give(); } catch { /* it was never open */ }
    throw new StoreUnfit(`Redis can't be reached at ${where.replace(/\/\/[^/,]*@/g, "//")}: start it, or set STORE_URL to where it is.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

const texts = (args: Argument[]): (string | Buffer)[] => args.map(a => typeof a === "number" ? String(a) : typeof a === "string" || Buffer.isBuffer(a) ? a : Buffer.from(a.buffer, a.byteOffset, a.byteLength));

/** An answer that is late is none. What was asked may be done all the same. */
function patient<T>(asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreAway("Redis did not answer in time")), PATIENCE);
    asked.then(value => { clearTimeout(timer); resolve(value); }, error => { clearTimeout(timer); reject(error as Error); });
  });
}

function scripts(send: Link["send"]): Link["script"] {
  const digests = new Map<string, string>();
  return async (body, key, ...args) => {
    let digest = digests.get(body);
    if (!digest) digests.set(body, digest = createHash("sha1").update(body).digest("hex"));
    try {
      return await send(key, "EVALSHA", digest, 1, key, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return send(key, "EVAL", body, 1, key, ...args);
    }
  };
}

// ── replies ──
export const text = (reply: Reply | undefined): string => Buffer.isBuffer(reply) ? reply.toString() : String(reply ?? "");
export const bytes = (reply: Reply | undefined): Buffer => Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply ?? ""));
export const number = (reply: Reply | undefined): number => typeof reply === "number" ? reply : Number(text(reply));
export const list = (reply: Reply | undefined): Reply[] => Array.isArray(reply) ? reply : [];
