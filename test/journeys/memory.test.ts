/** What a person agreed to have remembered, and what they asked to be told, through the whole corridor: stored, announced by
 *  staff beside the running server, sent once, at its hour, and answered. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { CHANNELS } from "../../flows/ids.ts";
import { EVENTS, readEvents, runEvents } from "../../server/events.ts";
import { createAnnouncer } from "../../server/announce.ts";
import { silentLog } from "../../server/log.ts";
import { startTestPuente, textOf, type Person, type TestPuente } from "../support/puente.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;
const MORNING = Date.UTC(2026, 10, 24, 15);        // ten in Panama
const MISSION = { as: "marta", kind: "documentation-missions", province: "darien", from: "2026-12-20", hours: "8:00 a 14:00", place: "Metetí: cancha municipal", institutions: "Tribunal Electoral", papers: "ninguno" };

let at = MORNING, folder: string, puente: TestPuente;
const start = async (): Promise<void> => { puente = await startTestPuente({}, { now: () => at, folder }); };
beforeEach(async () => {
  at = MORNING;
  folder = mkdtempSync(join(tmpdir(), "puente-memory-"));
  await start();
});
afterEach(async () => {
  await puente.close();
  rmSync(folder, { recursive: true });
});

async function staff(verb: string, flags: Record<string, string>, id = ""): Promise<string> {
  const said: string[] = [];
  expect(await runEvents({ store: puente.store, now: () => at, out: line => said.push(line) }, [verb, id].filter(Boolean), flags)).toBe(true);
  return /^(\w+) is announced/.exec(said.join())?.[1] ?? "";
}

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !await what(); tries++) {
    if (tries > 800) throw new Error("it did not happen");
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
/** The clock that runs takes up what was announced, lets it settle, and tells; what it brought is answered. */
async function told(id: string): Promise<void> {
  await until(async () => {
    at += 100;
    return (JSON.parse(Buffer.from(await puente.store.recall("events-told") ?? Buffer.from("{}")).toString()) as Record<string, unknown>)[id] === "all";
  });
  await puente.idle();
}
/** Long enough for the words to go, and the clock to see it. */
async function forgotten(days = 7): Promise<void> {
  at += days * DAY;
  await puente.store.forgetWords(at);
}

async function follows(person: Person, when = "1"): Promise<void> {
  for (const text of ["hola", "1", "mision documentaria", "4", "darien"]) await person.says(text);
  expect(await person.hears(when)).toMatch(/Listo/);
}

test.each(CHANNELS)("a stage that shall be remembered is not asked again, and is forgotten at a word (%s)", async channel => {
  const ana = puente.person(channel);
  for (const text of ["hola", "1", "permiso de trabajo"]) await ana.says(text);
  expect(await ana.hears("2")).toMatch(/caso admitido[^]*Recordar lo que dije/i);
  expect(await ana.hears("4")).toMatch(/lo recuerdo\?/i);
  expect(await ana.hears("si")).toMatch(/Listo, lo recuerdo/);
  await forgotten();
  expect(await ana.hears("hola")).not.toMatch(/admitido/i);
  expect(await ana.hears("permiso de trabajo")).toMatch(/^Permiso de trabajo con (el )?caso admitido[^]*(Me dijiste antes: «Caso admitido»|Dijiste: Caso admitido)/);
  expect(await ana.hears("9")).toMatch(/Qué tienes hoy/);
  expect(await ana.hears("OLVIDAR")).toMatch(/No recuerdo nada/);
  expect(await ana.hears("permiso de trabajo")).toMatch(/Qué tienes hoy/);
});

test("who told what worries is asked to have nothing remembered", async () => {
  const ana = puente.person("sms");
  for (const text of ["hola", "1", "me violaron en mi país, por eso huí", "permiso de trabajo"]) await ana.says(text);
  expect(await ana.hears("2")).not.toMatch(/Recordar/);
  expect(await ana.hears("mision documentaria")).not.toMatch(/Av[ií]same/);
});

test("what is remembered goes with everything else, and at its term", async () => {
  for (const [end, after] of [["borrar", 0], ["", 190]] as const) {
    const ana = puente.person("sms");
    for (const text of ["hola", "1", "permiso de trabajo", "2", "4", "1"]) await ana.says(text);
    if (end) for (const text of ["borrar mis datos", "1", "hola", "1"]) await ana.says(text);
    await forgotten(after || 1);
    expect(await ana.hears("permiso de trabajo")).toMatch(/Qué tienes hoy/);
  }
});

test("who asked is told of an event once, in words that name nothing, whatever restarts in between; others are not", async () => {
  const ana = puente.person("sms"), eva = puente.person("sms");
  await follows(ana);
  for (const text of ["hola", "1", "mision documentaria", "4", "colon", "1"]) await eva.says(text);
  await forgotten(1);
  const mission = await staff("add", MISSION);
  await told(await staff("add", { ...MISSION, kind: "jobs" }));
  expect(ana.got.slice(-1).map(textOf)).toEqual(["Hay una novedad. Responde 1."]);
  const heard = [ana.got.length, eva.got.length];
  // another clock, also one that knows nothing of what was told, finds nothing more to tell
  const announced = readEvents(await puente.store.recall(EVENTS));
  const announce = createAnnouncer({ ...puente, events: () => announced, now: () => at, log: silentLog });
  await announce();
  at += 4_000;
  await puente.store.remember("events-told", Buffer.from("{}"));
  await announce();
  await puente.idle();
  await puente.close();
  await start();
  await told(mission);
  expect([ana.got.length, eva.got.length]).toEqual(heard);
  const back = puente.person("sms", ana.address);
  expect(await back.hears("1")).toMatch(/^Misiones de documentos, gratis[^]*Meteti/);
  expect(await back.hears("1")).toMatch(/No te escribiremos mas avisos/);
  const before = back.got.length;
  await told(await staff("add", { ...MISSION, from: "2026-12-27" }));
  expect(back.got).toHaveLength(before);
}, 30_000);

test("at night it waits until the morning, and what is taken back by then is not told", async () => {
  const ana = puente.person("sms"), eva = puente.person("sms");
  await follows(ana);
  await follows(eva, "4");
  await forgotten(1);
  at += 11 * HOUR;                                   // nine in the evening
  const before = ana.got.length, first = await staff("add", MISSION);
  await told(first);
  expect([ana.got.length, eva.got.slice(-1).map(textOf)]).toEqual([before, ["Hay una novedad. Responde 1."]]);
  at += 12 * HOUR;
  await until(() => ana.got.length > before);
  expect(textOf(ana.got.at(-1)!)).toBe("Hay una novedad. Responde 1.");

  at += 13 * HOUR;
  await staff("remove", {}, first);
  const length = ana.got.length, second = await staff("add", { ...MISSION, from: "2026-12-22" });
  await told(second);
  await staff("remove", {}, second);
  await told(await staff("add", { ...MISSION, kind: "jobs" }));      // by then the removal is known
  at += 12 * HOUR;
  await until(async () => (await puente.store.dueTimers(9, at, at)).length === 0);
  await puente.idle();
  expect(ana.got).toHaveLength(length);
}, 30_000);

test("on WhatsApp after a day nothing can be begun: it stands beneath what the person hears next", async () => {
  const ana = puente.person("whatsapp");
  await follows(ana);
  await forgotten(2);
  const before = ana.got.length;
  await told(await staff("add", MISSION));
  expect(ana.got).toHaveLength(before);
  at += 3 * DAY;
  expect(await ana.hears("hola")).toMatch(/Ver la novedad/);
  expect(await ana.hears("6")).toMatch(/^Misiones de documentos, con fecha confirmada/);
}, 30_000);

test("nobody is written to who opted out, who is in danger, or with whom an agent speaks", async () => {
  const out = puente.person("sms"), danger = puente.person("sms"), held = puente.person("sms");
  for (const person of [out, danger, held]) await follows(person);
  await forgotten(1);
  await puente.accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id: "stop", from: out.address, at, said: { kind: "text", text: "STOP" }, silent: "opted-out" }], receipts: [], moves: [], ignored: {} });
  await danger.says("me quiero morir");
  await held.says("0");
  const ticket = (await puente.store.tickets()).find(t => t.priority === "normal")!;
  await puente.store.claim(ticket.conversation, "rosa", at, at + 30 * DAY);
  at += 3 * HOUR;
  const before = [out, danger, held].map(p => p.got.length);
  await told(await staff("add", MISSION));
  expect([out, danger, held].map(p => p.got.length)).toEqual(before);
}, 30_000);
