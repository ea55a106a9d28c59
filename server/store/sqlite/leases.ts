/** Who is at work on which conversation. It lies in memory, because one process serves a file and a lease that dies with it
 *  is to be free anyway: a lease on disk would cost a page for each message. What a transaction changed here is taken back
 *  with it. */
import type { Millis } from "../../../flows/ids.ts";
import type { Database } from "./file.ts";

export type Held = {
  fence: number; until: Millis; seq: number;
  /** The person has written since. */
  heard: boolean;
};

export type Leases = {
  of(conversation: number): Held | undefined;
  takenAt(conversation: number, at: Millis): boolean;
  /** Raises the fence, which is returned. */
  take(conversation: number, seq: number, until: Millis): number;
  hear(conversation: number): void;
  end(conversation: number): void;
  /** How many there are, those included whose time is over. */
  count(): number;
  /** Conversation and seq of each, one after the other. */
  pairs(): number[];
  /** What happened since the last of these stays, or is taken back. */
  stay(): void;
  takeBack(): void;
};

const STARTS = 2 ** 32;      // leases of one process at most

/** Fences go on where no earlier process has been: a worker that outlived its process is fenced off. */
export function fences(db: Database): () => number {
  const start = db.prepare("UPDATE counter SET value = value + 1 WHERE name = 'start' RETURNING value").get() as { value: number };
  let last = start.value * STARTS;
  return () => ++last;
}

export function leases(fence: () => number): Leases {
  const held = new Map<number, Held>();
  let changed: { conversation: number; before: Held | undefined }[] = [];

  function put(conversation: number, now: Held | undefined): void {
    changed.push({ conversation, before: held.get(conversation) });
    lay(conversation, now);
  }
  function lay(conversation: number, now: Held | undefined): void {
    if (now) held.set(conversation, now);
    else held.delete(conversation);
  }

  return {
    of: conversation => held.get(conversation),
    takenAt: (conversation, at) => (held.get(conversation)?.until ?? -1) > at,
    take(conversation, seq, until) {
      const next = fence();
      put(conversation, { fence: next, until, seq, heard: false });
      return next;
    },
    hear(conversation) {
      const now = held.get(conversation);
      if (now) put(conversation, { ...now, heard: true });
    },
    end: conversation => { if (held.has(conversation)) put(conversation, undefined); },
    count: () => held.size,
    pairs: () => [...held].flatMap(([conversation, { seq }]) => [conversation, seq]),
    stay: () => { if (changed.length) changed = []; },
    takeBack() {
      for (const { conversation, before } of changed.toReversed()) lay(conversation, before);
      changed = [];
    },
  };
}
