/** Keyed hashes of message ids, for their term. While a message waits for its turn its own record knows the key; the turn's
 *  worker marks it here before it commits, and from then on it is here. */
import { FORGET_KEYS, KNOWN, MARK } from "./inbox-scripts.ts";
import { number, type Link } from "./link.ts";
import type { Bytes } from "../store.ts";

const PLACES = 2_048;
/** Terms end on every tenth day: a key is kept up to nine days longer, and few sets are looked through. */
const TERM = 10;
const LATELY = 10_000;

export type Seen = ReturnType<typeof createSeen>;

export function createSeen(link: Link, prefix: string) {
  const placeOf = (key: Buffer): string => `${prefix}seen{s${key.readUInt16BE(8) % PLACES}}`;
  const short = (key: Buffer): string => key.readBigInt64BE(0).toString();
  /** Marked by this process lately: most messages are told, leased and answered within a moment. */
  const lately = new Set<string>();
  function remember(key: string): void {
    if (lately.size >= LATELY) lately.clear();
    lately.add(key);
  }
  const whole = (key: Bytes): Buffer => Buffer.from(key.buffer, key.byteOffset, key.byteLength);

  return {
    /** Redis may have lost its last second. */
    forgetLately: (): void => lately.clear(),
    async known(key: Bytes): Promise<boolean> {
      const k = whole(key);
      return number(await link.script(KNOWN, placeOf(k), short(k))) === 1;
    },
    /** `untilDay` 0: for good. */
    async mark(key: Bytes, untilDay: number): Promise<void> {
      const k = whole(key), name = k.toString("latin1");
      if (lately.has(name)) return;
      await link.script(MARK, placeOf(k), short(k), Math.ceil(untilDay / TERM) * TERM);
      remember(name);
    },
    async forget(day: number): Promise<number> {
      let gone = 0;
      lately.clear();
      for (let from = 0; from < PLACES; from += 64) {
        const some = await Promise.all(Array.from({ length: 64 }, (_, n) => link.script(FORGET_KEYS, `${prefix}seen{s${from + n}}`, day)));
        for (const n of some) gone += number(n);
      }
      return gone;
    },
  };
}
