/** Encryption above the store: what people wrote and their addresses become sealed bytes, ids become keyed hashes.
 *  AES-256-GCM under DATA_KEY; every ciphertext names its key, so that several may be in use while one is rotated in. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomFillSync } from "node:crypto";
import type { Store } from "./store/store.ts";

/** What a ciphertext is for. */
export type Purpose = "address" | "inbound" | "outbound" | "session" | "timer" | "lookup" | "language" | "index-key";

export interface Seal {
  seal(purpose: Purpose, plain: string): Uint8Array;
  /** Throws `SealBroken` on tampered bytes or an unknown key. */
  open(purpose: Purpose, sealed: Uint8Array): string;
  /** 16 bytes, keyed: equal for equal text, and no one without the index key can tell of what. */
  hash(kind: "message" | "wa-phone" | "wa-user" | "sms-phone" | "provider-id", text: string): Uint8Array;
}

export class SealBroken extends Error {
  override name = "SealBroken";
}

const ID = 2, NONCE = 12, TAG = 16;
export const HASH_BYTES = 16;

/** A data key, and the key derived from it for each purpose: a ciphertext can't be passed off as one of another purpose. */
type Key = { id: number; for(purpose: Purpose): Buffer };

function keyOf(secret: Buffer): Key {
  const derived = new Map<Purpose, Buffer>();
  return {
    id: createHash("sha256").update("puente key id").update(secret).digest().readUInt16BE(0),
    for(purpose) {
      let key = derived.get(purpose);
      if (!key) derived.set(purpose, key = Buffer.from(hkdfSync("sha256", secret, "", `puente ${purpose}`, 32)));
      return key;
    },
  };
}

/** The index key is made once and kept wrapped by DATA_KEY: rotating DATA_KEY rewraps it and changes no hash. */
export async function createSeal(dataKeys: Buffer[], store: Pick<Store, "remember" | "rememberFirst" | "recall">): Promise<Seal> {
  const box = createBox(dataKeys.map(keyOf));
  // Of several processes that start at once one makes it, and all use that one.
  const kept = await store.recall("index-key") ?? await store.rememberFirst("index-key", box.seal("index-key", randomBytes(32).toString("base64")));
  const indexKey = Buffer.from(openIndexKey(box, kept), "base64");
  if (!box.isNewest(kept)) await store.remember("index-key", box.seal("index-key", indexKey.toString("base64")));
  return { seal: box.seal, open: box.open, hash: (kind, text) => createHmac("sha256", indexKey).update(`${kind}\0${text}`).digest().subarray(0, HASH_BYTES) };
}

function openIndexKey(box: Pick<Seal, "open">, kept: Uint8Array): string {
  try {
    return box.open("index-key", kept);
  } catch (cause) {
    throw new SealBroken("DATA_KEY does not open this database: it was made under another key. Set the key it was made with (several may be given, comma-separated, newest first). Nothing was changed.", { cause });
  }
}

function createBox(keys: Key[]): Pick<Seal, "seal" | "open"> & { isNewest(sealed: Uint8Array): boolean } {
  const newest = keys[0]!;
  const nonces = createNonces();
  return {
    isNewest: sealed => Buffer.from(sealed).readUInt16BE(0) === newest.id,
    seal(purpose, plain) {
      const nonce = nonces();
      const cipher = createCipheriv("aes-256-gcm", newest.for(purpose), nonce);
      const body = cipher.update(plain, "utf8");
      cipher.final();                                   // GCM is a stream: nothing is left to write
      const sealed = Buffer.allocUnsafe(ID + NONCE + body.length + TAG);
      sealed.writeUInt16BE(newest.id, 0);
      nonce.copy(sealed, ID);
      body.copy(sealed, ID + NONCE);
      cipher.getAuthTag().copy(sealed, ID + NONCE + body.length);
      return sealed;
    },
    open(purpose, bytes) {
      const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (sealed.length < ID + NONCE + TAG) throw new SealBroken("sealed bytes are too short");
      const key = keys.find(k => k.id === sealed.readUInt16BE(0));
      if (!key) throw new SealBroken("sealed under a key that is not in DATA_KEY");
      const decipher = createDecipheriv("aes-256-gcm", key.for(purpose), sealed.subarray(ID, ID + NONCE));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
      try {
        return decipher.update(sealed.subarray(ID + NONCE, sealed.length - TAG), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw new SealBroken("sealed bytes were changed, or are of another purpose", { cause });
      }
    },
  };
}

/** Random nonces, drawn a page at a time: a system call a nonce would cost more than the cipher. */
function createNonces(): () => Buffer {
  const page = Buffer.alloc(NONCE * 512);
  let used = page.length;
  return () => {
    if (used === page.length) { randomFillSync(page); used = 0; }
    return page.subarray(used, used += NONCE);
  };
}
