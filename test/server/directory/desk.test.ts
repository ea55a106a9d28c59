/** Offices go out and come in as HSDS, all rows or none; what is confidential goes nowhere; facts stay the measure. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { officesOf, type Service } from "../../../flows/directory.ts";
import { loadContent } from "../../../server/content.ts";
import { faultsOf } from "../../../server/directory/check.ts";
import { runDirectory } from "../../../server/directory/desk.ts";
import { exported, layDirectory, readImports } from "../../../server/directory/imported.ts";
import { startTestPuente } from "../../support/puente.ts";

const NOW = Date.UTC(2026, 10, 24, 12), content = loadContent({ name: "x", contact: "y" });
const ONPAR = "7e8c4902-c333-5b26-a1d0-240faa882b6a";
const kept = new Map<string, Uint8Array>();
const store = { recall: (name: string) => Promise.resolve(kept.get(name) ?? null), remember: (name: string, value: Uint8Array) => { kept.set(name, value); return Promise.resolve(); } };
let folder: string;
beforeEach(() => { kept.clear(); folder = mkdtempSync(join(tmpdir(), "puente-directory-")); });
afterEach(() => { rmSync(folder, { recursive: true }); });

async function staff(...rest: string[]): Promise<{ done: boolean; said: string }> {
  const lines: string[] = [];
  const done = await runDirectory({ content, store, now: () => NOW, out: line => lines.push(line) }, rest, { as: "Ana" });
  return { done, said: lines.join("\n") };
}
const file = (rows: unknown): string => { const path = join(folder, "in.json"); writeFileSync(path, typeof rows === "string" ? rows : JSON.stringify(rows)); return path; };
const rows = (): Service[] => structuredClone(exported(content));
const row = (id: string): Service => rows().find(one => one.id === id)!;
const place = (service: Service) => service.service_at_locations![0]!.location!;
/** ONPAR, moved and checked. */
const moved = (change: (service: Service) => void = () => undefined): Service => { const service = row(ONPAR); service.assured_date = "2026-11-20"; change(service); return service; };

describe("what goes out", () => {
  test("is plain HSDS: facts told, times with their zone, and it comes in again as nothing new", async () => {
    const path = join(folder, "out.json");
    expect(await staff("export", path)).toEqual({ done: true, said: `19 rows are in ${path}.` });
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain("{{");
    expect(place(row(ONPAR)).schedules).toEqual([expect.objectContaining({ timezone: -5, freq: "WEEKLY", byday: "MO,TU,WE,TH,FR", opens_at: "07:00-05:00", closes_at: "16:00-05:00" })]);
    expect((await staff("import", path)).said).toBe("0 rows are imported, 19 are as they were.");
    expect(kept.size).toBe(0);
  });

  test("follows a fact that is held: its telephone goes, the office stays", () => {
    const held = { ...content, facts: { ...content.facts, "onpar-phone": { ...content.facts["onpar-phone"]!, held: true as const } } };
    const numbers = (c: typeof content): number => place(exported(c).find(one => one.id === ONPAR)!).phones!.length;
    expect([numbers(content), numbers(held)]).toEqual([2, 1]);
    expect(officesOf(held).find(office => office.name === "ONPAR")!.phones).toEqual(["512-7230"]);
    const nowhere = { ...content, facts: { ...content.facts, "onpar-office": { ...content.facts["onpar-office"]!, held: true as const } } };
    expect(officesOf(nowhere).some(office => office.name === "ONPAR")).toBe(false);
  });
});

describe("what comes in", () => {
  test("takes the place of the row with its id, is listed with who brought it, and is taken back", async () => {
    expect((await staff("import", file([moved(service => { place(service).phones![0]!.number = "599-0000"; })]))).said).toBe("1 rows are imported, 0 are as they were.");
    expect((await staff("list")).said).toMatch(new RegExp(`${ONPAR}  refuge  ONPAR .*imported 2026-11-24 by ana`));
    const laid = layDirectory(content, readImports(kept.get("directory")!));
    expect(laid.version).not.toBe(content.version);
    expect(officesOf(laid).filter(office => office.name === "ONPAR").map(office => office.phones)).toEqual([["599-0000", "512-7230"]]);
    expect((await staff("remove", ONPAR)).done).toBe(true);
    expect(layDirectory(content, readImports(kept.get("directory")!))).toBe(content);
    expect((await staff("remove", ONPAR)).done).toBe(false);
  });

  test("is all or nothing, and each fault is named with its key and what to do", async () => {
    const { done, said } = await staff("import", file([moved(), { ...row("f82dd4fe-d078-5d2d-a97c-aaae8a4a9de2"), status: "open" }]));
    expect(done).toBe(false);
    expect(said).toMatch(/in\.json: f82dd4fe-\S+\/status has a value that HSDS does not know; write one of active, inactive/);
    expect(said).toMatch(/1 fault\.\nNothing was imported\./);
    expect(kept.size).toBe(0);
  });

  test.each<[string, (service: Service) => void, RegExp]>([
    ["a time zone by name", s => { place(s).schedules![0]!.timezone = "America/Panama" as never; }, /timezone is no number.*write -5/],
    ["a time zone elsewhere", s => { place(s).schedules![0]!.timezone = 3; }, /timezone is 3/],
    ["no time zone", s => { delete place(s).schedules![0]!.timezone; }, /timezone is missing/],
    ["a monthly rule", s => { place(s).schedules![0]!.freq = "MONTHLY"; }, /freq is MONTHLY/],
    ["every second week", s => { Object.assign(place(s).schedules![0]!, { interval: 2 }); }, /interval is a rule that is not read/],
    ["a day that is none", s => { place(s).schedules![0]!.byday = "MO,FUNDAY"; }, /byday holds FUNDAY/],
    ["hours in UTC", s => { place(s).schedules![0]!.opens_at = "12:00Z"; }, /opens_at is no time in Panama/],
    ["no id", s => { delete (s as Partial<Service>).id; }, /\[0\] lacks id/],
    ["an id that is no UUID", s => { s.id = "onpar"; }, /\[0\]\/id is no UUID/],
    ["an address without a province", s => { delete (place(s).addresses![0] as { state_province?: string }).state_province; }, /lacks state_province/],
    ["a town that is not known", s => { place(s).addresses![0]!.city = "Macondo"; }, /city is Macondo/],
    ["a point in another country", s => { Object.assign(place(s), { latitude: 4.7, longitude: -74 }); }, /stands far from Ciudad de Panamá/],
    ["half a point", s => { Object.assign(place(s), { latitude: 9 }); }, /without the other/],
    ["words for a telephone", s => { place(s).phones![0]!.number = "ask inside"; }, /is no telephone number/],
    ["a fact that is not there", s => { place(s).phones![0]!.number = "{{fact.nobody}}"; }, /rests on the fact nobody/],
    ["nothing that it is for", s => { s.attributes = []; }, /does not say what it is for/],
    ["a purpose that no answer knows", s => { s.attributes![0]!.value = "dentist"; }, /is for dentist/],
    ["nobody who checked it", s => { delete s.assured_date; place(s).phones![0]!.number = "599-0000"; }, /assured_date is missing, and 599-0000 is no fact/],
    ["a check that is over a year old", s => { s.assured_date = "2025-01-01"; }, /over a year ago/],
    ["a check to come", s => { s.assured_date = "2027-01-01"; }, /a day to come/],
    ["a shelter", s => { s.name = "Albergue Nueva Vida"; }, /looks like a shelter.*confidential/],
    ["a shelter in its description", s => { s.description = "Shelter for women"; }, /looks like a shelter/],
    ["a name too long to be told", s => { s.name = "x".repeat(61); }, /61 letters/],
  ])("is refused with %s", async (_what, spoil, why) => {
    const { done, said } = await staff("import", file([moved(spoil)]));
    expect({ done, said }).toEqual({ done: false, said: expect.stringMatching(why) });
  });

  test.each([["no JSON", "{", /is no JSON/], ["a list of nothing", "[1]", /\[0\] must be object/], ["two rows of one id", JSON.stringify([moved(), moved()]), /is the id of \[0\] as well/]])("is refused where it is %s", async (_what, text, why) => {
    expect(await staff("import", file(text))).toEqual({ done: false, said: expect.stringMatching(why) });
  });

  test("that is confidential is counted, and not a letter of it is kept, listed or given out", async () => {
    const shelter = { ...moved(), id: "11111111-1111-4111-8111-111111111111", name: "Albergue Nueva Vida", attributes: [{ id: "11111111-1111-4111-8111-111111111112", label: "confidential" }] };
    expect((await staff("import", file([moved(), shelter]))).said).toBe("1 rows are imported, 0 are as they were, 1 confidential: nothing of those is kept.");
    expect(Buffer.from(kept.get("directory")!).toString()).not.toMatch(/Nueva Vida/);
    const shipped = { ...content, directory: { ...content.directory!, services: { "a.json": [shelter as Service] } } };
    expect([exported(shipped), officesOf(shipped), faultsOf([shelter], "a.json", { facts: content.facts, areas: content.directory!.areas })]).toEqual([[], [], []]);
  });
});

test("the running line tells an imported office within a second, with its hours, since somebody vouches for them", async () => {
  const puente = await startTestPuente({}, { strangerLanguage: "es", now: () => NOW });
  try {
    const ana = puente.person("whatsapp");
    await ana.hears("donde queda la oficina de onpar");
    await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" });
    expect(await ana.hears("panamá")).toMatch(/Horario de hoy, sin confirmar: 7:00 a 16:00/);
    await runDirectory({ content, store: puente.store, now: () => NOW, out: () => undefined }, ["import", file([moved(service => { place(service).addresses![0]!.address_1 = "Calle Nueva 5"; })])], {});
    await new Promise(resolve => setTimeout(resolve, 1_300));
    expect(await ana.hears("panamá")).toMatch(/Calle Nueva 5, Ciudad de Panamá\.\nAbierto ahora, hasta las 16:00\./);
  } finally {
    await puente.close();
  }
});
