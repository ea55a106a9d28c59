/** A case's answer that comes while an agent holds: the bot stays silent, and the agent finds it in the thread. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { createDesk } from "../../server/desk.ts";
import { startTestPuente } from "../support/puente.ts";

test.each([["an agent holds", true], ["nobody holds", false]])("a look-up that comes back while %s", async (_label, held) => {
  let ask: (response: ServerResponse) => void = () => {};
  const asked = new Promise<ServerResponse>(resolve => { ask = resolve; });
  const registry = createServer((request, response) => { request.resume(); if (request.method === "POST") ask(response); else response.end("{}"); });
  await new Promise<void>(resolve => registry.listen(0, "127.0.0.1", resolve));
  const puente = await startTestPuente({ CASE_API_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}` });
  try {
    const person = puente.person("sms");
    for (const text of ["hola", "1", "0", "mi caso", "PA-2026-000001"]) await person.says(text);
    await puente.accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id: "proof", from: person.address, at: Date.now(), said: { kind: "text", text: "246810" } }], receipts: [], moves: [], ignored: {} });
    const question = await asked;
    const [ticket] = await puente.store.tickets();
    if (held) expect((await puente.store.claim(ticket!.conversation, "marta", Date.now(), Date.now() + 60_000)).kind).toBe("claimed");
    const before = person.got.length;
    question.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ stage: "admitted", asOf: "2026-11-01" }));
    await puente.idle();
    expect(person.got.length - before).toBe(held ? 0 : 1);
    const lines: string[] = [];
    await createDesk({ ...puente, agent: "marta", now: Date.now, out: line => { lines.push(line); } }).run(`open ${ticket!.conversation}`);
    expect(lines.filter(l => l.startsWith("* "))).toEqual(held ? ["* [case look-up: stage admitted, as of 2026-11-01. They have not been told]"] : []);
    expect(lines.join("\n")).not.toMatch(/000001|246810/);
    if (held) expect(await person.hears("1")).toBe("");                // nothing was offered, so nothing is chosen
  } finally {
    await puente.close();
    registry.closeAllConnections();
    registry.close();
  }
});
