/** Posts over kept-alive raw sockets: of an answer only the status matters here, and on a small machine a full HTTP client
 *  would be what is measured. One request at a time on a socket. */
import { connect, type Socket } from "node:net";
import type { Post } from "./wire.ts";

/** `status` 0: no answer; `error` says why. */
export type Outcome = { status: number; error?: string };

export type Client = {
  send(request: Buffer): Promise<Outcome>;
  /** Opens every socket and has each answered once. Node accepts one connection a turn of its loop (libuv since 1.45), so
   *  that sockets opened under load would wait for seconds. */
  open(): Promise<void>;
  close(): void;
};

type Job = { request: Buffer; done: (outcome: Outcome) => void; until: number; fresh: boolean };
type Line = { socket: Socket; job: Job | null; text: string };

/** The bytes of one POST. */
export function compile(post: Post): Buffer {
  let head = `POST ${post.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${post.body.length}\r\n`;
  for (const name in post.headers) head += `${name}: ${post.headers[name]!}\r\n`;
  return Buffer.concat([Buffer.from(head + "\r\n", "latin1"), post.body]);
}

const HELLO = Buffer.from("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");

/** Requests beyond `sockets` wait their turn. */
export function createClient(port: number, sockets = 256, timeoutMs = 20_000): Client {
  const idle: Line[] = [], waiting: Job[] = [], lines = new Set<Line>();
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const line of lines) if (line.job && now > line.job.until) drop(line, "TIMEOUT");
  }, 250);
  sweep.unref();

  return {
    send,
    async open() { await Promise.all(Array.from({ length: sockets }, () => send(HELLO))); },
    close() {
      clearInterval(sweep);
      for (const line of lines) line.socket.destroy();
    },
  };

  function send(request: Buffer): Promise<Outcome> {
    return new Promise(done => start({ request, done, until: Infinity, fresh: false }));
  }

  function start(job: Job): void {
    const line = idle.pop();
    if (line) give(line, job);
    else if (lines.size < sockets) dial(job);
    else waiting.push(job);
  }

  function dial(job: Job): void {
    const socket = connect(port, "127.0.0.1");
    const line: Line = { socket, job: null, text: "" };
    lines.add(line);
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => read(line, chunk));
    socket.on("error", (error: NodeJS.ErrnoException) => drop(line, error.code ?? "ERROR"));
    socket.on("close", () => drop(line, "CLOSED"));
    job.fresh = true;
    give(line, job);
  }

  function give(line: Line, job: Job): void {
    line.job = job;
    job.until = performance.now() + timeoutMs;
    line.socket.write(job.request);
  }

  function read(line: Line, chunk: Buffer): void {
    line.text += chunk.toString("latin1");
    const outcome = parse(line.text);
    if (!outcome) return;
    line.text = "";
    const job = line.job;
    line.job = null;
    if (outcome.close) { lines.delete(line); line.socket.destroy(); next(null); }
    else next(line);
    job?.done({ status: outcome.status });
  }

  /** A freed line, or room for a new one, goes to whoever waits. */
  function next(line: Line | null): void {
    const job = waiting.shift();
    if (job && line) give(line, job);
    else if (job) dial(job);
    else if (line) idle.push(line);
  }

  function drop(line: Line, error: string): void {
    if (!lines.delete(line)) return;
    line.socket.destroy();
    const at = idle.indexOf(line);
    if (at >= 0) idle.splice(at, 1);
    const job = line.job;
    // A kept-alive socket may have been closed before the request reached anyone: one more try, on a new socket.
    if (job && !job.fresh && error !== "TIMEOUT") dial(job);
    else { job?.done({ status: 0, error }); next(null); }
  }
}

/** The answer's status when all of it is there. */
function parse(text: string): { status: number; close: boolean } | null {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const head = text.slice(0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head);
  if (length && text.length < end + 4 + Number(length[1])) return null;
  if (!length && head.includes("\r\ntransfer-encoding: chunked") && !text.endsWith("0\r\n\r\n")) return null;
  return { status: Number(head.slice(9, 12)), close: head.includes("\r\nconnection: close") };
}
