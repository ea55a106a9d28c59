/** What happens to a message whose turn fails: tried again, then set aside, the person told and offered a human. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Skills } from "../../bot/botkit.ts";
import { createWords, type Words } from "../../bot/words.ts";
import { library } from "../../flows/library/index.ts";
import { createAccept, type Accept } from "../../server/accept.ts";
import { loadContent } from "../../server/content.ts";
import { createConverse, freshId } from "../../server/converse.ts";
import { silentLog, type Log } from "../../server/log.ts";
import { createMetrics } from "../../server/metrics.ts";
import { openOutbound } from "../../server/outbound.ts";
import type { Loop } from "../../server/loop.ts";
import { createSeal, type Seal } from "../../server/seal.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { ConversationId, Lease, Store } from "../../server/store/store.ts";
import { createVocabulary } from "../../server/vocabulary.ts";

const words = createWords(loadContent({ name: "Casa", contact: "x" }));
let store: Store, seal: Seal, at: number, failures: number, bugs: string[], close: () => Promise<void>, arrive: (text: string, id?: string) => Promise<unknown>, accept: Accept, loop: Loop, begin: () => Loop, unsayable: string[];

const skills: Skills = {
  answer: (_message, ourTurn) => (failures-- > 0 ? Promise.reject(new Error("secret words 50760001234")) : Promise.resolve({ kind: "turn", turned: ourTurn("") })),
  close: () => Promise.resolve(),
};

beforeEach(async () => {
  at = 1_790_000_000_000; failures = 0; bugs = []; unsayable = [];
  store = await openSqlite(":memory:", { role: "server", now: () => at });
  seal = await createSeal([randomBytes(32)], store);
  const metrics = createMetrics(), log: Log = { ...silentLog, bug: (event, error, fields) => { bugs.push(JSON.stringify([event, (error as Error).name, fields])); } };
  accept = createAccept({ store, seal, now: () => at, metrics, log });
  arrive = (text, id = freshId()) => accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id, from: { phone: "50760001234" }, at, said: { kind: "text", text } }], receipts: [], moves: [], ignored: {} });
  const spoken: Words = { ...words, text: (language, key, ...more) => { if (unsayable.includes(key)) throw new Error("no such text"); return words.text(language, key, ...more); } };
  begin = () => {
    const begun = createConverse({ library, words: () => spoken, events: () => [], vocabulary: createVocabulary(library, words), skills, seal, ids: freshId, cases: "on", production: false, store, now: () => at, log, metrics });
    begun.start();
    return begun;
  };
  loop = begin();
  store.onReady(() => loop.wake());
  close = async () => { await loop.drain(); await store.close(); };
});
afterEach(() => close());

/** Lets the clock run until nothing is left to answer. */
async function settled(): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if ((await store.backlog(at)).inbound === 0) return;
    at += 500;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  throw new Error("never settled");
}
const said = async (): Promise<string[]> => (await store.leaseOutbound("sms", 10, at, at + 1000)).map(row => { const out = openOutbound(seal, library, row.sealed); return out.kind === "reply" ? out.reply.lines[0]!.key : ""; });
/** The first key of what the bot said last, and its language. */
async function lastSaid(conversation: ConversationId): Promise<[key: string, language: string]> {
  const row = (await store.thread(conversation)).findLast(r => r.from === "bot")!, out = openOutbound(seal, library, row.sealed);
  return out.kind === "reply" ? [out.reply.lines[0]!.key, out.language] : ["", ""];
}

describe("a turn that fails", () => {
  test("once is tried again, and answered once", async () => {
    failures = 1;
    await arrive("hola");
    await settled();
    expect(await said()).toEqual(["common.notice-1"]);
    expect(await store.dead()).toEqual([]);
  });

  test("again and again is set aside; the person is told and a ticket opened: never silence", async () => {
    failures = 3;
    await arrive("hola");
    await settled();
    expect(await said()).toEqual(["common.trouble"]);
    expect(await store.dead()).toMatchObject([{ attempts: 2, code: "turn:failed" }]);
    expect(await store.tickets()).toMatchObject([{ topic: "talk-to-human", holder: { kind: "waiting" } }]);
  });

  test("does not hold up the next message", async () => {
    failures = 3;
    await arrive("hola");
    await settled();
    await arrive("hola");
    await settled();
    expect((await said())[0]).toBe("common.trouble");
    expect((await store.backlog(at)).inbound).toBe(0);
  });

  test("is answered after all when its dead letter is replayed", async () => {
    failures = 3;
    await arrive("hola");
    await settled();
    const [letter] = await store.dead();
    expect(await store.replay(letter!.conversation, letter!.seq, at)).toBe("done");
    await settled();
    expect(await store.dead()).toEqual([]);
    expect((await store.thread(letter!.conversation)).filter(r => r.from === "bot")).toHaveLength(2);
  });

  test("that ends its process again and again is set aside unread, so that the others are answered", async () => {
    await close();
    store = await openSqlite(":memory:", { role: "server", now: () => at });
    seal = await createSeal([randomBytes(32)], store);
    const metrics = createMetrics();
    accept = createAccept({ store, seal, now: () => at, metrics, log: silentLog });
    await accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id: "x", from: { phone: "50760001234" }, at, said: { kind: "text", text: "hola" } }], receipts: [], moves: [], ignored: {} });
    for (let i = 0; i < 4; i++) { expect(await store.lease(1, at, at + 1)).toHaveLength(1); at += 10; }        // taken, and never given back
    let run = 0;
    const counting: Skills = { ...skills, answer: (_message, ourTurn) => { run++; return Promise.resolve({ kind: "turn", turned: ourTurn("") }); } };
    loop = createConverse({ library, words: () => words, events: () => [], vocabulary: createVocabulary(library, words), skills: counting, seal, ids: freshId, cases: "on", production: false, store, now: () => at, log: silentLog, metrics });
    loop.start();
    close = async () => { await loop.drain(); await store.close(); };
    await settled();
    expect(run).toBe(0);
    expect(await store.dead()).toHaveLength(1);
    expect(await said()).toEqual(["common.trouble"]);
  });

  test("leaves no word of anybody in the log", async () => {
    failures = 3;
    await arrive("hola");
    await settled();
    expect(bugs).toHaveLength(3);
    expect(bugs.join()).not.toMatch(/secret|5076000/);
  });
});

describe("what comes from inside and can't be told", () => {
  const asks = async (...texts: string[]): Promise<void> => { for (const text of texts) { await arrive(text); await settled(); } };
  const meets = async (): Promise<ConversationId> => { await asks("hola", "1"); return (await store.leaseOutbound("sms", 1, at, at))[0]!.conversation; };
  async function looksUp(): Promise<string> {
    await asks("mi caso", "PA-2026-000001", "246810");
    return (await store.dueLookups(1, at, at))[0]!.id;
  }

  test("a look-up's result: the person hears that something failed, a ticket opens, and a replay tells it after all", async () => {
    const conversation = await meets(), id = await looksUp();
    unsayable = ["case-status.found"];
    await accept.inside(conversation, id, { kind: "result", lookup: id, outcome: { kind: "found", stage: "admitted", asOf: "2026-11-01", sandbox: false } }, { lookup: id });
    await settled();
    expect(await lastSaid(conversation)).toEqual(["case-status.trouble", "es"]);
    expect(await store.tickets()).toMatchObject([{ topic: "talk-to-human" }]);
    await accept.inside(conversation, "slow", { kind: "timer", name: "lookup-slow", about: id });       // promises nothing after that
    await settled();
    expect(await lastSaid(conversation)).toEqual(["case-status.trouble", "es"]);
    unsayable = [];
    expect(await store.replay(conversation, (await store.dead())[0]!.seq, at)).toBe("done");
    await settled();
    expect(await lastSaid(conversation)).toEqual(["case-status.found", "es"]);
  });

  test("that it takes longer: nothing is said, for the result is still to come", async () => {
    const conversation = await meets(), id = await looksUp(), before = await lastSaid(conversation);
    unsayable = ["case-status.later"];
    await accept.inside(conversation, "slow", { kind: "timer", name: "lookup-slow", about: id });
    await settled();
    expect(await store.dead()).toHaveLength(1);
    expect(await lastSaid(conversation)).toEqual(before);
  });

  test("a result in the middle of a danger's texts: a line that names nothing", async () => {
    const conversation = await meets(), id = await looksUp();
    await asks("mi marido me está pegando");
    unsayable = ["danger.later"];
    await accept.inside(conversation, id, { kind: "result", lookup: id, outcome: { kind: "unknown" } }, { lookup: id });
    await settled();
    expect(await lastSaid(conversation)).toEqual(["danger.trouble", "es"]);
  });

  const about = JSON.stringify({ danger: { topic: "crisis", level: "hard" }, language: "ht", at: 1 });
  test.each<[string, string, boolean, [string, string]]>([
    ["the agent is silent", about, false, ["danger.trouble", "ht"]],
    ["what the timer holds can't be read", "{", false, ["danger.trouble", "es"]],
    ["the agent has answered", "{", true, ["common.menu", "es"]],
  ])("danger while an agent holds, and %s", async (_what, body, answered, last) => {
    const conversation = await meets(), claimed = await store.claim(conversation, "rosa", at, at + 3_600_000);
    if (claimed.kind !== "claimed") throw new Error(claimed.kind);
    at += 60_000;
    if (answered) await accept.inside(conversation, "words", { kind: "agent", agent: "rosa", epoch: claimed.epoch, text: "Aquí estoy", clientId: "x" });
    await settled();
    at += 60_000;
    unsayable = ["danger.crisis"];
    await accept.inside(conversation, "danger", { kind: "timer", name: "danger-unanswered", about: body });
    await settled();
    expect(await store.dead()).toHaveLength(1);
    expect(await lastSaid(conversation)).toEqual(last);
  });
});

test("whose session can't be opened is answered from a new one, in the language that is known, and operators hear of it", async () => {
  for (const text of ["hola", "2"]) { await arrive(text); await settled(); }
  await loop.drain();
  await arrive("inadeh");
  const [{ conversation, fence, inbound }] = await store.lease(1, at, at + 1000) as [Lease];
  await store.commit({ conversation, fence, inbound: inbound.seq, at, session: randomBytes(60), language: "en", outbound: [] });
  await arrive("inadeh");
  loop = begin();
  await settled();
  expect(await store.dead()).toEqual([]);
  expect(await lastSaid(conversation)).toEqual(["inadeh.start", "en"]);
  expect(bugs).toEqual([expect.stringMatching(/session\.unreadable.*SealBroken.*DATA_KEY/)]);
});
