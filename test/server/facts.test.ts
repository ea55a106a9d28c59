/** Staff confirm, hold and release facts; the running line follows, and what was told is counted. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Fact } from "../../flows/fact.ts";
import { library } from "../../flows/library/index.ts";
import { loadContent } from "../../server/content.ts";
import { confirm, decided, hold, release, type Decided, type Decisions } from "../../server/decisions.ts";
import { runFacts } from "../../server/facts.ts";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

const DAY = 86_400_000, AT = Date.UTC(2026, 10, 24);
const fact = (kind: Fact["kind"], more: Partial<Fact> = {}): Fact => ({
  id: "x", kind, value: "1", about: "x", source: "https://x", sourceDate: "2026", confidence: "high", status: "unverified", reviewer: null, nextReview: "2026-12-01", ...more,
});
const kept = (result: Decided): Decisions => { if ("refused" in result) throw new Error(result.refused); return result.decisions; };
const signs = (decisions: Decisions, of: Fact, who: string, at = AT): Decisions => kept(confirm(decisions, of, { who, how: "called", at }));

describe("what is decided", () => {
  test("an ordinary fact is confirmed by one person, for its term", () => {
    expect(decided(fact("phone"), signs({}, fact("phone"), "ana"))).toMatchObject({ status: "confirmed", reviewer: "ana", nextReview: "2027-05-23" });
  });

  test.each(["deadline", "law", "crisis-number"] as const)("a %s needs two different people", kind => {
    const once = signs(signs({}, fact(kind), "ana"), fact(kind), "ana", AT + DAY);
    expect(decided(fact(kind), once).status).toBe("unverified");
    expect(decided(fact(kind), signs(once, fact(kind), "luis", AT + DAY)).status).toBe("confirmed");
  });

  test("a crisis number is good for thirty days from the older of the two calls", () => {
    const two = signs(signs({}, fact("crisis-number"), "ana", AT), fact("crisis-number"), "luis", AT + 10 * DAY);
    expect(decided(fact("crisis-number"), two).nextReview).toBe("2026-12-24");
  });

  test("a signature of a crisis number is a test call: the newest counts, also against one of the files", () => {
    const of = (more: Partial<Fact> = {}): Fact => fact("crisis-number", more);
    expect(decided(of(), signs(signs({}, of(), "ana", AT), of(), "luis", AT - 3 * DAY)).called).toEqual({ on: "2026-11-23", by: "ana" });    // AT is still the 23rd in Panama
    const called = { on: "2026-11-25", by: "marta" };
    expect(decided(of({ called }), signs({}, of({ called }), "ana")).called).toEqual(called);
    expect([decided(of(), {}).called, decided(fact("phone"), signs({}, fact("phone"), "ana")).called]).toEqual([undefined, undefined]);
  });

  test("signatures are for the value they were given for", () => {
    const signed = signs({}, fact("phone"), "ana");
    expect(decided(fact("phone", { value: "2" }), signed).status).toBe("unverified");
    expect(decided(fact("phone", { value: "2" }), signs(signed, fact("phone", { value: "2" }), "luis")).reviewer).toBe("luis");
  });

  test("one holds at once, two release", () => {
    const held = kept(hold({}, fact("law"), { who: "ana", why: "new decree", at: AT }));
    expect(decided(fact("law"), held).held).toBe(true);
    expect(confirm(held, fact("law"), { who: "luis", how: "read", at: AT })).toMatchObject({ refused: expect.stringContaining("new decree") });
    const half = kept(release(kept(release(held, fact("law"), "ana")), fact("law"), "ana"));
    expect(decided(fact("law"), half).held).toBe(true);
    expect(decided(fact("law"), kept(release(half, fact("law"), "luis"))).held).toBeUndefined();
  });

  test("a crisis number is not held: its text may not hedge", () => {
    expect(hold({}, fact("crisis-number"), { who: "ana", why: "?", at: AT })).toHaveProperty("refused");
  });
});

describe("in the terminal, beside a running line", () => {
  let puente: TestPuente, lines: string[];
  const facts = async (...words: string[]): Promise<string> => {
    const flags: Record<string, string> = {}, rest: string[] = [];
    for (const word of words) { const [, name, value] = /^--(\w+)=(.*)$/.exec(word) ?? []; if (name) flags[name] = value!; else rest.push(word); }
    lines = [];
    await runFacts({ content: loadContent({ name: "Casa", contact: "x" }), library, store: puente.store, now: () => AT, out: line => lines.push(line) }, rest, flags);
    return lines.join("\n");
  };
  const takenUp = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1_300));
  beforeEach(async () => { puente = await startTestPuente({}, { strangerLanguage: "es" }); });
  afterEach(() => puente.close());

  test("a held fact takes its answers back at once, keeps what they offer, and comes back when two release it", async () => {
    const ana = puente.person("whatsapp");
    const before = await ana.hears("inadeh");
    expect(await facts("hold", "inadeh-recognised", "--as=Marta", "--why=they moved")).toMatch(/is held/);
    await takenUp();
    const during = await ana.hears("inadeh");
    expect(during).toMatch(/^Curso de oficio\n+Estamos comprobando un dato/);
    expect(during).toMatch(/Cómo entrar/);
    expect(await facts("release", "inadeh-recognised", "--as=Marta")).toMatch(/One more person/);
    expect(await facts("release", "inadeh-recognised", "--as=Luis")).toMatch(/released, by marta and luis/);
    await takenUp();
    const after = await ana.hears("inadeh");
    expect(after).not.toMatch(/comprobando/);
    expect(before).not.toMatch(/comprobando/);
  });

  test("what was told is counted without who heard it", async () => {
    const ana = puente.person("whatsapp"), id = Object.keys(loadContent({ name: "x", contact: "x" }).facts).find(f => f === "inadeh-recognised")!;
    await ana.hears("inadeh");
    await puente.person("sms").hears("inadeh");
    expect(await facts("told", id)).toMatch(/told in 2 answers\. Who heard them is not kept/);
    expect(await facts("told", id, "--since=2999-01-01")).toMatch(/told in 0 answers/);
  });

  test("due, calls and worksheet say what to do next", async () => {
    expect(await facts("due", "--at=2027-06-01")).toMatch(/OVERDUE[\s\S]*told in: [\s\S]*facts confirm ID/);
    expect(await facts("calls")).toMatch(/CRISIS[\s\S]*never, as far as is written here[\s\S]*called on ____/);
    expect(await facts("worksheet", "work-after-admission")).toMatch(/says otherwise: [\s\S]*what we say: [\s\S]*told in: .*work-permit/);
  });

  test("a call made on another day is written down with its day, on the sheet too", async () => {
    expect(await facts("confirm", "crisis-182", "--as=Ana", "--how=called, answered in 20 s", "--on=2026-11-20")).toMatch(/1 more signature/);
    expect(await facts("calls")).toMatch(/182 {3}crisis-182[^]*?last called: 2026-11-20 by ana \(called, answered in 20 s\)/);
  });

  test.each([["confirm", "nothing-such"], ["confirm", "onpar-phone"], ["hold", "onpar-phone", "--as=Marta"], ["told", "onpar-phone", "--since=ayer"], ["due", "--at=x"], ["confirm", "crisis-182", "--as=Ana", "--how=called", "--on=2026-11-30"], ["confirm", "crisis-182", "--as=Ana", "--how=called", "--on=hoy"]])("what is missing is said: %s %s %s", async (...words) => {
    expect(await facts(...words)).toMatch(/No fact|Say who|Say why|is no day/);
  });
});
