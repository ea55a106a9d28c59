/** `/console`: the helpdesk's page with its strict policy, and in development the address that lets a supervisor in once. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ROOT } from "../root.ts";
import type { Invitation } from "../staff/invitation.ts";
import { setCookie } from "./api.ts";

const HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin", "cache-control": "no-store",
};

/** `folder`: where the built page lies, `console.html` beside its `assets`. */
export async function consoleRoutes(app: FastifyInstance, { invitation, secure, folder = join(ROOT, "dist", "console") }: { invitation: Invitation | null; secure: boolean; folder?: string }): Promise<void> {
  app.addHook("onRequest", async (_request, reply) => { reply.headers(HEADERS); });
  await app.register(fastifyStatic, { root: join(folder, "assets"), prefix: "/console/assets/", decorateReply: false, index: false, cacheControl: false });

  app.get("/console/enter", async (request, reply) => {
    const { key } = request.query as { key?: unknown };
    const token = typeof key === "string" ? await invitation?.take(key) : null;
    if (!token) return reply.code(403).type("text/plain; charset=utf-8").send("This address was used already, or is of an earlier start. Start Puente again for a new one, or make an agent: npm run admin -- agent create NAME --role supervisor\n");
    setCookie(reply, token, secure);
    return reply.redirect("/console", 303);
  });

  /** Every address beneath is a view of the one page. */
  const page = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      return reply.type("text/html; charset=utf-8").send(await readFile(join(folder, "console.html")));
    } catch {
      return reply.code(503).type("text/plain; charset=utf-8").send("The console is not built yet. Run: npm run build\n");
    }
  };
  app.get("/console", page);
  app.get("/console/*", page);
}
