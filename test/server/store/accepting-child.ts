/** Accepts messages until it is killed, and says which were acknowledged: one number a line, written before it goes on. */
import { writeSync } from "node:fs";
import { openSqlite } from "../../../server/store/sqlite.ts";

const store = await openSqlite(process.argv[2]!, { role: "server" });
const STDOUT = 1;

async function acceptFrom(worker: number): Promise<void> {
  for (let n = worker; ; n += 8) {
    const key = new Uint8Array(16), hash = new Uint8Array(16);
    new DataView(key.buffer).setUint32(0, n);
    hash[0] = n % 50;
    await store.accept([{ key, keyUntilDay: 0, at: n, sealed: key, origin: "person", addresses: [{ kind: "wa-phone", hash }], sealedAddress: () => hash, channel: "whatsapp" }], Date.now());
    writeSync(STDOUT, `${n}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => acceptFrom(worker)));
