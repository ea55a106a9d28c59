/** The helpdesk over HTTP, with people who write: claims, replies, notes, letting go, what each role may see. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import type { Log } from "../../server/log.ts";
import { textOf, startTestPuente, type Person, type TestPuente } from "../support/puente.ts";
import { agentAt, answers, call, callerWith, PASSWORD, type Caller } from "../support/desk.ts";

const HOUR = 3_600_000;
let puente: TestPuente, at = Date.now(), ana: Caller, luis: Caller, marta: Caller, officer: Caller;
const lines: string[] = [];
const write = (event: string, ...rest: unknown[]): void => { lines.push(JSON.stringify([event, ...rest.map(r => r instanceof Error ? r.stack : r)])); };
const log: Log = { info: write, warn: write, error: write, bug: write };

beforeAll(async () => {
  puente = await startTestPuente({}, { now: () => at, listen: true, log });
  ana = await agentAt(puente, "ana");
  luis = await agentAt(puente, "luis", { languages: ["ht", "fr", "Guna"] });
  marta = await agentAt(puente, "marta", { role: "supervisor" });
  officer = await agentAt(puente, "rosa", { role: "protection" });
});
afterAll(() => puente.close());

let clients = 0;
const clientId = (): string => `client-${++clients}-abcdef`;
async function asksForPerson(channel: "whatsapp" | "sms" = "whatsapp", words: string[] = ["hola", "1", "0"]): Promise<{ person: Person; id: number }> {
  const before = new Set((await puente.store.tickets()).map(t => t.conversation)), person = puente.person(channel);
  for (const text of words) await person.says(text);
  return { person, id: (await puente.store.tickets()).find(t => !before.has(t.conversation))!.conversation };
}
const rows = async (who: Caller, view: string): Promise<number[]> => (await who.get(`/conversations?view=${view}`)).body.rows.map((r: { id: number }) => r.id);
const epochOf = async (who: Caller, id: number): Promise<number> => (await who.post(`/conversations/${id}/claim`)).body.epoch;
const audited = async (what: string): Promise<unknown[]> => (await puente.store.staff.audit(0, 10_000)).filter(e => e.what === what).map(e => [e.who, e.about]);

describe("who is let in", () => {
  test.each(["/me", "/conversations", "/conversations/1", "/events", "/audit", "/openapi.json", "/nothing", "/conversations/1/number"])("nobody reads %s without a session", async path => {
    const { status, body, headers } = await call(puente, "GET", `/api/v1${path}`);
    expect([status, body.code, headers.get("content-type")]).toEqual([401, "session:none", expect.stringContaining("application/problem+json")]);
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
  });

  test("a name, a password and a code open the console; the cookie is the browser's alone", async () => {
    await agentAt(puente, "eva", { role: "supervisor" });
    const first = await call(puente, "POST", "/api/v1/login", { body: { name: "eva", password: PASSWORD, label: "laptop" } });
    expect(first.body).toEqual({ next: "enroll" });
    expect(first.headers.get("set-cookie")).toMatch(/^puente=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const half = callerWith(puente, "eva", /puente=([\w-]+)/.exec(first.headers.get("set-cookie")!)![1]!);
    expect((await half.get("/me")).body.code).toBe("code:missing");
    const { secret } = (await half.post("/totp/enroll")).body;
    const second = await half.post("/totp", { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at }) });
    expect(second.body.paper).toHaveLength(10);
    const eva = callerWith(puente, "eva", /puente=([\w-]+)/.exec(second.headers.get("set-cookie")!)![1]!);
    expect((await eva.get("/me")).body).toMatchObject({ name: "eva", role: "supervisor", rights: expect.arrayContaining(["shift"]) });
    expect((await half.get("/me")).status).toBe(401);
    expect((await eva.post("/logout")).status).toBe(200);
    expect((await eva.get("/me")).status).toBe(401);
  });

  test("a page of another site gets nothing done with the browser's cookie", async () => {
    const cookie = { cookie: `puente=${ana.token}` };
    const foreign = await call(puente, "POST", "/api/v1/me/hand-over", { headers: { ...cookie, origin: "https://evil.example" }, body: {} });
    expect([foreign.status, foreign.body.code]).toEqual([403, "origin:foreign"]);
    expect((await call(puente, "POST", "/api/v1/me/hand-over", { headers: { ...cookie, "x-puente-console": "0" }, body: {} })).status).toBe(403);
    expect((await call(puente, "POST", "/api/v1/login", { headers: { origin: "null" }, body: { name: "ana", password: PASSWORD } })).status).toBe(403);
  });

  test("five wrong passwords close a name for a while, with the time to come again", async () => {
    await agentAt(puente, "olga");
    for (let i = 0; i < 5; i++) expect((await call(puente, "POST", "/api/v1/login", { body: { name: "olga", password: "wrong wrong wrong" } })).body.code).toBe("login:wrong");
    const late = await call(puente, "POST", "/api/v1/login", { body: { name: "olga", password: PASSWORD } });
    expect([late.status, late.body.code, Number(late.headers.get("retry-after")) > 0]).toEqual([429, "login:later", true]);
  });

  test("a token does what its scopes say, and is no cookie; a cookie is no token", async () => {
    const { token } = (await ana.post("/me/tokens", { label: "report", scopes: ["read"] })).body;
    const bearer = { authorization: `Bearer ${token}` };
    expect((await call(puente, "GET", "/api/v1/conversations", { headers: bearer })).status).toBe(200);
    expect((await call(puente, "POST", "/api/v1/conversations/1/claim", { headers: bearer })).body.code).toBe("right:missing");
    expect((await call(puente, "POST", "/api/v1/me/tokens", { headers: bearer, body: { label: "x", scopes: ["write"] } })).body.code).toBe("right:missing");
    expect((await callerWith(puente, "ana", token).get("/me")).status).toBe(401);
    expect((await call(puente, "GET", "/api/v1/me", { headers: { authorization: `Bearer ${ana.token}` } })).status).toBe(401);
    const passes = (await ana.get("/me/passes")).body as { id: string; kind: string; this: boolean }[];
    expect(passes.filter(p => p.this)).toHaveLength(1);
    await ana.del(`/me/passes/${passes.find(p => p.kind === "token")!.id}`);
    expect((await call(puente, "GET", "/api/v1/conversations", { headers: bearer })).status).toBe(401);
  });

  test.each([
    ["no JSON", "{", 400], ["not the shape", { name: 5 }, 400], ["a body of five megabytes", { name: "ana", password: "x".repeat(5_000_000) }, 413],
  ])("%s is refused without repeating it", async (_, body, status) => {
    const refused = await call(puente, "POST", "/api/v1/login", { body });
    expect(refused.status).toBe(status);
    expect(refused.text.length).toBeLessThan(200);
  });

  test("the description of the API names every route, and is valid enough to be read", async () => {
    const { body } = await ana.get("/openapi.json");
    expect(body.openapi).toBe("3.0.3");
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(["/api/v1/login", "/api/v1/conversations/{id}/replies", "/api/v1/events", "/api/v1/settings/hours", "/api/v1/audit"]));
    expect(Object.keys(body.paths).length).toBeGreaterThan(25);
  });

  test("in development, while nobody has a password, one address lets a supervisor in, once", async () => {
    const fresh = await startTestPuente({}, { listen: true });
    try {
      const path = fresh.invitation!.slice(fresh.url.length);
      expect((await call(fresh, "GET", "/console/enter?key=wrong")).status).toBe(403);
      const entered = await call(fresh, "GET", path);
      expect([entered.status, entered.headers.get("location")]).toEqual([303, "/console"]);
      const guest = callerWith(fresh, "supervisor", /puente=([\w-]+)/.exec(entered.headers.get("set-cookie")!)![1]!);
      expect((await guest.get("/me")).body.role).toBe("supervisor");
      expect((await call(fresh, "GET", path)).status).toBe(403);
    } finally {
      await fresh.close();
    }
    expect((await call(puente, "GET", "/console/enter?key=")).status).toBe(403);
  });
});

describe("a conversation", () => {
  test("waits, is claimed, answered, noted and resolved", async () => {
    const { person, id } = await asksForPerson();
    await person.says("necesito ayuda con mi permiso");
    expect(await rows(ana, "waiting-mine")).toContain(id);
    const card = (await ana.get(`/conversations/${id}`)).body;
    expect(card).toMatchObject({ row: { id, state: "waiting", holder: null, topic: "talk-to-human", channel: "whatsapp" }, mayReply: false, draft: null });
    expect(card.told.text.length).toBeGreaterThan(10);
    const epoch = await epochOf(ana, id);
    expect(await rows(ana, "mine")).toContain(id);
    await ana.put(`/conversations/${id}/draft`, { text: "Buenas, soy A" });
    expect((await ana.get(`/conversations/${id}`)).body).toMatchObject({ mayReply: true, draft: "Buenas, soy A" });
    const reply = { clientId: clientId(), epoch, text: "Buenas, soy Ana <b>hola</b>" };
    expect((await ana.post(`/conversations/${id}/replies`, reply)).status).toBe(202);
    expect((await ana.post(`/conversations/${id}/replies`, reply)).status).toBe(202);
    await puente.idle();
    at += 1;
    await ana.post(`/conversations/${id}/notes`, { clientId: clientId(), text: "pide permiso de trabajo" });
    expect(person.got.filter(m => textOf(m) === reply.text)).toHaveLength(1);
    expect(JSON.stringify(person.got)).not.toContain("pide permiso");
    expect(await rows(ana, "awaiting-person")).toContain(id);
    const { items } = (await ana.get(`/conversations/${id}/thread`)).body;
    expect(items.filter((i: { clientId: string }) => i.clientId === reply.clientId)).toMatchObject([{ from: "agent", agent: "ana", text: reply.text, state: "sent" }]);
    expect(items.at(-1)).toMatchObject({ from: "note", agent: "ana", text: "pide permiso de trabajo" });
    expect((await ana.get(`/conversations/${id}`)).body.draft).toBeNull();
    expect((await ana.post(`/conversations/${id}/let-go`, { epoch, how: "resolve", outcome: "made-up" })).body.code).toBe("outcome:unknown");
    expect((await ana.post(`/conversations/${id}/let-go`, { epoch, how: "resolve", outcome: "answered" })).status).toBe(200);
    expect((await puente.store.staff.episodes(0)).at(-1)).toMatchObject({ agent: "ana", outcome: "answered", topic: "talk-to-human" });
    expect((await ana.get(`/conversations/${id}`)).status).toBe(404);
  });

  test("of two agents at once one holds, and the other is told who", async () => {
    const { id } = await asksForPerson();
    const both = await Promise.all([ana.post(`/conversations/${id}/claim`), luis.post(`/conversations/${id}/claim`)]);
    expect(both.map(b => b.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const lost = both.find(b => b.status === 409)!, winner = both[0].status === 200 ? "ana" : "luis";
    expect(lost.body).toMatchObject({ code: "conversation:held", holder: winner });
  });

  test("whoever is next is claimed, once for each who asks, until an agent has as many as they take", async () => {
    for (const t of await puente.store.tickets()) if (t.holder.kind === "waiting") await puente.store.claim(t.conversation, "nobody", at, at + HOUR);
    const ids = [await asksForPerson(), await asksForPerson("sms"), await asksForPerson()].map(a => a.id);
    const [eins, zwei] = [await agentAt(puente, "eins", { capacity: 2 }), await agentAt(puente, "zwei", { languages: ["ht"] })];
    const taken = await Promise.all([eins.post("/conversations/next"), eins.post("/conversations/next")]);
    expect(taken.map(t => t.body.claimed.id).toSorted((a, b) => a - b)).toEqual(ids.slice(0, 2));
    expect((await eins.post("/conversations/next")).body.code).toBe("capacity:full");
    expect((await zwei.post("/conversations/next")).body).toEqual({ claimed: null });
    at += 15 * 60_000;
    expect((await zwei.post("/conversations/next")).body.claimed).toMatchObject({ id: ids[2] });
  });

  test("a tab of before sends nothing under its old epoch", async () => {
    const { person, id } = await asksForPerson();
    const epoch = await epochOf(ana, id);
    await ana.post(`/conversations/${id}/let-go`, { epoch, how: "requeue" });
    await epochOf(luis, id);
    expect((await ana.post(`/conversations/${id}/replies`, { clientId: clientId(), epoch, text: "tarde" })).status).toBe(404);
    await luis.post(`/conversations/${id}/let-go`, { epoch: epoch + 2, how: "requeue" });
    expect((await ana.post(`/conversations/${id}/replies`, { clientId: clientId(), epoch, text: "tarde" })).body.code).toBe("hold:stale");
    await puente.idle();
    expect(JSON.stringify(person.got)).not.toContain("tarde");
  });

  test("is given to a colleague on shift who may see it, laid aside, and handed over at the end of a shift", async () => {
    const { person, id } = await asksForPerson();
    let epoch = await epochOf(ana, id);
    expect((await ana.post(`/conversations/${id}/let-go`, { epoch, how: "give", to: "nadie" })).body.code).toBe("agent:unknown");
    await ana.post(`/conversations/${id}/let-go`, { epoch, how: "give", to: "luis" });
    expect(await rows(luis, "mine")).toContain(id);
    epoch = await epochOf(luis, id);
    expect((await luis.post(`/conversations/${id}/let-go`, { epoch, how: "snooze", until: at - 1 })).body.code).toBe("time:past");
    await luis.post(`/conversations/${id}/let-go`, { epoch, how: "snooze", until: at + HOUR });
    expect([await rows(luis, "snoozed"), await rows(luis, "mine")]).toEqual([expect.arrayContaining([id]), expect.not.arrayContaining([id])]);
    await person.says("sigo aqui");
    expect(await rows(luis, "mine")).toContain(id);
    epoch = await epochOf(luis, id);
    const { handed } = (await luis.post("/me/hand-over", { to: "ana" })).body;
    expect(handed.map((h: { id: number }) => h.id)).toContain(id);
    expect(await rows(ana, "mine")).toContain(id);
    expect((await luis.get("/me")).body.onShift).toBe(false);
    await luis.put("/me/shift", { onShift: true });
  });

  test("a supervisor takes it out of a colleague's hands", async () => {
    const { id } = await asksForPerson();
    const epoch = await epochOf(ana, id);
    expect(await rows(marta, "held")).toContain(id);
    expect((await marta.post(`/conversations/${id}/let-go`, { epoch, how: "requeue" })).status).toBe(200);
    expect(await rows(luis, "waiting")).toContain(id);
    expect(await audited("conversation.given")).toContainEqual(["marta", String(id)]);
  });

  test("long threads come a page at a time, oldest last to be asked for", async () => {
    const { person, id } = await asksForPerson("sms");
    for (let i = 0; i < 6; i++) await person.says(`mensaje ${i}`);
    const last = (await ana.get(`/conversations/${id}/thread?limit=5`)).body;
    expect([last.items.length, last.older]).toEqual([5, true]);
    const before = (await ana.get(`/conversations/${id}/thread?limit=200&before=${last.items[0].key}`)).body;
    expect(before.older).toBe(false);
    const all = (await ana.get(`/conversations/${id}/thread?limit=200`)).body.items;
    expect([...before.items, ...last.items].map((i: { key: string }) => i.key)).toEqual(all.map((i: { key: string }) => i.key));
  });

  test("a language without texts waits for whoever speaks it", async () => {
    const { id } = await asksForPerson("sms", ["hola", "otra lengua", "guna"]);
    expect(await rows(luis, "waiting-mine")).toContain(id);
    expect(await rows(ana, "waiting-mine")).not.toContain(id);
    expect((await luis.get(`/conversations/${id}`)).body.speaks).toBe("guna");
  });
});

describe("who sees what", () => {
  test("a colleague's conversation, a closed one and one of nobody read the same, and are on record", async () => {
    const { id } = await asksForPerson();
    await epochOf(luis, id);
    for (const guess of [id, 999_999]) {
      expect((await ana.get(`/conversations/${guess}`)).body).toMatchObject({ status: 404, code: "conversation:unknown" });
      expect((await ana.get(`/conversations/${guess}/thread`)).status).toBe(404);
      expect(await audited("conversation.refused")).toContainEqual(["ana", String(guess)]);
    }
    expect((await ana.post(`/conversations/${id}/number`, { why: "quiero llamarle" })).status).toBe(404);
    expect((await ana.get("/conversations")).body.rows.map((r: { id: number }) => r.id)).not.toContain(id);
  });

  test("violence at home is for those allowed, and reading it is on record", async () => {
    const { id } = await asksForPerson("sms", ["mi marido me pega", "1"]);
    expect((await ana.get(`/conversations/${id}`)).status).toBe(404);
    expect((await ana.post(`/conversations/${id}/claim`)).status).toBe(404);
    expect((await officer.get(`/conversations/${id}`)).body.row).toMatchObject({ priority: "danger", protection: true });
    expect(await audited("protection.read")).toContainEqual(["rosa", String(id)]);
  });

  test("whoever runs the accounts reads no conversation, and whoever reads the log does nothing else", async () => {
    const boss = await agentAt(puente, "boss", { role: "admin" }), auditor = await agentAt(puente, "clara", { role: "auditor" });
    for (const who of [boss, auditor]) for (const path of ["/conversations", "/conversations/4", "/events"]) expect((await who.get(path)).body.code).toBe("right:missing");
    expect((await auditor.get("/audit")).body.length).toBeGreaterThan(0);
    expect((await boss.get("/audit")).body.code).toBe("right:missing");
    expect((await ana.put("/settings/outcomes", { version: 0, value: [{ code: "x-y", label: "X" }] })).body.code).toBe("right:missing");
    expect((await boss.put("/settings/hours", { version: 0, value: { week: [{ day: 1, from: "09:00", to: "17:00" }], closed: ["2026-12-25"] } })).body).toEqual({ version: 1 });
    expect((await boss.put("/settings/hours", { version: 0, value: { week: [], closed: [] } })).body.code).toBe("paper:stale");
    expect((await boss.put("/settings/hours", { version: 1, value: { week: [{ day: 9, from: "9", to: "17:00" }], closed: [] } })).status).toBe(400);
  });

  test("an admin lets colleagues in, changes what they may, and shuts them out at once", async () => {
    const boss = await agentAt(puente, "boss2", { role: "admin" }), card = { role: "agent", languages: ["es"], topics: [], capacity: 3 };
    expect((await ana.post("/agents", { name: "nuevo", password: PASSWORD, ...card })).body.code).toBe("right:missing");
    expect((await boss.post("/agents", { name: "nuevo", password: "corta", ...card })).body.code).toBe("password:weak");
    expect((await boss.post("/agents", { name: "nuevo", password: PASSWORD, ...card })).status).toBe(200);
    expect((await boss.post("/agents", { name: "nuevo", password: PASSWORD, ...card })).body.code).toBe("paper:stale");
    const nuevo = callerWith(puente, "nuevo", await puente.access.enter("nuevo", "x"));
    expect((await nuevo.get("/me")).body).toMatchObject({ role: "agent", capacity: 3, onShift: false });
    expect((await boss.put("/agents/nuevo", { ...card, role: "senior", active: true })).status).toBe(200);
    expect((await nuevo.get("/me")).body.role).toBe("senior");
    await boss.put("/agents/nuevo", { ...card, active: false });
    expect((await nuevo.get("/me")).status).toBe(401);
    expect((await ana.get("/agents")).text).not.toContain("nuevo");
    expect((await boss.get("/agents")).body.find((a: { name: string }) => a.name === "nuevo")).toMatchObject({ active: false });
    expect((await boss.get("/agents")).text).not.toMatch(/argon|secret|password/);
  });

  test("a canned answer is one answer with a text for each language, read by somebody who did not write it", async () => {
    const body = { version: 0, title: "Horario", topic: "offices-hours", variants: [{ language: "es", text: "Abrimos a las ocho" }, { language: "ht", text: "Nou louvri a uit" }] };
    expect((await ana.put("/answers/hours", body)).body).toEqual({ version: 1 });
    expect((await ana.post("/answers/hours/review", { version: 1, language: "es" })).body.code).toBe("right:missing");
    expect((await marta.post("/answers/hours/review", { version: 1, language: "es" })).body).toEqual({ version: 2 });
    await ana.put("/answers/hours", { ...body, version: 2, variants: [body.variants[0], { language: "ht", text: "Nou louvri a uit e" }] });
    expect((await ana.get("/answers")).body[0].variants).toMatchObject([{ language: "es", reviewed: true, reviewedBy: "marta" }, { language: "ht", reviewed: false }]);
    await marta.put("/answers/mine", { version: 0, title: "Mine", variants: [{ language: "es", text: "x" }] });
    expect((await marta.post("/answers/mine/review", { version: 1, language: "es" })).body.code).toBe("review:own");
  });
});

describe("a number", () => {
  test("is masked in everything that is sent and logged, however it was typed; only whoever says why sees it", async () => {
    const person = puente.person("whatsapp", { phone: "50768889231" });
    for (const text of ["hola", "1", "0", "mi numero es 6888-9231", "o +507 6888 9231 llameme", "PalabraPlantada"]) await person.says(text);
    const id = (await puente.store.tickets()).at(-1)!.conversation, epoch = await epochOf(ana, id);
    await ana.post(`/conversations/${id}/notes`, { clientId: clientId(), text: "es el 68889231" });
    await ana.put(`/conversations/${id}/draft`, { text: "le llamo al 6888.9231" });
    await ana.get(`/conversations/${id}`);
    const thread = await ana.get(`/conversations/${id}/thread`);
    await ana.post(`/conversations/${id}/replies`, { clientId: clientId(), epoch, text: "Le escribo al 50768889231" });
    await puente.idle();
    for (const path of ["/me", "/me/passes", "/conversations", `/conversations/${id}`, `/conversations/${id}/thread`, "/answers", "/settings", "/agents", "/openapi.json"]) await ana.get(path);
    expect(thread.text).toContain("+507 ••• ••31");
    expect(thread.text).toContain("PalabraPlantada");
    const leaks = answers.filter(a => /6\D{0,3}8\D{0,3}8\D{0,3}8\D{0,3}9\D{0,3}2\D{0,3}3\D{0,3}1/.test(a.text));
    expect(leaks.map(l => l.path)).toEqual([]);
    expect(lines.filter(l => /8889231|PalabraPlantada|caballo/.test(l))).toEqual([]);
    const lists = answers.filter(a => /conversations(\?|$)/.test(a.path) || a.path.endsWith("/me"));
    expect(lists.filter(a => a.text.includes("PalabraPlantada"))).toEqual([]);

    expect((await ana.post(`/conversations/${id}/number`, { why: "" })).status).toBe(400);
    expect((await ana.post(`/conversations/${id}/number`, { why: "pide que la llamen" })).body).toEqual({ number: "+50768889231" });
    expect(await audited("number.revealed")).toEqual([["ana", String(id)]]);
  });
});

describe("who comes back", () => {
  test.each([[71, true], [73, false]])("%i hours after it was closed is their last agent's again: %s", async (hours, again) => {
    const { person, id } = await asksForPerson("sms"), name = `back-${hours}`;
    const epoch = await epochOf(await agentAt(puente, name), id);
    await callerWith(puente, name, await puente.access.enter(name, "x")).post(`/conversations/${id}/let-go`, { epoch, how: "resolve", outcome: "answered" });
    at += hours * HOUR;
    await person.says("0");
    const [mine, other] = [callerWith(puente, name, await puente.access.enter(name, "x")), callerWith(puente, "ana", await puente.access.enter("ana", "x"))];
    expect((await rows(mine, "mine")).includes(id)).toBe(again);
    expect((await rows(other, "waiting")).includes(id)).toBe(true);
  });
});
