/** The doors that providers knock at. The signature is checked over the raw bytes before anything is parsed; 2xx is
 *  answered only once everything in the body is durable. */
import { isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Accept } from "../accept.ts";
import type { TwilioConfig, WhatsAppConfig } from "../config.ts";
import { crashPoint } from "../crash.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { parseForm, parseInbound, parseStatus, verifySignature as verifyTwilio } from "../providers/twilio.ts";
import { handshake, parseWebhook, verifySignature as verifyWhatsApp } from "../providers/whatsapp.ts";
import type { Parsed } from "../providers/provider.ts";

type Deps = { accept: Accept; whatsapp: WhatsAppConfig | null; twilio: TwilioConfig | null; publicUrl: () => string; log: Log; metrics: Metrics };

export function webhooks(app: FastifyInstance, deps: Deps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => { done(null, body); });
  if (deps.whatsapp) whatsappRoutes(app, deps, deps.whatsapp);
  if (deps.twilio) twilioRoutes(app, deps, deps.twilio);
}

const NOTHING = Buffer.alloc(0);
const raw = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : NOTHING);

function whatsappRoutes(app: FastifyInstance, deps: Deps, own: WhatsAppConfig): void {
  app.get("/webhooks/whatsapp", (request, reply) => {
    const challenge = handshake(request.query as Record<string, unknown>, own.verifyTokens);
    return challenge === null ? reply.code(403).send() : reply.type("text/plain; charset=utf-8").send(challenge);
  });

  app.post("/webhooks/whatsapp", async (request, reply) => {
    const body = raw(request);
    const header = request.headers["x-hub-signature-256"];
    if (!verifyWhatsApp(body, typeof header === "string" ? header : undefined, own.appSecrets)) return refuse(deps, reply, "whatsapp", 401);
    const value = object(body);
    if (!value) return reply.code(400).send();
    return keep(deps, parseWebhook(value, { phoneNumberId: own.phoneNumberId }), reply, () => reply.code(200).send());
  });
}

/** The body as a JSON object, or null: empty, broken, an array, not UTF-8. */
function object(body: Buffer): object | null {
  if (body.length === 0 || !isUtf8(body)) return null;
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

function twilioRoutes(app: FastifyInstance, deps: Deps, own: TwilioConfig): void {
  const both = (path: string, parse: (fields: ReturnType<typeof parseForm>, request: FastifyRequest) => Parsed & { wrongAccount?: true }): void => {
    app.post(path, async (request, reply) => {
      const fields = parseForm(raw(request));
      const header = request.headers["x-twilio-signature"];
      if (!verifyTwilio(fields, typeof header === "string" ? header : undefined, deps.publicUrl() + request.url, own.authTokens)) return refuse(deps, reply, "twilio", 403);
      const parsed = parse(fields, request);
      if (parsed.wrongAccount) return refuse(deps, reply, "twilio", 403);
      return keep(deps, parsed, reply, () => reply.type("text/xml").send(EMPTY_TWIML));
    });
  };
  both("/webhooks/sms", fields => parseInbound(fields, own));
  both("/webhooks/sms/status", (fields, request) => {
    const { ref } = request.query as { ref?: unknown };
    return parseStatus(fields, typeof ref === "string" ? ref : undefined, own);
  });
}

function refuse({ metrics }: Deps, reply: FastifyReply, provider: string, code: 401 | 403): FastifyReply {
  metrics.signatures.inc({ provider });
  return reply.code(code).send();
}

/** 503 when it could not be stored: the provider keeps it, and redelivers or lists it. */
async function keep({ accept, log }: Deps, parsed: Parsed, reply: FastifyReply, done: () => FastifyReply): Promise<FastifyReply> {
  try {
    crashPoint("before-insert");
    await accept.webhook(parsed);
    crashPoint("after-insert");
  } catch (error) {
    log.bug("accept.failed", error);
    return reply.code(503).header("retry-after", "1").send();
  }
  return done();
}
