/** A case registry that behaves like a real one, with made-up cases: for development, tests and partners. It keeps the whole
 *  contract (docs/case-registry.openapi.yaml) and says on every answer that it is a sandbox. */
import fastify from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CONTRACT_VERSION, type Contract } from "../server/cases/contract.ts";
import { valid } from "../server/cases/valid.ts";
import { createAccess, equal, type Client } from "./access.ts";
import { CASES } from "./cases.ts";
import type { Case } from "./cases.ts";
import { createChanges, type Webhook } from "./changes.ts";
import { before, spoil, TROUBLES, type Switches, type Trouble } from "./trouble.ts";

/** `client`: who may ask; without it everyone may. `webhook`: where changes are told. */
export type SandboxOptions = Switches & { client?: Client; webhook?: Webhook; now?: () => number };

/** The switches are turned in process, or from this machine at `PUT /sandbox/switches`. */
export type Sandbox = FastifyInstance & { switches: Switches; report: ReturnType<typeof createChanges>["report"] };

const DAY = 86_400_000;
const PAGE = 100, LARGEST_PAGE = 200;
const KEYS_AT_MOST = 10_000;

/** Not listening yet. `inject` works on it, except with `fail: "down"`, which needs a real socket. */
export function createSandbox({ client, webhook, now = Date.now, ...turned }: SandboxOptions = {}): Sandbox {
  const app = fastify({ bodyLimit: 4096, logger: false, forceCloseConnections: true });
  const switches: Switches = { ...turned };
  const closing = new AbortController();
  const cases = new Map(CASES.map(one => [one.caseNumber, one]));
  const access = createAccess(now, client), changes = createChanges(now, webhook), once = createOnce();
  let count = 0;

  app.addHook("onRequest", async (_request, reply) => { reply.headers({ "x-registry-mode": "sandbox", "cache-control": "no-store" }); });
  app.addHook("preClose", async () => { closing.abort(); });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => problem(reply, error.statusCode ?? 500));
  app.setNotFoundHandler((_request, reply) => reply.code(404).type("text/plain").send("no such page"));

  app.put("/sandbox/switches", async (request, reply) => {
    if (!/^(::ffff:)?127\.|^::1$/.test(request.ip)) return reply.code(404).type("text/plain").send("no such page");
    const wanted = switchesOf(request.body);
    if (!wanted) return problem(reply, 400);
    delete switches.delayMs;
    delete switches.fail;
    return Object.assign(switches, wanted);
  });

  app.register(async scope => {
    scope.addHook("onRequest", async (request, reply) => { await before(switches, count++, closing.signal, request, reply); });
    scope.get("/v1/", async () => ({ mode: "sandbox", contract: CONTRACT_VERSION.replace(/\.\d+$/, "") }) satisfies Contract["About"]);
    scope.register(async open => tokens(open, access));
    scope.register(async guarded => {
      guarded.addHook("onRequest", async (request, reply) => { if (!access.allows(request.headers.authorization)) await unauthorized(reply); });
      guarded.post("/v1/lookups", async (request, reply) => {
        const asked: unknown = request.body;
        if (!valid("LookupRequest", asked)) return problem(reply, 400);
        if (!once(request, JSON.stringify(asked))) return problem(reply, 422);
        const found = answer(cases, asked, now());
        return found ? reply.type("application/json").send(spoil(switches.fail, found)) : problem(reply, 404);
      });
      guarded.get("/v1/changes", async (request, reply) => {
        const { after, limit } = request.query as { after?: string; limit?: string };
        const most = limit === undefined ? PAGE : /^[0-9]{1,3}$/.test(limit) ? Number(limit) : 0;
        if (most < 1 || most > LARGEST_PAGE) return problem(reply, 400);
        const page = changes.page(after, most);
        return page === "bad" ? problem(reply, 400) : page === "gone" ? problem(reply, 410) : page;
      });
    });
  });

  return Object.assign(app, { switches, report: changes.report });
}

/** Only here a form is read: a look-up in a form stays a wrong request. */
function tokens(app: FastifyInstance, access: ReturnType<typeof createAccess>): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => { done(null, Object.fromEntries(new URLSearchParams(String(body)))); });
  app.post("/v1/token", async (request, reply) => {
    if (!valid("TokenRequest", request.body)) return reply.code(400).send({ error: "unsupported_grant_type" } satisfies Contract["TokenError"]);
    return access.issue(request.headers.authorization) ?? reply.code(401).header("www-authenticate", "Basic").send({ error: "invalid_client" } satisfies Contract["TokenError"]);
  });
}

/** The same work for a number that is not there, and for a restricted one, as for one that is: the time tells nothing either. */
function answer(cases: ReadonlyMap<string, Case>, { caseNumber, proof }: Contract["LookupRequest"], at: number): Contract["Case"] | null {
  const kept = cases.get(caseNumber);
  const right = equal(proof, kept?.proof ?? "");
  if (!kept || !right || kept.contactRestricted) return null;
  const { caseNumber: _number, proof: _proof, contactRestricted: _restricted, appointments, ...told } = kept;
  return { ...told, ...(appointments && { appointments: appointments.map(({ inDays, ...one }) => ({ ...one, on: new Date(at + inDays * DAY).toISOString().slice(0, 10) })) }) };
}

/** Whether a key comes for the first time, or with the body it came with before. */
function createOnce(): (request: FastifyRequest, body: string) => boolean {
  const keys = new Map<string, string>();
  return (request, body) => {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string") return true;
    const known = keys.get(key);
    if (known === undefined && keys.size >= KEYS_AT_MOST) keys.delete(keys.keys().next().value!);
    if (known === undefined) keys.set(key, body);
    return known === undefined || known === body;
  };
}

function switchesOf(body: unknown): Switches | null {
  if (typeof body !== "object" || body === null) return null;
  const { delayMs, fail, ...more } = body as Record<string, unknown>;
  if (Object.keys(more).length || fail !== undefined && !TROUBLES.includes(fail as Trouble) || delayMs !== undefined && !(Number.isInteger(delayMs) && (delayMs as number) >= 0 && (delayMs as number) <= 600_000)) return null;
  return { ...(delayMs !== undefined && { delayMs: delayMs as number }), ...(fail !== undefined && { fail: fail as Trouble }) };
}

const TITLES: Record<number, string> = {
  400: "The request is not what the contract says", 401: "A valid token is needed", 404: "No case with this number and proof", 410: "The cursor is older than what is kept",
  413: "The body is too large", 415: "The body must be JSON", 422: "This Idempotency-Key came with another body", 500: "The registry failed",
};

const unauthorized = (reply: FastifyReply): FastifyReply => problem(reply.header("www-authenticate", "Bearer"), 401);

function problem(reply: FastifyReply, status: number): FastifyReply {
  const told: Contract["Problem"] = { type: "about:blank", title: TITLES[status] ?? "The request cannot be answered", status };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(told));
}
