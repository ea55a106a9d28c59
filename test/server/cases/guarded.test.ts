/** Guessing at a case: whatever is tried, nothing is learned, and no more than a few tries reach the registry. */
import { afterEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createGuarded, GUESSES, STRIDE, WINDOW, type Guarded } from "../../../server/cases/guarded.ts";
import type { LookupAnswer } from "../../../server/cases/registry.ts";
import { createSeal } from "../../../server/seal.ts";
import { openSqlite } from "../../../server/store/sqlite.ts";
import type { Store } from "../../../server/store/store.ts";

const CASE = "PA-2026-000001", PROOF = "246810";
const T = 1_790_000_000_000, HOUR = 3_600_000;
const FOUND: LookupAnswer = { kind: "answered", outcome: { kind: "found", stage: "admitted", asOf: "2026-09-14", sandbox: true } };
const UNKNOWN: LookupAnswer = { kind: "answered", outcome: { kind: "unknown" } };

type World = Guarded & { at: number; asked: string[]; answer: LookupAnswer | null; takes: number; heard: (id: string, caseNumber: string, proof: string, from: string) => Promise<{ told: string; after: number }> };

const open: Store[] = [];
afterEach(async () => { for (const store of open.splice(0)) await store.close(); });

/** A registry that holds these cases, behind the guard, on a store of its own. What is told comes with how long it took. */
async function world(cases: Record<string, string> = { [CASE]: PROOF }): Promise<World> {
  const store = await openSqlite(":memory:", { role: "server", now: () => T });
  open.push(store);
  const seal = await createSeal([Buffer.alloc(32, 7)], store);
  const registry = { lookup: async (caseNumber: string, proof: string) => {
    it.asked.push(caseNumber);
    it.at += it.takes;
    return it.answer ?? (cases[caseNumber] === proof ? FOUND : UNKNOWN);
  } };
  const guarded = createGuarded({ registry, store, seal, now: () => it.at, wait: async ms => { it.at += ms; } });
  const it: World = {
    ...guarded, at: T, asked: [], answer: null, takes: 40,
    // As the worker does it: what is no wrong answer is forgiven.
    async heard(id, caseNumber, proof, from) {
      const begun = it.at, { limited: _limited, ...answer } = await guarded.lookup({ id, caseNumber, proof, from });
      if (answer.kind === "answered" && answer.outcome.kind !== "unknown") await guarded.forgive(id);
      return { told: JSON.stringify(answer), after: it.at - begun };
    },
  };
  return it;
}

describe("a case", () => {
  test("is guessed at five times a day, then nobody is asked, and nothing sounds different", async () => {
    const it = await world(), heard = [];
    for (let i = 0; i < 1_000; i++) heard.push(await it.heard(`g${i}`, CASE, `${100_000 + i}`, `phone ${i}`));
    expect(it.asked).toHaveLength(GUESSES.case);
    expect(new Set(heard.map(h => `${h.told} ${h.after}`))).toEqual(new Set([`${JSON.stringify(UNKNOWN)} ${STRIDE}`]));
    expect((await it.heard("right", CASE, PROOF, "owner")).told).toBe(JSON.stringify(UNKNOWN));
    it.at += WINDOW;
    expect((await it.heard("next day", CASE, PROOF, "owner")).told).toBe(JSON.stringify(FOUND));
  });

  test.each(["PA-2026-000001", "PA-2026-0001", "PA-02026-1"])("written as %s is the same case", async written => {
    const it = await world();
    for (let i = 0; i < 5; i++) await it.heard(`g${i}`, CASE, "111111", `phone ${i}`);
    await it.heard("again", written, "111111", "phone 9");
    expect(it.asked).toHaveLength(5);
  });

  test("is looked up by its owner as often as they like", async () => {
    const it = await world();
    for (let i = 0; i < 40; i++) expect((await it.heard(`o${i}`, CASE, PROOF, "owner")).told).toBe(JSON.stringify(FOUND));
  });

  test("a registry that can't answer costs its owner nothing, and a question asked again counts once", async () => {
    const it = await world();
    it.answer = { kind: "again", after: 10, why: "registry:down" };
    for (let i = 0; i < 20; i++) await it.heard("q1", CASE, PROOF, "owner");
    it.answer = { kind: "answered", outcome: { kind: "failed", why: "registry:wrong" } };
    for (let i = 0; i < 20; i++) await it.heard(`q${i}`, CASE, PROOF, "owner");
    it.answer = null;
    expect((await it.heard("after", CASE, PROOF, "owner")).told).toBe(JSON.stringify(FOUND));
  });
});

test("one address guesses ten times a day, at whatever", async () => {
  const it = await world();
  for (let i = 0; i < 50; i++) await it.heard(`g${i}`, `PA-2026-00${1000 + i}`, "111111", "attacker");
  expect(it.asked).toHaveLength(GUESSES.address);
  expect((await it.heard("other", CASE, PROOF, "owner")).told).toBe(JSON.stringify(FOUND));
});

test("when all together guess too much nobody is asked, and people hear that it failed, not that they have no case", async () => {
  const it = await world();
  for (let i = 0; i < GUESSES.all + 20; i++) await it.heard(`g${i}`, `PA-2026-0${10_000 + i}`, "111111", `phone ${i}`);
  expect(it.asked).toHaveLength(GUESSES.all);
  expect(JSON.parse((await it.heard("owner", CASE, PROOF, "owner")).told)).toEqual({ kind: "answered", outcome: { kind: "failed", why: "guesses:all" } });
});

test("not found takes the same time whether the registry was quick, slower, or not asked", async () => {
  const it = await world(), after = [];
  for (const takes of [0, 1, 40, 600, 999]) { it.takes = takes; after.push((await it.heard(`t${takes}`, CASE, "111111", `phone ${takes}`)).after); }
  after.push((await it.heard("locked", CASE, "111111", "phone x")).after);
  expect(new Set(after)).toEqual(new Set([STRIDE]));
});

// ── no sequence of guesses gains information ──────────────────────────────────────────────────────────────────────────

type Step = { what: "guess"; number: number; proof: number; from: number; ms: number } | { what: "owner"; ms: number };
const CASES = [CASE, "PA-2026-000002", "CASE123456789"];
const guess = fc.record({ what: fc.constant("guess" as const), number: fc.nat(CASES.length - 1), proof: fc.nat(5), from: fc.nat(3), ms: fc.constantFrom(0, 1, 30_000, 5 * HOUR, 25 * HOUR) });
const owner = fc.record({ what: fc.constant("owner" as const), ms: fc.constant(0) });

/** What the guessers hear, each with how long it took. The right proof is none of theirs. */
async function transcript(it: World, steps: readonly Step[]): Promise<{ told: string; after: number }[]> {
  const heard: { told: string; after: number }[] = [];
  let at = it.at;
  for (const [i, step] of steps.entries()) {
    it.at = Math.max(it.at, at += step.ms);
    if (step.what === "owner") await it.heard(`o${i}`, CASE, PROOF, "owner");
    else heard.push(await it.heard(`g${i}`, CASES[step.number]!, `11111${step.proof}`, `attacker ${step.from}`));
  }
  return heard;
}

test("whoever guesses hears the same, at the same moment, whether the cases exist or not", async () => {
  await fc.assert(fc.asyncProperty(fc.array(guess, { maxLength: 40 }), async steps => {
    const [there, nowhere] = [await transcript(await world(Object.fromEntries(CASES.map(c => [c, PROOF]))), steps), await transcript(await world({}), steps)];
    expect(there).toEqual(nowhere);
  }), { numRuns: 60 });
}, 60_000);

test("nor does what the owner does in between show", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(guess, owner), { maxLength: 30 }), async steps => {
    const [among, alone] = [await transcript(await world(), steps), await transcript(await world({}), steps.filter(step => step.what === "guess"))];
    expect(among).toEqual(alone);
  }), { numRuns: 40 });
}, 60_000);

test("no case is asked about more than five times in any day, whoever guesses and however", async () => {
  await fc.assert(fc.asyncProperty(fc.array(guess, { minLength: 10, maxLength: 80 }), async steps => {
    const it = await world(), calls: { number: string; at: number }[] = [];
    let at = T;
    for (const [i, step] of steps.entries()) {
      it.at = Math.max(it.at, at += step.ms);
      const before = it.asked.length, begun = it.at;
      await it.heard(`g${i}`, CASES[step.number]!, `11111${step.proof}`, `attacker ${i}`);
      if (it.asked.length > before) calls.push({ number: CASES[step.number]!, at: begun });
    }
    for (const { number, at: from } of calls) expect(calls.filter(c => c.number === number && c.at >= from && c.at < from + WINDOW).length).toBeLessThanOrEqual(GUESSES.case);
  }), { numRuns: 40 });
}, 60_000);
