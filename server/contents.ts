/** The texts of today and of other days. What staff decide about facts and import of offices is laid over the files' content, at start and whenever
 *  it changes; the texts an outbound row was checked against are kept until it has been sent, so that no change alters what
 *  was already answered. The last few versions lie in the store, packed. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Content } from "../bot/content.ts";
import { createWords, type Words } from "../bot/words.ts";
import type { Event } from "../flows/event.ts";
import { EVENTS, readEvents } from "./events.ts";
import { DIRECTORY, layDirectory, readImports } from "./directory/imported.ts";
import { DECISIONS, lay, readDecisions } from "./decisions.ts";
import type { Store } from "./store/store.ts";

/** Versions kept beside today's. A row older than that is spoken in today's words. */
const KEPT = 4;
const NOTHING = new Uint8Array(0);

export type Contents = {
  /** Today's. */
  words(): Words;
  /** Those of a version; today's where it is not kept any more. */
  of(version: string): Words;
  /** What staff have announced: the same list until they change it. */
  events(): readonly Event[];
  /** Takes up what staff have decided, announced or imported since. Says whether facts or offices changed. */
  refresh(): Promise<boolean>;
  /** From now on what these files say is said. */
  replace(files: Content): Promise<void>;
};

export async function keepContents(store: Pick<Store, "remember" | "recall">, files: Content): Promise<Contents> {
  let content = files;
  const made = new Map<string, Words>(), packed = new Map<string, Uint8Array>();
  let decisions: Uint8Array | null = null, offices: Uint8Array | null = null;
  let table = await store.recall(EVENTS), events = readEvents(table);
  let words = await take();

  async function take(): Promise<Words> {
    const decided = lay(content, readDecisions(decisions = await store.recall(DECISIONS)));
    const laid = layDirectory(decided, readImports(offices = await store.recall(DIRECTORY)));
    const today = made.get(laid.version) ?? createWords(laid);
    made.set(laid.version, today);
    await keep(laid);
    return today;
  }

  async function keep(laid: Content): Promise<void> {
    const list = await store.recall("contents");
    const older = (list ? JSON.parse(Buffer.from(list).toString()) as string[] : []).filter(v => v !== laid.version);
    await store.remember(`content-${laid.version}`, deflateRawSync(JSON.stringify(laid)));
    await store.remember("contents", Buffer.from(JSON.stringify([laid.version, ...older.slice(0, KEPT)])));
    for (const version of older.slice(0, KEPT)) {
      const found = packed.has(version) ? null : await store.recall(`content-${version}`);
      if (found) packed.set(version, found);
    }
    for (const version of older.slice(KEPT)) {
      made.delete(version);
      packed.delete(version);
      await store.remember(`content-${version}`, NOTHING);
    }
  }

  return {
    words: () => words,
    of(version) {
      const known = made.get(version), bytes = packed.get(version);
      if (known || !bytes?.length) return known ?? words;
      const then = createWords(JSON.parse(inflateRawSync(bytes).toString("utf8")) as Content);
      made.set(version, then);
      return then;
    },
    events: () => events,
    async refresh() {
      const announced = await store.recall(EVENTS);
      if (!same(announced, table)) events = readEvents(table = announced);
      if (same(await store.recall(DECISIONS), decisions) && same(await store.recall(DIRECTORY), offices)) return false;
      words = await take();
      return true;
    },
    async replace(now) {
      content = now;
      words = await take();
    },
  };
}

const same = (a: Uint8Array | null, b: Uint8Array | null): boolean => (a === null || b === null ? a === b : Buffer.compare(a, b) === 0);
