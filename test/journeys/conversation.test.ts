/** Conversations through the whole corridor in one process: accepted, leased, answered, committed, delivered. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CHANNELS } from "../../flows/ids.ts";
import { startTestPuente, textOf, type TestPuente } from "../support/puente.ts";

let puente: TestPuente;
beforeAll(async () => { puente = await startTestPuente(); });
afterAll(() => puente.close());

describe.each(CHANNELS)("on %s", channel => {
  test("a stranger is told who we are, chooses a language, and gets to an answer", async () => {
    const ana = puente.person(channel);
    expect(await ana.hears("hola")).toMatch(/Casa Abierta[\s\S]*idioma/i);
    expect(await ana.hears("1")).toMatch(/tema/i);
    expect(await ana.hears("permiso de trabajo")).toMatch(/^Permiso de trabajo/i);
    expect(ana.got).toHaveLength(3);
  });

  test("every message is answered by one bubble or one SMS", async () => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1", "caso", "menu", "inadeh", "9", "0", "qwerty", "asdfgh", "😀", "   ", "gracias"]) expect(await ana.says(text)).toHaveLength(1);
  });

  test("case status: number, proof, and the answer marked as a test", async () => {
    const ana = puente.person(channel);
    await ana.says("hola"); await ana.says("1");
    expect(await ana.hears("mi caso")).toMatch(/n[uú]mero de caso/i);
    expect(await ana.hears("abc")).toMatch(/no es v[aá]lido/i);
    await ana.says("pa 2026 000001");
    const told = await ana.hears("246810");
    expect(told).toMatch(/PRUEBA/);
    expect(told).toMatch(/admitid/i);
  });

  test("a wrong number and a wrong proof get the same answer, to the byte", async () => {
    const ask = async (number: string, proof: string): Promise<string> => {
      const person = puente.person(channel);
      for (const text of ["hola", "1", "mi caso", number]) await person.says(text);
      return person.hears(proof);
    };
    expect(await ask("PA-2026-999999", "246810")).toBe(await ask("PA-2026-000001", "111111"));
  });

  test("a choice is the same by number, label, label without accents, in capitals, with an emoji or a full stop", async () => {
    const answers = new Set<string>();
    for (const way of ["1", "1.", "Español", "espanol", "ESPAÑOL", "español 😀", "Español."]) {
      const person = puente.person(channel);
      await person.says("hola");
      answers.add(await person.hears(way));
    }
    expect(answers.size).toBe(1);
  });

  test.each(["gracias", "muy amable", "hola", "7"])("an open question outlasts %s", async word => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1", "trabajo y dinero"]) await ana.says(text);
    expect(await ana.hears(word)).toMatch(/Trabajo y dinero\. .Qu[eé] buscas/);
    expect(await ana.hears("1")).toMatch(/^Permiso de trabajo/i);
  });

  test("no skill answers in the middle of danger", async () => {
    const ana = puente.person(channel);
    await ana.says("mi marido me está pegando");
    expect(await ana.hears("gracias")).toMatch(/Puedes leer ahora/);
  });

  test("of two questions in one message the second is not lost", async () => {
    const ana = puente.person(channel);
    for (const text of ["hola", "1"]) await ana.says(text);
    const both = await ana.hears("quiero permiso de trabajo y estudiar en el inadeh");
    expect(both).toMatch(/Le[ií] tambi[eé]n[^]*(Curso de oficio|Permiso de trabajo)/);
    expect(await ana.hears(/Curso de oficio/.test(both) ? "curso de oficio" : "permiso de trabajo")).toMatch(/^(INADEH|Permiso de trabajo)/i);
  });

  test("deleting removes the person: the next message comes from a stranger", async () => {
    const ana = puente.person(channel);
    await ana.says("hola"); await ana.says("1"); await ana.says("borrar mis datos");
    await ana.says("1");
    expect(await ana.hears("hola")).toMatch(/Casa Abierta/);
  });

  test("English is spoken when it is chosen, and the language changes from anywhere", async () => {
    const ana = puente.person(channel);
    await ana.says("hola");
    expect(await ana.hears("english")).toMatch(/topic/i);
    await ana.says("inadeh");
    expect(await ana.hears("español")).toMatch(/tema/i);
  });

  test("words that worry get their answer, with one discreet line beneath", async () => {
    const ana = puente.person(channel);
    await ana.says("hola"); await ana.says("1");
    expect(await ana.hears("me violaron en mi país, por eso huí")).toMatch(/^(?!Si corres)[\s\S]*Si corres peligro ya: 104\. 0: una persona\./);
  });

  test("media and voice get an honest answer", async () => {
    const ana = puente.person(channel);
    await ana.says("hola"); await ana.says("1");
    for (const media of ["voice", "image", "document", "sticker", "video", "audio"] as const) expect((await ana.says({ kind: "media", media }))).toHaveLength(1);
  });
});

describe("danger", () => {
  test.each(["me quiero morir", "no quiero vivir más", "I want to kill myself"])("%s is answered before notice and language, with a number to call, and opens a ticket at the top", async text => {
    const ana = puente.person("sms");
    expect(await ana.hears(text)).toMatch(/147|911/);
    expect((await puente.store.tickets())[0]).toMatchObject({ priority: "danger" });
  });

  test.each([["sms", "me siento sola"], ["whatsapp", "ayuda"]] as const)("who is in crisis is not led to an ordinary answer (%s, %s)", async (channel, words) => {
    const ana = puente.person(channel);
    await ana.hears("me quiero morir");
    expect(await ana.hears(words)).toMatch(/^Gracias por escribirlo[^]*147[^]*Ahora no/);
  });

  test("what a person at home could read on a lock screen betrays nothing", async () => {
    const ana = puente.person("whatsapp");
    const [first] = await ana.says("mi marido me está pegando");
    expect(textOf(first!).slice(0, 80)).not.toMatch(/violencia|maltrato|denuncia|refugio|ONPAR|mujer/i);
  });
});

describe("silence by design", () => {
  test.each(["STOP", "stop", "Cancel", "HELP"])("Twilio's own word %s on SMS is Twilio's to answer", async word => {
    const ana = puente.person("sms");
    await ana.says("hola");
    expect(await ana.says(word)).toEqual([]);
  });

  test("our stop word is confirmed once, and answers go on", async () => {
    const ana = puente.person("sms");
    await ana.says("hola"); await ana.says("1");
    expect(await ana.says("ALTO")).toHaveLength(1);
    expect(await ana.says("inadeh")).toHaveLength(1);
  });

  test("the same message twice is answered once", async () => {
    const ana = puente.person("whatsapp");
    await ana.says("hola");
    const again = { arrivals: [{ provider: "loopback" as const, channel: "whatsapp" as const, id: `${ana.address.phone}-1`, from: ana.address, at: Date.now(), said: { kind: "text" as const, text: "hola" } }], receipts: [], moves: [], ignored: {} };
    expect(await puente.accept.webhook(again)).toEqual({ new: 0, duplicate: 1, stale: 0 });
    await puente.idle();
    expect(ana.got).toHaveLength(1);
  });
});

describe("rubbish", () => {
  test.each([["4,096 emoji", "😀".repeat(2048)], ["a lone surrogate", "\ud800"], ["65,000 letters", "a".repeat(65_000)], ["NUL bytes", "\0\0"], ["right-to-left marks", "\u202e\u200f1\u200e"], ["zalgo", "h̷̢̛o̸l̵̡a̴"], ["markup", "<script>alert(1)</script>"], ["a key", "{{fact.x}} $t(common.menu) {{operator.contact}}"]])("%s is answered, and so is the next message", async (_label, text) => {
    const ana = puente.person("whatsapp");
    expect(await ana.says(text)).toHaveLength(1);
    expect(await ana.says("menu")).toHaveLength(1);
  });
});
