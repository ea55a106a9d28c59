/** The interpreter alone: what a conversation does, on the real library. The session is written and read again between turns. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Heard, Noticed } from "../../flows/heard.ts";
import { DANGERS } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Reply } from "../../flows/reply.ts";
import { newSession, type Session } from "../../flows/session.ts";
import { readSession, writeSession } from "../../flows/stored-session.ts";
import { SESSION_IDLE, turn, type Setting, type Turned } from "../../flows/turn.ts";

const SETTING: Setting = { languages: ["es", "en"], cases: "on", channel: "whatsapp", waiting: false };
const NOW = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

/** A conversation: each call is the next thing the person does, one second later unless told otherwise. */
function conversation(setting: Partial<Setting> = {}) {
  let session = newSession(), at = NOW, n = 0;
  const talk = (heard: Heard, noticed: Noticed = {}, later = 1000): Turned => {
    at += later;
    const turned = turn(library, session, heard, noticed, at, () => `id-${++n}`, { ...SETTING, ...setting });
    session = readSession(library, writeSession(library, turned.session));
    expect(session).toEqual(turned.session);
    return turned;
  };
  return { talk, session: () => session };
}
type Talk = ReturnType<typeof conversation>["talk"];

const keys = (reply: Reply | null): string[] => reply?.lines.map(l => l.key) ?? [];
const ids = (reply: Reply | null): string[] => reply?.choices.map(c => c.id) ?? [];
const greeting: Heard = { kind: "topic", topic: "greeting" };
function met(talk: Talk): Talk {
  talk(greeting);
  talk({ kind: "choice", id: "lang:es" });
  return talk;
}

describe("first contact", () => {
  test.each(["gender-violence", "trafficking", "child-protection"] as const)("a stranger who names %s is not shown who runs this line", topic => {
    const { talk } = conversation();
    expect(keys(talk({ kind: "topic", topic }, { language: "es" }).reply)).toEqual(["danger.first"]);
    expect(keys(talk({ kind: "command", command: "menu" }).reply)).toEqual(["common.menu", "common.notice-1", "common.notice-2"]);
  });

  test("a stranger's greeting gets the notice and the choice of language, Spanish first", () => {
    const { reply } = conversation().talk(greeting);
    expect(keys(reply)).toEqual(["common.notice-1", "common.notice-2", "common.choose-language"]);
    expect(ids(reply)).toEqual(["lang:es", "lang:en", "do:other-language"]);
  });

  test("the choice of language is answered by the main menu", () => {
    const c = conversation();
    c.talk(greeting);
    const { reply } = c.talk({ kind: "choice", id: "lang:en" });
    expect(keys(reply)).toEqual(["common.menu"]);
    expect(c.session().language).toBe("en");
  });

  test("a first question is answered at once, in its language, with the notice beneath", () => {
    const c = conversation();
    const { reply } = c.talk({ kind: "topic", topic: "work-permit" }, { language: "en" });
    expect(keys(reply)[0]).toMatch(/^work-permit\./);
    expect(keys(reply).slice(-2)).toEqual(["common.notice-1", "common.notice-2"]);
    expect(c.session().language).toBe("en");
  });

  test.each(DANGERS)("a first message of danger (%s) is answered at once, before notice and language", topic => {
    const c = conversation();
    const { reply } = c.talk({ kind: "danger", danger: { topic, level: "hard" } }, { language: "ht" });
    expect(reply?.safety).toBe(true);
    expect(keys(reply)[0]).toMatch(/^danger\./);
    expect(c.session().language).toBe("ht");
  });

  test.each(["gender-violence", "trafficking", "child-protection"] as const)("the first words on %s name no organisation: the notice waits", topic => {
    const c = conversation();
    expect(keys(c.talk({ kind: "danger", danger: { topic, level: "hard" } }).reply)).not.toContain("common.notice-1");
    expect(keys(c.talk({ kind: "command", command: "menu" }).reply)).toContain("common.notice-1");
  });

  test("a language that is not complete is told so, with the languages there are", () => {
    const { reply } = conversation().talk({ kind: "topic", topic: "work-permit" }, { language: "fr" });
    expect(keys(reply)).toContain("common.language-not-complete");
    expect(ids(reply)).toContain("lang:es");
  });
});

describe("from anywhere", () => {
  test.each([
    ["menu", "common.menu"], ["human", "common.human-asked"], ["help", "common.help"], ["languages", "common.choose-language"], ["who", "about-puente."], ["delete", "delete-my-data."],
  ] as const)("the word %s works in the middle of a question", (command, key) => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    expect(keys(talk({ kind: "command", command }).reply)[0]).toContain(key);
  });

  test("back leads where one came from, and from the start to the menu", () => {
    const { talk } = conversation();
    met(talk);
    const first = talk({ kind: "topic", topic: "work-permit" }).reply;
    talk({ kind: "choice", id: ids(first)[0]! });
    expect(keys(talk({ kind: "command", command: "back" }).reply)).toEqual(keys(first));
    expect(keys(talk({ kind: "command", command: "back" }).reply)).toEqual(["common.menu"]);
  });

  test("a tap on an old list still means what it said then", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "inadeh" });
    expect(keys(talk({ kind: "choice", id: "topic:university" }).reply)[0]).toMatch(/^university\./);
  });

  test("repeat says the last answer again for fifteen minutes", () => {
    const { talk } = conversation();
    met(talk);
    const last = keys(talk({ kind: "topic", topic: "inadeh" }).reply);
    expect(keys(talk({ kind: "command", command: "repeat" }, {}, 14 * MINUTE).reply)).toEqual(last);
    expect(keys(talk({ kind: "command", command: "repeat" }, {}, 16 * MINUTE).reply)).toEqual(["common.repeat-none"]);
  });

  test.each(DANGERS)("repeat never says a text on %s again", topic => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "danger", danger: { topic, level: "hard" } });
    expect(keys(talk({ kind: "command", command: "repeat" }).reply)).toEqual(["common.repeat-none"]);
  });

  test("asking for a person opens a ticket, and asking again says that one is coming", () => {
    const { talk } = conversation();
    met(talk);
    const { effects } = talk({ kind: "command", command: "human" });
    expect(effects).toEqual([{ kind: "ticket", topic: "talk-to-human", priority: "normal" }]);
    const again = conversation({ waiting: true });
    met(again.talk);
    expect(keys(again.talk({ kind: "command", command: "human" }).reply)).toEqual(["common.human-already"]);
  });
});

describe("what is not understood", () => {
  test("gets real options at once, and a person after the second time", () => {
    const { talk } = conversation();
    met(talk);
    const first = talk({ kind: "words", text: "qwerty" }).reply;
    expect(keys(first)).toEqual(["common.not-understood"]);
    expect(first!.choices.length).toBeGreaterThan(2);
    expect(ids(talk({ kind: "words", text: "asdf" }).reply)).toContain("do:human");
  });

  test.each(["image", "video", "audio", "voice", "document", "sticker"] as const)("%s gets an honest answer", media => {
    const { talk } = conversation();
    met(talk);
    expect(keys(talk({ kind: "media", media }).reply)).toEqual([`common.media-${media}`]);
  });

  test("the same words with the same answer again and again get one word about it, a person, then silence", () => {
    const { talk } = conversation();
    met(talk);
    const say = (): Turned => talk({ kind: "words", text: "I am driving" }, { fold: "i am driving" });
    const replies = Array.from({ length: 8 }, () => keys(say().reply));
    expect(replies.filter(r => r.includes("common.robot"))).toHaveLength(1);
    expect(replies.at(-1)).toEqual([]);
    expect(Array.from({ length: 8 }, () => keys(talk({ kind: "topic", topic: "greeting" }, { fold: "hola" }, 24 * 60 * MINUTE).reply)).every(r => r.length > 0)).toBe(true);
    expect(keys(talk({ kind: "command", command: "menu" }, { fold: "menu" }).reply)).toEqual(["common.menu"]);
  });
});

describe("words in the middle of a danger's texts", () => {
  const danger = (topic: (typeof DANGERS)[number]): Heard => ({ kind: "danger", danger: { topic, level: "hard" } });

  test("someone held who writes name and place is told that it arrived, not the whole text again", () => {
    const { talk } = conversation();
    talk(danger("detention-deportation"));
    const { reply } = talk(danger("detention-deportation"));
    expect(keys(reply)).toEqual(["danger.received"]);
    expect(keys(talk({ kind: "words", text: "Jean, Haiti" }).reply)).toEqual(["danger.received"]);
  });

  test("a life in danger is given the numbers each time", () => {
    const { talk } = conversation();
    const first = keys(talk(danger("crisis")).reply);
    expect(keys(talk(danger("crisis")).reply)[0]).toBe(first[0]);
  });

  test("who could not read, and writes again, is asked again whether they can now", () => {
    const { talk } = conversation();
    talk(danger("gender-violence"));
    talk({ kind: "choice", id: "go:gender-violence/quiet" });
    expect(keys(talk({ kind: "words", text: "no se que hacer" }).reply)).toEqual(["danger.first"]);
    talk({ kind: "choice", id: "go:gender-violence/quiet" });
    expect(keys(talk(danger("gender-violence")).reply)).toEqual(["danger.first"]);
  });

  test("details come only after a yes, whatever else is written", () => {
    const { talk } = conversation();
    talk(danger("trafficking"));
    expect(keys(talk({ kind: "words", text: "tengo miedo" }).reply)).toEqual(["danger.first"]);
    expect(keys(talk(danger("trafficking")).reply)).toEqual(["danger.first"]);
    expect(keys(talk({ kind: "yes" }).reply)).toEqual(["danger.trafficking"]);
    expect(keys(talk({ kind: "words", text: "estoy en Chitre" }).reply)).toEqual(["danger.received"]);
  });
});

describe("beside a danger's texts", () => {
  const violence: Heard = { kind: "danger", danger: { topic: "gender-violence", level: "hard" } };

  test("a look-up that comes in late tells nothing and takes over no number", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    talk({ kind: "words", text: "PA-2026-000001" });
    const { id } = talk({ kind: "words", text: "246810" }).effects.find(e => e.kind === "lookup") as { id: string };
    const asked = ids(talk(violence).reply);
    expect(talk({ kind: "timer", name: "lookup-slow", about: id }).reply).toBeNull();
    const { reply, session } = talk({ kind: "result", lookup: id, outcome: { kind: "found", stage: "refused", asOf: "2026-11-01", sandbox: false } });
    expect(keys(reply)).toEqual(["danger.later"]);
    expect(session.choices).toEqual(asked);
    expect(keys(talk({ kind: "choice", id: asked[0]! }).reply)).toEqual(["danger.gender-violence"]);
  });

  test.each(["en", "fr", "pt", "ht", "ar"] as const)("the name of a language says the same text again in it (%s)", language => {
    const c = conversation();
    const first = keys(c.talk({ kind: "danger", danger: { topic: "crisis", level: "hard" } }).reply)[0];
    expect(keys(c.talk({ kind: "language", language }).reply)[0]).toBe(first);
    expect(c.session().language).toBe(language);
  });

  test("a word that may be a cry opts nobody out", () => {
    const { talk } = conversation();
    talk({ kind: "danger", danger: { topic: "crisis", level: "hard" } });
    const { reply, effects } = talk({ kind: "command", command: "stop" });
    expect(effects.filter(e => e.kind === "opt-out")).toEqual([]);
    expect(keys(reply)).toEqual(["danger.received"]);
  });

  test("who asks for a person in a language with danger texts only is answered in it", () => {
    const { talk } = conversation();
    talk({ kind: "danger", danger: { topic: "detention-deportation", level: "hard" } }, { language: "ht" });
    expect(keys(talk({ kind: "command", command: "human" }, { language: "ht" }).reply)[0]).toBe("danger.human-asked");
    const other = conversation();
    other.talk(violence, { language: "ht" });
    expect(keys(other.talk({ kind: "command", command: "human" }, { language: "ht" }).reply)).toEqual(["danger.human-asked"]);     // no notice in another language
  });
});

describe("a new session", () => {
  test("takes an open question up only after asking, and names no earlier topic", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    const { reply } = talk({ kind: "words", text: "PA-2026-000001" }, {}, SESSION_IDLE + MINUTE);
    expect(keys(reply)).toEqual(["common.resume"]);
    expect(keys(talk({ kind: "choice", id: ids(reply)[0]! }).reply)[0]).toMatch(/^case-status\./);
  });

  test("a session of a flow that has changed is led on, not stranded", () => {
    const gone: Session = { ...newSession(), noticed: true, language: "es", place: { flow: "work-permit", step: "no-such-step", version: 0 }, trail: [{ flow: "no-such-flow", step: "x", version: 0 }] };
    expect(turn(library, gone, { kind: "words", text: "hm" }, {}, NOW, () => "id", SETTING).reply).not.toBeNull();
    expect(keys(turn(library, gone, { kind: "command", command: "back" }, {}, NOW, () => "id", SETTING).reply)).toEqual(["common.menu"]);
  });
});

describe("deleting", () => {
  const asked = (talk: Talk): Reply => { met(talk); return talk({ kind: "command", command: "delete" }).reply!; };

  test("asks once, then does it", () => {
    const { talk } = conversation();
    const { choices } = asked(talk);
    const { reply, effects } = talk({ kind: "choice", id: choices[0]!.id });
    expect(keys(reply)).toEqual(["common.erased"]);
    expect(effects).toEqual([{ kind: "erase" }]);
  });

  test("keeps everything after a no", () => {
    const { talk } = conversation();
    const { choices } = asked(talk);
    expect(talk({ kind: "choice", id: choices[1]!.id }).effects).toEqual([]);
  });

  test("a tap on an old question asks again instead of deleting", () => {
    const { talk } = conversation();
    const { choices } = asked(talk);
    expect(talk({ kind: "choice", id: choices[0]!.id }, {}, 16 * MINUTE).effects).toEqual([]);
    talk({ kind: "command", command: "menu" });
    const { reply, effects } = talk({ kind: "choice", id: choices[0]!.id });
    expect(effects).toEqual([]);
    expect(ids(reply)).toEqual(choices.map(c => c.id));
  });
});

describe("a case look-up", () => {
  function askedFor(talk: Talk): Turned {
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    talk({ kind: "words", text: "PA-2026-000001" });
    return talk({ kind: "words", text: "246810" });
  }

  test("is an effect, and neither number nor proof stays in the session or the thread", () => {
    const c = conversation();
    const { reply, effects } = askedFor(c.talk);
    expect(reply).toBeNull();
    expect(effects.map(e => e.kind).toSorted()).toEqual(["lookup", "redact", "timer"]);
    expect(writeSession(library, c.session())).not.toMatch(/246810|000001/);
  });

  test("is answered by its result, once", () => {
    const { talk } = conversation();
    const lookup = askedFor(talk).effects.find(e => e.kind === "lookup") as { id: string };
    const result: Heard = { kind: "result", lookup: lookup.id, outcome: { kind: "found", stage: "admitted", asOf: "2026-11-01", sandbox: true } };
    expect(keys(talk(result).reply)).toEqual(["case-status.sandbox", "case-status.found", "case-status.stage-admitted"]);
    expect(talk(result).reply).toBeNull();
  });

  test("that is slow is announced, then answered", () => {
    const { talk } = conversation();
    const { id } = askedFor(talk).effects.find(e => e.kind === "lookup") as { id: string };
    expect(keys(talk({ kind: "timer", name: "lookup-slow", about: id }).reply)).toEqual(["case-status.later"]);
    expect(keys(talk({ kind: "result", lookup: id, outcome: { kind: "unknown" } }).reply)).toEqual(["case-status.not-found"]);
    expect(talk({ kind: "timer", name: "lookup-slow", about: id }).reply).toBeNull();
  });

  test("a stage we do not know is said so, not guessed", () => {
    const { talk } = conversation();
    const { id } = askedFor(talk).effects.find(e => e.kind === "lookup") as { id: string };
    expect(keys(talk({ kind: "result", lookup: id, outcome: { kind: "found", stage: "brand-new", asOf: "2026-11-01", sandbox: false } }).reply)).toContain("case-status.stage-unknown");
  });

  test("what is no number is asked again kindly, then a person is offered", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    expect(keys(talk({ kind: "words", text: "abc" }).reply)).toEqual(["case-status.number-again"]);
    expect(keys(talk({ kind: "words", text: "abd" }).reply)).toEqual(["case-status.number-again"]);
    expect(ids(talk({ kind: "words", text: "abe" }).reply)).toContain("do:human");
  });
});

describe("properties", () => {
  const someId = fc.oneof(fc.constantFrom(...Object.values(library.flows).flatMap(f => Object.keys(f.steps).map(s => `go:${f.id}/${s}`)), ...Object.keys(library.topics).map(t => `topic:${t}`), "lang:es", "lang:ar", "do:menu", "do:human", "do:resume", "set:delete-my-data/ask/yes"), fc.string());
  const someHeard: fc.Arbitrary<Heard> = fc.oneof(
    fc.record({ kind: fc.constant("choice" as const), id: someId }),
    fc.record({ kind: fc.constant("command" as const), command: fc.constantFrom("menu", "human", "back", "help", "repeat", "delete", "who", "languages", "stop", "start", "complaint") }) as fc.Arbitrary<Heard>,
    fc.record({ kind: fc.constant("words" as const), text: fc.string() }),
    fc.record({ kind: fc.constant("number" as const), n: fc.nat(99) }),
    fc.record({ kind: fc.constant("topic" as const), topic: fc.constantFrom("greeting", "thanks", "work-permit", "case-status", "inadeh", "out-of-scope") }) as fc.Arbitrary<Heard>,
    fc.constantFrom<Heard>({ kind: "yes" }, { kind: "no" }, { kind: "unreadable" }, { kind: "location" }, { kind: "contacts" }, { kind: "order" }, { kind: "other-language" }, { kind: "media", media: "voice" }, { kind: "language", language: "pt" }),
    fc.record({ kind: fc.constant("danger" as const), danger: fc.record({ topic: fc.constantFrom(...DANGERS), level: fc.constant("hard" as const) }) }),
    fc.record({ kind: fc.constant("result" as const), lookup: fc.constantFrom("id-1", "id-2", "x"), outcome: fc.constant({ kind: "unknown" as const }) }),
  );
  const walk = fc.array(fc.tuple(someHeard, fc.constantFrom(1000, 20 * MINUTE, SESSION_IDLE + 1)), { maxLength: 25 });

  test("every message of a person is answered or looked up; the menu and a person are one word away in every state", () => {
    fc.assert(fc.property(walk, steps => {
      const { talk, session } = conversation();
      for (const [heard, later] of steps) {
        const { reply, effects } = talk(heard, {}, later);
        if (heard.kind !== "result") expect(reply !== null || effects.some(e => e.kind === "lookup")).toBe(true);
        if (reply) expect(reply.lines.length + reply.choices.length).toBeGreaterThan(0);
        const from = session();
        if (!from.noticed && heard.kind === "result") continue;      // nobody has written yet
        for (const [command, key] of [["menu", "common.menu"], ["human", "common.human-asked"]] as const) {
          const there = turn(library, from, { kind: "command", command }, {}, NOW + 1e9, () => "id", SETTING).reply;
          expect(keys(there).some(k => k.split(".")[1] === key.split(".")[1])).toBe(true);     // in danger texts' own words where a language has no others
        }
      }
    }), { numRuns: 150 });
  });

  test("a danger is answered by a safety text in every state", () => {
    fc.assert(fc.property(walk, fc.constantFrom(...DANGERS), (steps, topic) => {
      const { talk } = conversation();
      for (const [heard, later] of steps) talk(heard, {}, later);
      expect(talk({ kind: "danger", danger: { topic, level: "hard" } }).reply?.safety).toBe(true);
    }), { numRuns: 100 });
  });

  test("no state grows without end", () => {
    fc.assert(fc.property(walk, steps => {
      const { talk, session } = conversation();
      for (const [heard, later] of steps) talk(heard, {}, later);
      expect(writeSession(library, session()).length).toBeLessThan(3000);
      expect(session().trail.length).toBeLessThanOrEqual(8);
    }), { numRuns: 100 });
  });
});
