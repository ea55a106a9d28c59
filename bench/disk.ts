/** Bytes on disk of one conversation: with six messages (three turns), and when its words are forgotten and it lies idle, the
 *  keys against repeats kept. After VACUUM, every file of the store, less what an empty store takes. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { openSqlite } from "../server/store/sqlite.ts";
import type { Figure } from "./figure.ts";
import { runLoad } from "./load.ts";
import { freshFolder } from "./machine.ts";
import { freePort, startPuente } from "./server.ts";
import { createSink } from "./sink.ts";
import { whatsapp } from "./whatsapp.ts";

const CONVERSATIONS = 1_000, TURNS = 3;
const DAY = 86_400_000;

export async function measureDisk(): Promise<Figure[]> {
  const sink = await createSink(), folder = freshFolder(), options = { port: await freePort(), folder, sinkPort: sink.port };
  await (await startPuente(options)).stop();
  const empty = vacuumed(folder);
  const server = await startPuente(options);
  const { answered, lost, unfinished } = await runLoad({ port: options.port, wire: whatsapp, sink, users: CONVERSATIONS, turns: TURNS, atOnce: 64 });
  if (answered !== CONVERSATIONS * TURNS) throw new Error(`${answered} of ${CONVERSATIONS * TURNS} messages were answered (${lost} lost, ${unfinished} unfinished)`);
  await server.stop();
  await sink.close();
  const full = vacuumed(folder);
  await forget(join(folder, "puente.db"), Date.now() + 2 * DAY);
  const idle = vacuumed(folder);
  const each = (bytes: number): number => Math.round((bytes - empty) / CONVERSATIONS);
  const line = (figure: string, what: string, bytes: number, must: number): Figure =>
    ({ figure, what, value: each(bytes), unit: "bytes", better: "less", must, detail: { conversations: CONVERSATIONS, file: bytes, empty } });
  return [
    line("disk.six", "bytes on disk, a conversation with six messages", full, 1_500),
    line("disk.idle", "bytes on disk, a conversation whose words are forgotten", idle, 600),
  ];
}

async function forget(path: string, at: number): Promise<void> {
  const store = await openSqlite(path, { role: "server", now: () => at });
  while (await store.forgetWords(at) > 0);
  await store.close();
}

function vacuumed(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder).filter(n => n.endsWith(".db"))) {
    const path = join(folder, name), db = new DatabaseSync(path);
    db.exec("VACUUM");
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
    bytes += statSync(path).size;
  }
  return bytes;
}
