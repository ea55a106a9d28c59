/** How fast messages are durably accepted: our web role alone, with fsync and sealed words, held against the same Fastify
 *  that verifies and parses and keeps nothing. Both get the same requests, made beforehand, in turns. */
import { compile, createClient } from "./client.ts";
import { median, type Figure } from "./figure.ts";
import { round } from "./load.ts";
import { freshFolder, fsyncUs, peakMb } from "./machine.ts";
import { freePort, startBaseline, startPuente } from "./server.ts";
import { whatsapp } from "./whatsapp.ts";

const GOALS = [{ atOnce: 32, must: .35, aim: .5 }, { atOnce: 256, must: .5, aim: .7 }];
const ROUNDS = 3, ROUND_MS = 2_500, MOST_A_ROUND = 30_000, WARM_UP = 3_000;
/** Messages of one person: the first finds a stranger, the others do not. */
const EACH = 5;

export async function measureAcks(): Promise<Figure[]> {
  const folder = freshFolder(), bare = await startBaseline("fastify");
  const ours = await startPuente({ port: await freePort(), folder, sinkPort: 9, roles: "web" });
  let made = 0;
  const requests = (count: number): Buffer[] => Array.from({ length: count }, () => {
    const n = made++;
    return compile(whatsapp.message({ phone: whatsapp.phone(Math.floor(n / EACH)), n: n % EACH, at: Date.now(), typed: { text: "quiero un permiso de trabajo" } }));
  });
  for (const { port } of [bare, ours]) await post(port, requests(WARM_UP), 64);
  const figures: Figure[] = [];
  for (const { atOnce, must, aim } of GOALS) {
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let i = 0; i < ROUNDS; i++) {
      rates.bare.push(await post(bare.port, requests(MOST_A_ROUND), atOnce));
      rates.ours.push(await post(ours.port, requests(MOST_A_ROUND), atOnce));
    }
    figures.push({
      figure: `acks.${atOnce}`, what: `acknowledged messages a second, web role alone, SQLite with fsync, ÷ bare Fastify; ${atOnce} at once`, unit: "ratio", better: "more", must, aim,
      value: round(median(rates.ours.map((rate, i) => rate / rates.bare[i]!)), 3),
      detail: { perSecond: rates, fsyncUs: fsyncUs(folder), peakMb: { ours: Math.round(peakMb(ours.pid)), bare: Math.round(peakMb(bare.pid)) } },
    });
  }
  await ours.stop();
  await bare.stop();
  return figures;
}

/** Acknowledged messages a second. Ends when the requests or the time are used up. */
async function post(port: number, requests: Buffer[], atOnce: number): Promise<number> {
  const client = createClient(port, atOnce);
  await client.open();
  const from = performance.now(), until = from + ROUND_MS;
  let next = 0, acked = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < requests.length && performance.now() < until) {
      const { status } = await client.send(requests[next++]!);
      if (status === 200) acked++;
      else throw new Error(`a signed message was answered ${status}`);
    }
  }));
  const seconds = (performance.now() - from) / 1000;
  client.close();
  return Math.round(acked / seconds);
}
