/** A case registry that behaves like a real one, with made-up cases: for development, tests and demonstrations. It says on
 *  every answer that it is a sandbox. A number that is not there and a proof that is wrong get the same bytes. */
import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import fastify from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CASES } from "./cases.ts";
import type { Case } from "./cases.ts";

/** How the sandbox misbehaves. `delayMs` before each answer; `down` cuts the connection, `garbage` answers 200 with a page. */
export type Switches = { delayMs?: number; fail?: "down" | "500" | "garbage" };

/** The switches may be changed while it runs, in process only: there is no request that does it. */
export type Sandbox = FastifyInstance & { switches: Switches };

type Question = { caseNumber: string; proof: string };

/** Not listening yet. `inject` works on it, except with `fail: "down"`, which needs a real socket. */
export function createSandbox(options: Switches = {}): Sandbox {
  const app = fastify({ bodyLimit: 4096, logger: false, forceCloseConnections: true });
  const switches: Switches = { ...options };
  const closing = new AbortController();
  const cases = new Map(CASES.map(one => [one.caseNumber, one]));

  app.addHook("onRequest", async (_request, reply) => { reply.header("x-registry-mode", "sandbox"); });
  app.addHook("preHandler", async (request, reply) => misbehave(switches, closing.signal, request, reply));
  app.addHook("preClose", async () => { closing.abort(); });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => problem(reply, error.statusCode ?? 500));
  app.setNotFoundHandler((_request, reply) => reply.code(404).type("text/plain").send("no such page"));

  app.get("/v1/", async () => ({ mode: "sandbox" }));
  app.post("/v1/lookups", async (request, reply) => {
    const asked = question(request.body);
    if (!asked) return problem(reply, 400);
    const found = answer(cases, asked);
    return found ?? problem(reply, 404);
  });

  return Object.assign(app, { switches });
}

async function misbehave(switches: Switches, closing: AbortSignal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (switches.delayMs) await wait(switches.delayMs, undefined, { signal: closing }).catch(() => {});
  if (switches.fail === "500") return problem(reply, 500);
  if (switches.fail === "garbage") return reply.type("text/html").send("<html><body>We will be back soon</body></html>");
  if (switches.fail !== "down") return undefined;
  request.raw.socket.destroy();
  return reply.hijack();
}

/** A registry learns a number and a proof and nothing else, so a body with more in it is refused here. */
function question(body: unknown): Question | null {
  if (typeof body !== "object" || body === null) return null;
  const { caseNumber, proof, ...more } = body as Record<string, unknown>;
  if (Object.keys(more).length > 0 || !short(caseNumber) || !short(proof)) return null;
  return { caseNumber, proof };
}

const short = (value: unknown): value is string => typeof value === "string" && value.length > 0 && value.length <= 64;

/** The same work for a number that is not there as for one that is, so that the time tells nothing either. */
function answer(cases: ReadonlyMap<string, Case>, { caseNumber, proof }: Question): Pick<Case, "stage" | "asOf" | "next"> | null {
  const found = cases.get(caseNumber);
  const right = timingSafeEqual(digest(proof), digest(found?.proof ?? ""));
  if (!found || !right) return null;
  const { stage, asOf, next } = found;
  return { stage, asOf, ...(next !== undefined && { next }) };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const TITLES: Record<number, string> = { 400: "The body must hold caseNumber and proof, and nothing else", 404: "No case with this number and proof", 500: "The registry failed" };

function problem(reply: FastifyReply, status: number): FastifyReply {
  const title = TITLES[status] ?? "The request cannot be answered";
  return reply.code(status).type("application/problem+json").send(JSON.stringify({ type: "about:blank", title, status }));
}
