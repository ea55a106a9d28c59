/** "Near me": asked once where they are, by name, by a point on the map or from a list; what is kept of it is a name. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { library } from "../../flows/library/index.ts";
import { BETRAYABLE } from "../../flows/turn.ts";
import { DANGERS } from "../../flows/ids.ts";
import { createDesk } from "../../server/desk.ts";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

let puente: TestPuente, at: number;
beforeEach(async () => {
  at = Date.parse("2026-12-08T10:00:00-05:00");       // a holiday, Tuesday
  puente = await startTestPuente({}, { strangerLanguage: "es", now: () => at });
});
afterEach(() => puente.close());

const OFFICES = "donde queda la oficina de onpar";
const point = (latitude: number, longitude: number) => ({ kind: "location", latitude, longitude }) as const;

test("by name on SMS: asked once, told with hours that know the holiday, and without a link", async () => {
  const ana = puente.person("sms");
  await ana.hears(OFFICES);
  expect(await ana.hears("1")).toMatch(/En qué lugar estas.*1 Ciudad de Panama\n2 La Chorrera/s);
  const told = await ana.hears("en tocumen");
  expect(told).toMatch(/cerca de Tocumen.*ONPAR.*Tumba Muerto, Ciudad de Panama.*Cerrado \(sin confirmar\)\. Abre el miércoles 7:00/s);
  expect(told).not.toMatch(/http/);
  await ana.hears("ayuda legal gratis");
  await ana.hears("1");
  expect(await ana.hears("2")).toMatch(/cerca de Tocumen/);       // not asked again
});

test("by a point on WhatsApp: answered at once with a link, and only the name of the area is kept", async () => {
  const ana = puente.person("whatsapp");
  await ana.hears(OFFICES);
  await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" });
  const told = await ana.hears(point(9.0123456, -79.5234567));
  expect(told).toMatch(/cerca de Tumba Muerto.*Mapa: https:\/\/www\.google\.com\/maps/s);
  await ana.hears("0");
  const thread = await shown();
  expect(JSON.stringify(thread)).not.toMatch(/9\.0123|79\.523/);
  expect(thread).toContain("[location given: Tumba Muerto]");
});

test("a point that comes unasked is a question what is sought near there", async () => {
  const ana = puente.person("whatsapp");
  await ana.hears("inadeh");
  expect(await ana.hears(point(8.5, -77.98))).toMatch(/Metetí.*¿Qué buscas cerca\?/s);
  expect(await ana.hears({ kind: "choice", id: "go:legal-aid/near", title: "" })).toMatch(/cerca de Metetí.*CRU Darién/s);
  expect(await ana.hears(point(4.7, -74.1))).toMatch(/No conozco ese lugar/);
});

test("where nothing is near that is said, with the nearest, a telephone and a person", async () => {
  const ana = puente.person("whatsapp");
  await ana.hears(OFFICES);
  await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" });
  expect(await ana.hears("isla colón")).toMatch(/no conocemos nada cerca de Isla Colón.*responde 0.*ONPAR.*Teléfono/s);
});

test("a place that is not known is asked for again, then a person is offered; after hours away it is asked anew", async () => {
  const ana = puente.person("whatsapp");
  await ana.hears(OFFICES);
  await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" });
  expect(await ana.hears("qwertyuiop")).toMatch(/No conozco ese lugar/);
  expect(await ana.hears("asdfghjkl")).toMatch(/No conozco ese lugar/);
  expect(await ana.hears("zxcvbnm")).toMatch(/persona/);
  await ana.hears("david");
  at += 3 * 3_600_000;
  await ana.hears(OFFICES);
  expect(await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" })).toMatch(/¿En qué lugar estás\?/);
});

describe("danger", () => {
  test("is heard in the middle of the question", async () => {
    const ana = puente.person("whatsapp");
    await ana.hears(OFFICES);
    await ana.hears({ kind: "choice", id: "go:offices-hours/near", title: "" });
    expect(await ana.hears("mi marido me pega, estoy en david")).toMatch(/104/);
  });

  test("offers no office near: where someone is safe stays unknown", () => {
    const steps = Object.values(library.flows).filter(flow => flow.protection || BETRAYABLE.has(flow.topic)).flatMap(flow => Object.values(flow.steps));
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter(step => step.kind === "near")).toEqual([]);
    expect(DANGERS.filter(topic => topic !== "health-care").flatMap(topic => Object.values(library.flows[library.topics[topic]!]!.steps)).filter(step => step.kind === "near")).toEqual([]);
  });
});

/** What an agent sees of the one conversation that waits. */
async function shown(): Promise<string> {
  const out: string[] = [];
  const desk = createDesk({ store: puente.store, seal: puente.seal, accept: puente.accept, words: puente.words, agent: "ana", now: () => at, out: line => out.push(line) });
  const [waiting] = await puente.store.tickets();
  await desk.run(`open ${waiting!.conversation}`);
  return out.join("\n");
}
