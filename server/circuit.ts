/** Keeps a provider or registry in trouble from being hammered: after some failures in a row of the whole of it nothing is sent,
 *  but for one try every five seconds, which closes it again when it goes through. */
import type { Millis } from "../flows/ids.ts";
import type { Sent } from "./providers/provider.ts";

const FAILURES = 8;
/** The longest time without a try. */
export const PROBE_EVERY = 5_000;

export function createCircuit(): { allows(at: Millis): number; saw(troubled: boolean, at: Millis): void } {
  let failures = 0, probeAt = 0;
  return {
    /** How many sends may begin now. */
    allows(at) {
      if (failures < FAILURES) return Infinity;
      if (at < probeAt) return 0;
      probeAt = at + PROBE_EVERY;
      return 1;
    },
    saw(troubled, at) {
      if (!troubled) { failures = 0; return; }
      failures++;
      if (failures === FAILURES) probeAt = at + PROBE_EVERY;
    },
  };
}

/** A send that says something about the whole provider. */
export const troubled = (sent: Sent): boolean => sent.kind === "unknown" || (sent.kind === "again" && sent.why.scope === "provider");
