/** HMAC-SHA-256 in Node's one-shot hash: the stream object that `createHmac` makes for each call costs several times the
 *  hashing, and the garbage collector again as much. In: a key, once. Out: a function from bytes or text to hexadecimal. */
import { createHash, hash } from "node:crypto";

const BLOCK = 64, DIGEST = 32;
/** Room for the text behind the key; what is longer gets its own. */
const ROOM = 16_384;

/** Always the same 64 digits for the same text (as UTF-8) or bytes. */
export type Hmac = (text: string | Uint8Array) => string;

/** RFC 2104: hash(key ^ opad, hash(key ^ ipad, text)). */
export function createHmac(key: Uint8Array): Hmac {
  const secret = key.length > BLOCK ? createHash("sha256").update(key).digest() : key;
  const inner = Buffer.alloc(BLOCK + ROOM), outer = Buffer.alloc(BLOCK + DIGEST);
  for (let i = 0; i < BLOCK; i++) {
    const byte = secret[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  const head = inner.subarray(0, BLOCK);

  return text => {
    outer.write(hash("sha256", framed(text), "binary"), BLOCK, "latin1");
    return hash("sha256", outer, "hex");
  };

  /** The text behind the head. A UTF-16 unit takes three bytes at most. */
  function framed(text: string | Uint8Array): Uint8Array {
    if (typeof text !== "string") {
      if (text.length > ROOM) return Buffer.concat([head, text]);
      inner.set(text, BLOCK);
      return inner.subarray(0, BLOCK + text.length);
    }
    return text.length * 3 > ROOM ? Buffer.concat([head, Buffer.from(text)]) : inner.subarray(0, BLOCK + inner.write(text, BLOCK));
  }
}
