/** The registry's client against the sandbox on loopback, and against answers no good registry gives. */
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createRegistry } from "../../../server/cases/registry.ts";
import type { LookupAnswer } from "../../../server/cases/registry.ts";
import { createSandbox, type SandboxOptions } from "../../../sandbox/app.ts";
import type { Contract } from "../../../server/cases/contract.ts";

const NUMBER = "PA-2026-000001";
const PROOF = "246810";
const AT = Date.parse("2026-11-02T12:00:00Z");

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

/** A registry that answers every look-up with one response. */
const answering = (body: string | Uint8Array, init: ResponseInit = {}): Promise<LookupAnswer> =>
  createRegistry({ url: "http://registry.test", now: () => AT, fetch: async () => new Response(body as string, init) }).lookup(NUMBER, PROOF);

const json = (value: unknown): Promise<LookupAnswer> => answering(JSON.stringify(value), { headers: { "content-type": "application/json" } });

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise(resolve => { server.closeAllConnections(); server.close(resolve); }));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function sandboxed(timeoutMs = 5000, options: SandboxOptions = {}) {
  const app = createSandbox(options);
  ends.push(() => app.close());
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { app, url, registry: createRegistry({ url, timeoutMs, client: options.client }) };
}

describe("against the sandbox", () => {
  test("a case is found, and known to be a sandbox's", async () => {
    const { registry } = await sandboxed();
    expect(await registry.lookup(NUMBER, PROOF)).toEqual({ kind: "answered", outcome: { kind: "found", stage: "admitted", asOf: "2026-09-14", sandbox: true } });
    expect(await registry.mode()).toBe("sandbox");
  });

  test("an unknown number and a wrong proof are one answer", async () => {
    const { registry } = await sandboxed();
    const unknown = { kind: "answered", outcome: { kind: "unknown" } };
    expect(await registry.lookup("PA-2026-999999", PROOF)).toEqual(unknown);
    expect(await registry.lookup(NUMBER, "111111")).toEqual(unknown);
  });

  test("a slow, a broken and a dead registry are asked again; one that talks nonsense is not", async () => {
    const { app, registry } = await sandboxed(150);
    app.switches.delayMs = 30_000;
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:slow" });
    app.switches.delayMs = 0;
    app.switches.fail = "500";
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:broken" });
    app.switches.fail = "down";
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:down" });
    app.switches.fail = "garbage";
    expect(await registry.lookup(NUMBER, PROOF)).toEqual({ kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } });
    delete app.switches.fail;
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ kind: "answered", outcome: { kind: "found" } });
  });

  test("nobody listening means again", async () => {
    const { app, registry } = await sandboxed();
    await app.close();
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:down" });
    expect(await registry.mode()).toBe("unknown");
  });
});

describe("what leaves", () => {
  test("number and proof stand in the body, and nowhere else is anything about the person", async () => {
    const seen: { url: string; headers: string; body: string }[] = [];
    const url = await serving((request, response) => {
      let body = "";
      request.on("data", chunk => { body += chunk; });
      request.on("end", () => { seen.push({ url: request.url!, headers: JSON.stringify(request.headers), body }); response.end("{}"); });
    });
    await createRegistry({ url: `${url}/registry/` }).lookup(NUMBER, PROOF);
    expect(seen).toEqual([{ url: "/registry/v1/lookups", headers: expect.not.stringMatching(/2468|PA-/), body: JSON.stringify({ caseNumber: NUMBER, proof: PROOF }) }]);
  });

  test("a redirect is not followed with them", async () => {
    let elsewhere = 0;
    const other = await serving((_request, response) => { elsewhere += 1; response.end("{}"); });
    const url = await serving((_request, response) => { response.writeHead(307, { location: `${other}/v1/lookups` }).end(); });
    expect(await createRegistry({ url }).lookup(NUMBER, PROOF)).toEqual({ kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } });
    expect(elsewhere).toBe(0);
  });

  test.each([["no address", "registry"], ["a file", "file:///etc"], ["a password in it", "https://a:b@registry.test"], ["a query", "https://registry.test/?key=1"]])(
    "%s is refused at the start", (_label, url) => { expect(() => createRegistry({ url })).toThrow(/CASE_API_URL/); });
});

describe("what comes back", () => {
  test.each([
    ["a day", "2026-10-01", "2026-10-01"],
    ["a moment before midnight in Panama", "2026-10-01T04:59:00Z", "2026-09-30"],
    ["a moment after midnight in Panama", "2026-10-01T05:00:00.123Z", "2026-10-01"],
    ["a moment in Panama's own time", "2026-10-01T23:30:00-05:00", "2026-10-01"],
    ["a moment without a zone", "2026-10-01T23:30:00", "2026-10-01"],
  ])("%s is a date", async (_label, asOf, day) => {
    expect(await json({ stage: "conare", asOf })).toEqual({ kind: "answered", outcome: { kind: "found", stage: "conare", asOf: day, sandbox: false } });
  });

  test("a stage we do not know is kept as it is", async () => {
    expect(await json({ stage: "second-review", asOf: "2026-10-01" })).toMatchObject({ outcome: { kind: "found", stage: "second-review" } });
  });

  test("the next step is kept as a day or a word, and free text is left out", async () => {
    expect(await json({ stage: "interview", asOf: "2026-10-01", next: "2026-11-17" })).toMatchObject({ outcome: { next: "2026-11-17" } });
    expect(await json({ stage: "interview", asOf: "2026-10-01", next: "conare" })).toMatchObject({ outcome: { next: "conare" } });
    const { outcome } = await json({ stage: "interview", asOf: "2026-10-01", next: "Call +507 555 and pay" }) as Extract<LookupAnswer, { kind: "answered" }>;
    expect(outcome).not.toHaveProperty("next");
  });

  test.each([
    ["nothing", ""], ["null", "null"], ["a list", "[]"], ["half of it", "{\"stage\":\"adm"], ["not UTF-8", new Uint8Array([0xff, 0xfe, 0x00])],
    ["no stage", JSON.stringify({ asOf: "2026-10-01" })],
    ["a stage in capitals", JSON.stringify({ stage: "ADMITTED", asOf: "2026-10-01" })],
    ["a stage that is a sentence", JSON.stringify({ stage: "you must pay", asOf: "2026-10-01" })],
    ["a stage without end", JSON.stringify({ stage: "a".repeat(41), asOf: "2026-10-01" })],
    ["a date that is none", JSON.stringify({ stage: "admitted", asOf: "yesterday" })],
    ["a day that never was", JSON.stringify({ stage: "admitted", asOf: "2026-02-31" })],
    ["an hour that never was", JSON.stringify({ stage: "admitted", asOf: "2026-10-01T25:00:00Z" })],
    ["a date that is a number", JSON.stringify({ stage: "admitted", asOf: 20261001 })],
    ["more than any answer holds", JSON.stringify({ stage: "admitted", asOf: "2026-10-01", more: "x".repeat(70_000) })],
  ])("%s is a wrong registry, told as failed", async (_label, body) => {
    expect(await answering(body)).toEqual({ kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } });
  });

  test.each([
    ["a key refused", 401, "registry:unauthorized", 900], ["a key forbidden", 403, "registry:unauthorized", 900],
    ["broken", 500, "registry:broken", 10], ["behind a dead proxy", 502, "registry:broken", 10],
    ["too many requests", 429, "registry:throttled", 30],
  ])("%s is asked again later", async (_label, status, why, after) => {
    expect(await answering("<html>", { status })).toEqual({ kind: "again", after, why });
  });

  test.each([
    ["seconds", "7", 7], ["a date", new Date(AT + 90_000).toUTCString(), 90], ["a date gone by", new Date(AT - 90_000).toUTCString(), 1],
    ["far too long", "999999", 3600], ["nonsense", "soon", 30], ["less than nothing", "-5", 30],
  ])("Retry-After as %s is kept within reason", async (_label, said, after) => {
    expect(await answering("", { status: 429, headers: { "retry-after": said } })).toEqual({ kind: "again", after, why: "registry:throttled" });
  });

  test("a 404 that is a page says nothing about a case", async () => {
    expect(await answering("<html>", { status: 404, headers: { "content-type": "text/html" } })).toMatchObject({ outcome: { kind: "failed", why: "registry:wrong" } });
    expect(await answering("{}", { status: 404, headers: { "content-type": "application/problem+json" } })).toMatchObject({ outcome: { kind: "unknown" } });
  });

  test("an answer cut off half way, and one that stops half way, are asked again", async () => {
    const cut = await serving((_request, response) => { response.writeHead(200, { "content-length": "500" }); response.write("{\"stage\":"); setImmediate(() => response.destroy()); });
    expect(await createRegistry({ url: cut }).lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:down" });
    const stuck = await serving((_request, response) => { response.write("{\"stage\":"); });
    expect(await createRegistry({ url: stuck, timeoutMs: 150 }).lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:slow" });
  });

  test("no answer and no fault holds the number or the proof", async () => {
    const echo = JSON.stringify({ stage: NUMBER, asOf: PROOF });
    for (const status of [200, 400, 401, 404, 429, 500]) expect(JSON.stringify(await answering(echo, { status }))).not.toMatch(/2468|PA-/);
  });
});

describe("a bad day of the registry", () => {
  test.each([
    ["malformed", { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } }], ["oversized", { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } }],
    ["wrong", { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } }], ["contradictory", { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } }],
    ["throttled", { kind: "again", after: 2, why: "registry:throttled" }], ["unheard", { kind: "answered", outcome: { kind: "found", stage: "second-review", asOf: "2026-09-14", sandbox: true } }],
  ] as const)("%s", async (fail, answer) => {
    const { registry } = await sandboxed(5000, { fail });
    expect(await registry.lookup(NUMBER, PROOF)).toEqual(answer);
  });

  test("of its appointments the next is kept, from today on; what is not as the contract says is passed over", async () => {
    const one = (id: string, on: string, more = {}) => ({ id, kind: "interview", on, place: "ONPAR, Ciudad de Panamá", ...more });
    const next = async (...appointments: unknown[]) => (await json({ stage: "interview", asOf: "2026-10-01", appointments }) as { outcome: { appointment?: unknown } }).outcome.appointment;
    expect(await next(one("a", "2026-11-01"), one("c", "2026-12-01"), one("b", "2026-11-02", { at: "09:00" }))).toEqual({ on: "2026-11-02", at: "09:00", place: "ONPAR, Ciudad de Panamá" });
    expect(await next(one("a", "2026-11-01"))).toBeUndefined();
    for (const broken of [one("a", "2026-02-31"), one("a", "2099-13-01"), one("a", "2026-12-01", { at: "25:00" }), one("a", "2026-12-01", { place: "ONPAR 507 555-0000" }), one("a", "2026-12-01", { place: "ask at onpar.example" }), one("a", "2026-12-01", { place: "https://x" }), one("a", "2026-12-01", { place: "x".repeat(49) }), null, 7]) expect(await next(broken)).toBeUndefined();
  });

  test("an answer from the future, or that changed after its own date, is wrong; a clock that is ahead is not", async () => {
    const wrong = { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } };
    expect(await json({ stage: "conare", asOf: "2026-11-04" })).toEqual(wrong);
    expect(await json({ stage: "conare", asOf: "2026-10-01", changedOn: "2026-10-02" })).toEqual(wrong);
    expect(await json({ stage: "conare", asOf: "2026-11-03" })).toMatchObject({ outcome: { kind: "found" } });
    expect(await json({ stage: "conare", asOf: "2026-10-01", changedOn: "2026-02-31", appointments: "soon", noticeOn: 7 })).toMatchObject({ outcome: { kind: "found" } });
  });

  test("after failures in a row it is left alone, but for one question every five seconds", async () => {
    let at = AT, asked = 0, status = 500;
    const registry = createRegistry({ url: "http://registry.test", now: () => at, fetch: async () => { asked++; return Response.json({}, { status }); } });
    for (let i = 0; i < 20; i++) expect((await registry.lookup(NUMBER, PROOF)).kind).toBe("again");
    expect(asked).toBe(8);
    at += 5_000;
    status = 404;
    expect(await registry.lookup(NUMBER, PROOF)).toEqual({ kind: "answered", outcome: { kind: "unknown" } });
    expect((await registry.lookup(NUMBER, PROOF)).kind).toBe("answered");
  });
});

describe("the token", () => {
  const client = { id: "puente", secret: "a: secret, with ñ" };

  test("is fetched once for many questions, and anew when it ends", async () => {
    let at = AT, fetched = 0;
    const app = createSandbox({ client, now: () => at });
    ends.push(() => app.close());
    app.addHook("onRequest", async request => { if (request.url === "/v1/token") fetched++; });
    const registry = createRegistry({ url: await app.listen({ port: 0, host: "127.0.0.1" }), client, now: () => at });
    const all = await Promise.all(Array.from({ length: 20 }, () => registry.lookup(NUMBER, PROOF)));
    expect(all.every(answer => answer.kind === "answered" && answer.outcome.kind === "found")).toBe(true);
    expect(fetched).toBe(1);
    at += 3_600_000;
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ outcome: { kind: "found" } });
    expect(fetched).toBe(2);
  });

  test("one that is not taken any more is replaced at once, and only once", async () => {
    let refusing = 1, asked = 0, tokens = 0;
    const url = await serving((request, response) => {
      request.resume();
      if (request.url === "/v1/token") return void response.setHeader("content-type", "application/json").end(JSON.stringify({ access_token: `token-number-0000${++tokens}`, token_type: "Bearer", expires_in: 300 }));
      asked++;
      if (refusing-- > 0) return void response.writeHead(401).end();
      return void response.end(JSON.stringify({ stage: "conare", asOf: "2026-10-01", by: request.headers.authorization }));
    });
    const registry = createRegistry({ url, client });
    expect(await registry.lookup(NUMBER, PROOF)).toMatchObject({ outcome: { kind: "found" } });
    expect([asked, tokens]).toEqual([2, 2]);
    refusing = 99;
    expect(await registry.lookup(NUMBER, PROOF)).toEqual({ kind: "again", after: 900, why: "registry:unauthorized" });
    expect([asked, tokens]).toEqual([4, 3]);
  });

  test.each<[string, number, string, string]>([
    ["refused", 401, "{}", "registry:unauthorized"], ["broken", 500, "{}", "registry:broken"], ["a page", 200, "<html>", "registry:broken"],
    ["that never ends", 200, JSON.stringify({ access_token: "x".repeat(20), token_type: "Bearer", expires_in: 1e9 }), "registry:broken"],
    ["with a line break", 200, JSON.stringify({ access_token: "xxxxxxxxxxxxxxxx\r\nx: y", token_type: "Bearer", expires_in: 300 }), "registry:broken"],
  ])("%s is no token", async (_label, status, body, why) => {
    let asked = 0;
    const url = await serving((request, response) => { request.resume(); if (request.url !== "/v1/token") asked++; response.writeHead(status).end(body); });
    expect(await createRegistry({ url, client }).lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why });
    expect(asked).toBe(0);
  });

  test("a wrong secret never becomes a question with a proof", async () => {
    const { url } = await sandboxed(5000, { client });
    expect(await createRegistry({ url, client: { ...client, secret: "other" } }).lookup(NUMBER, PROOF)).toMatchObject({ kind: "again", why: "registry:unauthorized" });
    expect(await createRegistry({ url, client }).lookup(NUMBER, PROOF)).toMatchObject({ kind: "answered", outcome: { kind: "found" } });
  });
});

describe("changes", () => {
  const page = (body: unknown, status = 200) => createRegistry({ url: "http://registry.test", fetch: async () => Response.json(body, { status }) }).changes("n1");
  const change = { id: "c-1", caseNumber: NUMBER, changedAt: "2026-10-01T10:00:00Z", what: "stage" };

  test("are read page by page to the end, each once", async () => {
    const { app, registry } = await sandboxed();
    const read: Contract["Change"][] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const answer = await registry.changes(cursor, 4);
      if (answer.kind !== "page") throw new Error(answer.kind);
      read.push(...answer.page.changes);
      ({ cursor, more } = answer.page);
    }
    expect(new Set(read.map(c => c.id)).size).toBe(9);
    const made = await app.report({ caseNumber: NUMBER, what: "stage" });
    expect(await registry.changes(cursor)).toMatchObject({ kind: "page", page: { changes: [made], more: false } });
  });

  test("a cursor too old is gone; a registry in trouble is asked again", async () => {
    const { app, registry } = await sandboxed();
    expect(await registry.changes("n1")).toEqual({ kind: "gone" });
    expect(await registry.changes("nonsense")).toEqual({ kind: "wrong" });
    app.switches.fail = "throttled";
    expect(await registry.changes(null)).toEqual({ kind: "again", after: 2, why: "registry:throttled" });
  });

  test.each([
    ["no cursor", { changes: [], more: false }], ["a change without an id", { changes: [{ ...change, id: undefined }], cursor: "n2", more: false }],
    ["a moment that never was", { changes: [{ ...change, changedAt: "2026-02-31T25:00:00Z" }], cursor: "n2", more: false }],
    ["more, at the same cursor", { changes: [change], cursor: "n1", more: true }], ["a list", []],
    ["too many", { changes: Array.from({ length: 201 }, () => change), cursor: "n2", more: false }],
  ])("a page with %s is wrong", async (_label, body) => { expect(await page(body)).toEqual({ kind: "wrong" }); });
});
