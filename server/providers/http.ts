/** A small fetch over undici's dispatcher for providers that are called once per message. It keeps connections, reads the
 *  whole answer within one deadline, and when it fails it says the one thing a sender must know: could bytes have left?
 *  Why not the built-in fetch: it hides that answer in nested causes and costs several times the processor. */
import { Agent, type Dispatcher } from "undici";

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
  const agent = new Agent({
    connections: maxSockets, pipelining: 1, keepAliveTimeout: idleMs, keepAliveMaxTimeout: idleMs, maxResponseSize: maxBytes,
    headersTimeout: 0, bodyTimeout: 0, connect: { timeout: timeoutMs },
  });
  return (url, init = {}) => new Promise((resolve, reject) => {
    const { origin, pathname, search } = new URL(url);
    agent.dispatch(
      { origin, path: pathname + search, method: init.method ?? "GET", headers: init.headers ?? {}, body: init.body ?? null },
      exchange(timeoutMs, resolve, reject),
    );
  });
}

/** One request, until its whole answer is there, it fails, or its time is over. */
function exchange(timeoutMs: number, resolve: (answer: Answer) => void, reject: (fault: NoAnswer) => void): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let wrote = false, over = false, status = 0, headers: Headers = {};
  let request: Dispatcher.DispatchController | undefined;
  const fail = (code: string): void => {
    over = true;
    clearTimeout(deadline);
    reject(new NoAnswer(code, wrote));      // a second time does nothing
  };
  const deadline = setTimeout(() => {
    fail("TIMEOUT");
    request?.abort(new Error("too late"));
  }, timeoutMs);
  return {
    // The connection stands, and bytes leave after this: not before a TLS handshake, and not while waiting for a free one.
    onRequestStart(controller) {
      if (over) return controller.abort(new Error("too late"));
      request = controller;
      wrote = true;
    },
    onResponseStart(_controller, code, fields) {
      status = code;
      headers = fields;
    },
    onResponseData(_controller, chunk) { chunks.push(chunk); },
    onResponseEnd() {
      clearTimeout(deadline);
      resolve(answerOf(status, headers, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    },
    onResponseError(_controller, error) { fail(codeOf(error)); },
  };
}

type Headers = Record<string, string | string[] | undefined>;

function codeOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return "TOO_LARGE";
  return typeof code === "string" ? code : "UNKNOWN";
}

function answerOf(status: number, headers: Headers, bytes: Buffer): Answer {
  const text = bytes.toString("utf8");
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: name => headerOf(headers, name) },
    text: async () => text,
    json: async () => JSON.parse(text) as unknown,
  };
}

function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
}
