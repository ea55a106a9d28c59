/** Nothing lost, nothing twice: both channels at once, some messages delivered twice, some sends refused or broken, receipts
 *  on, and one kill -9 of the server in the middle. The second figure adds sends that went out although their call failed. */
import { type Figure } from "./figure.ts";
import { later, runLoad, type LoadResult } from "./load.ts";
import { freshFolder, peakMb } from "./machine.ts";
import { freePort, startPuente, type Puente, type Running } from "./server.ts";
import { createSink } from "./sink.ts";
import { createTwilioWire } from "./twilio.ts";
import { whatsapp } from "./whatsapp.ts";
import type { Rates } from "./wire.ts";

// 6 % of sends. Twilio has no limit a person that is over within a bench: its code means half a minute.
const REFUSED: { whatsapp: Rates; twilio: Rates } = {
  whatsapp: { "429": .015, "500": .015, reset: .015, pair: .015 },
  twilio: { "429": .02, "500": .02, reset: .02 },
};
const AMBIGUOUS: Rates = { reset_after: .02, timeout_after: .01 };

const WHATSAPP_USERS = 200, SMS_USERS = 100;      // of five messages each: 1,500
const KILL_AFTER = 400, KILL_LATER_MS = 83, DOWN_MS = 300;
const REPLY_TIMEOUT = 60_000, MOST_SECONDS = 200;

export const measureFaults = (): Promise<Figure[]> => measure("faults", "1,500 messages, 5 % delivered twice, 6 % of sends refused or reset, one kill -9", {});
export const measureAmbiguous = (): Promise<Figure[]> => measure("ambiguous", "the same, and 3 % of sends go out although their call fails", AMBIGUOUS);

async function measure(figure: string, what: string, more: Rates): Promise<Figure[]> {
  const sink = await createSink({ hangMs: 30_000, seed: 11 });
  sink.misbehave("whatsapp", { ...REFUSED.whatsapp, ...more });
  sink.misbehave("twilio", { ...REFUSED.twilio, ...more });
  const options: Puente = { port: await freePort(), folder: freshFolder(), sinkPort: sink.port };
  let server = startPuente(options), killed = 0, peak = 0;
  await server;
  const restart = async (running: Promise<Running>): Promise<Running> => {
    const old = await running;
    // Not right after a batch of acknowledgements, when every person waits for an answer and no webhook is under way.
    await later(KILL_LATER_MS);
    peak = peakMb(old.pid);
    await old.kill();
    killed++;
    await later(DOWN_MS);
    return startPuente(options);
  };
  const common = { port: options.port, sink, duplicates: .05, forgeries: .02, receipts: true, replyTimeoutMs: REPLY_TIMEOUT, maxSeconds: MOST_SECONDS };
  const results = await Promise.all([
    runLoad({ ...common, wire: whatsapp, users: WHATSAPP_USERS, atOnce: 40, at: { acks: KILL_AFTER, call: () => { server = restart(server); } } }),
    runLoad({ ...common, wire: createTwilioWire(`http://127.0.0.1:${options.port}`), users: SMS_USERS, atOnce: 20 }),
  ]);
  const running = await server;
  peak = Math.max(peak, peakMb(running.pid));
  await running.stop();
  await sink.close();
  const total = (of: (result: LoadResult) => number): number => results.reduce((sum, result) => sum + of(result), 0);
  // A conversation that could not go on counts as lost, also when its message was never acknowledged.
  const lost = total(r => Math.max(r.lost, r.unfinished)), duplicated = total(r => r.duplicated + r.unexpected);
  const [onWhatsApp, onSms] = results;
  const line = (of: string, value: number, detail: object): Figure => ({ figure: `${figure}.${of}`, what: `${of}: ${what}`, value, unit: "messages", better: "less", must: 0, detail });
  return [
    line("lost", lost, { killed, sink: sink.seen, peakMb: Math.round(peak), whatsapp: onWhatsApp, sms: onSms }),
    line("duplicated", duplicated, { outOfOrder: total(r => r.outOfOrder) }),
    line("forged", total(r => r.badSignaturesAccepted), { sent: total(r => r.forged) }),
  ];
}
