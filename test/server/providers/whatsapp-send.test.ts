/** Sending through a Graph API on loopback: the JSON that leaves, and which of four outcomes each answer, each error
 *  code and each way of breaking off becomes. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { ChannelMessage } from "../../../bot/channels/message.ts";
import type { Fetch } from "../../../server/providers/http.ts";
import { GRAPH_FAULTS } from "../../../server/providers/whatsapp/faults.ts";
import { createWhatsApp } from "../../../server/providers/whatsapp/send.ts";
import { accepted, closedPort, graphError, startFakeGraph } from "../../wire/fake-graph.ts";
import type { FakeGraph, GraphAnswer } from "../../wire/fake-graph.ts";

const TOKEN = "EAAtoken-nobody-may-see";
const WORDS = "Mi nombre es Rosa";
const PHONE = "50768887766";
const NOW = Date.parse("2026-11-24T12:00:00Z");
const TEXT: ChannelMessage = { kind: "text", body: WORDS };

let graph: FakeGraph;
beforeAll(async () => { graph = await startFakeGraph(); });
afterAll(() => graph.close());
afterEach(() => { graph.requests.length = 0; });

const noName: Fetch = async () => { throw new TypeError("fetch failed", { cause: { code: "ENOTFOUND" } }); };
const sender = (more: object = {}) => createWhatsApp({ accessToken: TOKEN, phoneNumberId: "555000111222333", apiUrl: graph.url, apiVersion: "v26.0", now: () => NOW, ...more });
const sendTo = (answer: GraphAnswer, more: object = {}) => { graph.next(answer); return sender(more).send({ phone: PHONE }, TEXT, "ref-1"); };

describe("what leaves", () => {
  const head = { messaging_product: "whatsapp", recipient_type: "individual", biz_opaque_callback_data: "ref-1" };
  const buttons = [{ id: "a", title: "Sí" }, { id: "b", title: "No" }];
  const rows = [{ id: "r1", title: "Salud", description: "Citas" }, { id: "r2", title: "Trabajo" }];
  test.each<[string, object, ChannelMessage, object]>([
    ["text to a phone gets its +", { phone: PHONE }, TEXT, { to: `+${PHONE}`, type: "text", text: { body: WORDS } }],
    ["both addresses: the phone", { phone: PHONE, userId: "PA.x" }, TEXT, { to: `+${PHONE}`, type: "text", text: { body: WORDS } }],
    ["a person without a phone: by id", { userId: "CO.77aaBB" }, TEXT, { recipient: "CO.77aaBB", type: "text", text: { body: WORDS } }],
    ["4,096 units of text", { phone: PHONE }, { kind: "text", body: "ñ".repeat(4_096) }, { to: `+${PHONE}`, type: "text", text: { body: "ñ".repeat(4_096) } }],
    ["buttons", { phone: PHONE }, { kind: "buttons", body: "¿Sí?", buttons }, {
      to: `+${PHONE}`, type: "interactive",
      interactive: { type: "button", body: { text: "¿Sí?" }, action: { buttons: buttons.map(reply => ({ type: "reply", reply })) } },
    }],
    ["a list", { phone: PHONE }, { kind: "list", body: "Elige", button: "Ver temas", rows }, {
      to: `+${PHONE}`, type: "interactive",
      interactive: { type: "list", body: { text: "Elige" }, action: { button: "Ver temas", sections: [{ rows }] } },
    }],
    ["the fullest list", { phone: PHONE }, { kind: "list", body: "x".repeat(1_024), button: "b".repeat(20), rows: tenRows() }, {
      to: `+${PHONE}`, type: "interactive",
      interactive: { type: "list", body: { text: "x".repeat(1_024) }, action: { button: "b".repeat(20), sections: [{ rows: tenRows() }] } },
    }],
  ])("%s", async (_label, to, message, body) => {
    expect(await sender().send(to, message, "ref-1")).toMatchObject({ kind: "sent" });
    const request = graph.requests[0]!;
    expect(JSON.parse(request.body)).toEqual({ ...head, ...body });
    expect([request.method, request.path]).toEqual(["POST", "/v26.0/555000111222333/messages"]);
    expect(request.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "content-type": "application/json" });
  });

  test("a kept connection is used again", async () => {
    const one = sender();
    await one.send({ phone: PHONE }, TEXT, "1");
    const before = graph.connections();
    for (let i = 0; i < 20; i++) await one.send({ phone: PHONE }, TEXT, String(i));
    expect(graph.connections()).toBeLessThanOrEqual(before + 1);     // two take turns
  });
});

function tenRows() {
  return Array.from({ length: 10 }, (_, i) => ({ id: `${i}`.repeat(200), title: "t".repeat(24), description: "d".repeat(72) }));
}

describe("what never leaves", () => {
  test.each<[string, object, ChannelMessage, string, string]>([
    ["no address", {}, TEXT, "r", "number:invalid"],
    ["a phone that is none", { phone: "TIGO" }, TEXT, "r", "number:invalid"],
    ["an empty text", { phone: PHONE }, { kind: "text", body: "" }, "r", "message:invalid"],
    ["a title too long", { phone: PHONE }, { kind: "buttons", body: "x", buttons: [{ id: "a", title: "t".repeat(21) }] }, "r", "message:invalid"],
    ["an eleventh row", { phone: PHONE }, { kind: "list", body: "x", button: "b", rows: [...tenRows(), { id: "k", title: "k" }] }, "r", "message:invalid"],
    ["an SMS", { phone: PHONE }, { kind: "sms", body: "x", encoding: "GSM-7", segments: 1 }, "r", "message:invalid"],
    ["a reference over the limit", { phone: PHONE }, TEXT, "r".repeat(513), "message:invalid"],
  ])("%s is refused before the network", async (_label, to, message, ref, code) => {
    expect(await sender().send(to, message, ref)).toMatchObject({ kind: "refused", why: { code } });
    expect(graph.requests).toEqual([]);
  });
});

describe("what the answer means", () => {
  test("a 200 with an id is sent", async () => {
    expect(await sendTo(accepted("wamid.OK"))).toEqual({ kind: "sent", id: "wamid.OK" });
  });

  const UNKNOWN: [string, GraphAnswer][] = [
    ["a reset after the request was read", { kind: "reset" }],
    ["a 200 cut in its body", { kind: "cut" }],
    ["a 200 reset in its body", { kind: "reset-in-body" }],
    ["a 200 with nothing in it", { kind: "answer", status: 200, body: "" }],
    ["a 200 with half an object", { kind: "answer", status: 200, body: '{"messages":[{"id":"wam' }],
    ["a 200 without an id", { kind: "answer", status: 200, body: '{"messages":[]}' }],
    ["a 200 with a page", { kind: "answer", status: 200, body: "<html>ok</html>" }],
    ["a 204", { kind: "answer", status: 204, body: "" }],
    ["a 502 with a page", { kind: "answer", status: 502, body: "<html>Bad Gateway</html>" }],
    ["a 503 with nothing", { kind: "answer", status: 503, body: "" }],
    ["a 504 with JSON that is not Meta's", { kind: "answer", status: 504, body: '{"error":"upstream timeout"}' }],
  ];
  test.each(UNKNOWN)("%s is unknown: it may have gone out", async (_label, answer) => {
    expect(await sendTo(answer)).toMatchObject({ kind: "unknown", why: { scope: "person", tell: "nobody" } });
    expect(graph.requests).toHaveLength(1);
  });

  test.each(UNKNOWN)("%s is unknown with the built-in fetch too", async (_label, answer) => {
    expect(await sendTo(answer, { fetch: globalThis.fetch })).toMatchObject({ kind: "unknown" });
  });

  test("silence past the deadline is unknown, with either fetch", async () => {
    for (const more of [{}, { fetch: globalThis.fetch }]) {
      expect(await sendTo({ kind: "silence" }, { timeoutMs: 40, ...more })).toMatchObject({ kind: "unknown", why: { code: "provider:silent" } });
    }
  });

  test("a refused connection never left: again, with either fetch", async () => {
    const apiUrl = await closedPort();
    for (const more of [{}, { fetch: globalThis.fetch }]) {
      expect(await sender({ apiUrl, ...more }).send({ phone: PHONE }, TEXT, "r")).toMatchObject({ kind: "again", after: 5, why: { code: "provider:unreachable", scope: "provider" } });
    }
  });

  test("a name that does not resolve never left: again", async () => {
    expect(await sender({ fetch: noName }).send({ phone: PHONE }, TEXT, "r")).toMatchObject({ kind: "again" });
  });

  test("a kept connection that breaks as the next send is written is unknown, and not tried again", async () => {
    const one = sender();
    graph.next(accepted("first"));
    graph.next({ kind: "reset" });
    await one.send({ phone: PHONE }, TEXT, "1");
    expect(await one.send({ phone: PHONE }, TEXT, "2")).toMatchObject({ kind: "unknown" });
    expect(graph.requests).toHaveLength(2);
  });

  test.each<[string, GraphAnswer, object]>([
    ["a 429 without a word", { kind: "answer", status: 429, body: "" }, { kind: "again", after: 2, why: { code: "provider:throttled", scope: "provider" } }],
    ["Retry-After in seconds", graphError(429, 130429, {}, { "retry-after": "30" }), { kind: "again", after: 30 }],
    ["Retry-After as a date", graphError(429, 130429, {}, { "retry-after": "Tue, 24 Nov 2026 12:00:45 GMT" }), { kind: "again", after: 45 }],
    ["Retry-After in the past", graphError(429, 130429, {}, { "retry-after": "Tue, 24 Nov 2026 11:00:00 GMT" }), { kind: "again", after: 2 }],
    ["Retry-After that is nonsense", graphError(429, 130429, {}, { "retry-after": "soon" }), { kind: "again", after: 2 }],
    ["Retry-After of a year", graphError(429, 130429, {}, { "retry-after": "31536000" }), { kind: "again", after: 3_600 }],
    ["Meta's own header, in minutes", graphError(400, 80007, {}, { "x-business-use-case-usage": '{"9":[{"type":"whatsapp","estimated_time_to_regain_access":7}]}' }), { kind: "again", after: 420 }],
    ["a passing error of an unknown code", graphError(400, 987_654, { is_transient: true }), { kind: "again", after: 5 }],
    ["an unknown code of a failing server", graphError(500, 987_654), { kind: "again" }],
    ["an unknown code", graphError(400, 987_654), { kind: "refused", why: { code: "message:refused", tell: "operator" } }],
    ["a phone number id that is not there", graphError(400, 100, { error_subcode: 33 }), { kind: "again", after: 60, why: { code: "sender:unknown", tell: "operator", scope: "provider" } }],
    ["a proxy's 403", { kind: "answer", status: 403, body: "<html>blocked</html>" }, { kind: "again", after: 60, why: { tell: "operator", scope: "provider" } }],
    ["a redirect", { kind: "answer", status: 302, body: "", headers: { location: "http://127.0.0.1:9/" } }, { kind: "again", why: { tell: "operator" } }],
    ["a Graph error without a code", { kind: "answer", status: 400, body: '{"error":{"message":"no"}}' }, { kind: "again", why: { tell: "operator" } }],
  ])("%s", async (_label, answer, expected) => {
    expect(await sendTo(answer)).toMatchObject(expected);
    expect(graph.requests).toHaveLength(1);
  });

  test.each([...GRAPH_FAULTS])("code %i ends as the table says", async (code, [fault, kind, tell, scope, base]) => {
    expect(await sendTo(graphError(code === 130429 ? 429 : 400, code))).toEqual({
      kind, ...(kind === "again" ? { after: base } : {}), why: { code: fault, provider: code, tell, scope },
    });
  });

  test("no outcome holds a token, a number or a word", async () => {
    const echo = `${TOKEN} ${PHONE} ${WORDS}`;
    const answers: GraphAnswer[] = [
      graphError(400, 131026, { error_data: { details: echo } }), { kind: "answer", status: 502, body: echo }, { kind: "answer", status: 400, body: JSON.stringify({ error: echo }) }, { kind: "reset" },
    ];
    for (const answer of answers) {
      const told = JSON.stringify(await sendTo(answer));
      for (const secret of [TOKEN, PHONE, WORDS]) expect(told).not.toContain(secret);
    }
  });
});
