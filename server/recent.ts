/** What this process sealed a moment ago, with its words: most of it is opened here within milliseconds, by the turn or by the
 *  send, and is spared the cipher. It is found by its very bytes, so that nothing changed is ever taken for it, and lies in
 *  memory for seconds only. */
import type { Purpose } from "./seal.ts";

/** Older than one to two of these, it is gone. */
const FOR = 5_000;
/** Of each of the two halves. */
const MOST = 1_024;

export type Recent = {
  keep(nonce: string, purpose: Purpose, sealed: Buffer, plain: string): void;
  /** What these bytes hold; undefined when they are not known, or are of another purpose. An address is asked for again and again, and
   *  stays; all else is asked for once. */
  take(nonce: string, purpose: Purpose, sealed: Buffer): string | undefined;
};

type Entry = { purpose: Purpose; sealed: Buffer; plain: string };

export function createRecent(): Recent {
  let young = new Map<string, Entry>(), old = new Map<string, Entry>();
  let timer: NodeJS.Timeout | undefined;

  function age(): void {
    old = young;
    young = new Map();
    clearTimeout(timer);
    timer = old.size > 0 ? setTimeout(age, FOR).unref() : undefined;
  }

  return {
    keep(nonce, purpose, sealed, plain) {
      if (young.size >= MOST) age();
      young.set(nonce, { purpose, sealed, plain });
      timer ??= setTimeout(age, FOR).unref();
    },
    take(nonce, purpose, sealed) {
      const half = young.has(nonce) ? young : old, entry = half.get(nonce);
      if (!entry || entry.purpose !== purpose || !entry.sealed.equals(sealed)) return undefined;
      if (purpose !== "address") half.delete(nonce);
      return entry.plain;
    },
  };
}
