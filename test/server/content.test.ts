/** What is refused when the texts and facts are read. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { deadlineOf, type Fact } from "../../flows/fact.ts";
import { loadContent } from "../../server/content.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OPERATOR = { name: "Casa Abierta", contact: "datos@example.org" };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "puente-content-"));
  for (const folder of ["locales", "flows/facts"]) cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function change(id: string, to: Partial<Fact>): void {
  const path = join(root, "flows/facts/asylum.json");
  const facts = JSON.parse(readFileSync(path, "utf8")) as Fact[];
  writeFileSync(path, JSON.stringify(facts.map(fact => (fact.id === id ? { ...fact, ...to } : fact))));
}

test("a deadline's number is what days are counted with", () => {
  change("appeal-days", { value: "7", unit: "calendar-days" });
  expect(deadlineOf(loadContent(OPERATOR, root).facts["appeal-days"])).toEqual({ n: 7, unit: "calendar-days" });
  expect(deadlineOf(loadContent(OPERATOR, root).facts["asylum-deadline-months"])).toBeNull();     // months: nothing is counted with them
});

test.each<[string, Partial<Fact>]>([
  ["a word", { value: "five" }], ["none", { value: "0" }], ["a range", { value: "5-7" }], ["a fraction", { value: "2.5" }], ["too many", { value: "365" }], ["of another kind", { kind: "law" }], ["of weeks", { unit: "weeks" as never }],
])("a number of days to count with that is %s is refused at the start, by name", (_what, to) => {
  change("appeal-days", to);
  expect(() => loadContent(OPERATOR, root)).toThrow(/fact appeal-days has a unit/);
});

test.each<[string, Partial<Fact>]>([["no number", { value: "ACNUR" }], ["a unit nobody knows", { unit: "weeks" as never }]])("a count with %s is refused at the start, by name", (_what, to) => {
  change("admitted-card-months", to);
  expect(() => loadContent(OPERATOR, root)).toThrow(/fact admitted-card-months has a unit/);
});

test("a text that counts with a fact which counts nothing is refused, by file and key", () => {
  change("admitted-card-months", { unit: undefined as never });
  expect(() => loadContent(OPERATOR, root)).toThrow(/locales\/fr\/refugee-card\.json: provisional names the fact admitted-card-months, to count with it/);
});
