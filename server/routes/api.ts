/** `/api/v1`: the helpdesk over HTTP. Who asks is found before a route runs; each route says what right and scope it needs.
 *  Shapes are in `api-schemas.ts`; the OpenAPI description is made of them. Errors are problem+json and repeat nothing. */
import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyTypeProvider, RawServerDefault } from "fastify";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { Static, TSchema } from "typebox";
import type { Millis } from "../../flows/ids.ts";
import type { Helpdesk } from "../helpdesk/helpdesk.ts";
import type { Papers } from "../helpdesk/papers.ts";
import { Problem, written } from "../helpdesk/problem.ts";
import type { Log } from "../log.ts";
import type { Seal } from "../seal.ts";
import type { Access, Known } from "../staff/access.ts";
import type { Audit } from "../staff/audit.ts";
import { may, type Right, type Scope } from "../staff/role.ts";
import type { Store } from "../store/store.ts";
import { accessRoutes } from "./api-access.ts";
import { conversationRoutes } from "./api-conversations.ts";
import { deskRoutes } from "./api-desk.ts";
import { eventRoutes } from "./api-events.ts";
import { Problem as ProblemSchema } from "./api-schemas.ts";

/** `secure`: the console is reached over https. */
export type ApiDeps = { store: Store; seal: Seal; access: Access; audit: Audit; helpdesk: Helpdesk; papers: Papers; now: () => Millis; log: Log; secure: boolean; heartbeat?: number };

interface Schemas extends FastifyTypeProvider {
  validator: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
  serializer: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
}
export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, Schemas>;

/** Who may ask: `nobody` yet known, `half`: the code is missing, or somebody with a right. A token needs the scope; null: no
 *  token will do. */
export type Needs = { who: "anyone" | "half" | "in"; right?: Right; scope: Scope | null };

declare module "fastify" {
  interface FastifyContextConfig { needs?: Needs }
  interface FastifyRequest { known: Known | null }
}

const HEADERS = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
};
/** A page of another site cannot send this header without asking first, and it is never allowed to. */
export const CONSOLE_HEADER = "x-puente-console";
const LARGEST = 64 * 1024;

export async function api(app: FastifyInstance, deps: ApiDeps): Promise<void> {
  app.decorateRequest("known", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    const needs = request.routeOptions.config.needs ?? { who: "in", scope: null };
    await admit(deps, request, needs);
  });
  app.setErrorHandler((error: { statusCode?: number; validation?: unknown }, _request, reply) => refuse(deps, reply, error));
  app.removeContentTypeParser("text/plain");

  await app.register(swagger, {
    openapi: {
      openapi: "3.0.3", info: { title: "Puente: the helpdesk", version: "1", description: `A browser signs in with a cookie and sends \`${CONSOLE_HEADER}: 1\` with whatever is not a GET; a program sends \`Authorization: Bearer TOKEN\`.` },
      components: { securitySchemes: { cookie: { type: "apiKey", in: "cookie", name: cookieName(deps.secure) }, token: { type: "http", scheme: "bearer" } } }, security: [{ cookie: [] }, { token: [] }],
    },
  });
  app.addHook("onRoute", route => {
    const schema = route.schema as { response?: object } | undefined;
    if (schema && !route.schema?.hide) route.schema = { ...schema, response: { ...schema.response, "4xx": { description: "what is wrong", content: { "application/problem+json": { schema: ProblemSchema } } } } };
  });
  const typed = app.withTypeProvider<Schemas>();
  accessRoutes(typed, deps);
  conversationRoutes(typed, deps);
  deskRoutes(typed, deps);
  eventRoutes(typed, deps);
  typed.get("/api/v1/openapi.json", { config: { needs: { who: "in", scope: "read" } }, schema: { hide: true } }, () => app.swagger());
  for (const path of ["/api/v1", "/api/v1/*"]) app.all(path, { schema: { hide: true } }, () => { throw new Problem("path:unknown"); });
}

export const BODY = { bodyLimit: LARGEST } as const;

async function admit({ access }: ApiDeps, request: FastifyRequest, needs: Needs): Promise<void> {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? "")?.[1];
  if (!bearer && request.method !== "GET" && request.method !== "HEAD" && !ownPage(request)) throw new Problem("origin:foreign");
  if (needs.who === "anyone") return;
  const token = bearer ?? cookieOf(request), known = token ? await access.known(token) : null;
  // A token is no cookie, and a cookie no token.
  if (!known || (known.kind === "token") !== (bearer !== undefined)) throw new Problem("session:none");
  if ((needs.who === "half") !== (known.kind === "half")) throw new Problem(known.kind === "half" ? "code:missing" : "session:none");
  const { viewer } = known;
  if ((viewer.scopes && (!needs.scope || !viewer.scopes.includes(needs.scope))) || (needs.right && !may(viewer, needs.right))) throw new Problem("right:missing");
  request.known = known;
}

function ownPage({ headers }: FastifyRequest): boolean {
  if (headers[CONSOLE_HEADER] !== "1") return false;
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

export function whoAsks(request: FastifyRequest): Known {
  if (!request.known) throw new Problem("session:none");
  return request.known;
}

// ── the cookie ────────────────────────────────────────────────────────────────────────────────────────────────────

export const cookieName = (secure: boolean): string => secure ? "__Host-puente" : "puente";
const COOKIE = /(?:^|;\s*)(?:__Host-)?puente=([\w-]{20,100})(?:;|$)/;
const cookieOf = ({ headers }: FastifyRequest): string | undefined => COOKIE.exec(headers.cookie ?? "")?.[1];

/** A cookie of the browser's session: it goes when the browser is closed; how long it holds is decided in the store. */
export function setCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.header("set-cookie", `${cookieName(secure)}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}${token ? "" : "; Max-Age=0"}`);
}

// ── what is refused ───────────────────────────────────────────────────────────────────────────────────────────────

function refuse({ log, now }: ApiDeps, reply: FastifyReply, error: { statusCode?: number; validation?: unknown }): FastifyReply {
  const problem = error instanceof Problem ? error : new Problem(codeOf(error));
  const body = written(problem);
  if (body.status >= 500) log.bug("request.failed", error);
  if (problem.more.retryAt) reply.header("retry-after", String(Math.max(1, Math.ceil((problem.more.retryAt - now()) / 1000))));
  return reply.code(body.status).type("application/problem+json").serializer(JSON.stringify).send(body);
}

function codeOf({ statusCode, validation }: { statusCode?: number; validation?: unknown }): Problem["code"] {
  if (statusCode === 413) return "body:large";
  return validation || (statusCode && statusCode < 500) ? "body:invalid" : "server:failed";
}
