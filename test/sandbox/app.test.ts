/** The sandbox registry, asked over its own HTTP. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { createSandbox } from "../../sandbox/app.ts";
import type { Sandbox, Switches } from "../../sandbox/app.ts";
import { CASES, STAGES } from "../../sandbox/cases.ts";

const open: Sandbox[] = [];
const sandbox = (switches?: Switches): Sandbox => { const app = createSandbox(switches); open.push(app); return app; };
afterEach(async () => { for (const app of open.splice(0)) await app.close(); });

const ask = (app: Sandbox, payload: unknown) => app.inject({ method: "POST", url: "/v1/lookups", payload: payload as object });
const KNOWN = { caseNumber: "PA-2026-000001", proof: "246810" };

describe("a look-up", () => {
  test("the promised case is there", async () => {
    const response = await ask(sandbox(), KNOWN);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ stage: "admitted", asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  test("a wrong proof and an unknown number get the same bytes", async () => {
    const app = sandbox();
    const bare = (response: Awaited<ReturnType<typeof ask>>) => {
      const { date: _date, ...headers } = response.headers;
      return { status: response.statusCode, headers, body: response.body };
    };
    const wrong = bare(await ask(app, { ...KNOWN, proof: "246811" }));
    expect(bare(await ask(app, { ...KNOWN, caseNumber: "PA-2026-999999" }))).toEqual(wrong);
    expect(bare(await ask(app, { caseNumber: "nothing like it", proof: "x" }))).toEqual(wrong);
    expect(wrong.status).toBe(404);
    expect(wrong.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(wrong.body).not.toMatch(/2468|PA-/);
  });

  test.each([
    ["no proof", { caseNumber: "PA-2026-000001" }],
    ["an empty number", { caseNumber: "", proof: "246810" }],
    ["a proof that is a number", { caseNumber: "PA-2026-000001", proof: 246810 }],
    ["a list", [KNOWN]],
    ["the person's phone beside it", { ...KNOWN, phone: "50760000000" }],
    ["a number without end", { ...KNOWN, caseNumber: "9".repeat(65) }],
  ])("%s is a bad body", async (_label, body) => {
    const response = await ask(sandbox(), body);
    expect(response.statusCode).toBe(400);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
  });

  test("what is no JSON is a problem, not a crash", async () => {
    const app = sandbox();
    for (const [payload, type] of [["{", "application/json"], ["", "application/json"], ["a=b", "application/x-www-form-urlencoded"], ["x".repeat(5000), "application/json"]] as const) {
      const response = await app.inject({ method: "POST", url: "/v1/lookups", payload, headers: { "content-type": type } });
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.statusCode).toBeLessThan(500);
      expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    }
  });

  test("every stage has a case that opens with its proof", async () => {
    const app = sandbox();
    const seen = new Set<string>();
    for (const { caseNumber, proof, stage } of CASES) {
      const response = await ask(app, { caseNumber, proof });
      expect(response.json()).toMatchObject({ stage });
      seen.add(stage);
    }
    expect(seen).toEqual(new Set(STAGES));
  });
});

describe("it never passes for a real registry", () => {
  test("every answer says sandbox", async () => {
    const app = sandbox();
    const responses = [await ask(app, KNOWN), await ask(app, {}), await ask(app, { ...KNOWN, proof: "0000" }), await app.inject("/v1/"), await app.inject("/nowhere")];
    expect(responses.map(response => response.headers["x-registry-mode"])).toEqual(Array(5).fill("sandbox"));
    expect(responses[3]!.json()).toEqual({ mode: "sandbox" });
  });
});

describe("its switches", () => {
  test("are turned while it runs, and back", async () => {
    const app = sandbox();
    app.switches.fail = "500";
    expect((await ask(app, KNOWN)).statusCode).toBe(500);
    app.switches.fail = "garbage";
    expect((await ask(app, KNOWN)).body).toMatch(/^<html>/);
    delete app.switches.fail;
    expect((await ask(app, KNOWN)).statusCode).toBe(200);
  });

  test("a delayed answer does not hold up its closing", async () => {
    const app = sandbox({ delayMs: 60_000 });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const asked = fetch(`${url}/v1/lookups`, { method: "POST", body: JSON.stringify(KNOWN), headers: { "content-type": "application/json" } }).catch(() => {});
    await new Promise(resolve => app.server.once("request", resolve));
    await app.close();
    await asked;
  });

  test("down cuts the connection", async () => {
    const app = sandbox({ fail: "down" });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    await expect(fetch(`${url}/v1/`)).rejects.toThrow();
  });
});
