import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createRecent } from "../../server/recent.ts";

const sealed = Buffer.from("sealed bytes"), same = (): Buffer => Buffer.from(sealed);

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

describe("what was sealed a moment ago", () => {
  test("is known by the same bytes for the same purpose, and by nothing else", () => {
    const recent = createRecent();
    recent.keep("nonce", "inbound", sealed, "hola");
    const changed = same();
    changed[3]! ^= 1;
    expect(recent.take("nonce", "inbound", changed)).toBeUndefined();
    expect(recent.take("nonce", "session", same())).toBeUndefined();
    expect(recent.take("other", "inbound", same())).toBeUndefined();
    expect(recent.take("nonce", "inbound", same())).toBe("hola");
  });

  test("is known once, an address again and again", () => {
    const recent = createRecent();
    for (const purpose of ["outbound", "address"] as const) recent.keep(purpose, purpose, sealed, "plain");
    const taken = (["outbound", "address"] as const).map(purpose => [1, 2].map(() => recent.take(purpose, purpose, same())));
    expect(taken).toEqual([["plain", undefined], ["plain", "plain"]]);
  });

  test("is in memory for seconds, also when nothing follows", () => {
    const recent = createRecent();
    recent.keep("nonce", "address", sealed, "50760001234");
    jest.advanceTimersByTime(4_999);
    expect(recent.take("nonce", "address", same())).toBe("50760001234");
    jest.advanceTimersByTime(5_001);
    expect(recent.take("nonce", "address", same())).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  test("gives way to what comes after it", () => {
    const recent = createRecent();
    for (let i = 0; i < 3_000; i++) recent.keep(`n${i}`, "address", sealed, `${i}`);
    expect([0, 900, 2_999].map(i => recent.take(`n${i}`, "address", same()))).toEqual([undefined, undefined, "2999"]);
  });
});
