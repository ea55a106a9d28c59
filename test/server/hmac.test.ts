import { createHmac as nodes } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { createHmac } from "../../server/hmac.ts";

const byNode = (key: Uint8Array, text: string | Uint8Array): string => nodes("sha256", key).update(text).digest("hex");

describe("HMAC-SHA-256", () => {
  test("is Node's own for any key and any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 300 }), (key, bytes) => createHmac(key)(bytes) === byNode(key, bytes)));
  });

  test("is Node's own for any text, halves of letters too, one after the other under one key", () => {
    const key = Buffer.from("a key"), hmac = createHmac(key);
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), text => hmac(text) === byNode(key, text)));
    expect(hmac("\ud83d")).toBe(byNode(key, "\ud83d"));
  });

  test.each([63, 64, 65, 5_461, 5_462, 16_384, 16_385, 3 << 20])("is Node's own over %s bytes and as many letters", length => {
    const key = Buffer.from("a key"), hmac = createHmac(key);
    for (const text of [Buffer.alloc(length, 7), "a".repeat(length), "م".repeat(length)]) expect(hmac(text)).toBe(byNode(key, text));
    expect(hmac("after")).toBe(byNode(key, "after"));
  });
});
