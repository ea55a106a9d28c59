/** What is due by the clock: timers come in through `accept`, silent holds lapse, words go 24 hours after the last answer,
 *  old message keys are forgotten, Twilio's list is caught up with. Safe to run in many processes at once. */
import type { Millis } from "../flows/ids.ts";
import type { Accept } from "./accept.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Sender } from "./providers/provider.ts";
import { openTimer } from "./respond.ts";
import type { Seal } from "./seal.ts";
import type { Staff } from "./store/staff.ts";
import type { Store } from "./store/store.ts";

const TICK = 500;
const TIMER_LEASE = 10_000;
const MINUTE = 60_000, DAY = 86_400_000;
const CATCH_UP_EVERY = 5 * MINUTE;
/** Twilio's list is read from a little before the last message seen: two may bear the same second, and one may be listed late. */
const CATCH_UP_MARGIN = 10 * MINUTE;

export type Clock = { start(): void; stop(): Promise<void>; catchUp(): Promise<number> };

export function createClock(deps: { store: Store; staff: Pick<Staff, "tidy">; seal: Seal; accept: Accept; senders: Sender[]; now: () => Millis; log: Log; metrics: Metrics }): Clock {
  const { store, seal, accept, now, log, metrics } = deps;
  let stopped = false, timer: NodeJS.Timeout | undefined, running: Promise<void> = Promise.resolve();
  let minuteAt = 0, dayAt = 0, catchUpAt = 0, tickAt = 0;

  async function tick(): Promise<void> {
    const at = now();
    metrics.lag.set(tickAt ? Math.max(0, at - tickAt - TICK) / 1000 : 0);
    for (const due of await store.dueTimers(100, at, at + TIMER_LEASE)) await fire(due);
    if (at - minuteAt >= MINUTE) {
      minuteAt = at;
      const lapsed = await store.lapse(at), forgotten = await store.forgetWords(at);
      if (lapsed) log.info("holds.lapsed", { count: lapsed });
      if (forgotten) log.info("words.forgotten", { count: forgotten });
    }
    if (at - dayAt >= DAY) { dayAt = at; await store.forgetKeys(Math.floor(at / DAY)); await deps.staff.tidy(at); }
    // A gap in our own ticks is an outage too: a laptop that slept, a process that was paused.
    if (at - catchUpAt >= CATCH_UP_EVERY || (tickAt && at - tickAt > MINUTE)) { catchUpAt = at; await caughtUp(); }
    tickAt = at;
  }

  /** One that can't be read must not hold up the others. */
  async function fire(due: Awaited<ReturnType<Store["dueTimers"]>>[number]): Promise<void> {
    try {
      await accept.inside(due.conversation, due.id, { kind: "timer", ...openTimer(seal, due.sealed) }, { timer: due.id });
    } catch (error) {
      log.bug("timer.failed", error, { conversation: due.conversation });
    }
  }

  async function caughtUp(): Promise<void> {
    const count = await catchUp();
    if (count) log.info("caught.up", { provider: "twilio", count });
  }

  /** How many messages the providers' lists held that nobody had told us of. */
  async function catchUp(): Promise<number> {
    let count = 0;
    for (const sender of deps.senders) {
      if (!sender.missed) continue;
      const name = `seen-${sender.name}`, kept = await store.recall(name), begun = now();
      if (!kept) { await store.remember(name, Buffer.from(String(begun))); continue; }   // a first start has missed nothing
      const since = Number(Buffer.from(kept).toString());
      try {
        const arrivals = await sender.missed(since - CATCH_UP_MARGIN);
        count += (await accept.webhook({ arrivals, receipts: [], moves: [], ignored: {} })).new;
        await store.remember(name, Buffer.from(String(begun)));
      } catch (error) {
        log.bug("catch-up.failed", error, { provider: sender.name, hint: "tried again in five minutes" });
      }
    }
    return count;
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => { running = tick().catch(error => log.bug("clock.failed", error)).then(next); }, TICK);
  }

  return {
    start: () => { running = tick().catch(error => log.bug("clock.failed", error)).then(next); },
    stop: () => { stopped = true; clearTimeout(timer); return running; },
    catchUp,
  };
}
