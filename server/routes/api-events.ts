/** What changed, pushed: one stream of server-sent events a browser, fed by the store's numbered feed. An event holds the
 *  conversation's line as it is now, or that it is gone from their sight; never a word. `Last-Event-ID` goes on where the
 *  stream broke off; what is too long ago is answered by `refetch`. Whoever applies the events has what a fresh list shows. */
import type { ServerResponse } from "node:http";
import { Type } from "typebox";
import { rowOf } from "../helpdesk/row.ts";
import type { Known } from "../staff/access.ts";
import { may, type Viewer } from "../staff/role.ts";
import type { ConversationId, Feed, Ticket } from "../store/store.ts";
import { whoAsks, type Api, type ApiDeps } from "./api.ts";
import type { Row } from "./api-schemas.ts";

export type Change = { id: number; row: Row | null };

const HEARTBEAT = 20_000;
/** Another process may have written; then nothing is announced in this one. */
const LOOK_EVERY = 1_000;
const AT_ONCE = 500, MOST_UNREAD = 1024 * 1024;
/** A session that ended is noticed at the latest then. */
const ASK_AGAIN = 30_000;

type Stream = { known: Known; viewer: Viewer; raw: ServerResponse; after: number; askedAt: number };

export function eventRoutes(app: Api, deps: ApiDeps): void {
  const { store, access, seal, now, log } = deps;
  const streams = new Set<Stream>();
  let pumping: Promise<void> | null = null, again = false;

  const beat = setInterval(() => { for (const s of streams) s.raw.write(":\n\n"); }, deps.heartbeat ?? HEARTBEAT).unref();
  const look = setInterval(pump, LOOK_EVERY).unref();
  store.onReady(what => { if (what === "feed") pump(); });
  app.addHook("preClose", done => {
    clearInterval(beat);
    clearInterval(look);
    for (const { raw } of streams) raw.end();
    done();
  });

  app.get("/api/v1/events", { config: { needs: { who: "in", right: "answer", scope: "read" } }, schema: { summary: "Server-sent events: `change` {id, row or null}, `refetch` {}; id: the number to go on from", querystring: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }), response: { 200: Type.String() } } }, async (request, reply) => {
    const known = whoAsks(request), header = request.headers["last-event-id"], after = typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : request.query.after;
    const from = after ?? (await store.feed(0, 0)).newest;
    reply.hijack();
    const raw = reply.raw;
    raw.writeHead(200, { ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([k, v]) => [k, String(v)])), "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
    raw.write("retry: 1000\n\n");
    const stream: Stream = { known, viewer: known.viewer, raw, after: from, askedAt: now() };
    streams.add(stream);
    raw.on("error", () => raw.destroy());
    raw.on("close", () => streams.delete(stream));
    pump();
    return reply;
  });

  /** One at a time: what comes while it runs makes it run once more. */
  function pump(): void {
    if (streams.size === 0) return;
    if (pumping) { again = true; return; }
    pumping = all().catch(error => log.bug("stream.failed", error)).finally(() => {
      pumping = null;
      if (again) { again = false; pump(); }
    });
  }

  async function all(): Promise<void> {
    const due: { stream: Stream; feed: Feed }[] = [];
    for (const stream of streams) {
      if (await stillIn(stream)) due.push({ stream, feed: await store.feed(stream.after, AT_ONCE) });
      else stream.raw.end();
    }
    // Read after every feed, and once for all who look: no line is older than the change that names it.
    const tickets = new Map<ConversationId, Ticket | null>();
    for (const { feed } of due) for (const { conversation } of feed.changes) if (!tickets.has(conversation)) tickets.set(conversation, await store.ticket(conversation));
    for (const { stream, feed } of due) tell(stream, feed, tickets);
  }

  /** Of a conversation that changed several times the last is told, as it is now. */
  function tell(stream: Stream, { known, newest, changes }: Feed, tickets: Map<ConversationId, Ticket | null>): void {
    if (!known) {
      stream.after = newest;
      return write(stream, "refetch", newest, {});
    }
    const last = new Map(changes.map(c => [c.conversation, c.n]));
    for (const { n, conversation } of changes) {
      if (last.get(conversation) !== n) continue;
      const ticket = tickets.get(conversation) ?? null;
      write(stream, "change", n, { id: conversation, row: ticket && rowOf(seal, stream.viewer, ticket) } satisfies Change);
    }
    stream.after = changes.at(-1)?.n ?? stream.after;
    if (changes.length === AT_ONCE) again = true;
  }

  /** Asked now and then: a stream must not outlive its session, nor keep it alive. */
  async function stillIn(stream: Stream): Promise<boolean> {
    if (now() - stream.askedAt < ASK_AGAIN) return true;
    const viewer = await access.still(stream.known);
    if (!viewer || !may(viewer, "answer")) return false;
    stream.askedAt = now();
    stream.viewer = viewer;
    return true;
  }

  function write(stream: Stream, event: string, id: number, data: unknown): void {
    stream.raw.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (stream.raw.writableLength > MOST_UNREAD) stream.raw.destroy();
  }
}
