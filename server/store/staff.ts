/** The second, smaller port: what the helpdesk keeps about its own people. Papers are versioned JSON (an agent, a canned
 *  answer, the hours); a pass lets somebody in; the audit log only grows, each entry linked to the one before.
 *  Secrets are sealed and tokens hashed above the port. One contract suite, `test/contract/staff.ts`, holds every adapter. */
import type { Channel, Language, Millis, TopicId } from "../../flows/ids.ts";
import type { Bytes } from "./store.ts";

export const PAPERS = ["agent", "answer", "setting"] as const;
export type PaperKind = (typeof PAPERS)[number];
/** `version` counts from 1; `body` is JSON. */
export type Paper = { id: string; version: number; body: string };

/** A session of a browser, or a token for a program. `id` names it in lists and opens nothing; `hash` is of what its bearer shows. */
export type Pass = { id: string; hash: Bytes; agent: string; body: string; madeAt: Millis; seenAt: Millis; until: Millis; idle: Millis };
export type NewPass = Omit<Pass, "seenAt">;

/** Names and codes only. `about` is a conversation, an agent's name or a paper's id; `why` is sealed. */
export type NewEntry = { at: Millis; who: string; what: string; about: string; why: Bytes | null };
/** `n` counts from 1 without a gap. */
export type Entry = NewEntry & { n: number; link: Bytes };
/** What binds an entry to the one before: a keyed hash, made above the port. `before` is empty for the first. */
export type Link = (before: Bytes, n: number, entry: NewEntry) => Bytes;

/** A closed ticket as reports need it: of whom is not kept. */
export type Episode = { topic: TopicId; language: Language; channel: Channel; agent: string; outcome: string; openedAt: Millis; closedAt: Millis };

export interface Staff {
  papers(kind: PaperKind): Promise<Paper[]>;                               // by id
  paper(kind: PaperKind, id: string): Promise<Paper | null>;
  /** Writes the next version of a paper, or with `null` removes it. `version` is the one that was read, 0 for a new one;
   *  "stale": somebody was faster, and nothing is written. */
  revise(kind: PaperKind, id: string, version: number, body: string | null): Promise<"done" | "stale">;

  admit(pass: NewPass): Promise<void>;
  /** Who shows this, if it still holds at `at`: not past `until`, and shown within `idle`. Being shown is noted, to the minute. */
  present(hash: Bytes, at: Millis): Promise<Pass | null>;
  passes(agent: string, at: Millis): Promise<Pass[]>;                      // that hold, newest first
  /** Ends one pass of theirs, or all of them. Returns how many. */
  revoke(agent: string, id: string | null): Promise<number>;
  /** Counts a try against `key`: at most `most` in each `per` milliseconds from its first. Null: go on; else when to come again. */
  knock(key: Bytes, at: Millis, most: number, per: Millis): Promise<Millis | null>;
  /** The tries were somebody's own. */
  welcome(key: Bytes): Promise<void>;

  /** Appends; durable when it resolves. Returns its number. */
  record(entry: NewEntry, link: Link): Promise<number>;
  audit(after: number, max: number): Promise<Entry[]>;

  close(episode: Episode): Promise<void>;
  episodes(since: Millis): Promise<Episode[]>;                              // by when they were closed

  /** Removes passes that hold no more and counts of tries that are over. */
  tidy(at: Millis): Promise<void>;
}
