/** The interpreter alone: what a conversation does, on the real library. The session is written and read again between turns. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { dateOf, dayFrom, dayOf, isWorkingDay } from "../../flows/days.ts";
import type { Deadline } from "../../flows/fact.ts";
import type { Library } from "../../flows/flow.ts";
import type { Heard, Noticed } from "../../flows/heard.ts";
import { DANGERS } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Reply } from "../../flows/reply.ts";
import { newSession, type Session } from "../../flows/session.ts";
import { readSession, writeSession } from "../../flows/stored-session.ts";
import { SESSION_IDLE, turn, type Setting, type Turned } from "../../flows/turn.ts";

const FIVE: Deadline = { n: 5, unit: "working-days" };
const SETTING: Setting = { languages: ["es", "en"], cases: "on", channel: "whatsapp", waiting: false, deadline: id => (id.startsWith("appeal-days") ? FIVE : null) };
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

describe("a first question that waits for the choice of language", () => {
  const chosen: Heard = { kind: "choice", id: "lang:en" };

  test("is answered in the language that is chosen", () => {
    const c = conversation();
    expect(ids(c.talk({ kind: "topic", topic: "inadeh" }, { language: "fr" }).reply)).toContain("lang:en");
    const { reply, session } = c.talk(chosen);
    expect(keys(reply)[0]).toBe("inadeh.start");
    expect(session).toMatchObject({ language: "en", waits: null });
  });

  test("that was not understood gets that said, with real options, and none of its words are kept", () => {
    const c = conversation();
    const { session } = c.talk({ kind: "words", text: "Mahigpit na tanong" });
    expect(JSON.stringify(session)).not.toMatch(/tanong/);
    const { reply } = c.talk(chosen);
    expect([keys(reply), ids(reply)]).toEqual([["common.not-understood"], library.menu.map(m => m.id)]);
  });

  test("waits through a wrong number, a greeting and a language that is not complete", () => {
    const { talk } = conversation();
    talk({ kind: "topic", topic: "inadeh" }, { language: "fr" });
    talk({ kind: "number", n: 7 });
    talk(greeting);
    talk({ kind: "language", language: "pt" });
    expect(keys(talk(chosen).reply)[0]).toBe("inadeh.start");
  });

  test("waits while another language is named", () => {
    const { talk } = conversation();
    talk({ kind: "topic", topic: "inadeh" }, { language: "fr" });
    talk({ kind: "choice", id: "do:other-language" });
    talk({ kind: "words", text: "Tagalog" });
    expect(keys(talk(chosen).reply)[0]).toBe("inadeh.start");
  });

  test("for a person opens the ticket at once", () => {
    const { talk } = conversation();
    expect(talk({ kind: "command", command: "human" }, { language: "fr" }).effects).toEqual([{ kind: "ticket", topic: "talk-to-human", priority: "normal" }]);
  });

  test("is dropped when something else comes up, and named to nobody two hours later", () => {
    const c = conversation();
    c.talk({ kind: "topic", topic: "inadeh" }, { language: "fr" });
    c.talk({ kind: "danger", danger: { topic: "crisis", level: "hard" } }, { language: "fr" });
    expect(c.session().waits).toBeNull();
    const later = conversation();
    later.talk({ kind: "topic", topic: "inadeh" }, { language: "fr" });
    expect(keys(later.talk(chosen, {}, SESSION_IDLE + MINUTE).reply)).toEqual(["common.menu"]);
  });

  test("a greeting asks nothing: the choice is answered by the menu", () => {
    const { talk } = conversation();
    talk(greeting, { language: "fr" });
    expect(keys(talk(chosen).reply)).toEqual(["common.menu"]);
  });
});

describe("another language", () => {
  const asked = (talk: Talk): Turned => talk({ kind: "choice", id: "do:other-language" });

  test.each<[string, Heard, string]>([
    ["one that nobody here knows", { kind: "words", text: "Tagalog" }, "Tagalog"],
    ["one of those that are known", { kind: "other-language", name: "guna" }, "guna"],
    ["one that has danger texts only", { kind: "language", language: "pt", name: "português" }, "português"],
  ])("(%s) is kept on the ticket as it was named, with the languages there are and a person", (_what, heard, speaks) => {
    const { talk } = conversation();
    met(talk);
    asked(talk);
    const { reply, effects } = talk(heard);
    expect(effects).toEqual([{ kind: "ticket", topic: "language-change", priority: "normal", speaks }]);
    expect(keys(reply)[0]).toBe("common.language-noted");
    expect(ids(reply)).toEqual(["lang:es", "lang:en", "do:human"]);
  });

  test("that is complete is spoken from then on", () => {
    const c = conversation();
    met(c.talk);
    asked(c.talk);
    const { effects } = c.talk({ kind: "language", language: "en", name: "English" });
    expect(effects).toEqual([]);
    expect(c.session()).toMatchObject({ language: "en", naming: false });
  });

  test("is not named by a long text, nor by what comes after the name", () => {
    const { talk } = conversation();
    met(talk);
    asked(talk);
    expect(keys(talk({ kind: "words", text: "a".repeat(61) }).reply)).toEqual(["common.not-understood"]);
    asked(talk);
    talk({ kind: "words", text: "Tagalog" });
    expect(talk({ kind: "words", text: "salamat" }).effects).toEqual([]);
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

describe("two topics in one message", () => {
  test("the first is answered and the other offered after its own choices", () => {
    const { talk } = conversation();
    met(talk);
    const alone = talk({ kind: "topic", topic: "inadeh" }).reply;
    const { reply } = talk({ kind: "topic", topic: "inadeh", also: "work-permit" });
    expect(keys(reply)).toEqual([...keys(alone), "common.also-heard"]);
    expect(ids(reply)).toEqual([...ids(alone), "topic:work-permit"]);
    expect(ids(talk({ kind: "number", n: 7 }).reply)).toEqual(ids(reply));
    expect(keys(talk({ kind: "choice", id: "topic:work-permit" }).reply)[0]).toMatch(/^work-permit/);
  });

  test.each(["gender-violence", "talk-to-human", "inadeh"] as const)("%s is not offered: the menu does not, or it is the answer", also => {
    const { talk } = conversation();
    met(talk);
    expect(keys(talk({ kind: "topic", topic: "inadeh", also }).reply)).not.toContain("common.also-heard");
  });

  test("nothing is offered in the middle of a danger's texts", () => {
    const { talk } = conversation();
    const first = talk({ kind: "danger", danger: { topic: "gender-violence", level: "hard" } }).reply;
    expect(talk({ kind: "topic", topic: "mental-health", also: "work-permit" }).reply).toEqual(first);
  });
});

describe("a topic that is known and has no written answer", () => {
  const { university: _, ...topics } = library.topics;
  const unwritten = { ...library, topics };
  const asked: Heard = { kind: "topic", topic: "university" };
  const ask = (session: Session, heard: Heard, noticed: Noticed = {}): Turned => turn(unwritten, session, heard, noticed, NOW, () => "id", SETTING);
  const known: Session = { ...newSession(), noticed: true, language: "es" };

  test("is told to be understood, with a person and the menu to choose from", () => {
    const { reply, session } = ask({ ...known, missed: 1 }, asked);
    expect(keys(reply)).toEqual(["common.not-yet"]);
    expect(ids(reply)).toEqual(["do:human", "do:menu"]);
    expect(session.missed).toBe(0);
    expect(ids(ask(session, { kind: "choice", id: "topic:university" }).reply)).toEqual(["do:human", "do:menu"]);
  });

  test("is told so to a stranger too, in their language and with the notice beneath", () => {
    const { reply, session } = ask(newSession(), asked, { language: "en" });
    expect(keys(reply)).toEqual(["common.not-yet", "common.notice-1", "common.notice-2"]);
    expect(session.language).toBe("en");
  });

  test("ends the step before it, which back leads to again", () => {
    const { session } = ask({ ...known, place: { flow: "case-status", step: "start", version: library.flows["case-status"]!.version } }, asked);
    expect(session.place).toBeNull();
    expect(keys(ask(session, { kind: "command", command: "back" }).reply)[0]).toMatch(/^case-status\./);
  });

  test("is not a topic that nobody knows", () => {
    expect(keys(ask(known, { kind: "choice", id: "topic:toString" }).reply)).toEqual(["common.not-understood"]);
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

describe("an open question", () => {
  /** Opens each kind of question and says what its answer's list is. */
  const QUESTIONS: [string, (talk: Talk) => Reply | null][] = [
    ["which kind of work", talk => talk({ kind: "choice", id: "go:menus/work" }).reply],
    ["a step of a flow", talk => talk({ kind: "topic", topic: "work-permit" }).reply],
    ["the case number", talk => talk({ kind: "topic", topic: "case-status" }).reply],
    ["the proof", talk => { talk({ kind: "topic", topic: "case-status" }); return talk({ kind: "words", text: "PA-2026-000001" }).reply; }],
    ["shall everything be deleted", talk => talk({ kind: "command", command: "delete" }).reply],
    ["which other language", talk => talk({ kind: "choice", id: "do:other-language" }).reply],
    ["which language", talk => talk({ kind: "command", command: "languages" }).reply],
  ];

  test.each(QUESTIONS.flatMap(([name, open]) => (["greeting", "thanks"] as const).map((topic): [string, typeof topic, typeof open] => [name, topic, open])))("(%s) outlasts a %s: a word, and the same again", (_name, topic, open) => {
    const c = conversation();
    const asked = open(met(c.talk))!, place = c.session().place;
    const { reply } = c.talk({ kind: "topic", topic });
    expect(keys(reply)).toEqual([`common.${topic}-again`, ...keys(asked)]);
    expect(ids(reply)).toEqual(ids(asked));
    expect(c.session()).toMatchObject({ place, missed: 0 });
  });

  test.each(QUESTIONS.filter(([name]) => !/number|proof/.test(name)))("(%s) outlasts a number that is not in its list, and a person is offered after the second", (_name, open) => {
    const c = conversation();
    const asked = open(met(c.talk))!, place = c.session().place;
    const { reply } = c.talk({ kind: "number", n: 7 });
    expect(keys(reply)).toEqual(["common.not-in-list", ...keys(asked)]);
    expect(ids(reply)).toEqual(ids(asked));
    expect(c.session().place).toEqual(place);
    expect(ids(c.talk({ kind: "number", n: 7 }).reply)).toContain("do:human");
  });

  test("a number beside the offers of an answer shows the offers again, not the whole answer", () => {
    const { talk } = conversation();
    met(talk);
    expect(ids(talk({ kind: "number", n: 7 }).reply)).toEqual(library.menu.map(c => c.id));
    const told = talk({ kind: "topic", topic: "mental-health" }).reply;
    const { reply } = talk({ kind: "number", n: 7 });
    expect([keys(reply), ids(reply)]).toEqual([["common.not-in-list"], ids(told)]);
    expect(keys(talk({ kind: "choice", id: ids(reply).find(id => id === "go:mental-health/call")! }).reply)).toEqual(["mental-health.call"]);
  });

  test("a proof may be greeted in between, and the look-up is asked all the same", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    talk({ kind: "words", text: "PA-2026-000001" });
    talk({ kind: "topic", topic: "greeting" });
    expect(talk({ kind: "words", text: "246810" }).effects.find(e => e.kind === "lookup")).toMatchObject({ caseNumber: "PA-2026-000001", proof: "246810" });
  });

  test("a question that was left open too long is not put to whoever greets", () => {
    const { talk } = conversation();
    met(talk);
    talk({ kind: "topic", topic: "case-status" });
    expect(keys(talk(greeting, {}, SESSION_IDLE + MINUTE).reply)).toEqual(["common.menu"]);
  });

  test("thanks for an answer leave the numbers what they were", () => {
    const { talk, session } = conversation();
    met(talk);
    const told = talk({ kind: "topic", topic: "mental-health" }).reply;
    expect(keys(talk({ kind: "topic", topic: "thanks" }).reply)).toEqual(["common.thanks"]);
    expect(session().choices).toEqual(ids(told));
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

  test("an emergency that breaks into an ordinary answer on health is answered as an emergency", () => {
    const talk = met(conversation().talk);
    expect(keys(talk({ kind: "topic", topic: "health-care" }).reply)[0]).toBe("health-care.start");
    const { reply, effects } = talk(danger("health-care"));
    expect(keys(reply)).toEqual(["danger.health-care"]);
    expect(reply?.safety).toBe(true);
    expect(effects).toContainEqual({ kind: "ticket", topic: "health-care", priority: "danger" });
    expect(keys(talk(danger("health-care")).reply)).toEqual(["danger.health-care"]);
  });

  test.each(["gender-violence", "trafficking", "child-protection", "unaccompanied-child"] as const)("a stranger who names %s as a topic is not told whose line this is before they can read", topic => {
    const { talk, session } = conversation();
    expect(keys(talk({ kind: "topic", topic }, { language: "es" }).reply)).toHaveLength(1);
    expect(session().noticed).toBe(false);
    talk({ kind: "command", command: "menu" });
    expect(session().noticed).toBe(true);
  });

  test("whoever cares for a child without parents is heard by the protection queue before any answer", () => {
    const talk = met(conversation().talk);
    expect(talk({ kind: "topic", topic: "unaccompanied-child" }).effects).toContainEqual({ kind: "ticket", topic: "child-protection", priority: "danger" });
    expect(keys(talk({ kind: "yes" }).reply)).toEqual(["unaccompanied-child.who"]);
    expect(keys(talk({ kind: "words", text: "es mi sobrino de once" }).reply)).toEqual(["danger.received"]);
    expect(keys(talk({ kind: "command", command: "repeat" }).reply)).toEqual(["common.repeat-none"]);
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

describe("what is no change of subject in the middle of a danger's texts", () => {
  const danger = (topic: (typeof DANGERS)[number]): Heard => ({ kind: "danger", danger: { topic, level: "hard" } });
  const lonely: Heard = { kind: "topic", topic: "mental-health" }, help: Heard = { kind: "command", command: "help" };

  test.each<[string, Heard]>([["how lonely it is", lonely], ["a word for help", help], ["a greeting", greeting], ["a number that is not in the list", { kind: "number", n: 7 }]])("someone in crisis: %s is given the numbers again", (_what, heard) => {
    const { talk } = conversation();
    const first = talk(danger("crisis")).reply;
    expect(talk(heard).reply).toMatchObject({ safety: true, lines: [{ key: "danger.crisis" }], choices: first!.choices });
    talk({ kind: "choice", id: "go:crisis/writing" });
    expect(talk(heard).reply).toMatchObject({ safety: true, lines: [{ key: "danger.crisis-writing" }] });
  });

  test.each<[string, Heard]>([["a word for help", help], ["a greeting", greeting], ["thanks", { kind: "topic", topic: "thanks" }], ["how lonely it is", lonely], ["a number that is not in the list", { kind: "number", n: 7 }]])("can you read now?: %s is asked the same again", (_what, heard) => {
    for (const topic of ["gender-violence", "trafficking", "child-protection"] as const) {
      const { talk } = conversation();
      const first = talk(danger(topic)).reply;
      const { reply } = talk(heard);
      expect(reply).toMatchObject({ safety: true, lines: first!.lines, choices: first!.choices });
      talk({ kind: "choice", id: ids(reply)[1]! });                    // cannot read now
      expect(talk(heard).reply).toMatchObject({ safety: true, lines: first!.lines });
      talk({ kind: "choice", id: ids(reply)[0]! });
      if (heard !== lonely) expect(keys(talk(heard).reply)).toEqual(["danger.received"]);
    }
  });

  test("that it arrived leaves the numbers what they were", () => {
    const { talk, session } = conversation();
    const first = talk(danger("crisis")).reply;
    expect(keys(talk({ kind: "words", text: "no se que hacer" }).reply)).toEqual(["danger.received"]);
    expect(session().choices).toEqual(ids(first));
  });

  test("a topic that is asked for is still one message away, and two hours later so is sadness", () => {
    const { talk } = conversation();
    met(talk);
    talk(danger("crisis"));
    expect(keys(talk(lonely, {}, SESSION_IDLE + MINUTE).reply)[0]).toBe("mental-health.start");
    talk(danger("crisis"));
    expect(keys(talk({ kind: "topic", topic: "inadeh" }).reply)[0]).toMatch(/^inadeh/);
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

describe("words for the person who will read them", () => {
  const told: Heard = { kind: "words", text: "María Pérez, de Venezuela, desde el lunes" };
  const after = (step: string, setting: Partial<Setting>) => {
    const c = conversation(setting);
    met(c.talk);
    c.talk({ kind: "choice", id: `go:missing-relative/${step}` });
    return c;
  };

  test.each([["city", "common.noted"], ["held", "danger.received"]])("after %s are told to have arrived, however many come", (step, key) => {
    const { talk } = after(step, { waiting: true });
    for (const _ of [1, 2, 3]) expect(keys(talk(told).reply)).toEqual([key]);
  });

  test("are not said to be read when nobody is going to: no ticket waits, or hours have passed", () => {
    expect(keys(after("city", { waiting: false }).talk(told).reply)).toEqual(["common.not-understood"]);
    expect(keys(after("city", { waiting: true }).talk(told, {}, SESSION_IDLE + MINUTE).reply)).toEqual(["common.not-understood"]);
  });

  test("still open a topic that they name, and danger still comes first", () => {
    expect(keys(after("city", { waiting: true }).talk({ kind: "topic", topic: "work-permit" }).reply)[0]).toMatch(/^work-permit\./);
    expect(after("city", { waiting: true }).talk({ kind: "danger", danger: { topic: "crisis", level: "hard" } }).reply!.safety).toBe(true);
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

  test("where cases can't be looked up any more, whoever was asked for a number hears so, and nothing is asked or kept", () => {
    const setting: Partial<Setting> = {}, c = conversation(setting);
    met(c.talk);
    c.talk({ kind: "topic", topic: "case-status" });
    c.talk({ kind: "words", text: "PA-2026-000001" });
    setting.cases = "off";
    const { reply, effects } = c.talk({ kind: "words", text: "246810" });
    expect(keys(reply)).toEqual(["case-status.off"]);
    expect(effects.map(e => e.kind)).toEqual(["redact"]);
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

  test("and opens a ticket: somebody looks at it", () => {
    const { talk } = conversation();
    const { id } = askedFor(talk).effects.find(e => e.kind === "lookup") as { id: string };
    const { effects } = talk({ kind: "result", lookup: id, outcome: { kind: "found", stage: "brand-new", asOf: "2026-11-01", sandbox: false } });
    expect(effects).toEqual([{ kind: "ticket", topic: "case-status", priority: "normal" }]);
  });

  test.each([["with its hour", "10:30", "case-status.appointment"], ["without an hour", undefined, "case-status.appointment-day"]])("an appointment is told %s, beneath the stage", (_label, at, key) => {
    const { talk } = conversation();
    const { id } = askedFor(talk).effects.find(e => e.kind === "lookup") as { id: string };
    const { reply } = talk({ kind: "result", lookup: id, outcome: { kind: "found", stage: "interview", asOf: "2026-11-01", appointment: { on: "2026-12-03", ...(at && { at }), place: "ONPAR" }, sandbox: false } });
    expect(keys(reply)).toEqual(["case-status.found", "case-status.stage-interview", key]);
    expect(reply?.lines[2]?.values).toEqual({ date: { date: "2026-12-03", weekday: true }, place: "ONPAR", ...(at && { time: at }) });
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

describe("the last day", () => {
  const day = (iso: string): Heard => ({ kind: "date", read: { kind: "date", iso } });
  const tap = (id: string): Heard => ({ kind: "choice", id });
  const tell = (talk: Talk, notice: Heard, paper = "refused"): Turned => {
    met(talk);
    talk(tap(`go:appeal-days/date-${paper}`));
    talk(notice);
    return talk({ kind: "no" });
  };
  const values = (reply: Reply | null): unknown => reply?.lines[0]?.values;

  test.each(["refused", "not-admitted"])("is told with its weekday, the day of the notice and the day to go (%s)", paper => {
    const { reply, effects } = tell(conversation().talk, day("2026-11-20"), paper);
    expect(keys(reply)).toEqual([`appeal-days.${paper}`]);
    expect(values(reply)).toEqual({ notice: { date: "2026-11-20" }, last: { date: "2026-11-27", weekday: true }, go: { key: "common.today" } });
    expect(reply!.facts).toContain(paper === "refused" ? "appeal-days" : "appeal-days-not-admitted");
    expect(ids(reply)).toContain("go:asylum-appeal/legal-help");
    expect(effects).toEqual([]);
  });

  test("is asked for by a refusal, and by name", () => {
    const { talk } = conversation();
    met(talk);
    expect(ids(talk(tap("go:asylum-appeal/start")).reply)).toContain("go:appeal-days");
    expect(keys(talk(tap("go:appeal-days")).reply)).toEqual(["appeal-days.ask-paper"]);
    expect(keys(talk({ kind: "command", command: "back" }).reply)).toEqual(["asylum-appeal.start"]);
  });

  test("names the next working day to go where today is none", () => {
    const { talk } = conversation();
    met(talk);
    talk(tap("go:appeal-days/date-refused"), {}, 4 * 24 * 60 * MINUTE);        // Saturday 28 November
    talk(day("2026-11-26"));
    expect(values(talk({ kind: "no" }).reply)).toMatchObject({ last: { date: "2026-12-03" }, go: { date: "2026-11-30", weekday: true } });
  });

  test("is counted anew when it is asked for again, and the day is Panama's", () => {
    const { talk } = conversation();
    tell(talk, day("2026-11-18"));
    expect(values(talk({ kind: "command", command: "repeat" }).reply)).toMatchObject({ last: { date: "2026-11-25" } });
    talk(tap("go:appeal-days/date-refused"), {}, 16 * 60 * MINUTE);             // 23:00 in Panama, 04:00 of the next day in UTC
    talk(day("2026-11-18"));
    expect(keys(talk({ kind: "no" }).reply)).toEqual(["appeal-days.refused"]);
    talk(tap("go:appeal-days/date-refused"), {}, 90 * MINUTE);
    talk(day("2026-11-18"));
    expect(keys(talk({ kind: "no" }).reply)).toEqual(["appeal-days.close"]);    // it is the 25th now
  });

  test.each([["today", "2026-11-17", "close"], ["yesterday", "2026-11-16", "passed"], ["years ago", "2020-01-15", "passed"]])("that is %s is no day to tell: legal aid and a person", (_when, notice, step) => {
    const { talk } = conversation();
    const { reply, effects } = tell(talk, day(notice));
    expect(keys(reply)).toEqual([`appeal-days.${step}`]);
    expect(effects).toEqual([{ kind: "ticket", topic: "asylum-appeal", priority: "normal" }]);
    expect(keys(talk({ kind: "command", command: "back" }).reply)).toEqual(["appeal-days.ask-lawyer"]);     // back is not led on again
  });

  test("is not told where a lawyer was told earlier, or nobody knows", () => {
    const { talk } = conversation();
    met(talk);
    talk(tap("go:appeal-days/date-refused"));
    expect(keys(talk(day("2026-11-20")).reply)).toEqual(["appeal-days.ask-lawyer"]);
    expect(keys(talk({ kind: "yes" }).reply)).toEqual(["appeal-days.go-today"]);
  });

  test.each([["no number to count with", () => null], ["no deadlines at all", undefined]])("is not told with %s", (_what, deadline) => {
    const { reply } = tell(conversation({ deadline: deadline as never }).talk, day("2026-11-20"));
    expect(keys(reply)).toEqual(["appeal-days.go-today"]);
  });

  test("is not told to whoever is unsure of the date, whether tapped or written", () => {
    for (const heard of [{ kind: "date", read: { kind: "unsure" } }, tap("go:appeal-days/go-today")] as Heard[]) {
      const { talk } = conversation();
      met(talk);
      talk(tap("go:appeal-days/date-refused"));
      expect(keys(talk(heard).reply)).toEqual(["appeal-days.go-today"]);
    }
  });

  test("is not told to whoever taps it on an old list, with no day typed", () => {
    const { talk } = conversation();
    met(talk);
    expect(keys(talk(tap("go:appeal-days/day-refused")).reply)).toEqual(["appeal-days.go-today"]);
  });

  test("of a day still to come is not counted: it is asked for again", () => {
    const { talk } = conversation();
    met(talk);
    talk(tap("go:appeal-days/date-refused"));
    expect(keys(talk({ kind: "date", read: { kind: "future" } }).reply)).toEqual(["appeal-days.date-future"]);
    expect(keys(talk(tap("set:appeal-days/date-refused/2026-11-25")).reply)).toEqual(["appeal-days.date-future"]);
    expect(keys(talk({ kind: "words", text: "mm" }).reply)).toEqual(["appeal-days.date-again"]);
    expect(ids(talk({ kind: "words", text: "mm" }).reply)).toContain("do:human");
  });

  test("is asked about in words when the date may be two, and yes or no chooses neither", () => {
    const c = conversation();
    met(c.talk);
    c.talk(tap("go:appeal-days/date-refused"));
    const { reply, effects } = c.talk({ kind: "date", read: { kind: "ambiguous", choices: ["2026-11-20", "2026-10-11"] } });
    expect(keys(reply)).toEqual(["appeal-days.date-which"]);
    expect(reply!.choices.map(choice => choice.values)).toEqual([{ date: { date: "2026-11-20" } }, { date: { date: "2026-10-11" } }, undefined]);
    expect(effects).toEqual([{ kind: "redact", as: "date" }]);
    for (const kind of ["yes", "no"] as const) expect(keys(turn(library, c.session(), { kind }, {}, NOW + 9000, () => "id", SETTING).reply)).toEqual(["appeal-days.date-again"]);
    const chosen = c.talk(tap(ids(reply)[0]!));
    expect(keys(chosen.reply)).toEqual(["appeal-days.ask-lawyer"]);
    expect(chosen.effects).toEqual([{ kind: "redact", as: "date" }]);
    expect(c.session().slots).toEqual({ date: "2026-11-20" });
  });

  test("keeps the day while it is counted with, and the menu forgets it", () => {
    const c = conversation();
    tell(c.talk, day("2026-11-20"));
    expect(writeSession(library, c.session())).toContain("2026-11-20");
    c.talk({ kind: "command", command: "menu" });
    expect(writeSession(library, c.session())).not.toContain("2026-11-20");
  });

  test("a day typed two hours later asks first whether to go on", () => {
    const { talk } = conversation();
    met(talk);
    talk(tap("go:appeal-days/date-refused"));
    const { reply, effects } = talk(day("2026-11-20"), {}, SESSION_IDLE + MINUTE);
    expect(keys(reply)).toEqual(["common.resume"]);
    expect(effects).toEqual([{ kind: "redact", as: "date" }]);
    expect(keys(talk({ kind: "yes" }).reply)).toEqual(["appeal-days.ask-date"]);
  });

  test("a made-up day is asked for again", () => {
    const { talk } = conversation();
    met(talk);
    for (const value of ["2026-02-30", "yes", "", "x"]) expect(keys(talk(tap(`set:appeal-days/date-refused/${value}`)).reply)).toEqual(["appeal-days.ask-date"]);
  });

  test("once told, is never before today, on a day without work, or later than the term allows", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: -3, max: 40 }), (later, ago) => {
      const at = NOW + later * 24 * 60 * MINUTE, today = dayOf(at), notice = dateOf(today - ago);
      const session: Session = { ...newSession(), noticed: true, language: "es", heardAt: at - 1000, place: { flow: "appeal-days", step: "lawyer-refused", version: 1 }, slots: { date: notice } };
      const { reply, effects } = turn(library, session, tap("go:appeal-days/day-refused"), {}, at, () => "id", SETTING);
      const told = reply!.lines[0]!.values?.["last"] as { date: string } | undefined;
      if (!told) { expect(ago < 0 ? keys(reply) : effects.map(e => e.kind)).toEqual(ago < 0 ? ["appeal-days.go-today"] : ["ticket"]); return; }
      expect(ago).toBeGreaterThanOrEqual(0);                                     // nothing is counted from a day to come
      const last = dayFrom(told.date)!;
      expect(isWorkingDay(last) && last > today).toBe(true);
      expect(Array.from({ length: last - today + ago }, (_, n) => today - ago + 1 + n).filter(isWorkingDay)).toHaveLength(5);
    }), { numRuns: 300 });
  });
});

describe("an option to another flow", () => {
  const small: Library = {
    flows: {
      a: { id: "a", version: 1, topic: "inadeh", start: "s", steps: { s: { kind: "ask", say: ["a.s"], options: [{ label: "x", to: { flow: "b" } }, { label: "y", to: { flow: "b", step: "late" } }, { label: "z", to: { flow: "gone" } }] } } },
      b: { id: "b", version: 1, topic: "university", start: "first", steps: { first: { kind: "answer", say: ["b.first"] }, late: { kind: "input", say: ["b.late"], as: "proof", again: "b.again", next: { flow: "a" } } } },
    },
    topics: { inadeh: "a", university: "b" }, menu: [],
  };
  const from = (heard: Heard, place = "a/s"): Turned => {
    const [flow, step] = place.split("/") as [string, string];
    return turn(small, { ...newSession(), noticed: true, language: "es", heardAt: NOW - 1000, place: { flow, step, version: 1 } }, heard, {}, NOW, () => "id", SETTING);
  };

  test.each([["go:b", "b.first"], ["go:b/late", "b.late"], ["go:gone", "common.menu"]])("%s says %s", (id, key) => {
    expect(ids(from({ kind: "choice", id: "go:a/s" }).reply)).toContain(id);
    const { reply, session } = from({ kind: "choice", id });
    expect(keys(reply)).toEqual([key]);
    if (key !== "common.menu") expect(session.trail.at(-1)).toMatchObject({ flow: "a", step: "s" });
  });

  test("may come after what was typed", () => {
    expect(keys(from({ kind: "words", text: "246810" }, "b/late").reply)).toEqual(["a.s"]);
  });
});

describe("properties", () => {
  const someId = fc.oneof(fc.constantFrom(...Object.values(library.flows).flatMap(f => Object.keys(f.steps).map(s => `go:${f.id}/${s}`)), ...Object.keys(library.topics).map(t => `topic:${t}`), "lang:es", "lang:ar", "do:menu", "do:human", "do:resume", "set:delete-my-data/ask/yes", "set:appeal-days/date-refused/2026-11-20", "set:appeal-days/date-refused/2099-01-01", "go:appeal-days"), fc.string());
  const someHeard: fc.Arbitrary<Heard> = fc.oneof(
    fc.record({ kind: fc.constant("choice" as const), id: someId }),
    fc.record({ kind: fc.constant("command" as const), command: fc.constantFrom("menu", "human", "back", "help", "repeat", "delete", "who", "languages", "stop", "start", "complaint") }) as fc.Arbitrary<Heard>,
    fc.record({ kind: fc.constant("words" as const), text: fc.string() }),
    fc.record({ kind: fc.constant("number" as const), n: fc.nat(99) }),
    fc.constantFrom<Heard>({ kind: "date", read: { kind: "date", iso: "2026-11-20" } }, { kind: "date", read: { kind: "ambiguous", choices: ["2026-11-05", "2026-05-11"] } }, { kind: "date", read: { kind: "future" } }, { kind: "date", read: { kind: "unsure" } }),
    fc.record({ kind: fc.constant("topic" as const), topic: fc.constantFrom("greeting", "thanks", "work-permit", "case-status", "asylum-appeal", "inadeh", "out-of-scope") }) as fc.Arbitrary<Heard>,
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

test("a language that no native speaker has read yet says so when it is chosen, and only then", () => {
  const known = { ...newSession(), noticed: true };
  const lines = (heard: Heard, language: "es" | "en", unread: Setting["unread"]): string[] => turn(library, { ...known, language }, heard, {}, NOW, () => "id", { ...SETTING, unread: unread! }).reply!.lines.map(l => l.key);
  expect(lines({ kind: "language", language: "en" }, "es", ["en"])).toEqual(["common.menu", "common.unread"]);
  expect(lines({ kind: "language", language: "en" }, "es", [])).toEqual(["common.menu"]);
  expect(lines({ kind: "command", command: "menu" }, "en", ["en"])).toEqual(["common.menu"]);
});
