/** The load: many people who each hold the scenario's conversation, a fixed number of them at once, the next turn when the
 *  last is answered. It behaves as the providers do: Meta repeats what was not acknowledged, delivers some messages twice
 *  and sends receipts; Twilio tries again only when it could not connect, and lists what it has. */
import { compile, createClient, type Client } from "./client.ts";
import { SCENARIO } from "./scenario.ts";
import { createScorer, type Conversation, type Score, type Step } from "./score.ts";
import { seeded, type Accepted, type Sink } from "./sink.ts";
import type { Message, Post, ReceiptStatus, Typed, Wire } from "./wire.ts";

export type LoadOptions = {
  port: number; wire: Wire; sink: Sink;
  users: number; firstUser?: number; atOnce: number;
  /** Of the scenario, from its beginning; default all. */
  turns?: number;
  /** Shares of messages delivered twice, and of forged ones sent beside them. */
  duplicates?: number; forgeries?: number;
  receipts?: boolean;
  replyTimeoutMs?: number; maxSeconds?: number;
  /** Done once, when so many messages have been acknowledged. */
  at?: { acks: number; call: () => void };
};

export type LoadResult = Omit<Score, "replyMs"> & {
  sent: number; acked: number; retried: number; duplicatesSent: number; receiptsAcked: number; forged: number; badSignaturesAccepted: number;
  unfinished: number; seconds: number; messagesPerSecond: number; ackMs: Spread; replyMs: Spread;
};
export type Spread = { p50: number; p95: number; p99: number; max: number };

const RECEIPTS: readonly ReceiptStatus[] = ["sent", "delivered", "read"];
/** A repeat comes after 0.2 s, then later, 1 s apart at most, until the load ends: Meta's seven days in small. A receipt that
 *  came later than the server's UNKNOWN_HOLD_SECONDS after its start could not tell it anything. */
const FIRST_RETRY = 200, LONGEST_RETRY = 1_000;
/** How long late duplicates are listened for when all is answered. */
const LISTEN = 700;

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { port, wire, sink, users, firstUser = 0, atOnce, turns = SCENARIO.length, duplicates = 0, forgeries = 0, receipts = false, replyTimeoutMs = 30_000, maxSeconds = 180 } = options;
  const client = createClient(port, atOnce + (receipts ? 16 : 0)), scorer = createScorer(), random = seeded(7 + firstUser);
  const n = { sent: 0, acked: 0, retried: 0, duplicatesSent: 0, receiptsAcked: 0, forged: 0, badSignaturesAccepted: 0, unfinished: 0 };
  const ackMs: number[] = [], beside = new Set<Promise<void>>();
  await client.open();
  const began = performance.now(), end = began + maxSeconds * 1000;
  let opened = 0, at = options.at, lastAck = began;

  sink.listen(wire.name, accepted => {
    scorer.saw(accepted);
    if (receipts) aside(postReceipts(accepted));
  });

  await Promise.all(Array.from({ length: Math.min(atOnce, users) }, async () => {
    while (opened < users && performance.now() < end) if (!await converse(opened++)) n.unfinished++;
  }));
  const finished = Math.max(scorer.lastAt(), lastAck);
  await settle();
  client.close();
  const { replyMs, ...score } = scorer.score();
  const seconds = (finished - began) / 1000;
  return { ...score, ...n, seconds: round(seconds, 2), messagesPerSecond: round(score.answered / seconds), ackMs: spread(ackMs), replyMs: spread(replyMs) };

  async function converse(index: number): Promise<boolean> {
    const conversation = scorer.open(wire.phone(firstUser + index));
    for (const [k, turn] of SCENARIO.slice(0, turns).entries()) {
      const step = scorer.ask(conversation, turn.expect);
      const answered = new Promise<boolean>(done => { step.answered = () => done(true); });
      const message: Message = { phone: conversation.phone, n: k + 1, at: Date.now(), typed: typed(turn.do, conversation) };
      if (!await post(message, step) && wire.name === "whatsapp") return false;
      if (!await within(answered, replyTimeoutMs)) return false;
    }
    return true;
  }

  async function post(message: Message, step: Step): Promise<boolean> {
    if (wire.name === "twilio") { sink.log.heard(message); step.owed = true; }
    const wired = wire.message(message), request = compile(wired);
    n.sent++;
    if (random() < forgeries) aside(postForged(wired));
    if (random() < duplicates) { n.duplicatesSent++; aside(postAgain(request)); }
    const from = performance.now();
    const acked = await insist(client, request, wire.name === "twilio" ? "connect" : end, () => n.retried++);
    if (!acked) return false;
    step.owed = true;
    lastAck = performance.now();
    ackMs.push(lastAck - from);
    if (++n.acked >= (at?.acks ?? Infinity)) { const { call } = at!; at = undefined; call(); }
    return true;
  }

  async function postAgain(request: Buffer): Promise<void> {
    await later(random() * 60);
    await client.send(request);
  }

  async function postForged(wired: Post): Promise<void> {
    n.forged++;
    const { status } = await client.send(compile(wire.forge(wired)));
    if (status >= 200 && status < 300) n.badSignaturesAccepted++;
  }

  async function postReceipts(accepted: Accepted): Promise<void> {
    for (const status of RECEIPTS) {
      await later(5 + random() * 30);
      if (await insist(client, compile(wire.receipt(status, accepted)), end, () => {})) n.receiptsAcked++;
    }
  }

  function aside(work: Promise<void>): void {
    beside.add(work);
    void work.finally(() => beside.delete(work));
  }

  /** Until receipts and duplicates are through, what is owed has had its time, and then a little longer. */
  async function settle(): Promise<void> {
    const until = Math.min(end, performance.now() + replyTimeoutMs);
    await within(Promise.all(beside).then(() => true), until - performance.now());
    while (scorer.score().lost > 0 && performance.now() < until) await later(100);
    await later(LISTEN);
  }
}

function typed(todo: (typeof SCENARIO)[number]["do"], { offers }: Conversation): Typed {
  if ("type" in todo) return { text: todo.type };
  const offer = offers[todo.pick - 1];
  return offer ? { tap: offer } : { text: String(todo.pick) };
}

/** Posts until it is acknowledged or this time has come. `connect`: once more, and only when nobody could be reached. */
async function insist(client: Client, request: Buffer, again: number | "connect", retried: () => void): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    const { status, error } = await client.send(request);
    if (status >= 200 && status < 300) return true;
    if (again === "connect" ? tries === 1 || error !== "ECONNREFUSED" : performance.now() > again) return false;
    retried();
    await later(Math.min(LONGEST_RETRY, again === "connect" ? 1_000 : FIRST_RETRY * 2 ** tries));
  }
}

export const later = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));

async function within(work: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(done => { timer = setTimeout(done, Math.max(0, ms), false); });
  const ok = await Promise.race([work, late]);
  clearTimeout(timer);
  return ok;
}

export function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0, 2);
  return { p50: at(.5), p95: at(.95), p99: at(.99), max: at(1) };
}

export const round = (x: number, digits = 1): number => Number(x.toFixed(digits));
