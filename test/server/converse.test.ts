/** What happens to a message whose turn fails: tried again, then set aside, the person told and offered a human. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Skills } from "../../bot/botkit.ts";
import { createWords } from "../../bot/words.ts";
import { library } from "../../flows/library/index.ts";
import { createAccept } from "../../server/accept.ts";
import { loadContent } from "../../server/content.ts";
import { createConverse, freshId } from "../../server/converse.ts";
import { silentLog, type Log } from "../../server/log.ts";
import { createMetrics } from "../../server/metrics.ts";
import { openOutbound } from "../../server/outbound.ts";
import { createSeal, type Seal } from "../../server/seal.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { Store } from "../../server/store/store.ts";
import { createVocabulary } from "../../server/vocabulary.ts";

const words = createWords(loadContent({ name: "Casa", contact: "x" }));
let store: Store, seal: Seal, at: number, failures: number, bugs: string[], close: () => Promise<void>, arrive: (text: string, id?: string) => Promise<unknown>;

const skills: Skills = {
  answer: (_message, ourTurn) => (failures-- > 0 ? Promise.reject(new Error("secret words 50760001234")) : Promise.resolve({ kind: "turn", turned: ourTurn("") })),
  close: () => Promise.resolve(),
};

beforeEach(async () => {
  at = 1_790_000_000_000; failures = 0; bugs = [];
  store = await openSqlite(":memory:", { role: "server", now: () => at });
  seal = await createSeal([randomBytes(32)], store);
  const metrics = createMetrics(), log: Log = { ...silentLog, bug: (event, error, fields) => { bugs.push(JSON.stringify([event, (error as Error).name, fields])); } };
  const accept = createAccept({ store, seal, now: () => at, metrics, log });
  arrive = (text, id = freshId()) => accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id, from: { phone: "50760001234" }, at, said: { kind: "text", text } }], receipts: [], moves: [], ignored: {} });
  const loop = createConverse({ library, words: () => words, events: () => [], vocabulary: createVocabulary(library, words), skills, seal, ids: freshId, cases: "on", store, now: () => at, log, metrics });
  store.onReady(() => loop.wake());
  loop.start();
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
    const metrics = createMetrics(), accept = createAccept({ store, seal, now: () => at, metrics, log: silentLog });
    await accept.webhook({ arrivals: [{ provider: "loopback", channel: "sms", id: "x", from: { phone: "50760001234" }, at, said: { kind: "text", text: "hola" } }], receipts: [], moves: [], ignored: {} });
    for (let i = 0; i < 4; i++) { expect(await store.lease(1, at, at + 1)).toHaveLength(1); at += 10; }        // taken, and never given back
    let run = 0;
    const counting: Skills = { ...skills, answer: (_message, ourTurn) => { run++; return Promise.resolve({ kind: "turn", turned: ourTurn("") }); } };
    const loop = createConverse({ library, words: () => words, events: () => [], vocabulary: createVocabulary(library, words), skills: counting, seal, ids: freshId, cases: "on", store, now: () => at, log: silentLog, metrics });
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
