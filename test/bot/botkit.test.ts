/** Botkit contained: what goes wrong on bare Botkit, and that it holds here. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, jest, test } from "@jest/globals";
import { createSkills } from "../../bot/botkit.ts";
import type { Skill, SkillMessage } from "../../bot/botkit.ts";
import { say } from "../../bot/skills/skill.ts";
import { isThanks, thanks } from "../../bot/skills/thanks.ts";
import type { Reply } from "../../flows/reply.ts";

type Controller = Parameters<Skill["install"]>[0];
type Bot = Parameters<Parameters<Controller["on"]>[1]>[0];
type Message = Parameters<Parameters<Controller["on"]>[1]>[1];
type Next = (error?: unknown) => void;
const skill = (install: (controller: Controller) => void, name = "weather"): Skill => ({ name, install });
const reply = (key: string): Reply => ({ lines: [{ key }], choices: [], facts: [] });
const heard = (text: string, conversation = "c1"): SkillMessage => ({ text, language: "es", conversation, channel: "sms" });
const never = (): Promise<never> => new Promise(() => {});

/** A gate that a test opens. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>(resolve => { open = resolve; });
  return { open: () => open(), opened };
}

/** A deadline that comes when the test says so. */
function clock() {
  const due: (() => void)[] = [];
  const after = (_ms: number, call: () => void) => { due.push(call); return () => {}; };
  return { after, strike: () => { for (const call of due.splice(0)) call(); } };
}

/** Lets everything that is ready to run, run. */
const idle = (): Promise<void> => new Promise(resolve => { setImmediate(resolve); });

describe("on bare Botkit", () => {
  const seen = promisify(execFile)(process.execPath, [fileURLToPath(new URL("../broken/bare-botkit.mjs", import.meta.url))], { env: { PATH: process.env["PATH"] } })
    .then(({ stdout }) => JSON.parse(stdout) as { throwing: { settled: boolean; printed: number }; refused: { settled: boolean }; racing: { count: number }; saving: { order: string[] }; lost: number });

  test("a handler that throws never settles the turn, and its error is printed", async () => {
    expect((await seen).throwing).toEqual({ settled: false, printed: 1 });
  });
  test("a reply that cannot be sent never settles the turn", async () => {
    expect((await seen).refused).toEqual({ settled: false });
  });
  test("such errors are unhandled, which ends a process", async () => {
    expect((await seen).lost).toBe(3);
  });
  test("of two messages of one person at once, one is not counted", async () => {
    expect((await seen).racing.count).toBe(1);
  });
  test("what could not be saved has already been sent", async () => {
    expect((await seen).saving.order).toEqual(["sent", "save failed"]);
  });
});

describe("who answers", () => {
  test("our turn, once, where no skill does", async () => {
    const turn = jest.fn(() => "menu");
    const skills = await createSkills([thanks, skill(c => { c.on("message", async () => {}); })]);
    expect(await skills.answer(heard("permiso de trabajo"), turn)).toEqual({ kind: "turn", turned: "menu" });
    expect(turn).toHaveBeenCalledTimes(1);
  });

  test("our turn where there are no skills at all", async () => {
    expect(await (await createSkills([])).answer(heard("hola"), () => 7)).toEqual({ kind: "turn", turned: 7 });
  });

  test("a skill that hears it, and then our turn is not called", async () => {
    const turn = jest.fn();
    const skills = await createSkills([skill(c => { c.hears(/lluvia/, "message", async (bot, message) => { await bot.reply(message, say(reply("weather.rain"))); }); })]);
    expect(await skills.answer(heard("¿habrá lluvia?"), turn)).toEqual({ kind: "skill", name: "weather", reply: reply("weather.rain") });
    expect(turn).not.toHaveBeenCalled();
  });

  test.each<[string, (c: Controller) => void]>([
    ["with on", c => { c.on("message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); }); }],
    ["with interrupts", c => { c.interrupts("hola", "message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); }); }],
    ["with bot.say", c => { c.on("message", async bot => { await bot.say(say(reply("a.b"))); }); }],
    ["with a pattern that is a function", c => { c.hears(async m => m["language"] === "es", "message", async (bot, m) => { await bot.reply(m, say(reply("a.b"))); }); }],
    ["in middleware", c => { c.middleware.receive.use(async (bot: Bot, message: Message) => { await bot.reply(message, say(reply("a.b"))); }); }],
    ["as a plugin", c => { c.usePlugin({ name: "p", middlewares: { ingest: [async (bot: Bot, message: Message) => { await bot.reply(message, say(reply("a.b"))); }] } }); }],
    ["without awaiting its reply", c => { c.hears("hola", "message", async (bot, message) => { void bot.reply(message, say(reply("a.b"))); }); }],
    ["through middleware that changes what it sends", c => {
      c.middleware.send.use((_bot: Bot, activity: { channelData: { reply: Reply } }, next: Next) => { activity.channelData.reply = reply("a.b"); next(); });
      c.hears("hola", "message", async (bot, message) => { await bot.reply(message, say(reply("x.y"))); });
    }],
  ])("a skill %s", async (_label, install) => {
    expect(await (await createSkills([skill(install)])).answer(heard("hola"), () => null)).toEqual({ kind: "skill", name: "weather", reply: reply("a.b") });
  });

  test("of several skills the first that replies, by its name", async () => {
    const saying = (key: string) => (c: Controller) => { c.on("message", async (bot, message) => { await bot.reply(message, say(reply(key))); await bot.reply(message, say(reply(`${key}-more`))); }); };
    const skills = await createSkills([skill(c => { c.on("message", async () => {}); }, "quiet"), skill(saying("a.a"), "first"), skill(saying("b.b"), "second")]);
    expect(await skills.answer(heard("hola"), () => null)).toEqual({ kind: "skill", name: "first", reply: reply("a.a") });
  });

  test("our turn, where a skill heard and said nothing", async () => {
    const skills = await createSkills([skill(c => { c.hears("hola", "message", async () => {}); })]);
    expect(await skills.answer(heard("hola"), () => "menu")).toEqual({ kind: "turn", turned: "menu" });
  });

  test("middleware may change the text, for skills and for our turn", async () => {
    const skills = await createSkills([
      skill(c => { c.middleware.receive.use((_bot: Bot, message: Message, next: Next) => { message.text = message.text?.replace("trbajo", "trabajo") ?? ""; next(); }); }, "spelling"),
      skill(c => { c.hears("^trabajo$", "message", async (bot, message) => { await bot.reply(message, say(reply("jobs.all"))); }); }, "jobs"),
    ]);
    expect(await skills.answer(heard("trbajo"), () => null)).toMatchObject({ kind: "skill", name: "jobs" });
    expect(await skills.answer(heard("busco trbajo 🙏🏽"), text => text)).toEqual({ kind: "turn", turned: "busco trabajo 🙏🏽" });
  });

  test("a skill sees words, language and channel, and an opaque id for the rest", async () => {
    let seen: unknown;
    const skills = await createSkills([skill(c => { c.on("message", async (_bot, { text, user, channel, language, incoming_message: { channelId } }) => { seen = { text, user, channel, language, channelId }; }); })]);
    await skills.answer({ text: "مرحبا", language: "ar", conversation: "k3", channel: "whatsapp" }, () => null);
    expect(seen).toEqual({ text: "مرحبا", user: "k3", channel: "k3", language: "ar", channelId: "whatsapp" });
  });
});

describe("a skill that fails", () => {
  test.each<[string, (c: Controller) => void]>([
    ["in on", c => { c.on("message", async () => { throw new Error("hola"); }); }],
    ["in hears", c => { c.hears("hola", "message", async () => { throw new Error("hola"); }); }],
    ["in interrupts", c => { c.interrupts("hola", "message", async () => { throw new Error("hola"); }); }],
    ["in a pattern", c => { c.hears(async () => { throw new Error("hola"); }, "message", async () => {}); }],
    ["at once, in a handler that is no promise", c => { c.on("message", () => { throw new Error("hola"); }); }],
    ["with undefined", c => { c.on("message", async () => { throw undefined; }); }],
    ["in middleware", c => { c.middleware.receive.use(() => { throw new Error("hola"); }); }],
    ["in middleware that is a promise", c => { c.middleware.ingest.use(async () => { throw new Error("hola"); }); }],
    ["in middleware that is a promise and takes next", c => { c.middleware.receive.use(async (_b: Bot, _m: Message, _next: Next) => { throw new Error("hola"); }); }],
    ["in middleware, by next", c => { c.middleware.interpret.use((_b: Bot, _m: Message, next: Next) => next(new Error("hola"))); }],
    ["where the bot is made", c => { c.middleware.spawn.use((_bot: Bot, _next: Next) => { throw new Error("hola"); }); }],
    ["in middleware for what it sends", c => {
      c.middleware.send.use(() => { throw new Error("hola"); });
      c.hears("hola", "message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); });
    }],
    ["by beginning a dialog, which there is none of", c => { c.on("message", async bot => { await bot.beginDialog("x"); }); }],
  ])("%s is carried out beside our turn's answer, and nothing is printed", async (_label, install) => {
    const printed = jest.spyOn(console, "error");
    const turn = jest.fn(() => "menu");
    const skills = await createSkills([skill(install)]);
    expect(await skills.answer(heard("hola"), turn)).toEqual({ kind: "failed", name: "weather", why: "skill:threw", turned: "menu" });
    expect(turn).toHaveBeenCalledTimes(1);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  test("goes on answering other messages", async () => {
    const skills = await createSkills([skill(c => { c.on("message", async (_bot, { text }) => { if (text === "uno") throw new Error("x"); }); })]);
    const all = await Promise.all(["uno", "dos", "uno"].map(text => skills.answer(heard(text), () => text)));
    expect(all.map(({ kind }) => kind)).toEqual(["failed", "turn", "failed"]);
  });

  test("after its reply leaves the reply standing", async () => {
    const skills = await createSkills([skill(c => { c.on("message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); throw new Error("x"); }); })]);
    expect(await skills.answer(heard("hola"), () => null)).toEqual({ kind: "skill", name: "weather", reply: reply("a.b"), fault: "skill:threw" });
  });

  test.each([
    ["plain text", "Hola"], ["an activity with text", { text: "Hola" }], ["a reply without lines", say({ lines: [], choices: [], facts: [] })],
    ["a safety text", say({ ...reply("a.b"), safety: true })],
  ])("by saying %s is refused with a sentence", async (_label, said) => {
    let sentence = "";
    const skills = await createSkills([skill(c => { c.hears("hola", "message", async (bot, message) => { await bot.reply(message, said as string).catch((error: Error) => { sentence = error.message; }); }); })]);
    expect(await skills.answer(heard("hola"), () => "menu")).toEqual({ kind: "failed", name: "weather", why: "skill:refused", turned: "menu" });
    expect(sentence).toMatch(/locales.*say\(reply\)/);
  });

  test("an error of our own turn is ours: it is thrown on, and the turn is not tried twice", async () => {
    const turn = jest.fn(() => { throw new Error("our bug"); });
    const skills = await createSkills([thanks]);
    await expect(skills.answer(heard("hola"), turn)).rejects.toThrow("our bug");
    expect(turn).toHaveBeenCalledTimes(1);
  });

  test.each<[string, Skill[]]>([
    ["one that cannot be installed", [skill(() => { throw new Error("no"); })]],
    ["two of one name", [skill(() => {}), skill(() => {})]],
  ])("%s is found at the start", async (_label, skills) => {
    await expect(createSkills(skills)).rejects.toThrow(/skill/);
  });
});

describe("a skill that hangs", () => {
  test.each<[string, (c: Controller) => void]>([
    ["in a handler", c => { c.on("message", never); }],
    ["in hears", c => { c.hears("hola", "message", never); }],
    ["in a pattern", c => { c.hears(never, "message", async () => {}); }],
    ["in middleware that never calls next", c => { c.middleware.receive.use((_bot: Bot, _message: Message, _next: Next) => {}); }],
    ["in middleware for what it sends", c => {
      c.middleware.send.use((_bot: Bot, _activity: unknown, _next: Next) => {});
      c.hears("hola", "message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); });
    }],
  ])("%s is ended at the deadline, by name, and our turn answers", async (_label, install) => {
    const { after, strike } = clock();
    const turn = jest.fn(() => "menu");
    const skills = await createSkills([skill(install)], { after });
    const answering = skills.answer(heard("hola"), turn);
    await idle();
    expect(turn).not.toHaveBeenCalled();
    strike();
    expect(await answering).toEqual({ kind: "failed", name: "weather", why: "skill:hung", turned: "menu" });
    expect(turn).toHaveBeenCalledTimes(1);
  });

  test("is ended by the real clock too", async () => {
    const skills = await createSkills([skill(c => { c.on("message", never); })]);
    expect(await skills.answer(heard("hola"), () => "menu", { deadlineMs: 5 })).toMatchObject({ kind: "failed", why: "skill:hung" });
  });

  test("does not hold up another message", async () => {
    const { after, strike } = clock();
    const skills = await createSkills([skill(c => { c.hears("cuelga", "message", never); })], { after });
    const hung = skills.answer(heard("cuelga"), () => 1);
    expect(await skills.answer(heard("hola"), () => 2)).toEqual({ kind: "turn", turned: 2 });
    strike();
    expect(await hung).toMatchObject({ kind: "failed" });
  });

  test("and wakes too late says nothing, throws into nothing, and starts nothing", async () => {
    const { after, strike } = clock();
    const { open, opened } = gate();
    const late = jest.fn(async () => {});
    const turn = jest.fn(() => "menu");
    const skills = await createSkills([skill(c => {
      c.middleware.receive.use(async (_bot: Bot, message: Message) => { if (message.text === "puerta") await opened; });
      c.on("message", async (bot, message) => { if (message.text === "puerta") return late(); await opened; await bot.reply(message, say(reply("late.reply"))); throw new Error("late"); });
    })], { after });
    const first = skills.answer(heard("hola"), turn);
    const second = skills.answer(heard("puerta"), turn);
    await idle();
    strike();
    expect(await first).toMatchObject({ kind: "failed", why: "skill:hung" });
    const { kind } = await second;
    open();
    await idle();
    expect(kind).toBe("failed");
    expect(late).not.toHaveBeenCalled();
    expect(turn).toHaveBeenCalledTimes(2);
  });

  test("after its reply leaves the reply standing", async () => {
    const { after, strike } = clock();
    const skills = await createSkills([skill(c => { c.hears("hola", "message", async (bot, message) => { await bot.reply(message, say(reply("a.b"))); await never(); }); })], { after });
    const answering = skills.answer(heard("hola"), () => null);
    await idle();
    strike();
    expect(await answering).toEqual({ kind: "skill", name: "weather", reply: reply("a.b"), fault: "skill:hung" });
  });
});

describe("two messages at once", () => {
  test("of one person get each their own reply, whichever is done first", async () => {
    const { open, opened } = gate();
    const skills = await createSkills([skill(c => {
      c.on("message", async (bot, message) => { if (message.text === "uno") await opened; await bot.reply(message, say(reply(`said.${message.text}`))); if (message.text === "dos") open(); });
    })]);
    const [one, two] = await Promise.all([skills.answer(heard("uno"), () => null), skills.answer(heard("dos"), () => null)]);
    expect([one, two]).toMatchObject([{ reply: reply("said.uno") }, { reply: reply("said.dos") }]);
  });

  test("a bot that was kept from the first message cannot speak in the second", async () => {
    let kept: { bot: Bot; message: Message } | null = null;
    const skills = await createSkills([skill(c => {
      c.on("message", async (bot, message) => {
        if (!kept) { kept = { bot, message }; return; }
        await kept.bot.reply(kept.message, say(reply("wrong.one")));
        await kept.bot.say(say(reply("wrong.one")));
        await bot.reply(kept.message, say(reply("wrong.one")));
      });
    })]);
    await skills.answer(heard("uno", "a"), () => 1);
    expect(await skills.answer(heard("dos", "b"), () => 2)).toEqual({ kind: "turn", turned: 2 });
  });

  test("a hundred, interleaved, are answered a hundred times with no mixing", async () => {
    const skills = await createSkills([skill(c => {
      c.hears(/^[02468]|\d[02468]$/, "message", async (bot, message) => { await idle(); await bot.reply(message, say(reply(`said.${message.text}`))); });
    })]);
    const all = await Promise.all(Array.from({ length: 100 }, async (_, i) => skills.answer(heard(`${i}`, `c${i % 3}`), text => text)));
    for (const [i, one] of all.entries()) {
      if (one.kind === "skill") expect(one.reply).toEqual(reply(`said.${i}`)); else expect(one).toEqual({ kind: "turn", turned: `${i}` });
    }
    expect(all.filter(({ kind }) => kind === "skill").length).toBeGreaterThan(40);
  });
});

describe("saving before sending", () => {
  test("a commit that fails after a skill replied has sent nothing, and the message can be answered again", async () => {
    const sent: Reply[] = [];
    const outbox: Reply[] = [];
    const skills = await createSkills([thanks]);
    async function respond(commit: (reply: Reply) => void): Promise<void> {
      const answered = await skills.answer(heard("gracias"), () => reply("our.turn"));
      commit(answered.kind === "skill" ? answered.reply : answered.turned);
      sent.push(...outbox);
    }
    await expect(respond(() => { throw new Error("disk full"); })).rejects.toThrow("disk full");
    expect(sent).toEqual([]);
    await respond(said => { outbox.push(said); });
    expect(sent).toMatchObject([{ lines: [{ key: "common.thanks" }] }]);
  });
});

describe("closing", () => {
  test("tells skills, and a skill that throws or hangs then does not hold it up", async () => {
    const { after, strike } = clock();
    const told = jest.fn(async () => { throw new Error("x"); });
    const skills = await createSkills([skill(c => { c.on("shutdown", told); c.on("shutdown", never); })], { after });
    const closing = skills.close();
    await idle();
    strike();
    await closing;
    expect(told).toHaveBeenCalledTimes(1);
  });
});

describe("thanks", () => {
  test.each([
    "gracias", "Gracias!!", "muchas gracias 🙏🏽", "¡Muchísimas gracias!", "graciasss", "GRACIAS.", "ok gracias", "gracias amigo", "thanks", "Thank you so much!", "thx", "mèsi", "Mèsi anpil", "mesi",
    "merci", "Merci beaucoup.", "obrigado", "Obrigada ❤️", "muito obrigada", "شكرا", "شكراً جزيلاً", "شكـــرا",
  ])("%s is thanks", text => { expect(isThanks(text)).toBe(true); });

  test.each([
    "gracias, y mi caso?", "no gracias", "Sí, gracias", "yes thanks", "D'accord, merci", "نعم شكرا", "gracias pero no entiendo", "me pegó, gracias a dios escapé", "hola", "ok", "", "🙏🏽", "ขอบคุณ", "मदद", "mercredi", "gracias ".repeat(40),
    "thanks for nothing", "gracias ayuda", "شكرا اريد المساعدة",
  ])("%s is more or other than thanks", text => { expect(isThanks(text)).toBe(false); });

  test("is answered with a friendly line", async () => {
    const skills = await createSkills([thanks]);
    expect(await skills.answer(heard("Mèsi anpil!"), () => null)).toEqual({
      kind: "skill", name: "thanks", reply: { lines: [{ key: "common.thanks" }], choices: [], facts: [], footer: "person-back" },
    });
  });
});
