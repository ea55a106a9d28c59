import { randomBytes } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { createSeal, SealBroken } from "../../server/seal.ts";

function memory() {
  const kept = new Map<string, Uint8Array>();
  return { remember: (name: string, value: Uint8Array) => { kept.set(name, value); return Promise.resolve(); }, rememberFirst: (name: string, value: Uint8Array) => { kept.set(name, kept.get(name) ?? value); return Promise.resolve(kept.get(name)!); }, recall: (name: string) => Promise.resolve(kept.get(name) ?? null) };
}
const key = (): Buffer => randomBytes(32);

describe("seal", () => {
  test.each(["", "hola", "¿Dónde?", "السلام عليكم 🙏", "नमस्ते", "สวัสดี", "x".repeat(10_000)])("opens what it sealed: %#", async text => {
    const seal = await createSeal([key()], memory());
    expect(seal.open("inbound", seal.seal("inbound", text))).toBe(text);
  });

  test("the sealed bytes hold nothing of the text, and the same text never seals alike", async () => {
    const seal = await createSeal([key()], memory());
    const [a, b] = [seal.seal("inbound", "50760001234"), seal.seal("inbound", "50760001234")];
    expect(Buffer.from(a).includes("6000")).toBe(false);
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
  });

  test("a changed byte, a cut end or another purpose is refused", async () => {
    const seal = await createSeal([key()], memory());
    const sealed = Buffer.from(seal.seal("inbound", "hola"));
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      expect(() => seal.open("inbound", changed)).toThrow(SealBroken);
    }
    expect(() => seal.open("inbound", sealed.subarray(0, -1))).toThrow(SealBroken);
    expect(() => seal.open("address", sealed)).toThrow(SealBroken);
  });

  test("an older key still opens, the newest seals, and no hash changes", async () => {
    const [old, fresh] = [key(), key()], store = memory();
    const before = await createSeal([old], store);
    const sealed = before.seal("session", "{}"), hash = before.hash("sms-phone", "50760001234");
    const after = await createSeal([fresh, old], store);
    expect(after.open("session", sealed)).toBe("{}");
    expect(Buffer.from(after.hash("sms-phone", "50760001234"))).toEqual(Buffer.from(hash));
    const later = await createSeal([fresh], store);       // the index key was wrapped anew: the old key is needed for old words alone
    expect(Buffer.from(later.hash("sms-phone", "50760001234"))).toEqual(Buffer.from(hash));
  });

  test("a key that never sealed this database is refused at start, with what to do, and changes nothing", async () => {
    const store = memory();
    await createSeal([key()], store);
    const kept = await store.recall("index-key");
    await expect(createSeal([key()], store)).rejects.toThrow(/DATA_KEY does not open this database/);
    expect(await store.recall("index-key")).toBe(kept);
  });

  test("hashes of one text differ by what it is", async () => {
    const seal = await createSeal([key()], memory());
    const hash = (kind: "wa-phone" | "sms-phone" | "message"): string => Buffer.from(seal.hash(kind, "50760001234")).toString("hex");
    expect(new Set([hash("wa-phone"), hash("sms-phone"), hash("message")]).size).toBe(3);
    expect(hash("message")).toHaveLength(32);
  });
});
