/** A send whose fate is unknown, on a clock of our own: what it waits for, and what must not cut the wait short. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createWords } from "../../bot/words.ts";
import { library } from "../../flows/library/index.ts";
import { createAccept, type Accept } from "../../server/accept.ts";
import { loadContent } from "../../server/content.ts";
import { createDeliver, SEND_LEASE_FOR } from "../../server/deliver.ts";
import type { Loop } from "../../server/loop.ts";
import { silentLog } from "../../server/log.ts";
import { createMetrics } from "../../server/metrics.ts";
import { sealOutbound } from "../../server/outbound.ts";
import type { Sender, Sent } from "../../server/providers/provider.ts";
import { createSeal, type Seal } from "../../server/seal.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { ConversationId, Store } from "../../server/store/store.ts";

const words = createWords(loadContent({ name: "Casa", contact: "x" }));
const HOLD = 8_000, START = 1_790_000_000_000;
const SILENT: Sent = { kind: "unknown", why: { code: "provider:silent", tell: "nobody", scope: "person" } };
let store: Store, seal: Seal, accept: Accept, loop: Loop, at: number, listening: number, sends: { at: number; ref: string }[], conversation: ConversationId, answers: (Sent | Promise<Sent>)[], pauses: number[];

const sender: Sender = {
  name: "whatsapp", channel: "whatsapp",
  send: async (_to, _message, ref) => { sends.push({ at, ref }); return answers.shift() ?? { kind: "sent", id: `wamid.${sends.length}` }; },
};

beforeEach(async () => {
  at = listening = START; sends = []; answers = []; pauses = [];
  store = await openSqlite(":memory:", { role: "server", now: () => at });
  seal = await createSeal([randomBytes(32)], store);
  const metrics = createMetrics();
  accept = createAccept({ store, seal, now: () => at, metrics, log: silentLog });
  loop = createDeliver({ store, sender, seal, library, wordsOf: () => words, now: () => at, log: silentLog, metrics, unknownHold: HOLD, listeningSince: () => listening, sendsPerSecond: 0, pause: async ms => { pauses.push(ms); } });
  store.onReady(() => loop.wake());
  loop.start();
});
afterEach(async () => { await loop.drain(); await store.close(); });

let count = 0;
/** The person writes, and an answer is put on its way. */
async function answered(): Promise<void> {
  await accept.webhook({ arrivals: [{ provider: "whatsapp", channel: "whatsapp", id: `in-${++count}`, from: { phone: "50760001234" }, at, said: { kind: "text", text: "hola" } }], receipts: [], moves: [], ignored: {} });
  const [lease] = await store.lease(1, at, at + 1_000);
  conversation = lease!.conversation;
  await store.commit({
    conversation: lease!.conversation, fence: lease!.fence, inbound: lease!.inbound.seq, at, session: null, language: "es",
    outbound: [{ kind: "bot", sealed: sealOutbound(seal, { kind: "words", text: "Hola." }, library), epoch: 0 }],
  });
  const before = sends.length;
  for (let i = 0; i < 3 && sends.length === before; i++) await runs(0);
}

/** The clock runs, a second a step, while the loop looks. */
async function runs(seconds: number): Promise<void> {
  for (let i = 0; i <= seconds; i++) {
    if (i > 0) at += 1_000;
    loop.wake();
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
const times = (): number[] => sends.map(send => Math.round((send.at - START) / 1_000));
const state = async (): Promise<string[]> => (await store.thread(conversation)).map(row => row.state).filter(is => is !== "done");

test("it is held for its time, then sent once more, and twice as long when it is unknown again", async () => {
  answers = [SILENT, SILENT, SILENT];
  await answered();
  await runs(80);
  expect(times()).toEqual([0, 8, 24, 56]);
  expect(await state()).toEqual(["sent"]);
});

test("what the person writes meanwhile cuts no wait short", async () => {
  answers = [SILENT, SILENT];
  await answered();
  await runs(9);
  expect(times()).toEqual([0, 8]);
  await answered();
  await runs(14);
  expect(times()).toEqual([0, 8]);
  await runs(3);
  expect(times()).toEqual([0, 8, 24, 24]);
});

test("a process that stood still waits anew: it has not heard what was told meanwhile", async () => {
  answers = [SILENT];
  await answered();
  at += 30_000;
  listening = at;
  await runs(7);
  expect(times()).toEqual([0]);
  await runs(2);
  expect(times()).toEqual([0, 38]);
});

test("an answer of the provider that comes after the lease has run out still counts", async () => {
  let come = (_sent: Sent): void => {};
  answers = [new Promise<Sent>(resolve => { come = resolve; })];
  await answered();
  await runs(1);
  at += SEND_LEASE_FOR;
  listening = at;
  await runs(2);
  come({ kind: "sent", id: "wamid.late" });
  await runs(20);
  expect(times()).toEqual([0]);
  expect(await state()).toEqual(["sent"]);
});

test.each([[2, ["sent"], 1], [9, ["sent"], 2]])("a store that fails to write what came of a send %i times: nothing is sent twice unless it goes on failing", async (failures, states, copies) => {
  const { settle } = store;
  store.settle = s => (failures-- > 0 ? Promise.reject(new Error("disk full")) : settle(s));
  await answered();
  await runs(SEND_LEASE_FOR / 1_000 + HOLD / 1_000 + 12);
  expect(await state()).toEqual(states);
  expect(sends).toHaveLength(copies);
  expect(pauses.every(ms => ms <= 5_000)).toBe(true);
  expect(pauses[0]).toBe(100);
});
