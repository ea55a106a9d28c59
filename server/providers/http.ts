/** A small fetch over node:http for providers that are called once per message. It keeps connections, reads the whole
 *  answer within one deadline, and when it fails it says the one thing a sender must know: could bytes have left?
 *  Why not the built-in fetch: it costs three times the CPU of a message and hides that answer in nested causes. */
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";

/** What was answered, whole. The part of the standard `Response` that small JSON clients use; `json` throws a SyntaxError. */
export type Answer = {
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
};

export type FetchInit = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array };

export type Fetch = (url: string, init?: FetchInit) => Promise<Answer>;

/** Why there is no whole answer. `wrote`: the connection stood, so the request may have been read and acted on.
 *  `code`: the system's ("ECONNREFUSED", "ECONNRESET", "CERT_HAS_EXPIRED"), "TIMEOUT" or "TOO_LARGE". Also as `cause.code`. */
export class NoAnswer extends Error {
  readonly code: string;
  readonly wrote: boolean;
  constructor(code: string, wrote: boolean) {
    super(wrote ? "the connection broke before a whole answer" : "no connection", { cause: { code } });
    this.name = "NoAnswer";
    this.code = code;
    this.wrote = wrote;
  }
}

export type FetchOptions = {
  /** From the call to the last byte of the answer, waiting for a free connection included. */
  timeoutMs?: number;
  /** Connections to one host; further calls wait. */
  maxSockets?: number;
  /** An unused connection is closed after this long: before the other side does it while we write. */
  idleMs?: number;
  /** Answers above this are cut off and count as none. */
  maxBytes?: number;
};

/** Makes a fetch with its own pool of connections. It never retries and follows no redirects: after either, nobody could
 *  say how often a message went out. Pooled connections do not keep the process alive. */
export function createFetch(options: FetchOptions = {}): Fetch {
  const { timeoutMs = 10_000, maxSockets = 64, idleMs = 15_000, maxBytes = 1_048_576 } = options;
  // lifo: a burst opens connections, a quiet hour lets all but the warm ones lapse.
  const pool = { keepAlive: true, scheduling: "lifo", maxSockets, timeout: idleMs } as const;
  const plain = new HttpAgent(pool);
  const secure = new HttpsAgent(pool);
  return (url, init = {}) => new Promise((resolve, reject) => {
    const target = new URL(url);
    const tls = target.protocol === "https:";
    const call: RequestOptions = { ...addressOf(target), agent: tls ? secure : plain, method: init.method ?? "GET", headers: headersOf(init) };
    exchange((tls ? httpsRequest : httpRequest)(call), tls, init.body, timeoutMs, maxBytes, resolve, reject);
  });
}

function addressOf(url: URL): RequestOptions {
  const { hostname, port } = url;
  const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;      // node wants IPv6 without brackets
  return { host, path: url.pathname + url.search, ...(port === "" ? {} : { port }) };
}

function headersOf(init: FetchInit): Record<string, string | number> {
  if (init.body === undefined) return init.headers ?? {};
  return { ...init.headers, "Content-Length": Buffer.byteLength(init.body) };
}

const standing = new WeakSet<Socket>();

function exchange(
  request: ClientRequest, tls: boolean, body: FetchInit["body"], timeoutMs: number, maxBytes: number,
  resolve: (answer: Answer) => void, reject: (fault: NoAnswer) => void,
): void {
  let wrote = false;
  const deadline = setTimeout(() => fail("TIMEOUT"), timeoutMs);
  const fail = (code: string) => {
    clearTimeout(deadline);
    reject(new NoAnswer(code, wrote));
    request.destroy();
  };
  request.on("socket", socket => {
    // A new connection takes bytes when it stands; on TLS, not before the handshake. One that stood before takes them at
    // once, and `reusedSocket` does not tell: it stays false for a call that had waited in the pool's queue.
    if (standing.has(socket)) wrote = true;
    else socket.once(tls ? "secureConnect" : "connect", () => { standing.add(socket); wrote = true; });
  });
  // After the deadline, destroy() raises one more error: rejecting twice does nothing.
  request.on("error", error => fail(codeOf(error)));
  request.on("response", response => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail("TOO_LARGE");
      else chunks.push(chunk);
    });
    response.on("error", error => fail(codeOf(error)));
    response.on("end", () => {
      if (!response.complete) return fail("ECONNRESET");
      clearTimeout(deadline);
      resolve(answerOf(response, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    });
  });
  request.end(body);
}

const codeOf = (error: Error): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? code : "UNKNOWN";
};

function answerOf(response: IncomingMessage, bytes: Buffer): Answer {
  const status = response.statusCode ?? 0;
  const text = bytes.toString("utf8");
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: name => headerOf(response.headers, name) },
    text: async () => text,
    json: async () => JSON.parse(text) as unknown,
  };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
}
