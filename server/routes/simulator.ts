/** Two phones in the browser, for development: what is typed there goes through the real corridor, and what the loopback
 *  providers send comes back as events. Kept in memory, bounded, and open to this machine alone. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Said } from "../../bot/inbound.ts";
import type { MediaKind } from "../../flows/heard.ts";
import { CHANNELS, type Channel, type Millis } from "../../flows/ids.ts";
import type { Accept } from "../accept.ts";
import { isLoopback } from "../config.ts";
import { typed } from "../providers/loopback.ts";
import type { Puente } from "../puente.ts";
import { ROOT } from "../root.ts";
import type { SimulatorMessage, SimulatorSays, SimulatorSend, SimulatorThread } from "./types.ts";

/** `folder`: where the built pages lie. `heartbeat`: milliseconds between the signs of life of an event stream. */
export type SimulatorDeps = { accept: Pick<Accept, "webhook">; loopback: Puente["loopback"]; now: () => Millis; folder?: string; heartbeat?: number };

const HEARTBEAT = 15_000;
const HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
};

/** Registers `/simulator` and what its page asks for. For a process on a loopback host outside production only. */
export async function simulator(app: FastifyInstance, deps: SimulatorDeps): Promise<void> {
  const { accept, loopback, now, folder = join(ROOT, "dist", "console"), heartbeat = HEARTBEAT } = deps;
  const phones = createPhones(now);
  const streams = createStreams(heartbeat);
  const channels = Object.fromEntries(CHANNELS.map(c => [c, loopback[c] !== undefined])) as SimulatorThread["channels"];

  const offs = CHANNELS.map(channel => loopback[channel]?.onSent(({ to, message }) => {
    if (to.phone) streams.tell(to.phone, phones.add(to.phone, { channel, from: "puente", message }));
  }));
  app.addHook("preClose", done => {
    for (const off of offs) off?.();
    streams.close();
    done();
  });

  app.addHook("onRequest", async (request, reply) => {
    if (!fromHere(request)) return reply.code(403).send({ error: "The simulator answers on this machine's own address only, such as http://127.0.0.1:8080/simulator" });
    reply.headers(HEADERS);
    return undefined;
  });
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const code = error.statusCode ?? 500;
    return reply.code(code).send({ error: WRONG[code] ?? "That went wrong" });
  });

  await app.register(fastifyStatic, { root: join(folder, "assets"), prefix: "/simulator/assets/", decorateReply: false, index: false, cacheControl: false });

  const page = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      return reply.type("text/html; charset=utf-8").send(await readFile(join(folder, "simulator.html")));
    } catch {
      return reply.code(503).type("text/plain; charset=utf-8").send("The simulator is not built yet. Run: npm run build\n");
    }
  };
  app.get("/simulator", page);
  app.get("/simulator/", page);

  app.get("/simulator/events", (request, reply) => {
    const { person } = request.query as { person?: unknown };
    if (!isPerson(person)) return reply.code(400).send({ error: PERSON });
    if (streams.full()) return reply.code(503).send({ error: "Too many simulators are open. Close some." });
    reply.hijack();
    reply.raw.writeHead(200, { ...HEADERS, "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
    streams.open(person, reply.raw, { person, channels, messages: phones.of(person) });
    return reply;
  });

  app.post("/simulator/send", { bodyLimit: 64 * 1024 }, async (request, reply) => {
    const wanted = readSend(request.body);
    if ("error" in wanted) return reply.code(400).send(wanted);
    const { channel, person, id = randomUUID(), says } = wanted;
    if (!channels[channel]) return reply.code(409).send({ error: `A real provider is configured for ${channel}: use a real phone` });
    const { said, silent } = heardAs(channel, says);
    const told = (state: "sending" | "stored" | "failed"): void => streams.tell(person, phones.add(person, { channel, from: "person", id, said, state, ...(silent && silent !== "yes" && { silent }) }));
    told("sending");
    try {
      await accept.webhook({ arrivals: [{ provider: "loopback", channel, id: `simulator-${channel}-${person}-${id}`, from: { phone: person }, at: now(), said, ...(silent && { silent }) }], receipts: [], moves: [], ignored: {} });
    } catch {
      told("failed");
      return reply.code(503).send({ error: "It could not be stored. Try again." });
    }
    told("stored");
    return reply.code(202).send({ id });
  });
}

const WRONG: Record<number, string> = { 400: "The body is not JSON", 413: "The body is too large", 415: "Send JSON (content-type: application/json)" };

/** By a loopback name, and from a page of ours: another site whose name is made to point here has another `Host`. */
function fromHere({ headers: { host = "", origin } }: FastifyRequest): boolean {
  const here = `http://${host}`;
  if (!URL.canParse(here) || !isLoopback(new URL(here).hostname.replace(/^\[|\]$/g, ""))) return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === new URL(here).host);
}

// ── what the browser may send ─────────────────────────────────────────────────────────────────────────────────────

const PERSON = "person must be 7 to 15 digits, not beginning with 0";
const isPerson = (value: unknown): value is string => typeof value === "string" && /^[1-9]\d{6,14}$/.test(value);
const MEDIA = ["image", "video", "audio", "voice", "document", "sticker"] as const satisfies readonly MediaKind[];
/** Longer than any phone sends: what the bot makes of that shall be seen too. */
const LONGEST = 10_000;

type Wanted = { channel: Channel; person: string; id?: string; says: SimulatorSays };

function readSend(body: unknown): Wanted | { error: string } {
  if (!isObject(body)) return { error: "The body must be a JSON object" };
  const { channel, person, id, ...rest } = body as Partial<SimulatorSend> & Record<string, unknown>;
  if (!CHANNELS.includes(channel as Channel)) return { error: `channel must be one of ${CHANNELS.join(", ")}` };
  if (!isPerson(person)) return { error: PERSON };
  if (id !== undefined && !(typeof id === "string" && /^[\w-]{1,64}$/.test(id))) return { error: "id must be 1 to 64 letters, digits, - or _" };
  const says = readSays(rest, channel as Channel);
  return typeof says === "string" ? { error: says } : { channel: channel as Channel, person, ...(id !== undefined && { id }), says };
}

function readSays({ caption, ...rest }: Record<string, unknown>, channel: Channel): SimulatorSays | string {
  const names = Object.keys(rest);
  const [name] = names;
  if (names.length !== 1 || (caption !== undefined && name !== "media")) return "Send exactly one of text, choice, media (with or without caption), location";
  const value = rest[name!];
  switch (name) {
    case "text": return isText(value, LONGEST) ? { text: value } : `text must be a string of at most ${LONGEST} characters`;
    case "choice":
      if (channel === "sms") return "An SMS has no buttons: send the number as text";
      return isObject(value) && isText(value["id"], 256, 1) && isText(value["title"], 200) ? { choice: { id: value["id"], title: value["title"] } } : "choice must be { id, title }";
    case "media":
      if (!MEDIA.includes(value as MediaKind)) return `media must be one of ${MEDIA.join(", ")}`;
      if (caption !== undefined && !isText(caption, LONGEST)) return `caption must be a string of at most ${LONGEST} characters`;
      return { media: value as MediaKind, ...(caption !== undefined && { caption }) };
    case "location": return channel === "sms" ? "An SMS has no location" : readLocation(value) ?? "location must be { latitude, longitude, name? }";
    default: return "Send exactly one of text, choice, media (with or without caption), location";
  }
}

function readLocation(value: unknown): SimulatorSays | null {
  if (!isObject(value)) return null;
  const { latitude, longitude, name } = value;
  const within = (n: unknown, most: number): n is number => typeof n === "number" && Math.abs(n) <= most;
  if (!within(latitude, 90) || !within(longitude, 180) || (name !== undefined && !isText(name, 200))) return null;
  return { location: { latitude, longitude, ...(name !== undefined && { name }) } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown, most: number, least = 0): value is string => typeof value === "string" && value.length >= least && value.length <= most;

function heardAs(channel: Channel, says: SimulatorSays): ReturnType<typeof typed> {
  if ("text" in says) return typed(channel, says.text);
  const said: Said = "choice" in says ? { kind: "choice", ...says.choice }
    : "media" in says ? { kind: "media", media: says.media, ...(says.caption !== undefined && { caption: says.caption }) }
    : { kind: "location", ...says.location };
  return { said };
}

// ── what is kept, and who is told ─────────────────────────────────────────────────────────────────────────────────

/** How much is kept: the last messages of the persons last heard of or written to. */
export const KEPT = { persons: 50, messages: 200 };

type Fresh<M = SimulatorMessage> = M extends SimulatorMessage ? Omit<M, "n" | "at"> : never;

function createPhones(now: () => Millis): { of(person: string): SimulatorMessage[]; add(person: string, fresh: Fresh): SimulatorMessage } {
  const threads = new Map<string, SimulatorMessage[]>();
  let count = now();       // above the numbers of the process before, which an open page still shows
  return {
    of: person => threads.get(person) ?? [],
    /** A person's message that is there already changes its state. */
    add(person, fresh) {
      const thread = threads.get(person) ?? [];
      threads.delete(person);
      threads.set(person, thread);
      const known = fresh.from === "person" ? thread.findIndex(m => m.from === "person" && m.channel === fresh.channel && m.id === fresh.id) : -1;
      const before = thread[known];
      const message = { ...fresh, n: before?.n ?? ++count, at: before?.at ?? now() };
      if (before) thread[known] = message;
      else thread.push(message);
      if (thread.length > KEPT.messages) thread.shift();
      if (threads.size > KEPT.persons) threads.delete(threads.keys().next().value!);
      return message;
    },
  };
}

/** Open pages at once, and bytes a page may leave unread before it has to connect anew. */
const MOST_STREAMS = 64, MOST_UNREAD = 4 * 1024 * 1024;

function createStreams(heartbeat: number) {
  const open = new Map<ServerResponse, { person: string; timer: NodeJS.Timeout }>();
  const write = (stream: ServerResponse, event: string, data: unknown): void => {
    stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (stream.writableLength > MOST_UNREAD) stream.destroy();
  };
  return {
    full: () => open.size >= MOST_STREAMS,
    open(person: string, stream: ServerResponse, thread: SimulatorThread): void {
      const timer = setInterval(() => { stream.write(":\n\n"); }, heartbeat).unref();
      open.set(stream, { person, timer });
      stream.on("error", () => stream.destroy());
      stream.on("close", () => { clearInterval(timer); open.delete(stream); });
      stream.write("retry: 1000\n");
      write(stream, "thread", thread);
    },
    tell(person: string, message: SimulatorMessage): void {
      for (const [stream, of] of open) if (of.person === person) write(stream, "message", message);
    },
    close(): void {
      for (const stream of open.keys()) stream.end();
    },
  };
}
