/** The providers' send APIs on one loopback port: accepts, tells what it accepted, misbehaves at given rates, and lists for
 *  Twilio's look-ups what was accepted and what people sent. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { KEYS } from "./keys.ts";
import { createLog, createTwilioWire, type Log, type Row } from "./twilio.ts";
import { whatsapp } from "./whatsapp.ts";
import type { FaultKind, Rates, Reply, Send, Wire } from "./wire.ts";

export type Accepted = Send & { id: string; channel: Wire["name"]; nth: number };

export type Sink = {
  port: number;
  log: Log;
  /** One listener a channel; called for every send that went out, also when the caller was told otherwise. */
  listen(channel: Wire["name"], listener: (sent: Accepted) => void): void;
  misbehave(channel: Wire["name"], rates: Rates): void;
  seen: { sends: number; accepted: number; control: number; lookUps: number; bad: number; unauthorised: number; elsewhere: number; faults: Partial<Record<FaultKind, number>> };
  close(): Promise<void>;
};

/** `hangMs`: how long a send that times out is held before its connection is dropped. `seed` repeats the same faults. */
export async function createSink({ hangMs = 30_000, seed = 1 } = {}): Promise<Sink> {
  const wires = { whatsapp, twilio: createTwilioWire("") };
  const log = createLog(), random = seeded(seed);
  const listeners = new Map<string, (sent: Accepted) => void>(), rates = new Map<string, Rates>();
  const seen: Sink["seen"] = { sends: 0, accepted: 0, control: 0, lookUps: 0, bad: 0, unauthorised: 0, elsewhere: 0, faults: {} };
  const hung = new Set<NodeJS.Timeout>();

  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => { body += chunk; });
    request.on("end", () => answer(request, response, body));
    request.on("error", () => {});
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));

  return {
    port: (server.address() as AddressInfo).port, log, seen,
    listen: (channel, listener) => void listeners.set(channel, listener),
    misbehave: (channel, to) => void rates.set(channel, to),
    close() {
      for (const timer of hung) clearTimeout(timer);
      server.closeAllConnections();
      return new Promise(done => server.close(() => done()));
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    if (!authorised(request)) { seen.unauthorised++; return write(response, { status: 401, json: { error: { code: 190 }, code: 20003 } }); }
    if (request.method === "GET") {
      const found = log.lookUp(path, new URLSearchParams(query));
      if (found) { seen.lookUps++; return write(response, found); }
    }
    const wire = path.startsWith("/2010-04-01/") ? wires.twilio : wires.whatsapp;
    const read = wire.readSend(request.method ?? "", path, body);
    switch (read.kind) {
      case "elsewhere": seen.elsewhere++; return write(response, { status: 404, json: { error: { code: 803 }, code: 20404 } });
      case "bad": seen.bad++; return write(response, { status: 400, json: { error: { code: 100, message: read.why }, code: 21602, message: read.why } });
      case "control": seen.control++; return write(response, { status: 200, json: { success: true } });
      case "send": return take(wire, read.send, request, response);
    }
  }

  function take(wire: Wire, send: Send, request: IncomingMessage, response: ServerResponse): void {
    seen.sends++;
    const fault = roll(rates.get(wire.name) ?? {}, random());
    if (fault) seen.faults[fault] = (seen.faults[fault] ?? 0) + 1;
    switch (fault) {
      case null: write(response, accept(wire, send)); return;
      case "reset_after": accept(wire, send); request.socket.resetAndDestroy(); return;
      case "reset": request.socket.resetAndDestroy(); return;
      case "timeout_after": accept(wire, send); hang(request); return;
      case "timeout": hang(request); return;
      default: write(response, wire.fault(fault));
    }
  }

  function accept(wire: Wire, send: Send): Reply {
    const nth = ++seen.accepted;
    const { id, reply } = wire.accepted(send, nth);
    if (wire.name === "twilio") log.sent(reply.json as Row);
    listeners.get(wire.name)?.({ ...send, id, channel: wire.name, nth });
    return reply;
  }

  function hang(request: IncomingMessage): void {
    const timer = setTimeout(() => { hung.delete(timer); request.socket.destroy(); }, hangMs);
    hung.add(timer);
  }
}

const BASIC = "Basic " + Buffer.from(`${KEYS.accountSid}:${KEYS.authToken}`).toString("base64");
const authorised = (request: IncomingMessage): boolean => request.headers.authorization === `Bearer ${KEYS.accessToken}` || request.headers.authorization === BASIC;

function write(response: ServerResponse, { status, json, headers }: Reply): void {
  const body = JSON.stringify(json);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers });
  response.end(body);
}

function roll(rates: Rates, at: number): FaultKind | null {
  let upTo = 0;
  for (const [kind, rate] of Object.entries(rates)) if (at < (upTo += rate)) return kind as FaultKind;
  return null;
}

/** Numbers in [0, 1) that repeat with their seed: a Lehmer generator, minimal standard. */
export function seeded(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}
