/** Every kind of body that Meta posts, whole, broken and in batches: what of it becomes an arrival, a receipt or a move. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { Parsed } from "../../../server/providers/provider.ts";
import { parseWebhook } from "../../../server/providers/whatsapp.ts";

const FOLDER = new URL("fixtures/", import.meta.url);
const OWN = { phoneNumberId: "555000111222333" };
const PHONE = "50768887766";
const USER = "PA.9081726354QwErTy";
const BOTH = { phone: PHONE, userId: USER };

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
const parse = (body: unknown): Parsed => parseWebhook(body, OWN);
const hook = (value: object, field = "messages"): object => ({
  object: "whatsapp_business_account",
  entry: [{ id: "1", changes: [{ field, value: { metadata: { phone_number_id: OWN.phoneNumberId }, ...value } }] }],
});
const text = (more: object = {}): Record<string, unknown> => ({ from: PHONE, id: "wamid.T", timestamp: "1800000000", type: "text", text: { body: "hola" }, ...more });
const only = (message: unknown, more: object = {}): Parsed => parse(hook({ messages: [message], ...more }));

describe("what a person sends", () => {
  const said: [string, object, object?][] = [
    ["text", { kind: "text", text: "Buenas, ¿cómo pido refugio? 🙏" }],
    ["text-empty", { kind: "text", text: "" }],
    ["text-arabic", { kind: "text", text: "أحتاج إلى طبيب" }],
    ["text-user-id-only", { kind: "text", text: "oi" }, { userId: "CO.77aaBB" }],
    ["text-user-id-in-contacts", { kind: "text", text: "hola" }],
    ["text-lean", { kind: "text", text: "hola" }, { phone: PHONE }],
    ["button-reply", { kind: "choice", id: "menu.1", title: "Permiso" }],
    ["list-reply", { kind: "choice", id: "topic.inadeh", title: "INADEH" }],
    ["interactive-without-object", { kind: "unreadable", type: "interactive" }],
    ["flow-reply", { kind: "unreadable", type: "nfm_reply" }],
    ["template-quick-reply", { kind: "quick-reply", payload: "resume", text: "Seguir" }],
    ["image-with-caption", { kind: "media", media: "image", caption: "mi carta" }],
    ["video", { kind: "media", media: "video" }],
    ["document", { kind: "media", media: "document" }],
    ["sticker", { kind: "media", media: "sticker" }],
    ["audio-file", { kind: "media", media: "audio" }],
    ["voice-note", { kind: "media", media: "voice" }],
    ["location-with-name", { kind: "location", latitude: 8.97, longitude: -79.53, name: "Parque" }],
    ["location-pin", { kind: "location", latitude: 8, longitude: -77.7 }],
    ["contacts", { kind: "contacts" }],
    ["order", { kind: "order" }],
    ["unsupported-poll", { kind: "unreadable", type: "poll_creation" }],
    ["unsupported-too-big", { kind: "unreadable", type: "unsupported" }],
    ["type-of-next-year", { kind: "unreadable", type: "hologram" }],
    ["messages-and-statuses", { kind: "text", text: "hola" }],
  ];
  test.each(said)("%s becomes one arrival", (name, expected, from = BOTH) => {
    const parsed = parse(fixture(name));
    expect(parsed.arrivals).toEqual([{
      provider: "whatsapp", channel: "whatsapp", id: expect.stringMatching(/^wamid\./), from, at: 1_800_000_000_000, said: expected,
    }]);
    expect(parsed.ignored).toEqual({});
    expect(parsed.moves).toEqual([]);
  });

  const aside: [string, object][] = [
    ["reaction", { reaction: 1 }], ["edit", { edit: 1 }], ["revoke", { revoke: 1 }], ["request-welcome", { "request-welcome": 1 }],
    ["group-message", { group: 1 }], ["unsupported-from-nobody", { "no-sender": 1 }], ["changed-identity", { system: 1 }],
    ["errors-only", { errors: 1 }], ["template-status", { field: 1 }], ["other-number", { "other-number": 1 }], ["status-deleted", { status: 1 }],
  ];
  test.each(aside)("%s is no message: counted, nothing else", (name, ignored) => {
    expect(parse(fixture(name))).toEqual({ arrivals: [], receipts: [], moves: [], ignored });
  });

  test("no fixture is left unread by these tests", () => {
    const named = new Set([...said, ...aside, ...receipts, ...moves].map(row => `${row[0]}.json`));
    expect(readdirSync(FOLDER).filter(file => !named.has(file))).toEqual([]);
  });
});

const receipts: [string, object][] = [
  ["status-sent", { status: "sent", ref: "ref-7" }],
  ["status-delivered", { status: "delivered" }],
  ["status-read-by-user-id", { status: "read" }],
  ["status-played", { status: "read" }],
  ["status-failed-window", {
    status: "failed", ref: "ref-7", fault: { code: "window:closed", provider: 131047, tell: "nobody", scope: "person" },
    remedy: { kind: "parked", code: "window:closed" },
  }],
  ["status-failed-pair", { status: "failed", fault: { code: "person:throttled", provider: 131056, tell: "nobody", scope: "person" }, remedy: { kind: "again", after: 1 } }],
  ["status-failed-without-errors", { status: "failed", fault: { code: "message:refused", provider: -1, tell: "operator", scope: "person" }, remedy: { kind: "refused", code: "message:refused" } }],
];

describe("what became of a message of ours", () => {
  test.each(receipts)("%s becomes one receipt", (name, expected) => {
    expect(parse(fixture(name)).receipts).toEqual([{ provider: "whatsapp", channel: "whatsapp", id: "wamid.SENT7", at: 1_800_000_060_000, ...expected }]);
  });

  test("a reference longer than Meta's limit, or no text, is none of ours", () => {
    for (const ref of ["x".repeat(513), "", 7, null, { a: 1 }]) {
      expect(parse(hook({ statuses: [{ id: "w", status: "sent", timestamp: "1", biz_opaque_callback_data: ref }] })).receipts[0]).not.toHaveProperty("ref");
    }
  });

  test("a receipt beside a message in one value is kept too", () => {
    const parsed = parse(fixture("messages-and-statuses"));
    expect([parsed.arrivals.length, parsed.receipts.length]).toEqual([1, 1]);
  });
});

const moves: [string, object, object, string?][] = [
  ["changed-number", BOTH, { phone: "50761112233", userId: "PA.new1" }],
  ["changed-number-old-shape", { phone: PHONE }, { phone: "50761112233" }],
  ["changed-user-id", { userId: "CO.77aaBB" }, { userId: "CO.new2" }],
  ["user-id-update", { userId: USER }, { phone: PHONE, userId: "PA.new1" }],
];

describe("a person whose number or id changed", () => {
  test.each(moves)("%s becomes a move", (name, from, to) => {
    const parsed = parse(fixture(name));
    expect(parsed).toEqual({ arrivals: [], receipts: [], ignored: {}, moves: [{ provider: "whatsapp", channel: "whatsapp", id: expect.any(String), from, to }] });
  });

  test("the same move without an id has the same name each time, a later one another", () => {
    const [first, again, later] = ["100", "100", "200"].map(timestamp =>
      parse(hook({ user_id_update: [{ user_id: { previous: "PA.a", current: "PA.b" }, timestamp }] }, "user_id_update")).moves[0]?.id);
    expect(first).toBe(again);
    expect(later).not.toBe(first);
  });

  test("what stays is not left: a new id under the same phone moves only the id", () => {
    const system = { type: "user_changed_user_id", wa_id: PHONE, user_id: "PA.b", previous_user_id: "PA.a" };
    expect(only({ id: "s", from: PHONE, timestamp: "1", type: "system", system }).moves[0]).toMatchObject({ from: { userId: "PA.a" }, to: { phone: PHONE, userId: "PA.b" } });
  });

  test.each([
    ["nobody to move to", { type: "user_changed_number" }],
    ["the same address", { type: "user_changed_number", wa_id: PHONE }],
    ["a kind of next year", { type: "user_changed_planet", wa_id: "50761112233" }],
  ])("%s is counted, not moved", (_label, system) => {
    expect(only({ id: "s", from: PHONE, timestamp: "1", type: "system", system })).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { system: 1 } });
  });
});

describe("who a message is from", () => {
  test.each([
    ["a phone with + loses it", { from: `+${PHONE}` }, undefined, { phone: PHONE }],
    ["an id that is no user id is left out", { from_user_id: "pa.123" }, undefined, { phone: PHONE }],
    ["a business user id with ENT counts", { from_user_id: "BR.ENT.118158" }, undefined, { phone: PHONE, userId: "BR.ENT.118158" }],
    ["the contact with this phone gives the id", {}, [{ wa_id: "50700000001", user_id: "PA.x" }, { wa_id: PHONE, user_id: "PA.y" }], { phone: PHONE, userId: "PA.y" }],
    ["the contact of another phone gives nothing", {}, [{ wa_id: "50700000001", user_id: "PA.x" }], { phone: PHONE }],
    ["a contact in its place without a phone gives the id", {}, [{ user_id: "PA.x" }], { phone: PHONE, userId: "PA.x" }],
    ["the contact with this id gives the phone", { from: undefined, from_user_id: "PA.x" }, [{ wa_id: "50700000001", user_id: "PA.x" }], { phone: "50700000001", userId: "PA.x" }],
    ["an id alone is enough", { from: undefined, from_user_id: "PA.x" }, undefined, { userId: "PA.x" }],
    ["with neither, the contact in its place", { from: undefined }, [{ wa_id: PHONE }], { phone: PHONE }],
    ["broken contacts do no harm", {}, [null, 7, "x", { wa_id: {} }], { phone: PHONE }],
  ])("%s", (_label, more, contacts, from) => {
    const parsed = only(text(more), contacts === undefined ? {} : { contacts });
    expect(parsed.arrivals.map(arrival => arrival.from)).toEqual([from]);
  });

  test.each([["missing", undefined], ["a short code", "12345"], ["a name", "TIGO"], ["a number type", 50768887766], ["leading zero", "050768887766"], ["sixteen digits", "1".repeat(16)]])(
    "a sender that is %s is nobody: counted", (_label, from) => {
      expect(only(text({ from }))).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { "no-sender": 1 } });
    });
});

describe("odd pieces", () => {
  test.each([
    ["seconds as text", "1800000000", 1_800_000_000_000], ["seconds as a number", 1_800_000_000, 1_800_000_000_000], ["the future stays", "4000000000", 4_000_000_000_000],
    ["words", "ayer", 0], ["empty", "", 0], ["missing", undefined, 0], ["negative", "-5", 0], ["infinite", "Infinity", 0], ["beyond any date", "99999999999999", 0], ["an object", {}, 0],
  ])("a timestamp: %s", (_label, timestamp, at) => {
    expect(only(text({ timestamp })).arrivals[0]?.at).toBe(at);
  });

  test.each([
    ["half a pair in front", "\uDE4Fhola", "\uFFFDhola"], ["half a pair behind", "hola\uD83D", "hola\uFFFD"], ["a whole pair stays", "hola 🙏", "hola 🙏"],
    ["too long is cut", "x".repeat(70_000), "x".repeat(65_536)], ["never within a pair", `${"x".repeat(65_535)}🙏`, "x".repeat(65_535)],
  ])("text: %s", (_label, body, expected) => {
    const said = only(text({ text: { body } })).arrivals[0]?.said;
    expect(said).toEqual({ kind: "text", text: expected });
  });

  test.each([
    ["text that is none", { text: null }, { kind: "unreadable", type: "text" }],
    ["text with a number", { text: { body: 5 } }, { kind: "unreadable", type: "text" }],
    ["no type", { type: undefined }, { kind: "unreadable", type: "unknown" }],
    ["a type that could hold words", { type: "Soy Rosa, vivo en…" }, { kind: "unreadable", type: "unknown" }],
    ["a type named like a method", { type: "constructor" }, { kind: "unreadable", type: "constructor" }],
    ["a button without content", { type: "button" }, { kind: "unreadable", type: "button" }],
    ["a button without payload", { type: "button", button: { text: "Sí" } }, { kind: "quick-reply", payload: "", text: "Sí" }],
    ["a reply without id", { type: "interactive", interactive: { type: "list_reply", list_reply: { title: "x" } } }, { kind: "unreadable", type: "interactive" }],
    ["a reply without title", { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "x" } } }, { kind: "choice", id: "x", title: "" }],
    ["an image without content", { type: "image" }, { kind: "media", media: "image" }],
    ["a place off the earth", { type: "location", location: { latitude: 91, longitude: 0 } }, { kind: "unreadable", type: "location" }],
    ["a place without numbers", { type: "location", location: { latitude: "x" } }, { kind: "unreadable", type: "location" }],
  ])("%s", (_label, more, said) => {
    expect(only(text(more)).arrivals.map(arrival => arrival.said)).toEqual([said]);
  });

  test.each([["null", null], ["a list", []], ["text", "x"], ["a number", 1], ["nothing", undefined], ["an empty object", {}], ["entry no list", { entry: {} }]])(
    "a body that is %s is broken, not an error", (_label, body) => {
      expect(parse(body)).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { broken: 1 } });
    });

  test("the dashboard's bare change is read like one in an envelope", () => {
    const { entry } = fixture("text") as { entry: [{ changes: [object] }] };
    expect(parse(entry[0].changes[0]).arrivals).toHaveLength(1);
  });

  test("ignored counts under fixed words, whatever a body says", () => {
    const labels = Object.keys(parse(hook({ messages: [text({ type: "reaction" }), null, text({ id: 5 })], statuses: [{ id: "a", status: "__proto__" }] }, "messages")).ignored);
    expect(labels.toSorted()).toEqual(["broken", "no-id", "reaction", "status"]);
  });
});

const change = (id: string): object => ({ field: "messages", value: { metadata: { phone_number_id: OWN.phoneNumberId }, messages: [text({ id })] } });

describe("batches", () => {
  const BAD: [string, unknown][] = [
    ["null", null], ["a number", 7], ["text", "x"], ["a list", []], ["no id", text({ id: undefined })], ["an empty id", text({ id: "" })], ["no sender", text({ from: null })],
  ];
  test.each(BAD)("one part that is %s costs none of the other 999", (_label, bad) => {
    const messages: unknown[] = Array.from({ length: 1_000 }, (_, i) => text({ id: `wamid.${i}` }));
    messages[500] = bad;
    const parsed = only(undefined, { messages });
    expect(parsed.arrivals).toHaveLength(999);
    expect(Object.values(parsed.ignored)).toEqual([1]);
  });

  test("every entry and change is walked; a broken one costs only itself", () => {
    const parsed = parse({ entry: [null, { changes: [change("a"), null, { field: "messages", value: null }, change("b")] }, { changes: 5 }, { changes: [change("c")] }] });
    expect(parsed.arrivals.map(arrival => arrival.id)).toEqual(["a", "b", "c"]);
    expect(parsed.ignored).toEqual({ broken: 4 });
  });

  test("each message of a batch finds its own contact", () => {
    const people = Array.from({ length: 50 }, (_, i) => ({ wa_id: `5076${String(i).padStart(7, "0")}`, user_id: `PA.u${i}` }));
    const messages = people.map(({ wa_id }, i) => text({ id: `w${i}`, from: wa_id })).toReversed();
    for (const { from } of only(undefined, { messages, contacts: people }).arrivals) {
      expect(from.userId).toBe(`PA.u${Number(from.phone?.slice(4))}`);
    }
  });
});

describe("whatever comes", () => {
  test("no JSON makes it throw", () => {
    fc.assert(fc.property(fc.jsonValue(), body => { parse(body); }), { numRuns: 300 });
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (a, b, c) => {
      parse(hook({ messages: [a, text({ from: b }), text({ type: c })], statuses: [b, { id: "s", status: "failed", errors: a }], contacts: c }));
      parse(hook({ user_id_update: [a, { user_id: b, wa_id: c }] }, "user_id_update"));
    }), { numRuns: 300 });
  });

  const KINDS = ["text", "interactive", "button", "image", "audio", "location", "contacts", "order", "system", "unsupported", "reaction"];
  test("a good message is kept whatever stands beside and inside the others", () => {
    const odd = fc.record({
      id: fc.oneof(fc.string(), fc.jsonValue()), from: fc.oneof(fc.constant(PHONE), fc.jsonValue()), from_user_id: fc.jsonValue(), type: fc.constantFrom(...KINDS),
      timestamp: fc.jsonValue(), text: fc.jsonValue(), interactive: fc.jsonValue(), system: fc.jsonValue(), location: fc.jsonValue(), audio: fc.jsonValue(), unsupported: fc.jsonValue(),
    }, { requiredKeys: ["type"] });
    fc.assert(fc.property(fc.array(odd, { maxLength: 6 }), fc.nat(6), (others, place) => {
      const messages: unknown[] = [...others];
      messages.splice(Math.min(place, others.length), 0, text({ id: "good-one" }));
      const parsed = only(undefined, { messages });
      const counted = Object.values(parsed.ignored).reduce((sum, n) => sum + n, 0);
      expect(parsed.arrivals.filter(arrival => arrival.id === "good-one")).toHaveLength(1);
      expect(parsed.arrivals.length + parsed.moves.length + counted).toBe(messages.length);
    }), { numRuns: 300 });
  });
});
