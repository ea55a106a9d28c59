/** What an outbound row keeps is what will be said: every reply of every flow survives being packed. */
import { randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import { offered } from "../../flows/choices.ts";
import { library } from "../../flows/library/index.ts";
import type { Reply } from "../../flows/reply.ts";
import { newSession } from "../../flows/session.ts";
import { turn } from "../../flows/turn.ts";
import { openOutbound, sealOutbound } from "../../server/outbound.ts";
import { createSeal } from "../../server/seal.ts";

const seal = await createSeal([randomBytes(32)], { remember: () => Promise.resolve(), rememberFirst: (_, value) => Promise.resolve(value), recall: () => Promise.resolve(null) });
const steps = Object.values(library.flows).flatMap(f => Object.keys(f.steps).map(s => `${f.id}/${s}`));

test.each(steps)("the reply of %s is opened as it was sealed", step => {
  const { reply, session } = turn(library, { ...newSession(), noticed: true, language: "es" }, { kind: "choice", id: `go:${step}` }, {}, 1_790_000_000_000, () => "id", { languages: ["es", "en"], cases: "on", channel: "sms", waiting: false });
  if (!reply) return;                                   // a look-up is answered by its result
  const sealed = sealOutbound(seal, { kind: "reply", reply, language: "es", version: "abc", day: 20_000 }, library, session.place);
  expect(openOutbound(seal, library, sealed)).toEqual({ kind: "reply", reply, language: "es", version: "abc", day: 20_000 });
});

test("a reply with values, choices of its own, facts and a footer is opened as it was sealed", () => {
  const reply: Reply = { lines: [{ key: "a.b", values: { date: { date: "2026-11-01" }, n: 3 } }, { key: "c.d" }], choices: [{ id: "do:menu", label: "common.menu-label" }, { id: "topic:inadeh", label: "x.y", emoji: "🛠", about: "x.z" }, { id: "lang:ar", label: "languages.ar" }], facts: ["f"], footer: "person-back", safety: true };
  expect(openOutbound(seal, library, sealOutbound(seal, { kind: "reply", reply, language: "ht", version: "v", day: 1 }, library))).toMatchObject({ reply });
});

test("that the Spanish stands beneath is kept with the row, whatever the setting is when it is sent", () => {
  for (const more of [{}, { safety: true as const }, { footer: "person" as const }]) {
    const row = { kind: "reply" as const, reply: { lines: [{ key: "danger.first" }], choices: [], facts: [], ...more }, language: "ht" as const, version: "v", day: 1, spanish: true as const };
    expect(openOutbound(seal, library, sealOutbound(seal, row, library))).toEqual(row);
  }
});

test("a choice whose label has values is opened as it was sealed", () => {
  const choices = ["2026-05-03", "2026-03-05"].map(date => ({ id: `set:appeal-days/date-refused/${date}`, label: "common.date", values: { date: { date } } }));
  const reply: Reply = { lines: [{ key: "a.b" }], choices: [...choices, { id: "do:menu", label: "common.menu-label" }], facts: [] };
  expect(openOutbound(seal, library, sealOutbound(seal, { kind: "reply", reply, language: "es", version: "v", day: 1 }, library))).toMatchObject({ reply });
});

test("a choice whose step is gone is left out, and what was said is said", () => {
  const place = { flow: "work-permit", step: library.flows["work-permit"]!.start, version: 1 };
  const reply: Reply = { lines: [{ key: "work-permit.x" }], choices: offered(library, place), facts: [] };
  const sealed = sealOutbound(seal, { kind: "reply", reply, language: "es", version: "v", day: 1 }, library, place);
  const opened = openOutbound(seal, { ...library, flows: {} }, sealed);
  expect(opened).toMatchObject({ reply: { lines: reply.lines, choices: [] } });
});

test.each(["go:__proto__/x", "go:constructor/x", "go:work-permit/__proto__", "go:toString/valueOf", "topic:constructor", "topic:__proto__", "set:constructor/a/yes", "do:constructor", "go:/", "topic:"])("an id made up by someone (%s) is answered like any other message", id => {
  const { reply } = turn(library, { ...newSession(), noticed: true, language: "es" }, { kind: "choice", id }, {}, 1_790_000_000_000, () => "id", { languages: ["es", "en"], cases: "on", channel: "sms", waiting: false });
  expect(reply!.lines.length).toBeGreaterThan(0);
});
