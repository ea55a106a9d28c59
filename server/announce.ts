/** What staff announce is told to those who asked for it: who follows an event is found by a keyed hash of its kind and
 *  province, and each is sent one inbound message from inside, whose id makes it happen once. Where it stands is kept, so that a
 *  restart goes on and several clocks do no harm. What is said, and whether, is the turn's to decide. */
import { stands, type Event } from "../flows/event.ts";
import type { Follow } from "../flows/memory.ts";
import type { Millis } from "../flows/ids.ts";
import type { Accept } from "./accept.ts";
import type { Log } from "./log.ts";
import type { Seal } from "./seal.ts";
import type { Bytes, ConversationId, Store } from "./store/store.ts";

const PROGRESS = "events-told";
const PAGE = 200;
/** By then every process that answers knows the event: each takes up the table once a second (`contents.ts`). */
const SETTLE: Millis = 3_000;
/** By event: the last conversation that was told, or that all were. */
type Progress = Record<Event["id"], number | "all">;

/** 8 bytes: a collision tells somebody of a fair who asked for a mission; the turn looks again. */
export const followKey = (seal: Pick<Seal, "hash">, { kind, province }: Pick<Follow, "kind" | "province">): Bytes => seal.hash("follow", `events:${kind}:${province}`).subarray(0, 8);

export function createAnnouncer({ store, seal, accept, events, now, log }: { store: Store; seal: Seal; accept: Accept; events: () => readonly Event[]; now: () => Millis; log: Log }): () => Promise<void> {
  /** The list as it was seen last, since when, and whether all was told of it: mostly nothing is to do. */
  let seen: { list: readonly Event[]; since: Millis; done: boolean } | null = null;
  const keep = (state: Progress): Promise<void> => store.remember(PROGRESS, Buffer.from(JSON.stringify(state)));

  return async () => {
    const list = events();
    if (seen?.list !== list) seen = { list, since: now(), done: list.length === 0 };
    if (seen.done || now() - seen.since < SETTLE) return;
    const before = await progress(store), standing = list.filter(event => stands(event, now()));
    const state: Progress = Object.fromEntries(standing.map(event => [event.id, before[event.id] ?? 0]));
    for (const event of standing) await tell(event, state);
    seen.done = true;
  };

  async function tell(event: Event, state: Progress): Promise<void> {
    const { id, kind, province } = event;
    let after = state[id] ?? "all", count = 0;
    while (after !== "all") {
      const page: ConversationId[] = province ? await store.keptUnder(followKey(seal, { kind, province }), after, PAGE) : [];
      await Promise.all(page.map(conversation => accept.inside(conversation, `event-${id}-${conversation}`, { kind: "timer", name: "news", about: id })));
      count += page.length;
      state[id] = after = page.length < PAGE ? "all" : page.at(-1)!;
      await keep(state);
    }
    if (count) log.info("event.followers", { count });
  }
}

async function progress(store: Store): Promise<Progress> {
  const kept = await store.recall(PROGRESS);
  return kept ? JSON.parse(Buffer.from(kept).toString("utf8")) as Progress : {};
}
