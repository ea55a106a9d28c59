import { describe, expect, test } from "@jest/globals";
import { createCircuit, PROBE_EVERY, troubled } from "../../server/circuit.ts";
import { backoff } from "../../server/deliver.ts";
import { readRef, writeRef } from "../../server/ref.ts";
import type { Fault, Sent } from "../../server/providers/provider.ts";
import type { ConversationId } from "../../server/store/store.ts";

const fault = (scope: Fault["scope"]): Fault => ({ code: "provider:down", tell: "nobody", scope });
const down: Sent = { kind: "again", after: 1, why: fault("provider") };

describe("circuit", () => {
  test("opens after failures in a row, and lets one try through every five seconds", () => {
    const circuit = createCircuit();
    for (let i = 0; i < 8; i++) circuit.saw(troubled(down), 0);
    expect(circuit.allows(1)).toBe(0);
    expect(circuit.allows(PROBE_EVERY)).toBe(1);
    expect(circuit.allows(PROBE_EVERY + 1)).toBe(0);
    expect(circuit.allows(2 * PROBE_EVERY)).toBe(1);
  });

  test("one send that goes through closes it", () => {
    const circuit = createCircuit();
    for (let i = 0; i < 8; i++) circuit.saw(troubled(down), 0);
    circuit.saw(troubled({ kind: "sent", id: "x" }), 10);
    expect(circuit.allows(11)).toBe(Infinity);
  });

  test("a fault of one person's number never opens it for the others", () => {
    const circuit = createCircuit();
    for (let i = 0; i < 50; i++) circuit.saw(troubled({ kind: "refused", why: fault("person") }), 0);
    expect(circuit.allows(1)).toBe(Infinity);
  });
});

test("pauses grow with each attempt, never beyond a minute and never below what the provider asked", () => {
  const pauses = [1, 2, 3, 4, 5, 10, 50].map(n => backoff(0, n, () => 0.5));
  expect(pauses).toEqual([...pauses].toSorted((a, b) => a - b));
  expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000 * 1.13);
  expect(backoff(30, 1, () => 0.5)).toBe(30_000);
});

describe("our own id in a provider's hands", () => {
  test("names the row and part", () => {
    const ref = { conversation: 123_456_789 as ConversationId, seq: 42, part: 1 };
    expect(readRef(writeRef(ref))).toEqual(ref);
  });

  test.each([undefined, "", "x", "1-2", "1-2-3-4", "../../etc", "1-2-3'; drop", "zzzzzzzzzzzzzzz-1-1", "A-1-1"])("%p is none of ours", text => {
    expect(readRef(text)).toBeNull();
  });
});
