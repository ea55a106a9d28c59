import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Said } from "../../../bot/inbound.ts";
import type { Arrival, Receipt } from "../../../server/providers/provider.ts";
import { parseForm, parseInbound, parseStatus, verifySignature } from "../../../server/providers/twilio.ts";

const own = { accountSid: "AC" + "5a1e".repeat(8) };
const wire = (name: string) => new Uint8Array(readFileSync(new URL(`../../wire/twilio/${name}.form`, import.meta.url)));
const form = (text: string) => parseForm(Buffer.from(text));
const inbound = (name: string) => parseInbound(parseForm(wire(`inbound/${name}`)), own);
const status = (name: string, ref?: string) => parseStatus(parseForm(wire(`status/${name}`)), ref, own);
const text = (words: string): Said => ({ kind: "text", text: words });

describe("an inbound SMS", () => {
  const said: [string, Said, Arrival["silent"]?][] = [
    ["spanish-accents", text("¿Cómo pido refugio? Soy de Mérida, tengo una niña")],
    ["haitian-creole", text("Bonjou, mwen chèche yon lekòl pou pitit mwen")],
    ["arabic", text("أريد تصريح عمل")],
    ["emoji", text("🙏🏽 gracias 👩‍👧")],
    ["empty-body", text("")],
    ["spaces-around", text("  menu \n")],
    ["signs", text('1+1=2 & 50% <b> "x" \\ /')],
    ["fields-of-next-year", text("hola")],
    ["repeated-field", text("hola")],
    ["stop-in-a-sentence", text("please stop him")],
    ["alto-plain", text("alto")],
    ["stop-advanced-opt-out", text("STOP"), "opted-out"],
    ["alto-advanced-opt-out", text("Alto"), "opted-out"],
    ["start-advanced-opt-out", text("Start"), "opted-in"],
    ["help-advanced-opt-out", text("help"), "help"],
    ["unsubscribe-plain", text(" unsubscribe "), "opted-out"],
    ["picture-with-caption", { kind: "media", media: "image", caption: "mi carnet" }],
    ["voice-note", { kind: "media", media: "audio" }],
    ["two-files", { kind: "media", media: "document" }],
    ["media-without-type", { kind: "media", media: "document" }],
  ];
  test.each(said.map(([name, what, silent]) => ({ name, what, silent })))("$name is an arrival with its words and without a time", ({ name, what, silent }) => {
    const parsed = inbound(name);
    expect(parsed).toEqual({ receipts: [], moves: [], ignored: {}, arrivals: [{
      provider: "twilio", channel: "sms", id: expect.stringMatching(/^(SM|MM)[0-9a-f]{32}$/), from: { phone: "50761230045" }, at: 0, said: what, ...(silent ? { silent } : {}),
    }] });
  });

  test.each([
    ["short-code", "no-number"], ["name", "no-number"], ["hidden-number", "no-number"], ["no-message-id", "no-id"], ["whatsapp-channel", "other-channel"],
  ])("%s is counted and never answered", (name, kind) => {
    expect(inbound(name)).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { [kind]: 1 } });
  });

  test("another account's message is told apart and not read", () => {
    expect(inbound("other-account")).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { "wrong-account": 1 }, wrongAccount: true });
  });

  test.each(["STOP", "stopall", "Unsubscribe", "CANCEL", "end", "QUIT", "revoke", "OPTOUT"])("%s alone opts out", word =>
    expect(silentOf(word)).toBe("opted-out"));
  test.each(["START", "unstop"])("%s alone opts in", word => expect(silentOf(word)).toBe("opted-in"));
  test("Yes alone opts in only who opted out: the store knows", () => expect(silentOf("Yes")).toBe("yes"));
  test.each(["HELP", "info"])("%s alone is Twilio's to answer", word => expect(silentOf(word)).toBe("help"));
  test.each(["stop it", "yes please", "STOP.", "help me", "", "sí", "ALTO", "0", "constructor"])("%j is ours to answer", word => expect(silentOf(word)).toBeUndefined());

  test.each(["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "266696687", "", "+", "77887", "+0761230045", "+5076123004500000", "+507 6123 0045", "+50761230045x", "rcs:agent"])(
    "a sender %j is no number to answer", from => {
      const parsed = parseInbound(form(`AccountSid=${own.accountSid}&MessageSid=SM1&Body=hola&From=${encodeURIComponent(from)}`), own);
      expect(parsed.arrivals).toEqual([]);
      expect(Object.values(parsed.ignored)).toEqual([1]);
    });
  test("a sender without + is answered too", () => {
    expect(parseInbound(form(`AccountSid=${own.accountSid}&MessageSid=SM1&Body=hola&From=50761230045`), own).arrivals[0]?.from).toEqual({ phone: "50761230045" });
  });

  function silentOf(body: string): Arrival["silent"] {
    return parseInbound(form(`AccountSid=${own.accountSid}&MessageSid=SM1&From=%2B50761230045&Body=${encodeURIComponent(body)}`), own).arrivals[0]?.silent;
  }
});

describe("a status callback", () => {
  test.each([
    ["accepted", "queued"], ["scheduled", "queued"], ["queued", "queued"], ["sending", "queued"], ["sent", "sent"], ["delivered", "delivered"], ["read", "read"], ["old-names-only", "delivered"],
  ] as const)("%s is a receipt that says %s, with our ref", (name, said) => {
    expect(status(name, "1a-2-0")).toEqual({ arrivals: [], moves: [], ignored: {}, receipts: [
      { provider: "twilio", channel: "sms", id: expect.stringMatching(/^SM[0-9a-f]{32}$/), ref: "1a-2-0", status: said, at: 0 } satisfies Partial<Record<keyof Receipt, unknown>>] });
  });

  test.each([
    ["undelivered-30003", "person:unreachable", { kind: "again", after: 3600 }, "nobody"],
    ["undelivered-30005", "number:invalid", { kind: "refused", code: "number:invalid" }, "agent"],
    ["undelivered-30007", "message:filtered", { kind: "refused", code: "message:filtered" }, "operator"],
    ["undelivered-30008", "delivery:unexplained", { kind: "again", after: 60 }, "nobody"],
    ["failed-30001", "provider:queue-full", { kind: "again", after: 60 }, "operator"],
    ["failed-21610", "person:opted-out", { kind: "refused", code: "person:opted-out" }, "agent"],
    ["failed-code-of-next-year", "delivery:failed", { kind: "refused", code: "delivery:failed" }, "agent"],
    ["failed-code-no-number", "delivery:failed", { kind: "refused", code: "delivery:failed" }, "agent"],
    ["failed", "delivery:failed", { kind: "refused", code: "delivery:failed" }, "agent"],
    ["canceled", "delivery:failed", { kind: "refused", code: "delivery:failed" }, "agent"],
  ])("%s carries the fault %s and what to do", (name, code, then, tell) => {
    const [receipt] = status(name).receipts;
    expect(receipt).toMatchObject({ status: "failed", fault: { code, tell }, remedy: then });
    expect(receipt).not.toHaveProperty("ref");
  });

  test.each([["unknown-state", "unknown-status"], ["no-message-id", "no-id"]])("%s is counted", (name, kind) => {
    expect(status(name)).toEqual({ arrivals: [], receipts: [], moves: [], ignored: { [kind]: 1 } });
  });
  test("a receipt of another channel is counted", () => {
    expect(parseStatus(form(`AccountSid=${own.accountSid}&MessageSid=SM1&MessageStatus=read&To=whatsapp%3A%2B50761230045`), undefined, own).ignored).toEqual({ "other-channel": 1 });
  });
  test("another account's receipt is not read", () => {
    expect(parseStatus(form("AccountSid=AC0&MessageSid=SM1&MessageStatus=sent"), undefined, own)).toMatchObject({ receipts: [], wrongAccount: true });
  });
});

describe("a form", () => {
  test("keeps repeated names in order and empty values", () => {
    expect([...form("a=2&b=&a=1&a=2&c")]).toEqual([["a", ["2", "1", "2"]], ["b", [""]], ["c", [""]]]);
  });
  test("a + is a space and %2B a plus", () => expect(form("Body=a+b%2Bc").get("Body")).toEqual(["a b+c"]));
  test("a first name may begin with ?", () => expect(form("?a=1").get("?a")).toEqual(["1"]));
  test.each([["a=%zz%4", "%zz%4"], ["a=100%", "100%"], ["a=%C3%28", "\ufffd("], ["a=%ff", "\ufffd"]])("%s reads without failing", (raw, value) => {
    expect(form(raw).get("a")).toEqual([value]);
  });
  test("bytes that are no UTF-8 become U+FFFD", () => expect(parseForm(Uint8Array.of(97, 61, 0xff)).get("a")).toEqual(["\ufffd"]));
  test("a name of Object's own is a field like the rest", () => {
    expect(form("__proto__=1&constructor=2").get("__proto__")).toEqual(["1"]);
  });
  test("a hundred thousand fields are not all read", () => {
    expect(parseForm(Buffer.from(Array.from({ length: 100_000 }, (_, n) => `n${n}=`).join("&"))).size).toBeLessThanOrEqual(400);
  });
});

describe("a signature", () => {
  const url = "https://puente.example.org/webhooks/sms";
  const token = "a-token-of-the-test";
  /** Twilio's rule, written down once more. */
  function sign(at: string, fields: ReadonlyMap<string, readonly string[]>, key = token): string {
    const signed = [...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => [...new Set(values)].toSorted().map(value => name + value).join("")).join("");
    return createHmac("sha1", key).update(at + signed).digest("base64");
  }

  test("Twilio's published example holds", () => {
    const fields = form("CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212");
    expect(verifySignature(fields, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://mycompany.com/myapp.php?foo=1&bar=2", ["12345"])).toBe(true);
    expect(verifySignature(fields, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "https://mycompany.com/myapp.php?foo=1&bar=3", ["12345"])).toBe(false);
  });

  const names = readdirSync(new URL("../../wire/twilio/inbound/", import.meta.url)).map(file => file.replace(".form", ""));
  test.each(names)("%s is verified with every field it has, and not with one changed", name => {
    const fields = parseForm(wire(`inbound/${name}`));
    const header = sign(url, fields);
    expect(verifySignature(fields, header, url, [token])).toBe(true);
    expect(verifySignature(new Map([...fields, ["Body", [fields.get("Body")?.[0] + "!"]]]), header, url, [token])).toBe(false);
    expect(verifySignature(new Map([...fields, ["More", [""]]]), header, url, [token])).toBe(false);
    expect(verifySignature(fields, header, url + "/", [token])).toBe(false);
  });

  const fields = form("Body=hola&From=%2B50761230045");
  const header = sign(url, fields);
  test("either of two tokens verifies during a change", () => {
    expect(verifySignature(fields, header, url, ["old", token])).toBe(true);
    expect(verifySignature(fields, header, url, [token, "old"])).toBe(true);
    expect(verifySignature(fields, header, url, ["old", "older"])).toBe(false);
  });
  test("nothing is verified against no token or an empty one", () => {
    expect(verifySignature(fields, header, url, [])).toBe(false);
    expect(verifySignature(fields, sign(url, fields, ""), url, [""])).toBe(false);
  });
  test("the query of a status address is part of it", () => {
    const at = url + "/status?ref=1a-2-0";
    expect(verifySignature(fields, sign(at, fields), at, [token])).toBe(true);
    expect(verifySignature(fields, sign(at, fields), url + "/status?ref=1a-2-1", [token])).toBe(false);
    expect(verifySignature(fields, sign(at, fields), url + "/status", [token])).toBe(false);
  });
  test.each([undefined, "", "=", "x".repeat(10_000), header.slice(0, -1), header + "=", "é".repeat(28)])("a header %# that is none is false", wrong => {
    expect(verifySignature(fields, wrong, url, [token])).toBe(false);
  });
  test.each(["", "not a url", "https://", "/webhooks/sms", "::"])("an address %j that is none is false, not an error", wrong => {
    expect(verifySignature(fields, header, wrong, [token])).toBe(false);
  });
  test("a field called __proto__ is signed like the rest", () => {
    const odd = form("__proto__=x&Body=hola");
    expect(verifySignature(odd, sign(url, odd), url, [token])).toBe(true);
    expect(verifySignature(form("Body=hola"), sign(url, odd), url, [token])).toBe(false);
  });
});

describe("whatever comes", () => {
  const names = fc.constantFrom("MessageSid", "AccountSid", "From", "Body", "NumMedia", "MediaContentType0", "OptOutType", "MessageStatus", "ErrorCode", "__proto__", "x");
  const values = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(own.accountSid, "SM1", "+50761230045", "STOP", "failed", "-1", "1e9", "toString"));
  test("bytes never throw, in reading, checking or meaning", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.string(), (raw, header, url) => {
      const fields = parseForm(raw);
      expect(verifySignature(fields, header, url, ["t"])).toBe(false);
      parseInbound(fields, own);
      parseStatus(fields, header, own);
    }), { numRuns: 300 });
  });
  test("fields of any value make one arrival, one receipt or one count", () => {
    fc.assert(fc.property(fc.array(fc.tuple(names, values), { maxLength: 14 }), pairs => {
      const fields = parseForm(Buffer.from(new URLSearchParams([["AccountSid", own.accountSid], ...pairs]).toString()));
      for (const parsed of [parseInbound(fields, own), parseStatus(fields, "r", own)]) {
        const counted = Object.values(parsed.ignored).reduce((a, b) => a + b, 0);
        expect(parsed.arrivals.length + parsed.receipts.length + counted).toBe(1);
      }
    }), { numRuns: 300 });
  });
});
