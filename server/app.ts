/** The Fastify app, without a process: which routes there are for which role, and the limits every request has. */
import Fastify, { type FastifyInstance } from "fastify";
import type { Log } from "./log.ts";

/** 3 MB: the largest webhook Meta posts. */
export const BODY_LIMIT = 3 * 1024 * 1024;

export function createApp(log: Log): FastifyInstance {
  const app = Fastify({
    logger: false, bodyLimit: BODY_LIMIT, requestTimeout: 15_000, keepAliveTimeout: 72_000, return503OnClosing: false,
    forceCloseConnections: "idle",
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
    routerOptions: { maxParamLength: 200 },
    trustProxy: "loopback",                       // tries to sign in are counted by the address that the proxy on this machine names
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.bug("request.failed", error);
    return reply.code(status).send();      // never a text that repeats what came in
  });
  return app;
}
