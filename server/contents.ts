/** The texts an outbound row was checked against are kept until it has been sent: a change of texts at a restart changes
 *  nothing that was already answered. The last few versions lie in the store, packed. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Content } from "../bot/content.ts";
import { createWords, type Words } from "../bot/words.ts";
import type { Store } from "./store/store.ts";

/** Versions kept beside today's. A row older than that is spoken in today's words. */
const KEPT = 4;

/** Finds the words of a version; today's where it is not kept any more. */
export async function keepContent(store: Pick<Store, "remember" | "recall">, content: Content, words: Words): Promise<(version: string) => Words> {
  const list = await store.recall("contents");
  const older = (list ? JSON.parse(Buffer.from(list).toString()) as string[] : []).filter(v => v !== content.version).slice(0, KEPT);
  await store.remember(`content-${content.version}`, deflateRawSync(JSON.stringify(content)));
  await store.remember("contents", Buffer.from(JSON.stringify([content.version, ...older])));
  const packed = new Map<string, Uint8Array>();
  for (const version of older) {
    const found = await store.recall(`content-${version}`);
    if (found) packed.set(version, found);
  }
  const made = new Map([[content.version, words]]);
  return version => {
    const known = made.get(version), bytes = packed.get(version);
    if (known || !bytes) return known ?? words;
    const then = createWords(JSON.parse(inflateRawSync(bytes).toString("utf8")) as Content);
    made.set(version, then);
    return then;
  };
}
