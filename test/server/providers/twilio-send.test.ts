import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { SmsMessage } from "../../../bot/channels/message.ts";
import type { Sent } from "../../../server/providers/provider.ts";
import { createTwilio, type TwilioOptions, type TwilioSender } from "../../../server/providers/twilio.ts";
import { error, fakeTwilio, type Behaviour, type Entry, type FakeTwilio } from "../../wire/fake-twilio.ts";

const NOW = Date.parse("2026-05-04T10:00:00Z");
const accountSid = "AC" + "5a1e".repeat(8);
const person = { phone: "50761230045" };
const sms = (body: string): SmsMessage => ({ kind: "sms", body, encoding: "UCS-2", segments: 1 });
const menu = sms("Menú: 1 Refugio 2 Trabajo 0 Una persona");

let fake: FakeTwilio;
let twilio: TwilioSender;
const make = (more: Partial<TwilioOptions> = {}) => createTwilio({ accountSid, authToken: "secret-token", from: "+12025550147", apiUrl: fake.url,
  statusUrl: ref => `https://puente.example.org/webhooks/sms/status?ref=${ref}`, now: () => NOW, ...more });

beforeAll(async () => {
  fake = await fakeTwilio(accountSid, () => NOW, 3);
  twilio = await make();
});
afterAll(async () => {
  twilio.close();
  await fake.close();
});
afterEach(() => {
  fake.list.length = fake.seen.length = fake.next.length = 0;
});

async function sendAfter(behaviour: Behaviour, sender = twilio): Promise<Sent> {
  fake.next.push(behaviour);
  return sender.send(person, menu, "1a-2-0");
}

describe("a message that is sent", () => {
  test("carries number, words, sender, our ref and the account's authorisation, and resolves with Twilio's id", async () => {
    expect(await twilio.send(person, sms("¿Dónde? 50% & más +1 🙏"), "1a-2-0")).toEqual({ kind: "sent", id: fake.list[0]?.["sid"] });
    const [seen] = fake.seen;
    expect(seen?.method).toBe("POST");
    expect(seen?.url).toBe(`/2010-04-01/Accounts/${accountSid}/Messages.json`);
    expect(Object.fromEntries(seen?.form ?? [])).toEqual({ To: "+50761230045", From: "+12025550147", Body: "¿Dónde? 50% & más +1 🙏", StatusCallback: "https://puente.example.org/webhooks/sms/status?ref=1a-2-0" });
    expect(seen?.headers.authorization).toBe("Basic " + Buffer.from(`${accountSid}:secret-token`).toString("base64"));
    expect(seen?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
  });

  test("names the messaging service instead of a number where there is one, and no callback where none is wanted", async () => {
    const sender = await make({ messagingServiceSid: "MG1", statusUrl: () => null });
    await sender.send(person, menu, "r");
    sender.close();
    expect(Object.fromEntries(fake.seen[0]?.form ?? [])).toEqual({ To: "+50761230045", MessagingServiceSid: "MG1", Body: menu.body });
  });

  test("goes below the path of the API's address", async () => {
    const sender = await make({ apiUrl: fake.url + "/proxy/" });
    fake.next.push({ kind: "answer", status: 201, body: '{"sid":"SM9"}' });
    expect(await sender.send(person, menu, "r")).toEqual({ kind: "sent", id: "SM9" });
    sender.close();
    expect(fake.seen[0]?.url).toBe(`/proxy/2010-04-01/Accounts/${accountSid}/Messages.json`);
  });

  test.each([
    ["a WhatsApp text", person, { kind: "text", body: "hola" }, "message:invalid"],
    ["no words", person, sms(""), "message:invalid"],
    ["no phone", { userId: "PA.1" }, menu, "number:invalid"],
    ["a phone that is none", { phone: "+507 6123" }, menu, "number:invalid"],
  ] as const)("%s is refused without asking Twilio", async (_label, to, message, code) => {
    expect(await twilio.send(to, message, "r")).toMatchObject({ kind: "refused", why: { code } });
    expect(fake.seen).toEqual([]);
  });

  test("an account id that is none is told at once", async () => {
    await expect(make({ accountSid: "nonsense" })).rejects.toThrow("AC");
  });
});

describe("what became of a send", () => {
  const html = "<html><body>Service Unavailable</body></html>";
  const cases: [string, Behaviour, object][] = [
    ["429", error(429, 20429), { kind: "again", after: 1, why: { code: "provider:throttled", scope: "provider", tell: "nobody" } }],
    ["429 with Retry-After", error(429, 20429, { "retry-after": "7" }), { kind: "again", after: 7 }],
    ["429 with a date in Retry-After", error(429, 20429, { "retry-after": new Date(NOW + 12_000).toUTCString() }), { kind: "again", after: 12 }],
    ["429 with an absurd Retry-After", error(429, 20429, { "retry-after": "99999999" }), { kind: "again", after: 3600 }],
    ["429 with a Retry-After that is none", error(429, 20429, { "retry-after": "soon" }), { kind: "again", after: 1 }],
    ["429 in HTML", { kind: "answer", status: 429, body: html }, { kind: "again", why: { code: "provider:throttled", provider: 429 } }],
    ["14107", error(400, 14107), { kind: "again", after: 31, why: { scope: "person", tell: "nobody" } }],
    ["500 with a body", error(500, 20500), { kind: "unknown", why: { provider: 20500 } }],
    ["503 in HTML", { kind: "answer", status: 503, body: html }, { kind: "unknown", why: { provider: 503 } }],
    ["504 without a body", { kind: "answer", status: 504, body: "" }, { kind: "unknown" }],
    ["reset before an answer", { kind: "reset" }, { kind: "unknown", why: { code: "provider:cut-off" } }],
    ["reset after acceptance", { kind: "kept-then-reset" }, { kind: "unknown" }],
    ["201 whose body is cut", { kind: "cut" }, { kind: "unknown", why: { code: "provider:unclear" } }],
    ["a refusal whose reason is cut", { kind: "cut-refusal" }, { kind: "again", after: 5, why: { code: "provider:unclear" } }],
    ["500 that shows a message", { kind: "answer", status: 500, body: '{"sid":"SM1"}' }, { kind: "unknown" }],
    ["201 without a body", { kind: "answer", status: 201, body: "" }, { kind: "unknown" }],
    ["200 that is a page", { kind: "answer", status: 200, body: html }, { kind: "unknown" }],
    ["201 that begins as failed", { kind: "answer", status: 201, body: '{"sid":"SM1","status":"failed","error_code":30005}' }, { kind: "refused", why: { code: "number:invalid" } }],
    ["21610", error(400, 21610), { kind: "refused", why: { code: "person:opted-out", provider: 21610 } }],
    ["21211", error(400, 21211), { kind: "refused", why: { code: "number:invalid", tell: "agent" } }],
    ["21614", error(400, 21614), { kind: "refused", why: { code: "number:invalid" } }],
    ["21408", error(400, 21408), { kind: "refused", why: { code: "country:not-enabled", tell: "operator" } }],
    ["21606", error(400, 21606), { kind: "refused", why: { tell: "operator" } }],
    ["21612", error(400, 21612), { kind: "refused", why: { tell: "operator" } }],
    ["21659", error(400, 21659), { kind: "refused", why: { tell: "operator" } }],
    ["20003", error(401, 20003), { kind: "again", after: 60, why: { code: "token:refused", tell: "operator", scope: "provider" } }],
    ["401 with another code", error(401, 20500), { kind: "again", after: 60, why: { tell: "operator" } }],
    ["400 with a code of next year", error(400, 29999), { kind: "refused", why: { code: "message:refused", provider: 29999, tell: "operator" } }],
    ["400 without a code", { kind: "answer", status: 400, body: "{}" }, { kind: "refused", why: { tell: "operator" } }],
    ["a code that is no number", { kind: "answer", status: 400, body: '{"code":"+50761230045"}' }, { kind: "refused", why: { provider: 400 } }],
    ["404 of a proxy", { kind: "answer", status: 404, body: html }, { kind: "again", after: 60, why: { code: "provider:not-there", tell: "operator", scope: "provider" } }],
    ["a redirect", { kind: "answer", status: 302, body: "", headers: { location: "https://elsewhere.example" } }, { kind: "again", why: { tell: "operator" } }],
  ];
  test.each(cases)("%s", async (_label, behaviour, outcome) => {
    const sent = await sendAfter(behaviour);
    expect(sent).toMatchObject(outcome);
    expect(JSON.stringify(sent)).not.toMatch(/50761230045|secret|Men|202555/);
  });

  test("no answer in time is of unknown fate", async () => {
    const hasty = await make({ timeoutMs: 80 });
    expect(await sendAfter({ kind: "silent" }, hasty)).toMatchObject({ kind: "unknown", why: { code: "provider:slow" } });
    hasty.close();
  });

  test("a port where nobody listens never got the message", async () => {
    const lost = await make({ apiUrl: `http://127.0.0.1:${await freePort()}` });
    expect(await lost.send(person, menu, "r")).toMatchObject({ kind: "again", why: { code: "provider:unreachable", scope: "provider" } });
    lost.close();
  });

  test.each([
    ["a name that does not resolve", () => "http://twilio.invalid", "provider:unreachable", "nobody"],
    ["a server without TLS where it is due", () => fake.url.replace("http:", "https:"), "provider:not-trusted", "operator"],
  ])("%s never got the message", async (_label, apiUrl, code, tell) => {
    const lost = await make({ apiUrl: apiUrl() });
    expect(await lost.send(person, menu, "r")).toMatchObject({ kind: "again", why: { code, tell, scope: "provider" } });
    lost.close();
    expect(fake.seen).toEqual([]);
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise(resolve => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    return port;
  }
});

describe("a send of unknown fate", () => {
  const none: ReadonlySet<string> = new Set();
  const find = (known = none, message = menu) => twilio.find(person, message, "1a-2-0", NOW, known);

  test("is found when it was accepted although the answer was lost, also while it still waits at Twilio", async () => {
    await sendAfter({ kind: "kept-then-reset" });
    expect(await find()).toEqual({ kind: "found", id: fake.list[0]?.["sid"] });
  });
  test("is missing when it never came", async () => {
    await sendAfter({ kind: "reset" });
    expect(await find()).toEqual({ kind: "missing" });
  });
  test("is not taken for an equal message that is already matched", async () => {
    await twilio.send(person, menu, "a");
    expect(await find(new Set([String(fake.list[0]?.["sid"])]))).toEqual({ kind: "missing" });
  });
  test("is the oldest of equal ones that are not matched", async () => {
    for (const ref of ["a", "b", "c"]) await twilio.send(person, menu, ref);
    expect(await find(new Set([String(fake.list[0]?.["sid"])]))).toEqual({ kind: "found", id: fake.list[1]?.["sid"] });
  });
  test.each<[string, Entry]>([
    ["a message with other words", { body: "Otra cosa" }],
    ["one that came in", { direction: "inbound" }],
    ["one of yesterday", { date_created: new Date(NOW - 86_400_000).toUTCString() }],
    ["one that failed before", { status: "undelivered" }],
  ])("%s is another", async (_label, change) => {
    await twilio.send(person, menu, "a");
    Object.assign(fake.list[0] as Entry, change);
    expect(await find()).toEqual({ kind: "missing" });
  });
  test("another person's equal message is another", async () => {
    await twilio.send({ phone: "50761230046" }, menu, "a");
    expect(await find()).toEqual({ kind: "missing" });
  });
  test("is found on a later page", async () => {
    await twilio.send(person, menu, "a");
    for (let n = 0; n < 7; n++) await twilio.send(person, sms(`otra ${n}`), "b");
    fake.seen.length = 0;
    expect(await find()).toEqual({ kind: "found", id: fake.list[0]?.["sid"] });
    expect(fake.seen.length).toBe(3);
  });
  test("nothing is said for sure when the list is too long, or cannot be read", async () => {
    for (let n = 0; n < 16; n++) await twilio.send(person, sms(`otra ${n}`), "b");
    expect(await find()).toEqual({ kind: "unsure" });
    for (const behaviour of [error(500, 20500), error(429, 20429), { kind: "reset" }, { kind: "answer", status: 200, body: "<html>" }, { kind: "answer", status: 200, body: '{"messages":7}' }] satisfies Behaviour[]) {
      fake.next.push(behaviour);
      expect(await find()).toEqual({ kind: "unsure" });
    }
  });
  test("a next page that leads elsewhere is not followed", async () => {
    fake.next.push({ kind: "answer", status: 200, body: '{"messages":[],"next_page_uri":"https://elsewhere.example/x"}' });
    expect(await find()).toEqual({ kind: "unsure" });
    expect(fake.seen.length).toBe(1);
  });
});

describe("what came in while we were away", () => {
  const entry = (n: number, more: Entry = {}): Entry => ({ sid: `SM${n}`, account_sid: accountSid, from: "+50761230045", to: "+12025550147", body: `mensaje ${n}`, direction: "inbound", status: "received", num_media: "0",
    messaging_service_sid: null, date_sent: new Date(NOW + n * 1000).toUTCString(), date_created: new Date(NOW + n * 1000).toUTCString(), ...more });

  test("is read over all pages, oldest first, with its own time", async () => {
    for (let n = 0; n < 8; n++) fake.list.push(entry(n));
    const arrivals = await twilio.missed(NOW);
    expect(arrivals.map(a => a.id)).toEqual(["SM0", "SM1", "SM2", "SM3", "SM4", "SM5", "SM6", "SM7"]);
    expect(arrivals[7]).toEqual({ provider: "twilio", channel: "sms", id: "SM7", from: { phone: "50761230045" }, at: NOW + 7000, said: { kind: "text", text: "mensaje 7" } });
    expect(fake.seen.length).toBe(3);
    expect(new URL(fake.seen[0]?.url ?? "", fake.url).searchParams.get("To")).toBe("+12025550147");
  });
  test("obeys the webhook's rules: short codes, our own messages, other accounts, opt-out words, media", async () => {
    fake.list.push(entry(1, { from: "33445" }), entry(2, { direction: "outbound-api" }), entry(3, { account_sid: "AC0" }), entry(4, { body: "STOP" }), entry(5, { num_media: "1", body: "" }), entry(6, { sid: 7 }), {});
    expect((await twilio.missed(NOW)).map(a => [a.id, a.silent ?? a.said.kind])).toEqual([["SM4", "opted-out"], ["SM5", "media"]]);
  });
  test("is nothing before the time asked for, but for a little", async () => {
    fake.list.push(entry(-3600), entry(-1), entry(1));
    expect((await twilio.missed(NOW)).map(a => a.id)).toEqual(["SM-1", "SM1"]);
  });
  test("with a messaging service every number is read, and another service's messages are left", async () => {
    const sender = await make({ messagingServiceSid: "MG1" });
    fake.list.push(entry(1, { to: "+12025550148", messaging_service_sid: "MG1" }), entry(2, { messaging_service_sid: "MG2" }), entry(3));
    expect((await sender.missed(NOW)).map(a => a.id)).toEqual(["SM1", "SM3"]);
    sender.close();
  });
  test("is told as not read when a page fails, so that nobody believes to have caught up", async () => {
    for (let n = 0; n < 4; n++) fake.list.push(entry(n));
    fake.next.push(error(503, 20503));
    await expect(twilio.missed(NOW)).rejects.toThrow("status 503");
    fake.next.push({ kind: "reset" });
    await expect(twilio.missed(NOW)).rejects.toThrow("no answer");
  });
});
