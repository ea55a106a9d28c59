import { Writable } from "node:stream";
import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { createLog } from "../../server/log.ts";

function capture() {
  let text = "";
  const stream = new Writable({ write(chunk: Buffer, _encoding, done) { text += chunk.toString(); done(); } });
  return { log: createLog("info", pino({ base: null }, stream)), text: () => text };
}

test("an error's message never reaches a line: a library may quote what it choked on", () => {
  const { log, text } = capture();
  log.bug("turn.failed", Object.assign(new Error("cannot send 'me quiero morir' to +50760001234"), { code: "E_BAD" }), { conversation: 7, seq: 1 });
  expect(text()).toContain('"code":"E_BAD"');
  expect(text()).toContain('"conversation":7');
  expect(text()).not.toMatch(/morir|5076000/);
});

test("a message of several lines that looks like a stack reaches no line either", () => {
  const { log, text } = capture();
  log.bug("turn.failed", new Error("no\n   at home he beats me 50760001234\n    at x (y:1:1)"));
  expect(text()).not.toMatch(/home|5076000/);
});

test("what is thrown and is no Error is named by its type alone", () => {
  const { log, text } = capture();
  log.bug("turn.failed", "50760001234 said hola");
  expect(text()).toContain('"fault":"string"');
  expect(text()).not.toMatch(/5076000|hola/);
});
