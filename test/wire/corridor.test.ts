/** Signed webhooks in, the provider's send API out, the whole corridor between: who is answered, where, and who is not. */
import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startTestPuente, type TestPuente } from "../support/puente.ts";
import { graphError, startFakeGraph, type FakeGraph } from "./fake-graph.ts";
import { fakeTwilio, type FakeTwilio } from "./fake-twilio.ts";

const ACCOUNT = `AC${"0".repeat(31)}7`, OURS = "+15550100001", PUBLIC = "https://sms.example.org";
let graph: FakeGraph, sms: FakeTwilio, puente: TestPuente, at = Date.now();

beforeAll(async () => {
  graph = await startFakeGraph();
  sms = await fakeTwilio(ACCOUNT, () => at);
  puente = await startTestPuente({
    PUBLIC_URL: PUBLIC, WHATSAPP_APP_SECRET: "app-secret", WHATSAPP_VERIFY_TOKEN: "v", WHATSAPP_ACCESS_TOKEN: "access", WHATSAPP_PHONE_NUMBER_ID: "1001", WHATSAPP_BUSINESS_ACCOUNT_ID: "2", WHATSAPP_API_URL: graph.url,
    TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: "token", TWILIO_FROM: OURS, TWILIO_API_URL: sms.url, UNKNOWN_HOLD_SECONDS: "1",
  }, { listen: true, now: () => at });
});
afterAll(async () => { await puente.close(); await graph.close(); await sms.close(); });
beforeEach(() => { graph.requests.length = 0; sms.seen.length = 0; at += 1000; });

type Contact = { from?: string; user?: string };
async function whatsapp(contact: Contact, message: object): Promise<Record<string, unknown>[]> {
  const value = {
    messaging_product: "whatsapp", metadata: { phone_number_id: "1001" },
    contacts: [{ profile: { name: "X" }, ...(contact.from && { wa_id: contact.from }), ...(contact.user && { user_id: contact.user }) }],
    messages: [{ id: `wamid.${randomUUID()}`, timestamp: String(Math.floor(at / 1000)), ...(contact.from && { from: contact.from }), ...(contact.user && { from_user_id: contact.user }), ...message }],
  };
  return post(value);
}
async function post(value: object): Promise<Record<string, unknown>[]> {
  const body = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "2", changes: [{ field: "messages", value }] }] });
  const before = graph.requests.length;
  const response = await fetch(`${puente.url}/webhooks/whatsapp`, { method: "POST", body, headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${createHmac("sha256", "app-secret").update(body).digest("hex")}` } });
  expect(response.status).toBe(200);
  await puente.idle();
  return graph.requests.slice(before).map(r => JSON.parse(r.body) as Record<string, unknown>);
}
const text = (body: string): object => ({ type: "text", text: { body } });
const bodyOf = (sent: Record<string, unknown>): string => JSON.stringify(sent);

async function twilio(fields: Record<string, string>, path = "/webhooks/sms"): Promise<string[]> {
  const all: Record<string, string> = { AccountSid: ACCOUNT, To: OURS, NumMedia: "0", ...fields };
  const signature = createHmac("sha1", "token").update(PUBLIC + path + Object.keys(all).toSorted().map(k => k + all[k]).join("")).digest("base64");
  const before = sms.seen.length;
  const response = await fetch(puente.url + path, { method: "POST", body: new URLSearchParams(all).toString(), headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature } });
  expect(response.status).toBe(200);
  await puente.idle();
  return sms.seen.slice(before).filter(s => s.method === "POST").map(s => s.form.get("Body") ?? "");
}

describe("WhatsApp", () => {
  test("a person with a phone is answered at +phone, with our id in the callback data", async () => {
    const [sent] = await whatsapp({ from: "50765550001" }, text("hola"));
    expect(sent).toMatchObject({ to: "+50765550001", type: "interactive", biz_opaque_callback_data: expect.stringMatching(/^[0-9a-z]+-1-0$/) as unknown });
    expect(graph.requests[0]!.headers["authorization"]).toBe("Bearer access");
  });

  test("a person with a BSUID only is answered at it", async () => {
    const [sent] = await whatsapp({ user: "VE.20000000000000000077" }, text("hola"));
    expect(sent).toMatchObject({ recipient: "VE.20000000000000000077" });
    expect(sent).not.toHaveProperty("to");
  });

  test("a phone, then phone and BSUID, then the BSUID alone are one person", async () => {
    const phone = "50765550002", user = "PA.30000000000000000001";
    await whatsapp({ from: phone }, text("hola"));
    expect(bodyOf((await whatsapp({ from: phone, user }, text("1")))[0]!)).toMatch(/tema/i);
    expect(bodyOf((await whatsapp({ user }, text("inadeh")))[0]!)).not.toMatch(/borrar mis datos/i);
  });

  test("taps on buttons and rows, and a template's quick reply, mean their id", async () => {
    const from = "50765550003";
    await whatsapp({ from }, text("hola"));
    expect(bodyOf((await whatsapp({ from }, { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "lang:en", title: "English" } } }))[0]!)).toMatch(/topic/i);
    expect(bodyOf((await whatsapp({ from }, { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "topic:inadeh", title: "whatever" } } }))[0]!)).toMatch(/INADEH/);
    expect(bodyOf((await whatsapp({ from }, { type: "button", button: { payload: "topic:university", text: "University" } }))[0]!)).toMatch(/university/i);
  });

  test("a number that moved takes its history along; the old number is a stranger's", async () => {
    const from = "50765550004", to = "50765550005";
    await whatsapp({ from }, text("hola"));
    await whatsapp({ from }, text("1"));
    expect(await post({ messaging_product: "whatsapp", metadata: { phone_number_id: "1001" }, messages: [{ from, id: `wamid.${randomUUID()}`, timestamp: String(Math.floor(at / 1000)), type: "system", system: { type: "user_changed_number", wa_id: to, body: "x" } }] })).toEqual([]);
    const [sent] = await whatsapp({ from: to }, text("inadeh"));
    expect(sent).toMatchObject({ to: `+${to}` });
    expect(bodyOf(sent!)).not.toMatch(/borrar mis datos/i);
    expect(bodyOf((await whatsapp({ from }, text("hola")))[0]!)).toMatch(/borrar mis datos/i);
  });

  test.each([
    ["a reaction", { type: "reaction", reaction: { message_id: "wamid.x", emoji: "👍" } }], ["an edit", { type: "edit", edit: { original_message_id: "wamid.x", message: {} } }],
    ["a revoke", { type: "revoke", revoke: { original_message_id: "wamid.x" } }], ["a message in a group", { type: "text", text: { body: "hola" }, group_id: "g" }],
  ])("%s is no message: nothing is answered", async (_label, message) => {
    expect(await whatsapp({ from: "50765550006" }, message)).toEqual([]);
  });

  test.each([
    ["a voice note", { type: "audio", audio: { id: "1", mime_type: "audio/ogg", voice: true } }], ["a photo", { type: "image", image: { id: "1", mime_type: "image/jpeg" } }], ["a sticker", { type: "sticker", sticker: { id: "1" } }],
    ["a place", { type: "location", location: { latitude: 8.98, longitude: -79.5 } }], ["a contact", { type: "contacts", contacts: [{ name: {} }] }], ["an order", { type: "order", order: {} }],
    ["a poll", { type: "unsupported", unsupported: { type: "poll_creation" }, errors: [{ code: 131051 }] }], ["a kind of next year", { type: "hologram" }],
  ])("%s is answered once", async (label, message) => {
    const from = `50765551${String(100 + label.length)}`;
    await whatsapp({ from }, text("hola"));
    expect(await whatsapp({ from }, message)).toHaveLength(1);
  });

  test("a closed window parks the answer, and the person's next message releases it, once", async () => {
    const from = "50765550007";
    await whatsapp({ from }, text("hola"));
    graph.next(graphError(400, 131047));
    expect(await whatsapp({ from }, text("1"))).toHaveLength(1);                 // tried, refused: parked
    const sent = await whatsapp({ from }, text("inadeh"));
    expect(sent.map(bodyOf).join()).toMatch(/tema[\s\S]*INADEH/i);
    expect(sent).toHaveLength(2);
  });

  test("an answer the provider refused is not tried again", async () => {
    const from = "50765550008";
    graph.next(graphError(400, 131026));
    expect(await whatsapp({ from }, text("hola"))).toHaveLength(1);
    expect(await whatsapp({ from }, text("1"))).toHaveLength(1);
  });

  test("a message older than its id is remembered is stale: 200, and nothing is answered", async () => {
    expect(await whatsapp({ from: "50765550009" }, { ...text("hola"), timestamp: "1504902988" })).toEqual([]);
  });
});

describe("SMS", () => {
  test("a person is answered over REST with a status callback that carries our id", async () => {
    await twilio({ MessageSid: "SM01", From: "+50765560001", Body: "hola" });
    const form = sms.seen.find(s => s.method === "POST")!.form;
    expect(form.get("To")).toBe("+50765560001");
    expect(form.get("From")).toBe(OURS);
    expect(form.get("StatusCallback")).toMatch(/^https:\/\/sms\.example\.org\/webhooks\/sms\/status\?ref=[0-9a-z]+-1-0$/);
  });

  test.each([["a short code", "12345"], ["a name", "TIGO"], ["a hidden sender", "+266696687"], ["Twilio's WhatsApp", "whatsapp:+50765560009"]])("%s is never answered", async (_label, From) => {
    expect(await twilio({ MessageSid: `SM-${From}`, From, Body: "hola" })).toEqual([]);
  });

  test("opting out with Twilio's word is silent, and coming back is too", async () => {
    const From = "+50765560002";
    await twilio({ MessageSid: "SM10", From, Body: "hola" });
    expect(await twilio({ MessageSid: "SM11", From, Body: "STOP", OptOutType: "STOP" })).toEqual([]);
    expect(await twilio({ MessageSid: "SM12", From, Body: "START", OptOutType: "START" })).toEqual([]);
    expect(await twilio({ MessageSid: "SM13", From, Body: "1" })).toHaveLength(1);
  });

  test("an empty SMS and an MMS are answered once each", async () => {
    const From = "+50765560003";
    await twilio({ MessageSid: "SM20", From, Body: "hola" });
    expect(await twilio({ MessageSid: "SM21", From, Body: "" })).toHaveLength(1);
    expect(await twilio({ MessageSid: "MM22", From, Body: "", NumMedia: "1", MediaContentType0: "image/png", MediaUrl0: "https://x" })).toHaveLength(1);
  });

  test("a message nobody told us of is found in Twilio's list, once", async () => {
    const { createClock } = await import("../../server/clock.ts");
    const { createTwilio } = await import("../../server/providers/twilio.ts");
    const { silentLog } = await import("../../server/log.ts");
    const sender = await createTwilio({ accountSid: ACCOUNT, authToken: "token", from: OURS, apiUrl: sms.url, statusUrl: () => null });
    const clock = createClock({ store: puente.store, staff: puente.store.staff, seal: puente.seal, accept: puente.accept, senders: [sender], now: () => at, log: silentLog, metrics: puente.metrics });
    await clock.catchUp();                                                      // a first start has missed nothing
    sms.list.push({ sid: `SM${"a".repeat(32)}`, account_sid: ACCOUNT, from: "+50765560004", to: OURS, body: "hola", direction: "inbound", status: "received", num_media: "0", date_sent: new Date(at).toUTCString(), date_created: new Date(at).toUTCString() });
    at += 1000;
    expect(await clock.catchUp()).toBe(1);
    await puente.idle();
    expect(sms.seen.filter(s => s.method === "POST" && s.form.get("To") === "+50765560004")).toHaveLength(1);
    expect(await clock.catchUp()).toBe(0);
    sender.close();
  });
});

test("metrics count, and no label or value names a person", async () => {
  const metrics = await (await fetch(`${puente.url}/metrics`)).text();
  expect(metrics).toMatch(/puente_accepted_total\{provider="whatsapp"\} \d+/);
  expect(metrics).toMatch(/puente_sends_total\{provider="twilio",outcome="sent"\} \d+/);
  expect(metrics).not.toMatch(/5076555|5076556|VE\.2000|hola/);
});
