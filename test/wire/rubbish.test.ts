/** What anyone can post at the doors, with and without a right signature: never a 5xx, never a word of what was expected,
 *  nothing good in the same batch lost, and the next message still answered. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

const SECRET = "app-secret", OLD = "old-secret", TOKEN = "auth-token", ACCOUNT = `AC${"0".repeat(32)}`, PHONE_ID = "1001";
let puente: TestPuente;
beforeAll(async () => {
  puente = await startTestPuente({
    ROLES: "web,converse", PUBLIC_URL: "https://sms.example.org",
    WHATSAPP_APP_SECRET: `${SECRET},${OLD}`, WHATSAPP_VERIFY_TOKEN: "verify-me", WHATSAPP_ACCESS_TOKEN: "t", WHATSAPP_PHONE_NUMBER_ID: PHONE_ID, WHATSAPP_BUSINESS_ACCOUNT_ID: "2",
    TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: "+15550100001",
  }, { listen: true });
});
afterAll(() => puente.close());

const sign = (body: string | Buffer, secret = SECRET): string => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
const post = (path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response> => fetch(puente.url + path, { method: "POST", body: typeof body === "string" ? body : new Uint8Array(body), headers });
const whatsapp = (body: string | Buffer, signature = sign(body)): Promise<Response> => post("/webhooks/whatsapp", body, { "content-type": "application/json", "x-hub-signature-256": signature });
const envelope = (value: unknown): string => JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "9", changes: [{ field: "messages", value }] }] });
const text = (id: string, from: string, body: unknown = "hola", more: object = {}): object => ({ from, id, timestamp: String(Math.floor(Date.now() / 1000)), type: "text", text: { body }, ...more });
const batch = (messages: unknown[]): string => envelope({ messaging_product: "whatsapp", metadata: { phone_number_id: PHONE_ID }, messages });

function twilio(fields: Record<string, string>, path = "/webhooks/sms", token = TOKEN): Promise<Response> {
  const all: Record<string, string> = { AccountSid: ACCOUNT, ...fields };
  const signature = createHmac("sha1", token).update(`https://sms.example.org${path}${Object.keys(all).toSorted().map(k => k + all[k]).join("")}`).digest("base64");
  return post(path, new URLSearchParams(all).toString(), { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature });
}

describe("the handshake", () => {
  test("answers the challenge, as plain text, to the right token alone", async () => {
    const right = await fetch(`${puente.url}/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=verify-me`);
    expect([right.status, right.headers.get("content-type"), await right.text()]).toEqual([200, "text/plain; charset=utf-8", "4711"]);
    for (const query of ["hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong", "hub.challenge=1", "", "hub.mode=subscribe&hub.verify_token=verify-me&hub.verify_token=x"]) expect((await fetch(`${puente.url}/webhooks/whatsapp?${query}`)).status).toBe(403);
  });
});

describe("signatures", () => {
  test.each([["none", ""], ["of another body", sign("x")], ["of another secret", sign(batch([]), "else")], ["without prefix", sign(batch([])).slice(7)], ["in capitals", sign(batch([])).toUpperCase()], ["cut", sign(batch([])).slice(0, -1)]])("WhatsApp's, %s: 401 without a hint", async (_label, signature) => {
    const response = await whatsapp(batch([]), signature);
    expect([response.status, await response.text()]).toEqual([401, ""]);
  });

  test("both secrets are taken while one is rotated in", async () => {
    expect((await whatsapp(batch([]), sign(batch([]), OLD))).status).toBe(200);
  });

  test("Twilio's, of another token or address: 403 without a hint; of another account: 403", async () => {
    const fields = { MessageSid: "SM1", From: "+50760001111", Body: "hola" };
    const wrong = await twilio(fields, "/webhooks/sms", "another");
    expect([wrong.status, await wrong.text()]).toEqual([403, ""]);
    expect((await twilio({ ...fields, AccountSid: `AC${"1".repeat(32)}` })).status).toBe(403);
  });

  test("a right SMS is answered with an empty TwiML", async () => {
    const response = await twilio({ MessageSid: "SM2", From: "+50760001112", Body: "hola" });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/xml"]);
    expect(await response.text()).toMatch(/<Response><\/Response>$/);
  });
});

describe("bodies", () => {
  test.each([["empty", ""], ["broken", "{"], ["an array", "[]"], ["a number", "1"], ["null", "null"], ["not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])], ["deeply nested arrays", "[".repeat(200_000)]])("signed, but %s: 400", async (_label, body) => {
    expect((await whatsapp(body)).status).toBe(400);
  });

  test.each([["nothing known in it", "{}"], ["nulls", '{"object":null,"entry":[null,{"changes":null},{"changes":[null,{"value":null}]}]}'], ["deep nesting", `{"entry":${"[".repeat(50_000)}${"]".repeat(50_000)}}`], ["wrong types", '{"entry":"x","object":7}']])("a signed object with %s: 200", async (_label, body) => {
    expect((await whatsapp(body)).status).toBe(200);
  });

  test("over 3 MB: 413", async () => {
    const body = JSON.stringify({ x: "a".repeat(3 * 1024 * 1024) });
    expect((await whatsapp(body)).status).toBe(413);
  });

  test("1,000 messages with one bad part: 999 are kept, and each person is answered once", async () => {
    const messages: unknown[] = Array.from({ length: 1000 }, (_, i) => text(`wamid.batch${i}`, `5076100${String(i).padStart(4, "0")}`));
    messages[500] = { id: 7, from: [], type: null };
    const before = (await puente.store.backlog(Date.now())).outbound;
    expect((await whatsapp(batch(messages))).status).toBe(200);
    await answered();
    expect((await puente.store.backlog(Date.now())).outbound - before).toBe(999);
  }, 60_000);

  test.each([
    ["a timestamp in the future", { timestamp: "99999999999" }], ["a timestamp that is no number", { timestamp: "soon" }], ["no timestamp", { timestamp: undefined }],
    ["an empty text", { text: { body: "" } }], ["a text that is a number", { text: { body: 7 } }], ["no text", { text: undefined }], ["a lone surrogate", { text: { body: "\ud83d" } }], ["4,096 emoji", { text: { body: "😀".repeat(4096) } }], ["a type of next year", { type: "hologram", hologram: {} }],
  ])("a message with %s is answered", async (label, more) => {
    const from = `5076200${String(label.length).padStart(2, "0")}${String(Math.floor(Math.random() * 90) + 10)}`;
    const before = (await puente.store.backlog(Date.now())).outbound;
    expect((await whatsapp(batch([text(`wamid.${label}`, from, "hola", more)]))).status).toBe(200);
    await answered();
    expect((await puente.store.backlog(Date.now())).outbound - before).toBe(1);
  });

  test("mutated bodies never bring a 5xx, and the door stays open", async () => {
    const good = batch([text("wamid.m", "50763000001"), { type: "interactive", id: "wamid.n", from: "50763000002", timestamp: "1", interactive: { type: "list_reply", list_reply: { id: "lang:es", title: "Español" } } }]);
    await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.nat(12), fc.string(), async (at, cut, put) => {
      const body = Buffer.from(good.slice(0, at) + put + good.slice(at + cut));
      expect((await whatsapp(body)).status).toBeLessThan(500);
    }), { numRuns: 150 });
    await fc.assert(fc.asyncProperty(fc.json(), async body => { expect((await whatsapp(body)).status).toBeLessThan(500); }), { numRuns: 100 });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      const response = await post("/webhooks/sms", Buffer.from(bytes), { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "x" });
      expect(response.status).toBe(403);
    }), { numRuns: 60 });
    expect((await whatsapp(batch([text("wamid.after", "50763000003")]))).status).toBe(200);
  }, 60_000);

  test("a body that never ends is cut", async () => {
    const port = Number(new URL(puente.url).port);
    const closed = new Promise<string>(resolve => {
      let got = "";
      const socket = connect(port, "127.0.0.1", () => socket.write("POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
      socket.on("data", d => { got += d.toString(); });
      socket.on("close", () => resolve(got));
    });
    expect(await closed).toMatch(/^HTTP\/1\.1 408/);
  }, 30_000);
});

test("a channel whose secret is unset answers 404: nothing is verified against an empty key", async () => {
  const bare = await startTestPuente({ ROLES: "web" }, { listen: true });
  try {
    for (const path of ["/webhooks/whatsapp", "/webhooks/sms", "/webhooks/sms/status"]) {
      const body = "{}";
      const response = await fetch(bare.url + path, { method: "POST", body, headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${createHmac("sha256", "").update(body).digest("hex")}` } });
      expect(response.status).toBe(404);
    }
  } finally {
    await bare.close();
  }
});

/** Nothing waits for a turn. */
async function answered(): Promise<void> {
  while ((await puente.store.backlog(Date.now())).inbound > 0) await new Promise(resolve => setTimeout(resolve, 5));
}
