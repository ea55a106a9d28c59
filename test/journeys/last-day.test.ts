/** "When is my last day?" through the whole corridor, with the clock held: what is told, and what is kept of it. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Said } from "../../bot/inbound.ts";
import { CHANNELS } from "../../flows/ids.ts";
import { openInbound } from "../../server/accept.ts";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

let at: number, puente: TestPuente;
beforeEach(async () => { at = Date.UTC(2026, 10, 24, 15); puente = await startTestPuente({}, { now: () => at }); });
afterEach(() => puente.close());

const LAST_DAY: Said = { kind: "choice", id: "go:appeal-days", title: "Mi último día" };

/** What lies in the store of all that people wrote. */
async function kept(): Promise<string> {
  const rows = (await Promise.all((await puente.store.tickets()).map(t => puente.store.thread(t.conversation)))).flat();
  return JSON.stringify(rows.filter(r => r.from === "person").map(r => openInbound(puente.seal, r.sealed)));
}

describe.each(CHANNELS)("on %s", channel => {
  test("a date in words leads to a day with its weekday, and its words are not kept", async () => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1"]) await ana.says(text);
    expect(await ana.hears(LAST_DAY)).toMatch(/^Tu [uú]ltimo d[ií]a/);
    expect(await ana.hears("No reconocido")).toMatch(/fecha/);
    expect(await ana.hears("me lo dieron el 20 de noviembre")).toMatch(/abogad/);
    const told = await ana.hears("no");
    expect(told).toMatch(/20 de noviembre de 2026/);
    expect(told).toMatch(/viernes, 27 de noviembre de 2026/);
    expect(told).toMatch(/\b5 d[ií]as h[aá]biles/);
    expect(told).toMatch(/Ve antes[^]*: hoy, o en cuanto abra\./);
    expect(told).toMatch(/Confirma el plazo/);
    await ana.says("0");
    const thread = await kept();
    expect(thread).toContain('{"kind":"redacted","as":"date"}');
    expect(thread).not.toMatch(/20 de noviembre/);
  });

  test("a date that may be two is asked in words, in the language of the person", async () => {
    const amina = puente.person(channel);
    for (const text of ["hello", "2", LAST_DAY, "2"]) await amina.says(text);
    const asked = await amina.hears("05/03/2026");
    expect(asked).toMatch(/5 March 2026/);
    expect(asked).toMatch(/3 May 2026/);
    expect(await amina.hears("1")).toMatch(/lawyer/);
    expect(await amina.hears("no")).toMatch(/do not give up[^]*free legal aid[^]*today/i);
    expect((await puente.store.tickets()).map(t => t.topic)).toEqual(["asylum-appeal"]);
    await amina.says("0");
    expect(await kept()).not.toMatch(/05\/03|2026-03-05/);
  });

  test("who does not know the date is sent today, with no day", async () => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1", LAST_DAY, "2"]) await ana.says(text);
    const told = await ana.hears("no sé");
    expect(told).toMatch(/Ve hoy a ONPAR/);
    expect(told).not.toMatch(/de 20\d\d/);
  });

  test("danger in the middle is answered first", async () => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1", LAST_DAY, "2"]) await ana.says(text);
    expect(await ana.hears("ayer mi marido me pegó")).toMatch(/104/);
  });
});
