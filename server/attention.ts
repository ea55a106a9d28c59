/** Since when this process has heard without a break what it is told. A process that stood still (stopped, starved, a disk
 *  that hung, a laptop asleep) finds its own timers due before it reads what has come in meanwhile: "no receipt came" means
 *  nothing until it has listened again for a while. */
import type { Millis } from "../flows/ids.ts";

/** Milliseconds between two beats; a gap of `LOST` is a break. */
const BEAT = 250, LOST = 2_000;

export type Attention = { since(): Millis; end(): void };

export function createAttention(now: () => Millis): Attention {
  let since = now(), last = since;
  const beat = (): Millis => {
    const at = now();
    if (Math.abs(at - last) >= LOST) since = at;
    last = at;
    return since;
  };
  const timer = setInterval(beat, BEAT).unref();
  return { since: beat, end: () => clearInterval(timer) };
}
