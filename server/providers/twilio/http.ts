/** One HTTP request on kept-alive connections, told so that a sender can judge it: an answer, whole or cut, or a failure
 *  before or after the first byte left. It does not follow redirects and does not retry. */
import * as http from "node:http";
import * as https from "node:https";

export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string; cut: boolean };

/** `left`: the connection was up, so the request may have been acted on. `code`: ECONNRESET, TIMEOUT, … */
export type Failed = { failed: true; left: boolean; code: string };

type Question = { method: string; url: URL; headers: Record<string, string>; body?: string; timeoutMs: number };

/** Never throws. `close` drops idle connections. */
export type Ask = { (question: Question): Promise<Answer | Failed>; close(): void };

const MOST_BYTES = 8 << 20;                         // a page of 1,000 messages is about 1 MB
// Shorter than servers keep an idle connection: a request on one that is just being closed has no known fate.
const IDLE_MS = 4_000;

export function keepAlive(maxSockets = 64): Ask {
  const plain = new http.Agent({ keepAlive: true, maxSockets, timeout: IDLE_MS });
  const secure = new https.Agent({ keepAlive: true, maxSockets, timeout: IDLE_MS });
  const ask = (question: Question) => question.url.protocol === "https:"
    ? exchange(https.request, secure, "secureConnect", question)
    : exchange(http.request, plain, "connect", question);
  return Object.assign(ask, { close: () => { plain.destroy(); secure.destroy(); } });
}

type Request = (url: URL, options: https.RequestOptions) => http.ClientRequest;

function exchange(request: Request, agent: http.Agent, up: string, { method, url, headers, body, timeoutMs }: Question): Promise<Answer | Failed> {
  return new Promise(resolve => {
    let left = false;
    let late = false;
    const fail = (error: unknown) => resolve({ failed: true, left, code: late ? "TIMEOUT" : codeOf(error) });
    let req: http.ClientRequest;
    try {
      req = request(url, { method, agent, headers: body === undefined ? headers : { ...headers, "Content-Length": Buffer.byteLength(body) } });
    } catch (error) {
      return fail(error);
    }
    const timer = setTimeout(() => { late = true; req.destroy(new Error("no answer in time")); }, timeoutMs);
    req.on("socket", socket => {
      if (req.reusedSocket || !socket.connecting) left = true;
      else socket.once(up, () => { left = true; });
    });
    req.on("error", fail);
    req.on("close", () => clearTimeout(timer));
    req.on("response", response => void read(response).then(answer => { clearTimeout(timer); resolve(answer); }));
    req.end(body);
  });
}

/** What came of an answer; `cut` when the connection ended before it did, or it is longer than anything we read. */
function read(response: http.IncomingMessage): Promise<Answer> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = (cut: boolean) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString("utf8"), cut });
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) response.destroy();
      else chunks.push(chunk);
    });
    response.on("end", () => done(!response.complete));
    response.on("error", () => done(true));
    response.on("close", () => done(true));         // after "end" it changes nothing
  });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "FAILED";
}
