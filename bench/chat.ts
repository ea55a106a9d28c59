/** Whole conversations, accept to settled: processor time a message and messages a second, held against a plain Botkit bot
 *  on express that says the same; and what memory it takes. In turns on the same core, no receipts, no faults. */
import { median, type Figure } from "./figure.ts";
import { later, round, runLoad, type LoadResult } from "./load.ts";
import { cpuMs, freshFolder, peakMb, rssMb } from "./machine.ts";
import { freePort, startBaseline, startPuente, type Running } from "./server.ts";
import { createSink, type Sink } from "./sink.ts";
import { whatsapp } from "./whatsapp.ts";

/** The code is compiled by use: over some ten thousand messages both get faster, and no server that runs stops there. */
const ROUNDS = 5, AT_ONCE = 200, USERS = 400, WARM_UP = 3_000;
/** What is loaded late is loaded by then. */
const IDLE_AFTER = 3_000;

type Round = { perSecond: number; cpuUs: number; generatorUs: number; failed: number; replyMs: LoadResult["replyMs"] };

export async function measureChat(): Promise<Figure[]> {
  const sink = await createSink();
  const ours = await startPuente({ port: await freePort(), folder: freshFolder(), sinkPort: sink.port });
  await later(IDLE_AFTER);
  const idle = Math.round(rssMb(ours.pid));
  const botkit = await startBaseline("botkit", sink.port);
  const rounds = { ours: [] as Round[], botkit: [] as Round[] };
  for (const bot of [botkit, ours]) await runLoad({ port: bot.port, wire: whatsapp, sink, users: WARM_UP, atOnce: AT_ONCE, replyTimeoutMs: 10_000 });
  for (let i = 1; i <= ROUNDS; i++) {
    rounds.botkit.push(await play(botkit, sink, i * 10_000));
    rounds.ours.push(await play(ours, sink, i * 10_000));
  }
  const load = Math.round(peakMb(ours.pid)), peakOfBotkit = Math.round(peakMb(botkit.pid));
  await ours.stop();
  await botkit.stop();
  await sink.close();
  const ratio = (of: (round: Round) => number): number => round(median(rounds.ours.map((r, i) => of(r) / of(rounds.botkit[i]!))), 3);
  return [
    { figure: "cpu", what: "processor time a message, accept to settled, ÷ plain Botkit on express", value: ratio(r => r.cpuUs), unit: "ratio", better: "less", must: .55, aim: .4, detail: rounds },
    { figure: "messages", what: `messages a second ÷ the same bot, ${AT_ONCE} at once`, value: ratio(r => r.perSecond), unit: "ratio", better: "more", must: 3, aim: 5, detail: { ours: rounds.ours.map(r => r.perSecond), botkit: rounds.botkit.map(r => r.perSecond) } },
    { figure: "memory.idle", what: "memory of the whole server, idle", value: idle, unit: "MB", better: "less", must: 180, detail: { afterMs: IDLE_AFTER } },
    { figure: "memory.load", what: "memory of the whole server, its peak under this load", value: load, unit: "MB", better: "less", must: 280, detail: { botkit: peakOfBotkit } },
  ];
}

async function play(bot: Running, sink: Sink, firstUser: number): Promise<Round> {
  const cpu = cpuMs(bot.pid), own = process.cpuUsage();
  const result = await runLoad({ port: bot.port, wire: whatsapp, sink, users: USERS, firstUser, atOnce: AT_ONCE, replyTimeoutMs: 15_000, maxSeconds: 60 });
  const mine = process.cpuUsage(own), messages = Math.max(1, result.answered);
  return {
    perSecond: result.messagesPerSecond, cpuUs: Math.round((cpuMs(bot.pid) - cpu) * 1000 / messages), generatorUs: Math.round((mine.user + mine.system) / messages),
    failed: result.lost + result.unfinished + result.unexpected + result.duplicated, replyMs: result.replyMs,
  };
}
