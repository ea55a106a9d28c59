/** The registry's client against the sandbox on loopback, and against answers no good registry gives. */
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createRegistry } from "../../../server/cases/registry.ts";
import type { LookupAnswer } from "../../../server/cases/registry.ts";
import { createSandbox } from "../../../sandbox/app.ts";

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

async function sandboxed(timeoutMs = 5000) {
  const app = createSandbox();
  ends.push(() => app.close());
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { app, url, registry: createRegistry({ url, timeoutMs }) };
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
