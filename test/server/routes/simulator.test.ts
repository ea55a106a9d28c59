/** The simulator's edge: who may ask, what may be sent, and what an open page is told. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { createLoopback } from "../../../server/providers/loopback.ts";
import type { Arrival, Parsed } from "../../../server/providers/provider.ts";
import { KEPT, simulator, type SimulatorDeps } from "../../../server/routes/simulator.ts";
import type { SimulatorMessage, SimulatorThread } from "../../../server/routes/types.ts";

const PERSON = "50761234567";
const undo: (() => Promise<unknown> | void)[] = [];
afterEach(async () => { for (const step of undo.splice(0).toReversed()) await step(); });

async function start(more: Partial<SimulatorDeps> = {}) {
  const arrivals: Arrival[] = [];
  const loopback = { whatsapp: createLoopback("whatsapp"), sms: createLoopback("sms") };
  const accept = { webhook: (parsed: Parsed) => { arrivals.push(...parsed.arrivals); return Promise.resolve({ new: 1, duplicate: 0, stale: 0 }); } };
  const app = Fastify({ forceCloseConnections: "idle" });
  undo.push(() => app.close());
  await app.register(scope => simulator(scope, { accept, loopback, now: () => 1_700_000_000_000, ...more }));
  return { app, arrivals, loopback };
}

const send = (app: FastifyInstance, body: unknown, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url: "/simulator/send", headers: { "content-type": "application/json", ...headers }, payload: typeof body === "string" ? body : JSON.stringify(body) });

/** Opens a person's stream and reads events one by one. */
async function follow(app: FastifyInstance, person = PERSON) {
  const url = app.server.listening ? `http://127.0.0.1:${(app.server.address() as { port: number }).port}` : await app.listen({ host: "127.0.0.1", port: 0 });
  const events: { event: string; data: unknown }[] = [];
  const waiting: (() => void)[] = [];
  let beats = 0, ended = false;
  const request = get(`${url}/simulator/events?person=${person}`, response => {
    let text = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const event = /^event: (.*)$/m.exec(block)?.[1], data = /^data: (.*)$/m.exec(block)?.[1];
        if (event && data) events.push({ event, data: JSON.parse(data) });
        else if (block.startsWith(":")) beats++;
      }
      for (const wake of waiting.splice(0)) wake();
    }).on("end", () => { ended = true; for (const wake of waiting.splice(0)) wake(); });
  });
  request.on("error", () => { ended = true; for (const wake of waiting.splice(0)) wake(); });
  undo.push(() => { request.destroy(); });
  const until = async (claim: () => boolean): Promise<void> => { while (!claim()) await new Promise<void>(resolve => waiting.push(resolve)); };
  await until(() => events.length > 0);
  return { thread: events[0]!.data as SimulatorThread, messages: () => events.slice(1).map(e => e.data as SimulatorMessage), until, beats: () => beats, ended: () => ended };
}

describe("what is sent goes through the corridor", () => {
  const CASES: { of: string; channel: "whatsapp" | "sms"; body: object; said: object; silent?: string }[] = [
    { of: "words", channel: "whatsapp", body: { text: "¿hola? مرحبا 🌉" }, said: { kind: "text", text: "¿hola? مرحبا 🌉" } },
    { of: "an empty message", channel: "sms", body: { text: "" }, said: { kind: "text", text: "" } },
    { of: "a tapped row", channel: "whatsapp", body: { choice: { id: "language:es", title: "Español" } }, said: { kind: "choice", id: "language:es", title: "Español" } },
    { of: "a voice note", channel: "whatsapp", body: { media: "voice" }, said: { kind: "media", media: "voice" } },
    { of: "a photo with words", channel: "sms", body: { media: "image", caption: "mi carnet" }, said: { kind: "media", media: "image", caption: "mi carnet" } },
    { of: "a location", channel: "whatsapp", body: { location: { latitude: 8.98, longitude: -79.5 } }, said: { kind: "location", latitude: 8.98, longitude: -79.5 } },
    { of: "the carrier's own word", channel: "sms", body: { text: "STOP" }, said: { kind: "text", text: "STOP" }, silent: "opted-out" },
    { of: "that word where it is nobody's", channel: "whatsapp", body: { text: "STOP" }, said: { kind: "text", text: "STOP" } },
  ];
  test.each(CASES)("$of on $channel arrives as a provider would bring it", async ({ channel, body, said, silent }) => {
    const { app, arrivals } = await start();
    const answer = await send(app, { channel, person: PERSON, id: "a-1", ...body });
    expect([answer.statusCode, answer.json()]).toEqual([202, { id: "a-1" }]);
    expect(arrivals).toEqual([{ provider: "loopback", channel, id: `simulator-${channel}-${PERSON}-a-1`, from: { phone: PERSON }, at: 1_700_000_000_000, said, ...(silent && { silent }) }]);
  });

  const WRONG: { of: string; body: unknown; says: RegExp }[] = [
    { of: "no object", body: "[]", says: /JSON object/ },
    { of: "broken JSON", body: "{", says: /not JSON/ },
    { of: "an unknown channel", body: { channel: "pigeon", person: PERSON, text: "x" }, says: /channel must be/ },
    { of: "a person with letters", body: { channel: "sms", person: "507-abc", text: "x" }, says: /person must be/ },
    { of: "no person", body: { channel: "sms", text: "x" }, says: /person must be/ },
    { of: "a bad id", body: { channel: "sms", person: PERSON, id: "a b", text: "x" }, says: /id must be/ },
    { of: "nothing said", body: { channel: "sms", person: PERSON }, says: /exactly one/ },
    { of: "two things at once", body: { channel: "sms", person: PERSON, text: "x", media: "image" }, says: /exactly one/ },
    { of: "a caption of nothing", body: { channel: "sms", person: PERSON, text: "x", caption: "y" }, says: /exactly one/ },
    { of: "an inherited name", body: '{"channel":"sms","person":"50761234567","__proto__x":1}', says: /exactly one/ },
    { of: "text that is no text", body: { channel: "sms", person: PERSON, text: 7 }, says: /text must be/ },
    { of: "text beyond measure", body: { channel: "sms", person: PERSON, text: "x".repeat(10_001) }, says: /text must be/ },
    { of: "a tap on an SMS", body: { channel: "sms", person: PERSON, choice: { id: "a", title: "b" } }, says: /no buttons/ },
    { of: "a choice without an id", body: { channel: "whatsapp", person: PERSON, choice: { title: "b" } }, says: /choice must be/ },
    { of: "an unknown kind of file", body: { channel: "whatsapp", person: PERSON, media: "hologram" }, says: /media must be/ },
    { of: "a place off the globe", body: { channel: "whatsapp", person: PERSON, location: { latitude: 91, longitude: 0 } }, says: /location must be/ },
  ];
  test.each(WRONG)("$of is refused with a line that says why", async ({ body, says }) => {
    const { app, arrivals } = await start();
    const answer = await send(app, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ error: string }>().error).toMatch(says);
    expect(arrivals).toEqual([]);
  });

  test("a body that is not JSON by its type is refused", async () => {
    const { app } = await start();
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) expect((await send(app, "{}", { "content-type": type })).statusCode).toBe(415);
  });

  test("a channel with a real provider has no phone here", async () => {
    const { app, arrivals } = await start({ loopback: { sms: createLoopback("sms") } });
    expect((await send(app, { channel: "whatsapp", person: PERSON, text: "x" })).statusCode).toBe(409);
    expect(arrivals).toEqual([]);
    expect((await follow(app)).thread.channels).toEqual({ whatsapp: false, sms: true });
  });
});

describe("it is open to this machine alone", () => {
  test.each([
    ["127.0.0.1:8080", undefined, 202], ["localhost", undefined, 202], ["[::1]:8080", undefined, 202], ["localhost:8080", "http://localhost:8080", 202],
    ["evil.example", undefined, 403], ["127.0.0.1.evil.example:8080", undefined, 403], ["a b", undefined, 403],
    ["localhost:8080", "http://evil.example", 403], ["localhost:8080", "http://localhost:3000", 403], ["localhost:8080", "null", 403],
  ])("Host %p with Origin %p is answered %p", async (host, origin, status) => {
    const { app } = await start();
    expect((await send(app, { channel: "sms", person: PERSON, text: "x" }, { host, ...(origin && { origin }) })).statusCode).toBe(status);
  });

  test("another host gets neither page, assets nor events", async () => {
    const { app } = await start();
    for (const url of ["/simulator", "/simulator/assets/x.js", `/simulator/events?person=${PERSON}`]) expect((await app.inject({ url, headers: { host: "evil.example" } })).statusCode).toBe(403);
  });
});

describe("an open page", () => {
  test("is told what was kept, then what is said and what is answered", async () => {
    const { app, loopback } = await start();
    await send(app, { channel: "sms", person: PERSON, id: "a", text: "hola" });
    const page = await follow(app);
    expect(page.thread.messages).toMatchObject([{ channel: "sms", from: "person", id: "a", said: { kind: "text", text: "hola" }, state: "stored" }]);
    await loopback.sms.send({ phone: PERSON }, { kind: "sms", body: "1 Español\n2 English", encoding: "GSM-7", segments: 1 }, "r");
    await loopback.sms.send({ phone: "50760000000" }, { kind: "sms", body: "for another", encoding: "GSM-7", segments: 1 }, "r");
    await send(app, { channel: "sms", person: PERSON, id: "b", text: "1" });
    await page.until(() => page.messages().length === 3);
    expect(page.messages()).toMatchObject([{ from: "puente", message: { body: "1 Español\n2 English" } }, { id: "b", state: "sending" }, { id: "b", state: "stored" }]);
    expect(page.messages()[1]!.n).toBe(page.messages()[2]!.n);
  });

  test("the same message sent again is the same bubble and the same arrival", async () => {
    const { app, arrivals } = await start();
    for (let i = 0; i < 2; i++) await send(app, { channel: "sms", person: PERSON, id: "a", text: "hola" });
    expect((await follow(app)).thread.messages).toHaveLength(1);
    expect(new Set(arrivals.map(a => a.id)).size).toBe(1);
  });

  test("a message that could not be stored says so", async () => {
    const { app } = await start({ accept: { webhook: () => Promise.reject(new Error("disk")) } });
    expect((await send(app, { channel: "sms", person: PERSON, text: "hola" })).statusCode).toBe(503);
    expect((await follow(app)).thread.messages).toMatchObject([{ state: "failed" }]);
  });

  test("keeps the last messages of the last persons and no more", async () => {
    const { app, loopback } = await start();
    for (let i = 0; i < KEPT.messages + 5; i++) await loopback.sms.send({ phone: PERSON }, { kind: "sms", body: `${i}`, encoding: "GSM-7", segments: 1 }, "r");
    const { messages } = (await follow(app)).thread;
    expect(messages).toHaveLength(KEPT.messages);
    expect(messages[0]).toMatchObject({ message: { body: "5" } });
    for (let i = 0; i < KEPT.persons; i++) await loopback.sms.send({ phone: `5077${1_000_000 + i}` }, { kind: "sms", body: "x", encoding: "GSM-7", segments: 1 }, "r");
    expect((await follow(app)).thread.messages).toEqual([]);
  });

  test("shows signs of life, and is let go when the server closes", async () => {
    const { app } = await start({ heartbeat: 5 });
    const page = await follow(app);
    await page.until(() => page.beats() > 1);
    await app.close();
    await page.until(page.ended);
  });

  test("is refused without a person", async () => {
    const { app } = await start();
    expect((await app.inject("/simulator/events?person=nobody")).statusCode).toBe(400);
  });
});

describe("the page", () => {
  test("that is not built names the command", async () => {
    const { app } = await start({ folder: "/nonexistent" });
    const answer = await app.inject("/simulator");
    expect([answer.statusCode, answer.body]).toEqual([503, "The simulator is not built yet. Run: npm run build\n"]);
  });

  test("that is built comes with a policy that runs nothing but its own files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "puente-console-"));
    undo.push(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "simulator.html"), "<!doctype html>");
    writeFileSync(join(folder, "assets", "a.js"), "1");
    const { app } = await start({ folder });
    for (const url of ["/simulator", "/simulator/"]) {
      const answer = await app.inject(url);
      expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(answer.headers["content-security-policy"]).toMatch(/default-src 'none'/);
      expect(answer.headers["content-security-policy"]).not.toMatch(/unsafe/);
    }
    expect((await app.inject("/simulator/assets/a.js")).headers["content-type"]).toMatch(/javascript/);
    for (const url of ["/simulator/assets/../simulator.html", "/simulator/assets/%2e%2e/simulator.html", "/simulator/assets/b.js", "/simulator/assets/"]) {
      const { statusCode } = await app.inject(url);
      expect(statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});
