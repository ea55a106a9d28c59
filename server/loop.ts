/** A worker's pace: take what there is room for, run it side by side, and sleep until woken or the poll is due. Polling is
 *  the truth, waking only a hint; a lost connection makes it wait with jitter. */
import type { Log } from "./log.ts";

export type Loop = {
  start(): void;
  /** Something may be ready: look now. */
  wake(): void;
  /** Takes nothing new and resolves when what was taken is finished. */
  drain(): Promise<void>;
};

/** How long nothing is looked for when nothing woke us: what another process stored is found by then. */
const POLL = 200;

/** `take(room)` resolves to at most `room` jobs; no job may throw. */
export function createLoop(role: string, log: Log, atOnce: number, take: (room: number) => Promise<(() => Promise<void>)[]>): Loop {
  let running = 0, stopped = false, looking = false, again = false;
  let timer: NodeJS.Timeout | undefined;
  let idle: (() => void) | undefined;

  async function look(): Promise<void> {
    if (stopped || looking || running >= atOnce) { again = true; return; }
    looking = true;
    again = false;
    clearTimeout(timer);
    let wait = POLL;
    try {
      const jobs = await take(atOnce - running);
      for (const job of jobs) run(job);
      if (jobs.length) again = true;
    } catch (error) {
      log.bug("worker.stalled", error, { role, hint: "the store did not answer; trying again" });
      wait = 500 + Math.random() * 1000;
    }
    looking = false;
    if (stopped) { if (running === 0) idle?.(); return; }
    if (again && running < atOnce) setImmediate(() => void look());
    else timer = setTimeout(() => void look(), wait);
  }

  function run(job: () => Promise<void>): void {
    running++;
    void job().catch(error => log.bug("worker.job", error, { role })).finally(() => {
      running--;
      if (stopped) { if (running === 0 && !looking) idle?.(); } else if (again) void look();
    });
  }

  return {
    start: () => void look(),
    wake: () => void look(),
    drain: () => {
      stopped = true;
      clearTimeout(timer);
      return running === 0 && !looking ? Promise.resolve() : new Promise(resolve => { idle = resolve; });
    },
  };
}
