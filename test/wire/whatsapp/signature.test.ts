/** Meta's two proofs: the signature over the raw bytes of a POST, and the token of its GET. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { handshake, verifySignature } from "../../../server/providers/whatsapp.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sign = (raw: Uint8Array, secret: string): string => `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
// As Meta writes it: non-ASCII and slashes escaped, so that re-serialising gives other bytes.
const RAW = bytes(String.raw`{"object":"whatsapp_business_account","entry":[{"id":"1","note":"\u00bfD\u00f3nde? https:\/\/a.example"}]}`);

describe("the signature", () => {
  test("a known answer: HMAC-SHA256 of RFC 4231, case 2", () => {
    const header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    expect(verifySignature(bytes("what do ya want for nothing?"), header, ["Jefe"])).toBe(true);
  });

  test("of either secret counts while one is being changed, of a third it does not", () => {
    for (const secret of ["nuevo", "viejo"]) expect(verifySignature(RAW, sign(RAW, secret), ["nuevo", "viejo"])).toBe(true);
    expect(verifySignature(RAW, sign(RAW, "otro"), ["nuevo", "viejo"])).toBe(false);
  });

  test("over re-serialised JSON does not count for the raw bytes", () => {
    const again = bytes(JSON.stringify(JSON.parse(new TextDecoder().decode(RAW))));
    expect(verifySignature(RAW, sign(again, "s"), ["s"])).toBe(false);
  });

  test("over an empty body counts", () => {
    expect(verifySignature(new Uint8Array(), sign(new Uint8Array(), "s"), ["s"])).toBe(true);
  });

  const GOOD = sign(RAW, "s");
  test.each<[string, unknown]>([
    ["missing", undefined], ["empty", ""], ["without prefix", GOOD.slice(7)], ["another algorithm", GOOD.replace("sha256", "sha512")], ["SHA-1", `sha1=${"a".repeat(40)}`],
    ["one digit short", GOOD.slice(0, -1)], ["one digit long", `${GOOD}0`], ["no hex", `sha256=${"z".repeat(64)}`], ["hex with a stray letter", `${GOOD.slice(0, -1)}g`],
    ["a list", [GOOD]], ["null", null], ["prefix in capitals", GOOD.replace("sha", "SHA")],
  ])("%s is refused without an error", (_label, header) => {
    expect(verifySignature(RAW, header as string, ["s"])).toBe(false);
  });

  test("nothing is true against no secret or an empty one", () => {
    expect(verifySignature(RAW, sign(RAW, ""), [])).toBe(false);
    expect(verifySignature(RAW, sign(RAW, ""), [""])).toBe(false);
    expect(verifySignature(RAW, sign(RAW, "s"), ["", "s"])).toBe(true);
  });

  test("one flipped bit in body or header is seen", () => {
    fc.assert(fc.property(fc.nat(RAW.length - 1), fc.nat(7), (at, bit) => {
      const other = Uint8Array.from(RAW);
      other[at]! ^= 1 << bit;
      expect(verifySignature(other, GOOD, ["s"])).toBe(false);
    }), { numRuns: 200 });
    for (let at = 7; at < GOOD.length; at++) {
      const digit = GOOD[at] === "0" ? "1" : "0";
      expect(verifySignature(RAW, GOOD.slice(0, at) + digit + GOOD.slice(at + 1), ["s"])).toBe(false);
    }
  });
});

describe("the handshake", () => {
  const query = { "hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "palabra" };
  test("with our token gives back the challenge exactly, also with the second of two", () => {
    expect(handshake(query, ["palabra"])).toBe("1158201444");
    expect(handshake(query, ["nueva", "palabra"])).toBe("1158201444");
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["another token", { ...query, "hub.verify_token": "palabrA" }, ["palabra"]],
    ["a token twice", { ...query, "hub.verify_token": ["palabra", "palabra"] }, ["palabra"]],
    ["no token", { ...query, "hub.verify_token": undefined }, ["palabra"]],
    ["an empty token against an empty one", { ...query, "hub.verify_token": "" }, [""]],
    ["no tokens of ours", query, []],
    ["another mode", { ...query, "hub.mode": "unsubscribe" }, ["palabra"]],
    ["no challenge", { ...query, "hub.challenge": undefined }, ["palabra"]],
    ["an empty challenge", { ...query, "hub.challenge": "" }, ["palabra"]],
    ["nothing", {}, ["palabra"]],
  ])("%s gives null", (_label, given, tokens) => {
    expect(handshake(given, tokens)).toBeNull();
  });
});
