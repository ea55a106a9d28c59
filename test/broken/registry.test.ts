/** Registries that break the contract on purpose, one rule each: the conformance check names the violation, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import type { FastifyReply, FastifyRequest } from "fastify";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/app.ts";
import { runCheck } from "../../scripts/registry/check.ts";
import { checkRegistry, type Cases } from "../../scripts/registry/conformance.ts";

const CLIENT = { id: "partner", secret: "secret" };
const CASES: Cases = {
  known: [{ caseNumber: "PA-2026-000001", proof: "246810", stage: "admitted" }, { caseNumber: "PA-2026-000005", proof: "K4471M", stage: "interview" }],
  restricted: { caseNumber: "PA-2026-000404", proof: "518820" },
};

const open: Sandbox[] = [];
afterEach(async () => { for (const app of open.splice(0)) await app.close(); });

async function served(breaks: (app: Sandbox) => void = () => {}, options: SandboxOptions = { client: CLIENT }): Promise<string> {
  const app = createSandbox(options);
  open.push(app);
  breaks(app);
  return app.listen({ port: 0, host: "127.0.0.1" });
}

type Told = { payload: string; body: Record<string, unknown>; request: FastifyRequest; reply: FastifyReply };
/** Changes what the sandbox sends. */
const sends = (change: (told: Told) => string | Record<string, unknown> | undefined | Promise<string | undefined>) => (app: Sandbox): void => {
  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string") return payload;
    const body = (() => { try { return JSON.parse(payload) as Record<string, unknown>; } catch { return {}; } })();
    const changed = await change({ payload, body, request, reply });
    return changed === undefined ? payload : typeof changed === "string" ? changed : JSON.stringify(changed);
  });
};
const isCase = ({ body }: Told): boolean => "stage" in body;
const proofOf = (request: FastifyRequest): unknown => (request.body as { proof?: unknown } | null)?.proof;
const numberOf = (request: FastifyRequest): unknown => (request.body as { caseNumber?: unknown } | null)?.caseNumber;

describe("the check", () => {
  test("finds nothing in the sandbox, with a client and without", async () => {
    const kept = (await checkRegistry(await served(), { client: CLIENT, cases: CASES }));
    expect(kept.violations).toEqual([]);
    expect(kept.kept).toHaveLength(11);
    expect((await checkRegistry(await served(undefined, {}), { cases: CASES })).violations).toEqual([]);
  });

  test.each<[string, (app: Sandbox) => void, RegExp]>([
    ["does not say its version", sends(({ body }) => ("mode" in body ? { mode: "sandbox" } : undefined)), /does not say which version/],
    ["says live in its header", sends(({ request, reply }) => { if (request.url === "/v1/") reply.header("x-registry-mode", "live"); return undefined; }), /mode and its header/],
    ["gives a token to everyone", app => app.addHook("onSend", async (request, reply, payload) => { if (request.url !== "/v1/token" || reply.statusCode !== 401) return payload; reply.code(200); return JSON.stringify({ access_token: "x".repeat(20), token_type: "Bearer", expires_in: 300 }); }), /wrong secret gets 200/],
    ["leaves WWW-Authenticate out", sends(({ reply }) => { if (reply.statusCode === 401) reply.removeHeader("www-authenticate"); return undefined; }), /does not name Bearer/],
    ["tells a name", sends(told => (isCase(told) ? { ...told.body, fullName: "Ana" } : undefined)), /does not have: fullName/],
    ["has a stage of its own", sends(told => (isCase(told) ? { ...told.body, stage: "in-limbo" } : undefined)), /a stage that the contract does not have|another stage than expected/],
    ["leaves the date out", sends(told => (isCase(told) ? { ...told.body, asOf: undefined } : undefined)), /it has no asOf/],
    ["is as of next century", sends(told => (isCase(told) ? { ...told.body, asOf: "2126-01-01", changedOn: undefined } : undefined)), /still to come/],
    ["changed after its own date", sends(told => (isCase(told) ? { ...told.body, changedOn: "2099-01-01" } : undefined)), /changed after its own date/],
    ["has a notice from after its own date", sends(told => (isCase(told) ? { ...told.body, noticeOn: "2099-01-01" } : undefined)), /notice from after/],
    ["puts a telephone in a place", sends(told => (isCase(told) ? { ...told.body, appointments: [{ id: "a", kind: "interview", on: "2027-01-01", place: "call +507 555 0000 / http://x" }] } : undefined)), /appointments\/0\/place is against pattern/],
    ["gives appointments out of order", sends(told => (Array.isArray(told.body["appointments"]) ? { ...told.body, appointments: told.body["appointments"].toReversed() } : undefined)), /out of order/],
    ["answers a page", sends(told => { if (isCase(told)) told.reply.type("text/html"); return undefined; }), /not application\/json/],
    ["answers without end", sends(told => (isCase(told) ? { ...told.body, padding: "x".repeat(70_000) } : undefined)), /is not what the contract says|another answer/],
    ["says that a proof is wrong", sends(({ request, reply, body }) => (reply.statusCode === 404 && String(numberOf(request)).startsWith("PA-2026-000001") ? { ...body, title: "Wrong proof" } : undefined)), /tells that the case exists/],
    ["answers 403 to a restricted person", sends(({ request, reply, body }) => { if (numberOf(request) !== "PA-2026-000404") return undefined; reply.code(403); return { ...body, status: 403 }; }), /contact is restricted gets another answer/],
    ["takes its time for cases that exist", app => app.addHook("preHandler", async request => { if (String(numberOf(request)).startsWith("PA-2026-000001")) await wait(60); }), /takes another time/],
    ["takes a phone", app => app.addHook("preValidation", async request => { delete (request.body as { phone?: unknown } | null)?.phone; }), /A phone beside the number gets 404/],
    ["takes a number in an address", app => { app.get("/v1/lookups", async () => ({ stage: "admitted", asOf: "2026-09-14" })); }, /a number in an address/],
    ["forgets its keys", app => app.addHook("preValidation", async request => { delete request.headers["idempotency-key"]; }), /with another body gets 404, not 422/],
    ["answers the same question differently", (() => { let count = 0; return sends(told => (isCase(told) ? { ...told.body, next: count++ % 2 ? "conare" : "appeal" } : undefined)); })(), /Idempotency-Key gets another answer/],
    ["never ends its pages", sends(({ body }) => ("cursor" in body ? { ...body, more: true, cursor: "n3" } : undefined)), /comes twice|have no end/],
    ["tells changes again at the last cursor", sends(({ body, request }) => (request.url.includes("after=n12") ? { ...body, changes: [{ id: "c-3", caseNumber: "PA-2026-000003", changedAt: "2026-10-01T10:00:00Z", what: "stage" }] } : undefined)), /gives changes again/],
    ["keeps no limit", app => app.addHook("onRequest", async request => { if (request.url.includes("limit=1")) (request.query as Record<string, string>)["limit"] = "7"; }), /limit of a page/],
    ["names a restricted person in a change", sends(({ body }) => (Array.isArray(body["changes"]) ? { ...body, changes: body["changes"].map((change: object, at) => (at === 0 ? { ...change, caseNumber: "PA-2026-000404" } : change)) } : undefined)), /names the case of a person/],
    ["tells the stage in a change", sends(({ body }) => (Array.isArray(body["changes"]) ? { ...body, changes: body["changes"].map((change: object) => ({ ...change, stage: "refused" })) } : undefined)), /change holds what the contract does not have: stage/],
    ["lets answers be kept", sends(({ reply, request }) => { if (request.url === "/v1/lookups") reply.header("cache-control", "max-age=60"); return undefined; }), /no-store/],
    ["repeats the proof", sends(({ reply, request }) => { if (proofOf(request) === "246810") reply.header("x-debug", "246810"); return undefined; }), /repeats a number or a proof/],
    ["fails with a page", sends(({ reply }) => { if (reply.statusCode === 413 || reply.statusCode === 400) reply.type("text/html"); return undefined; }), /no application\/problem\+json/],
    ["fails with a problem of its own", sends(({ reply, body }) => (reply.statusCode === 400 ? { message: body["title"] } : undefined)), /a problem that is not what the contract says/],
    ["hides that it is a sandbox", sends(({ reply, request }) => { if (request.url.startsWith("/v1/changes")) reply.removeHeader("x-registry-mode"); return undefined; }), /does not say so in X-Registry-Mode/],
  ])("names it when a registry %s", async (_label, breaks, named) => {
    const { violations } = await checkRegistry(await served(breaks), { client: CLIENT, cases: CASES });
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.filter(violation => !named.test(violation))).toEqual([]);
    expect(violations.join(" ")).not.toMatch(/246810|518820|K4471M|PA-2026/);
  });
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "puente-registry-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string): string => { const path = join(folder, "cases.json"); writeFileSync(path, text); return path; };
  async function run(url: string | undefined, cases?: string, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; said: string }> {
    const lines: string[] = [];
    const code = await runCheck(url, cases, { env, out: line => lines.push(line) });
    return { code, said: lines.join("\n") };
  }

  test("says that the sandbox keeps the contract", async () => {
    const { code, said } = await run(await served(), undefined, { CASE_API_CLIENT_ID: CLIENT.id, CASE_API_CLIENT_SECRET: CLIENT.secret });
    expect([code, said.match(/^ok {6}/gm)?.length]).toEqual([0, 11]);
    expect(said).toMatch(/It keeps the contract\.$/);
  });

  test("counts what is violated and fails, over cases from a file", async () => {
    const { code, said } = await run(await served(sends(told => (isCase(told) ? { ...told.body, asOf: undefined } : undefined)), {}), file(JSON.stringify({ known: CASES.known })));
    expect(code).toBe(1);
    expect(said).toMatch(/note {4}no client[^]*note {4}no restricted case[^]*FAILED {2}The answer to known case 1 [^]*\n2 violations of the contract\.$/);
  });

  test("a registry that refuses the client, or is not there, fails in a sentence", async () => {
    const url = await served();
    expect(await run(url, undefined, { CASE_API_CLIENT_ID: "partner", CASE_API_CLIENT_SECRET: "other" })).toEqual({ code: 1, said: "FAILED  The registry gives no token for this client id and secret." });
    expect(await run("http://127.0.0.1:9", file(JSON.stringify(CASES)))).toMatchObject({ code: 1, said: expect.stringMatching(/can't be reached\.$/) });
  });

  test.each<[string, string | undefined, string | undefined]>([["no address", undefined, undefined], ["no cases", "http://127.0.0.1:9", undefined], ["cases that are none", "http://127.0.0.1:9", "{}"], ["a file that is no JSON", "http://127.0.0.1:9", "{"]])("%s is said, with what to write", async (_label, url, text) => {
    const { code, said } = await run(url, text && file(text));
    expect(code).toBe(2);
    expect(said).toMatch(/registry check https|"known":/);
  });
});
