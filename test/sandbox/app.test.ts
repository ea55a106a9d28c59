/** The sandbox registry, asked over its own HTTP. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createSandbox } from "../../sandbox/app.ts";
import type { Sandbox, SandboxOptions } from "../../sandbox/app.ts";
import { CASES } from "../../sandbox/cases.ts";
import { TROUBLES } from "../../sandbox/trouble.ts";
import { CONTRACT, type Contract } from "../../server/cases/contract.ts";
import { fault } from "../../server/cases/valid.ts";

const open: Sandbox[] = [];
const sandbox = (options?: SandboxOptions): Sandbox => { const app = createSandbox(options); open.push(app); return app; };
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
    for (const { caseNumber, proof, stage, contactRestricted } of CASES) {
      if (contactRestricted) continue;
      const response = await ask(app, { caseNumber, proof });
      expect(response.json()).toMatchObject({ stage });
      seen.add(stage);
    }
    expect(seen).toEqual(new Set(CONTRACT.$defs.Stage["x-known"]));
  });

  test("a restricted person is not there, also for the right proof", async () => {
    const app = sandbox(), { caseNumber, proof } = CASES.find(one => one.contactRestricted)!;
    const [restricted, nobody] = [await ask(app, { caseNumber, proof }), await ask(app, { caseNumber: "PA-2026-999999", proof })];
    expect([restricted.statusCode, restricted.body]).toEqual([nobody.statusCode, nobody.body]);
    expect(nobody.statusCode).toBe(404);
    const feed = (await app.inject("/v1/changes")).json<Contract["Changes"]>();
    expect(feed.changes.length).toBeGreaterThan(5);
    expect(feed.changes.filter(change => change.caseNumber === caseNumber)).toEqual([]);
  });

  test("a form is no look-up", async () => {
    const response = await sandbox().inject({ method: "POST", url: "/v1/lookups", payload: "caseNumber=PA-2026-000001&proof=246810", headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect(response.statusCode).toBe(415);
  });

  test("a key that comes again with another body is refused", async () => {
    const app = sandbox(), keyed = (payload: object) => app.inject({ method: "POST", url: "/v1/lookups", payload, headers: { "idempotency-key": "once-0001" } });
    expect((await keyed(KNOWN)).statusCode).toBe(200);
    expect((await keyed(KNOWN)).statusCode).toBe(200);
    expect((await keyed({ ...KNOWN, proof: "111111" })).statusCode).toBe(422);
  });
});

describe("it never passes for a real registry", () => {
  test("every answer says sandbox", async () => {
    const app = sandbox();
    const responses = [await ask(app, KNOWN), await ask(app, {}), await ask(app, { ...KNOWN, proof: "0000" }), await app.inject("/v1/"), await app.inject("/nowhere")];
    expect(responses.map(response => response.headers["x-registry-mode"])).toEqual(Array(5).fill("sandbox"));
    expect(responses[3]!.json()).toEqual({ mode: "sandbox", contract: "1.0" });
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

describe("its answers and the contract", () => {
  test("every answer is what the contract says, the good and the bad", async () => {
    const app = sandbox(), wrong: string[] = [];
    const hold = (name: keyof Contract, label: string, value: unknown): void => { const why = fault(name, value); if (why) wrong.push(`${label}: ${why}`); };
    for (const { caseNumber, proof, contactRestricted } of CASES) hold(contactRestricted ? "Problem" : "Case", caseNumber, (await ask(app, { caseNumber, proof })).json());
    for (const body of [{}, { ...KNOWN, proof: "1" }, { ...KNOWN, name: "Ana" }]) hold("Problem", JSON.stringify(body), (await ask(app, body)).json());
    for (const query of ["after=n1", "after=elsewhere", "limit=0", "limit=201", "limit=x"]) hold("Problem", query, (await app.inject(`/v1/changes?${query}`)).json());
    hold("About", "about", (await app.inject("/v1/")).json());
    hold("Changes", "changes", (await app.inject("/v1/changes")).json());
    for (const fail of ["500", "throttled"] as const) { app.switches.fail = fail; hold("Problem", fail, (await ask(app, KNOWN)).json()); }
    expect(wrong).toEqual([]);
  });

  test("what is sent away with 429 and 503 hears for how long", async () => {
    const app = sandbox({ fail: "throttled" });
    expect([(await ask(app, KNOWN)).statusCode, (await ask(app, KNOWN)).headers["retry-after"]]).toEqual([429, "2"]);
    app.switches.fail = "flapping";
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask(app, KNOWN)).statusCode);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 503, 503]);
  });

  test.each([["malformed", null], ["oversized", null], ["wrong", "it has no stage"], ["contradictory", null], ["unheard", null]] as const)("%s is wrong as it says", async (fail, why) => {
    const response = await ask(sandbox({ fail }), KNOWN);
    expect(response.statusCode).toBe(200);
    if (fail === "malformed") expect(() => response.json<unknown>()).toThrow();
    else expect(fault("Case", response.json())).toBe(why);
    if (fail === "oversized") expect(response.body.length).toBeGreaterThan(64 * 1024);
    if (fail === "unheard") expect(CONTRACT.$defs.Stage["x-known"]).not.toContain(response.json<{ stage: string }>().stage);
  });
});

describe("who may ask", () => {
  const client = { id: "puente", secret: "a secret: with ñ" };
  const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
  const token = (app: Sandbox, authorization: string) => app.inject({ method: "POST", url: "/v1/token", payload: "grant_type=client_credentials", headers: { authorization, "content-type": "application/x-www-form-urlencoded" } });

  test("with a client, only a token opens it, and only while it lasts", async () => {
    let at = 1_000_000;
    const app = sandbox({ client, now: () => at });
    const given = (await token(app, basic(client.id, client.secret))).json<Contract["Token"]>();
    expect(fault("Token", given)).toBeNull();
    const asked = (authorization?: string) => app.inject({ method: "POST", url: "/v1/lookups", payload: KNOWN, headers: { ...(authorization && { authorization }) } });
    expect((await asked(`Bearer ${given.access_token}`)).statusCode).toBe(200);
    for (const authorization of [undefined, "Bearer x", `Basic ${given.access_token}`, basic(client.id, client.secret)]) {
      const refused = await asked(authorization);
      expect([refused.statusCode, refused.headers["www-authenticate"], fault("Problem", refused.json())]).toEqual([401, "Bearer", null]);
    }
    at += given.expires_in * 1000;
    expect((await asked(`Bearer ${given.access_token}`)).statusCode).toBe(401);
    expect((await app.inject("/v1/changes")).statusCode).toBe(401);
    expect((await app.inject("/v1/")).statusCode).toBe(200);
  });

  test.each([["another id", basic("other", client.secret)], ["another secret", basic(client.id, "no")], ["none", ""], ["nonsense", "Basic %%%"]])("%s gets no token", async (_label, authorization) => {
    const response = await token(sandbox({ client }), authorization);
    expect([response.statusCode, response.json()]).toEqual([401, { error: "invalid_client" }]);
  });
});

describe("changes", () => {
  test("a cursor reads each of them once, in order, whatever the pages", async () => {
    const app = sandbox(), all = (await app.inject("/v1/changes")).json<Contract["Changes"]>();
    for (const limit of [1, 2, 4, 200]) {
      const read: string[] = [];
      for (let page = { cursor: "", more: true } as Contract["Changes"]; page.more;) {
        page = (await app.inject(`/v1/changes?limit=${limit}${page.cursor && `&after=${page.cursor}`}`)).json<Contract["Changes"]>();
        expect(page.changes.length).toBeLessThanOrEqual(limit);
        read.push(...page.changes.map(change => change.id));
      }
      expect(read).toEqual(all.changes.map(change => change.id));
    }
    expect((await app.inject(`/v1/changes?after=${all.cursor}`)).json()).toEqual({ changes: [], cursor: all.cursor, more: false });
    const made = await app.report({ caseNumber: "PA-2026-000001", what: "stage" });
    expect((await app.inject(`/v1/changes?after=${all.cursor}`)).json<Contract["Changes"]>().changes).toEqual([made]);
  });

  test("a cursor too old is gone, and one that is none is wrong", async () => {
    const app = sandbox();
    expect((await app.inject("/v1/changes?after=n1")).statusCode).toBe(410);
    expect((await app.inject("/v1/changes?after=n999")).statusCode).toBe(400);
  });

  test("one is told to the webhook, signed over the time and the body; a webhook that fails is left to the cursor", async () => {
    const got: { signature: string; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", chunk => { body += chunk; });
      request.on("end", () => { got.push({ signature: String(request.headers["x-puente-signature"]), body }); response.writeHead(500).end(); });
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const app = sandbox({ now: () => 1_790_000_000_000, webhook: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/cases`, secret: "shared" } });
    const made = await app.report({ caseNumber: "PA-2026-000001", what: "appointment", urgent: true });
    server.close();
    expect(got).toEqual([{ body: JSON.stringify({ changes: [made] }), signature: `t=1790000000,v1=${createHmac("sha256", "shared").update(`1790000000.${got[0]!.body}`).digest("hex")}` }]);
    expect(fault("Told", JSON.parse(got[0]!.body))).toBeNull();
    await expect(app.report({ caseNumber: "PA-2026-000001", what: "stage" })).resolves.toMatchObject({ what: "stage" });
  });
});

describe("its switches over HTTP", () => {
  const turn = (app: Sandbox, payload: object, remoteAddress = "127.0.0.1") => app.inject({ method: "PUT", url: "/sandbox/switches", payload, remoteAddress });

  test.each(TROUBLES.map(fail => [fail]))("%s can be turned on and off", async fail => {
    const app = sandbox();
    expect((await turn(app, { fail, delayMs: 1 })).json()).toEqual({ fail, delayMs: 1 });
    expect((await turn(app, {})).json()).toEqual({});
    expect((await ask(app, KNOWN)).statusCode).toBe(200);
  });

  test("not from another machine, and not to what there is none of", async () => {
    const app = sandbox();
    expect((await turn(app, { fail: "500" }, "10.0.0.7")).statusCode).toBe(404);
    for (const body of [{ fail: "fire" }, { delayMs: -1 }, { delayMs: "9" }, { more: 1 }]) expect((await turn(app, body)).statusCode).toBe(400);
    expect((await ask(app, KNOWN)).statusCode).toBe(200);
  });
});
