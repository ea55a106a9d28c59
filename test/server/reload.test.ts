/** Texts change while the line runs; broken ones change nothing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { silentLog } from "../../server/log.ts";
import { ROOT } from "../../server/root.ts";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

let folder: string, puente: TestPuente, told: string[];
const file = (): string => join(folder, "locales", "es", "common.json");
const change = (from: string, to: string): void => writeFileSync(file(), readFileSync(file(), "utf8").replace(from, to));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "puente-content-"));
  for (const part of ["locales", "flows/facts", "flows/directory", "flows/areas.json"]) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  told = [];
  puente = await startTestPuente({}, { contentFrom: folder, strangerLanguage: "es", log: { ...silentLog, error: (event, fields) => { told.push(`${event} ${fields?.hint ?? ""}`); } } });
});
afterEach(async () => {
  await puente.close();
  rmSync(folder, { recursive: true });
});

test("changed texts are said after a reload, and their labels are understood", async () => {
  const ana = puente.person("whatsapp");
  await ana.hears("inadeh");
  change("Elige un tema o escribe tu pregunta", "Mira los temas o escribe tu pregunta");
  expect(await ana.hears("menu")).toMatch(/Elige un tema/);
  await puente.reload();
  expect(await ana.hears("menu")).toMatch(/Mira los temas/);
});

test.each([["no JSON", "{", /common\.json: is no JSON/], ["a fact that is not there", '"help": "', /names the fact nothing-such/]])("broken texts (%s) are named with file and key, and the last good ones go on", async (_what, at, why) => {
  const ana = puente.person("whatsapp");
  await ana.hears("inadeh");
  change(at, at === "{" ? "" : `${at}{{fact.nothing-such}}`);
  await puente.reload();
  expect(told.join()).toMatch(/content\.faulty the last good texts go on/);
  expect(told.join()).toMatch(why);
  expect(await ana.hears("ayuda")).toMatch(/Siempre funcionan/);
});

test("an office with a bad time zone is named with file, key and what to do, and the last good ones are told on", async () => {
  const ana = puente.person("sms"), offices = join(folder, "flows", "directory", "refuge.json");
  await ana.hears("donde queda la oficina de onpar");
  writeFileSync(offices, readFileSync(offices, "utf8").replace('"timezone": -5', '"timezone": 5'));
  await puente.reload();
  expect(told.join()).toMatch(/content\.faulty the last good texts go on/);
  expect(told.join()).toMatch(/flows\/directory\/refuge\.json: 7e8c4902-\S+\/schedules\/0\/timezone is 5, and offices in Panama are at -5 \(ONPAR\); write -5/);
  await ana.hears("1");
  expect(await ana.hears("panama")).toMatch(/ONPAR: tramites de refugio/);
  await expect(startTestPuente({}, { contentFrom: folder })).rejects.toThrow(/timezone is 5/);
});
