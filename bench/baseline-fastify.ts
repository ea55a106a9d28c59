/** The least a webhook can be on the same Fastify: raw body, signature, JSON, 200. It keeps nothing, so it is the ceiling
 *  that durable acceptance is measured against. */
import { createHmac, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";

const { PORT, APP_SECRET } = process.env;
if (!PORT || !APP_SECRET) throw new Error("PORT and APP_SECRET are needed");

const app = Fastify({ logger: false, bodyLimit: 3 << 20 });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

app.get("/", async () => "ready");

app.post<{ Body: Buffer }>("/webhooks/whatsapp", async (request, reply) => {
  const { body } = request;
  if (!holds(body, request.headers["x-hub-signature-256"])) return reply.code(401).send();
  const parsed = JSON.parse(body.toString("utf8")) as { entry?: { changes?: { value?: { messages?: unknown[] } }[] }[] };
  let messages = 0;
  for (const entry of parsed.entry ?? []) for (const change of entry.changes ?? []) messages += change.value?.messages?.length ?? 0;
  return reply.header("x-messages", messages).send("");
});

function holds(body: Buffer, header: string | string[] | undefined): boolean {
  if (typeof header !== "string" || !header.startsWith("sha256=")) return false;
  const given = Buffer.from(header.slice("sha256=".length), "hex"), made = createHmac("sha256", APP_SECRET!).update(body).digest();
  return given.length === made.length && timingSafeEqual(given, made);
}

await app.listen({ port: Number(PORT), host: "127.0.0.1" });
