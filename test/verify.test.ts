/** `npm run verify` on the real library: no finding, and a report that says what was walked. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { CHANNELS, LANGUAGES } from "../flows/ids.ts";
import { ContentFaulty, loadContent } from "../server/content.ts";
import { confirm, lay, type Decisions } from "../server/decisions.ts";
import { runFacts } from "../server/facts.ts";
import { ROOT } from "../server/root.ts";
import { openSqlite } from "../server/store/sqlite.ts";
import { easeOf, syllables } from "../scripts/verify/ease.ts";
import { liveFacts } from "../scripts/verify/facts.ts";
import { factsIn, textsOf, type Finding } from "../scripts/verify/given.ts";
import { page } from "../scripts/verify/page.ts";
import { brokenFiles } from "../scripts/verify/sources.ts";
import { summary } from "../scripts/verify/summary.ts";
import { verify } from "../scripts/verify/verify.ts";
import { realGiven, realWords } from "./support/given.ts";

const given = realGiven();
const report = verify(given);

describe("the real library", () => {
  test("has no finding", () => { expect(report.findings).toEqual([]); });

  test("is walked in every language that has texts, on both channels, to every step of every flow", () => {
    expect(report.languages).toEqual([...LANGUAGES]);
    expect(report.channels).toEqual([...CHANNELS]);
    expect(report.paths).toBeGreaterThan(1000);
    const steps = Object.values(given.library.flows).filter(flow => given.library.topics[flow.topic] === flow.id).flatMap(flow => Object.entries(flow.steps).filter(([, step]) => step.kind !== "lookup").map(([id]) => `${flow.id}/${id}`));
    for (const channel of CHANNELS) {
      const walked = new Set(report.costs.filter(cost => cost.channel === channel && cost.language === "es").map(cost => cost.to));
      expect(steps.filter(step => !walked.has(step))).toEqual([]);
    }
  });

  test("each topic is reported with what its answers cost", () => {
    expect(report.byTopic.map(({ topic }) => topic).toSorted()).toEqual(Object.keys(given.library.topics).toSorted());
    expect(report.byTopic.filter(({ paths, segments }) => paths === 0 || segments === 0)).toEqual([]);
  });

  test("whose reviews are overdue is warned of and not failed", () => {
    const later = verify(realGiven({ today: "2030-01-01" }));
    expect(later.findings).toEqual(report.findings);
    expect(later.warnings.length).toBe(Object.keys(given.content.facts).length);
    expect(later.warnings[0]).toMatchObject({ rule: "fact-overdue", file: expect.stringMatching(/^flows\/facts\/\w+\.json$/) });
  });
});

describe("what must not go live", () => {
  const live = verify(realGiven({ production: true }));
  const of = (rule: string): string[] => live.findings.filter(f => f.rule === rule).map(f => f.key);

  test("crisis numbers that were not called, laws, deadlines and crisis numbers that two have not signed, and texts unread by a native speaker are all listed", () => {
    const facts = Object.values(given.content.facts);
    expect(of("not-called").toSorted()).toEqual(facts.filter(f => f.kind === "crisis-number").map(f => f.id).toSorted());
    expect(of("unsigned").toSorted()).toEqual(facts.filter(f => ["law", "deadline", "crisis-number"].includes(f.kind)).map(f => f.id).toSorted());
    const deadlines = textsOf(given.content).filter(({ language, text }) => language === "es" && factsIn(text).some(id => given.content.facts[id]!.kind === "deadline")).map(({ base }) => base);
    expect(deadlines.length).toBeGreaterThan(1);
    for (const key of ["danger.first", "danger.crisis", "common.notice-1", "common.stopped", ...deadlines]) expect(of("unreviewed")).toContain(key);
  });

  test("a text that the operator accepts by name is listed no more, in that language alone", () => {
    const accepted = verify(realGiven({ production: true, accepted: ["ht danger.first"] })).findings.filter(f => f.rule === "unreviewed" && f.key === "danger.first");
    expect(accepted.map(f => f.file).toSorted()).toEqual(LANGUAGES.filter(l => l !== "ht").map(l => `locales/${l}/danger.json`).toSorted());
  });

  test("a call counts for thirty days", () => {
    const called = (on: string): string[] => {
      const one = realGiven({ production: true });
      one.content.facts["crisis-911"]!.called = { on, by: "duty officer" };
      return verify(one).findings.filter(f => f.rule === "not-called" && f.key === "crisis-911").map(f => f.what);
    };
    expect(called("2026-10-25")).toEqual([]);
    expect(called("2026-10-24")).toEqual(["was last test-called on 2026-10-24"]);
    expect(called("2027-01-01")).toHaveLength(1);
  });
});

describe("signatures", () => {
  const AT = Date.parse("2026-11-20T15:00:00Z");
  /** Which of a fact's two faults are left, once these have signed it in the store. */
  const left = (id: string, who: string[], at = AT): string[] => {
    const one = realGiven({ production: true }), fact = one.content.facts[id]!;
    const decisions = who.reduce<Decisions>((before, name) => { const made = confirm(before, fact, { who: name, how: "called", at }); return "decisions" in made ? made.decisions : before; }, {});
    return liveFacts({ ...one, content: lay(one.content, decisions) }).filter(f => f.key === id).map(f => f.rule);
  };

  test.each<[string, string, string[], string[]]>([
    ["nobody's", "crisis-182", [], ["not-called", "unsigned"]],
    ["one call of a crisis number is a call, and one signature of two", "crisis-182", ["ana"], ["unsigned"]],
    ["two calls are all", "crisis-182", ["ana", "luis"], []],
    ["one on a deadline is not enough", "appeal-days", ["ana"], ["unsigned"]],
    ["two on a deadline are", "appeal-days", ["ana", "luis"], []],
    ["the same person's twice is one", "appeal-days", ["ana", "ana"], ["unsigned"]],
  ])("%s", (_what, id, who, rules) => { expect(left(id, who)).toEqual(rules); });

  test("lapse: a crisis number's in thirty days, a deadline's in half a year", () => {
    expect(left("crisis-182", ["ana", "luis"], AT - 40 * 86_400_000)).toEqual(["not-called", "unsigned"]);
    expect(left("appeal-days", ["ana", "luis"], AT - 40 * 86_400_000)).toEqual([]);
    expect(left("appeal-days", ["ana", "luis"], AT - 200 * 86_400_000)).toEqual(["unsigned"]);
  });

  test("may stand in the files as well, two names apart", () => {
    const signed = (reviewer: string): number => {
      const one = realGiven({ production: true });
      Object.assign(one.content.facts["appeal-days"]!, { status: "confirmed", reviewer });
      return liveFacts(one).filter(f => f.key === "appeal-days").length;
    };
    expect([signed("Ana Ruiz"), signed("Ana Ruiz, ana ruiz"), signed("Ana Ruiz, Luis Paz")]).toEqual([1, 1, 0]);
  });
});

describe("the page for a legal officer", () => {
  const html = page(given, realWords(), report);

  test("holds every step, what stands outside them, every fact they rest on, and Arabic from right to left", () => {
    for (const flow of Object.values(given.library.flows)) for (const id of Object.keys(flow.steps)) expect(html).toContain(`id="${flow.id}/${id}"`);
    for (const { id, sourceDate } of Object.values(given.content.facts)) { expect(html).toContain(`<td>${id}<br>`); expect(html).toContain(`<td>${sourceDate}</td>`); }
    for (const key of ["common.notice-1", "case-status.stage-refused", "danger.soft"]) expect(html).toContain(`id="${key}"`);
    expect(html).toMatch(/<div lang="ar" dir="rtl">/);
    expect(html).toContain("never test-called");
  });

  test("has no script, loads nothing and escapes what it shows", () => {
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
    const odd = realGiven();
    odd.content.facts["onpar-phone"]!.about = "<script>alert(1)</script> & 'more'";
    const shown = page(odd, realWords(), report);
    expect(shown).not.toContain("<script");
    expect(shown).toContain("&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#39;more&#39;");
  });
});

test("the summary ends with the verdict, and names every finding with file, key and what to do", () => {
  expect(summary({ ...report, findings: [] })).toMatch(/No findings\.$/);
  const one = { ...report, findings: [{ rule: "digit" as const, file: "locales/es/inadeh.json", key: "inadeh.start", what: "holds 5", todo: "make it a fact" }] };
  expect(summary(one)).toMatch(/^digit {2}locales\/es\/inadeh\.json {2}inadeh\.start: holds 5\. Make it a fact\.$/m);
  expect(summary(one)).toMatch(/1 finding\.$/);
});

describe("files that can't be used become findings", () => {
  const root = mkdtempSync(join(tmpdir(), "puente-verify-"));
  afterAll(() => { rmSync(root, { recursive: true, force: true }); });
  const after = (spoil: () => void): Finding[] => {
    for (const folder of ["locales", "flows/facts"]) cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
    spoil();
    try { loadContent(given.content.operator, root); } catch (error) { if (error instanceof ContentFaulty) return brokenFiles(error, root); throw error; }
    return [];
  };
  const change = (file: string, from: RegExp, to: string): void => { const path = join(root, file), text = readFileSync(path, "utf8"); expect(text).toMatch(from); writeFileSync(path, text.replace(from, to)); };

  test.each<[string, () => void, string, string]>([
    ["a locale file that is cut short", () => change("locales/en/common.json", /\}\s*$/, ""), "locales/en/common.json", ""],
    ["a text that is no text", () => change("locales/es/inadeh.json", /"next-how": "[^"]*"/, '"next-how": 5'), "locales/es/inadeh.json", ""],
    ["a language without its description", () => rmSync(join(root, "locales/pt/_meta.json")), "locales/pt/_meta.json", ""],
    ["a fact without a source", () => change("flows/facts/work.json", /("id": "work-stamps"[^]*?)"source": "[^"]*"/, '$1"source": ""'), "flows/facts/work.json", "work-stamps"],
    ["a fact that is there twice", () => change("flows/facts/work.json", /"id": "work-stamps"/, '"id": "work-papers"'), "flows/facts/work.json", "work-papers"],
    ["a text that names a fact nobody wrote", () => change("locales/fr/danger.json", /\{\{fact\.crisis-104\}\}/, "{{fact.crisis-105}}"), "locales/fr/danger.json", "first"],
  ])("%s", (_what, spoil, file, key) => {
    const found = after(spoil);
    expect(found).toContainEqual({ rule: "file-broken", file, key, what: expect.stringMatching(/\S{4}/), todo: expect.stringMatching(/\S{4}/) });
    expect(found.every(one => /^(locales|flows\/facts)\//.test(one.file))).toBe(true);
  });
});

describe("how hard a text is", () => {
  test.each([
    ["es", "país", 2], ["es", "panameña", 4], ["es", "reconsideración", 6], ["es", "quieres", 2], ["es", "ciudad", 2], ["es", "línea", 3], ["es", "guerra", 2],
    ["pt", "não", 1], ["pt", "polícia", 3], ["pt", "línguas", 2], ["en", "table", 2], ["en", "asked", 1], ["en", "wanted", 2], ["en", "cases", 2], ["en", "times", 1], ["en", "refugee", 3], ["fr", "réfugié", 3], ["fr", "police", 2],
  ] as const)("%s: %s has its syllables", (language, word, count) => { expect(syllables(language, word)).toBe(count); });

  test("office language reads harder than plain words, and a formula gives its published value", () => {
    expect(easeOf("es", "Ve a la oficina. Pide un papel. Es gratis.").value).toBeGreaterThan(90);
    expect(easeOf("es", "La autenticación administrativa correspondiente deberá presentarse oportunamente ante la dirección institucional competente.").value).toBeLessThan(20);
    // 7 words, 2 sentences, 7 syllables
    expect(easeOf("en", "The cat sat. The dog ran off.").value).toBeCloseTo(206.835 - 84.6 - 1.015 * 3.5, 5);
    expect(easeOf("ar", "اكتبوا متى استطعتم. نحن هنا.").value).toBe(2.5);
  });
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "puente-verify-"));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const run = (...args: string[]) => spawnSync(process.execPath, ["scripts/run.mjs", "scripts/verify.ts", ...args], { cwd: ROOT, encoding: "utf8" });

  test("prints JSON and ends well; writes the page", () => {
    const { status, stdout } = run("--json", "--at", "2026-11-24", "--html", join(folder, "page.html"));
    const { topics, languages, channels, paths, findings, warnings } = JSON.parse(stdout) as typeof report;
    expect({ topics, languages, channels, paths, findings, warnings }).toEqual({ topics: report.topics, languages: report.languages, channels: report.channels, paths: report.paths, findings: report.findings, warnings: [] });
    expect(status).toBe(report.findings.length ? 1 : 0);
    expect(readFileSync(join(folder, "page.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  test("a file of accepted texts is read, a name a line", () => {
    const file = join(folder, "accepted.txt");
    writeFileSync(file, "es danger.first\n  ar danger.quiet \n");
    const unread = (...args: string[]): string[] => (JSON.parse(run("--json", "--production", ...args).stdout) as typeof report).findings.filter(f => f.rule === "unreviewed").map(f => `${f.file} ${f.key}`);
    const [all, rest] = [unread(), unread("--accept", file)];
    expect(all.filter(name => !rest.includes(name)).toSorted()).toEqual(["locales/ar/danger.json danger.quiet", "locales/es/danger.json danger.first"]);
    expect(run("--production", "--accept", join(folder, "none.txt"))).toMatchObject({ status: 2, stderr: expect.stringMatching(/none\.txt: no such file/) });
  });

  test("what staff signed in the store is counted, and said; a store that is not there is not made", async () => {
    const path = join(folder, "puente.db"), missing = join(folder, "none.db");
    const store = await openSqlite(path, { role: "admin" });
    for (const who of ["Ana", "Luis"]) await runFacts({ content: given.content, library: given.library, store, now: () => Date.parse("2026-11-24T15:00:00Z"), out: () => {} }, ["confirm", "crisis-182"], { as: who, how: "called, they answered", on: "2026-11-20" });
    await store.close();
    const about = (...args: string[]): { keys: string[]; staff?: string } => {
      const { findings, staff } = JSON.parse(run("--json", "--at", "2026-11-24", "--production", ...args).stdout) as typeof report;
      return { keys: findings.filter(f => f.key === "crisis-182").map(f => f.rule), ...(staff && { staff }) };
    };
    expect(about("--store", `sqlite:${path}`)).toEqual({ keys: [], staff: `What staff decided about 1 fact in sqlite:${path} is counted.` });
    expect(about("--store", `sqlite:${missing}`)).toEqual({ keys: ["not-called", "unsigned"], staff: expect.stringContaining("0 facts") });
    expect(existsSync(missing)).toBe(false);
    expect(run("--production", "--store", "postgres:x")).toMatchObject({ status: 2, stderr: expect.stringMatching(/sqlite:/) });
  });

  test("ends with 1 on a finding, with 2 on what it does not understand", () => {
    expect(run("--production").status).toBe(1);
    for (const wrong of [["--at", "tomorrow"], ["--at", "2026-13-40"], ["--unknown"], ["es"]]) expect(run(...wrong).status).toBe(2);
  });
});
