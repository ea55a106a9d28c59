/** Bot or human, never both: the hand-off from the terminal's desk, on the verbs the console will use. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDesk } from "../../server/desk.ts";
import { startTestPuente, textOf, type Person, type TestPuente } from "../support/puente.ts";

let puente: TestPuente, at = Date.now();
beforeAll(async () => { puente = await startTestPuente({}, { now: () => at }); });
afterAll(() => puente.close());

function desk(agent: string) {
  const lines: string[] = [];
  const { run } = createDesk({ ...puente, agent, now: () => at, out: line => { lines.push(line); } });
  return async (command: string): Promise<string> => { lines.length = 0; await run(command); await puente.idle(); return lines.join("\n"); };
}
async function asksForPerson(channel: "whatsapp" | "sms" = "whatsapp"): Promise<{ person: Person; id: number }> {
  const before = new Set((await puente.store.tickets()).map(t => t.conversation));
  const person = puente.person(channel);
  for (const text of ["hola", "1", "0"]) await person.says(text);
  return { person, id: (await puente.store.tickets()).find(t => !before.has(t.conversation))!.conversation };
}

describe("the desk", () => {
  test("shows who waits, lets one agent claim, carries the reply, and gives the conversation back", async () => {
    const { person, id } = await asksForPerson();
    const marta = desk("marta");
    expect(await marta("list")).toContain(`${id}  talk-to-human  es`);
    expect(await marta(`claim ${id}`)).toMatch(/You hold/);
    await marta("say Buenas, soy Marta. ¿En qué le ayudo?");
    expect(person.got.at(-1)).toEqual({ kind: "text", body: "Buenas, soy Marta. ¿En qué le ayudo?" });
    expect(await marta("resolve")).toMatch(/bot answers again/);
    expect(await marta("list")).not.toContain(`${id}  `);
  });

  test("sends nothing to a number that has become somebody else's, and says why", async () => {
    const ana = puente.person("whatsapp", { phone: "50761110001", userId: "PA.ana" }), eva = puente.person("whatsapp", { phone: "50761110001", userId: "PA.eva" });
    for (const text of ["hola", "1", "0"]) await ana.says(text);
    const id = (await puente.store.tickets()).at(-1)!.conversation, before = ana.got.length;
    await eva.says("hola");
    const marta = desk("marta");
    await marta(`claim ${id}`);
    await marta("say Su caso fue admitido");
    expect(await marta(`open ${id}`)).toContain("@ Su caso fue admitido   [not delivered: address:reassigned]");
    expect(ana.got).toHaveLength(before);
    expect(JSON.stringify(eva.got)).not.toContain("admitido");
    await ana.says("hola, soy Ana");                                   // by her user id and the phone: hers again
    await marta("say Buenas, Ana");
    expect(textOf(ana.got.at(-1)!)).toBe("Buenas, Ana");
  });

  test("shows which other language somebody speaks, in their own words", async () => {
    const person = puente.person("sms");
    for (const text of ["hola", "otra lengua"]) await person.says(text);
    expect(await person.hears("Tagalog")).toMatch(/lengua[^]*1 Espa.ol/);
    expect(await desk("marta")("list")).toMatch(/language-change {2}es \(speaks: Tagalog\)/);
    expect(await person.hears("2")).toMatch(/topic/i);
  });

  test.each([
    ["Bonjour, je cherche un permis de travail s'il vous plaît", /^Permis de travail/], ["Olá, preciso de uma licença de trabalho", /^Permissão de trabalho/],
    ["Bonjou, mwen bezwen yon pèmi travay", /^Pèmi travay/], ["مرحبا، أريد تصريح عمل", /^تصريح العمل/], ["hello, I need a work permit", /^Work permit/],
  ])("a first question is answered at once, in its language, with the notice beneath: %s", async (asked, answer) => {
    const heard = await puente.person("whatsapp").hears(asked);
    expect(heard).toMatch(answer);
    expect(heard).toContain("Puente");
  });

  test("the bot keeps helping until an agent really claims, and is silent while one holds", async () => {
    const { person, id } = await asksForPerson();
    expect(await person.says("inadeh")).toHaveLength(1);
    const marta = desk("marta");
    await marta(`claim ${id}`);
    expect(await person.says("inadeh")).toEqual([]);
    expect(await marta(`open ${id}`)).toContain("> inadeh");
    await marta("return");
    expect(await person.says("inadeh")).toHaveLength(1);
  });

  test("of two agents exactly one holds, and the other is told who", async () => {
    const { id } = await asksForPerson();
    const [a, b] = await Promise.all([desk("marta")(`claim ${id}`), desk("luis")(`claim ${id}`)]);
    expect([a, b].filter(t => t.includes("You hold"))).toHaveLength(1);
    expect([a, b].filter(t => /(marta|luis) holds it already/.test(t))).toHaveLength(1);
  });

  test("a reply under an old hold is not sent", async () => {
    const { person, id } = await asksForPerson();
    const marta = desk("marta"), luis = desk("luis");
    await marta(`claim ${id}`);
    await marta("requeue");
    await luis(`claim ${id}`);
    expect(await marta("say demasiado tarde")).toMatch(/Claim a conversation first|hold it no more/);
    expect(JSON.stringify(person.got)).not.toContain("demasiado tarde");
  });

  test("a silent agent's hold lapses to the front of the queue, and the bot answers", async () => {
    const { person, id } = await asksForPerson();
    await desk("marta")(`claim ${id}`);
    at += 11 * 60_000;
    expect(await puente.store.lapse(at)).toBeGreaterThan(0);
    expect((await puente.store.tickets()).find(t => t.conversation === id)?.holder.kind).toBe("waiting");
    expect(await person.says("inadeh")).toHaveLength(1);
  });
});

describe("danger while an agent holds", () => {
  test("an agent who was not active for two minutes is not waited for: the safety text goes out at once", async () => {
    const { person, id } = await asksForPerson("sms");
    await desk("marta")(`claim ${id}`);
    at += 3 * 60_000;
    expect(await person.hears("me quiero morir")).toMatch(/147|911/);
    expect((await puente.store.tickets())[0]).toMatchObject({ conversation: id, priority: "danger" });
  });

  test("with the agent away the answer to our question is heard, and the ticket is one of danger", async () => {
    const { person, id } = await asksForPerson("sms");
    await desk("marta")(`claim ${id}`);
    at += 3 * 60_000;
    expect(await person.says("mi marido me pega")).toHaveLength(1);
    expect((await puente.store.tickets()).find(t => t.conversation === id)).toMatchObject({ priority: "danger", topic: "gender-violence" });
    expect(await person.hears("1")).toMatch(/182/);
    expect(await person.says("inadeh")).toEqual([]);
  });

  test("what is written to the agent is shown to the agent, also where a number had been asked for", async () => {
    const { person, id } = await asksForPerson("sms");
    await person.says("mi caso");
    const marta = desk("marta");
    await marta(`claim ${id}`);
    await person.says("no se cual es, ayudeme por favor");
    await person.says("PA-2026-000001");
    const thread = await marta(`open ${id}`);
    expect(thread).toContain("> no se cual es, ayudeme por favor");
    expect(thread).not.toContain("000001");
  });

  test("an active agent has two minutes; then the safety text goes out, once", async () => {
    const { person, id } = await asksForPerson("sms");
    await desk("marta")(`claim ${id}`);
    expect(await person.says("me quiero morir")).toEqual([]);
    at += 121_000;
    await fireTimers();
    expect(JSON.stringify(person.got.at(-1))).toMatch(/147|911/);
    const count = person.got.length;
    at += 121_000;
    await fireTimers();
    expect(person.got).toHaveLength(count);
  });

  test("an agent who answered in time is enough", async () => {
    const { person, id } = await asksForPerson("sms");
    const marta = desk("marta");
    await marta(`claim ${id}`);
    await person.says("me quiero morir");
    at += 30_000;
    await marta("say Estoy aqui con usted.");
    const count = person.got.length;
    at += 121_000;
    await fireTimers();
    expect(person.got).toHaveLength(count);
  });

  /** What the clock does at its next tick. */
  async function fireTimers(): Promise<void> {
    const { openTimer } = await import("../../server/respond.ts");
    for (const due of await puente.store.dueTimers(100, at, at + 1000)) await puente.accept.inside(due.conversation, due.id, { kind: "timer", ...openTimer(puente.seal, due.sealed) }, { timer: due.id });
    await puente.idle();
  }
});
