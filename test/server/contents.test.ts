import { describe, expect, test } from "@jest/globals";
import type { Content } from "../../bot/content.ts";
import { keepContents } from "../../server/contents.ts";

const content = (version: string, hello: string): Content => ({
  version, texts: { es: { common: { hello } } }, facts: {}, operator: { name: "x", contact: "y" },
  languages: { es: { language: "es", name: "Español", latinName: "Espanol", rtl: false, complete: true, reviewed: [] } },
});
function memory() {
  const kept = new Map<string, Uint8Array>();
  return { remember: (name: string, value: Uint8Array) => { kept.set(name, value); return Promise.resolve(); }, recall: (name: string) => Promise.resolve(kept.get(name) ?? null) };
}
const start = (store: ReturnType<typeof memory>, c: Content) => keepContents(store, c);

describe("texts of other days", () => {
  test("a row checked against older texts is spoken in them after a restart with new ones", async () => {
    const store = memory();
    await start(store, content("a", "hola"));
    const { of: wordsOf } = await start(store, content("b", "buenas"));
    expect(wordsOf("a").text("es", "common.hello")).toBe("hola");
    expect(wordsOf("b").text("es", "common.hello")).toBe("buenas");
  });

  test("what staff decide is taken up, and a row from before is spoken as it was checked", async () => {
    const store = memory();
    const fact = { id: "f", kind: "phone", value: "1", about: "x", source: "x", sourceDate: "x", confidence: "high", status: "unverified", reviewer: null, nextReview: "2027-01-01" } as const;
    const contents = await keepContents(store, { ...content("a", "hola"), facts: { f: fact } });
    expect(await contents.refresh()).toBe(false);
    await store.remember("fact-decisions", Buffer.from(JSON.stringify({ f: { value: "1", signed: [{ who: "ana", how: "called", at: 0 }] } })));
    expect(await contents.refresh()).toBe(true);
    expect(contents.words().fact("f")?.status).toBe("confirmed");
    expect(contents.words().version).not.toBe("a");
    expect(contents.of("a").fact("f")?.status).toBe("unverified");
  });

  test("a version that is kept no more is spoken in today's words, never in none", async () => {
    const store = memory();
    for (const v of ["a", "b", "c", "d", "e", "f"]) await start(store, content(v, v));
    const { of: wordsOf } = await start(store, content("g", "g"));
    expect(wordsOf("a").text("es", "common.hello")).toBe("g");
    expect(wordsOf("nonsense").text("es", "common.hello")).toBe("g");
    expect(wordsOf("d").text("es", "common.hello")).toBe("d");
  });
});
