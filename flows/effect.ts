/** What a turn wants done beside its reply. Committed with the turn in one transaction, done outside it. */
import type { TimerName } from "./heard.ts";
import type { Millis, TopicId } from "./ids.ts";

export type Priority = "danger" | "normal";

export type Effect =
  /** `speaks`: a language that has no texts here, in the person's own words. */
  | { kind: "ticket"; topic: TopicId; priority: Priority; speaks?: string }
  | { kind: "lookup"; id: string; caseNumber: string; proof: string }
  | { kind: "timer"; id: string; name: TimerName; at: Millis; about: string }
  | { kind: "erase" }
  | { kind: "opt-out" } | { kind: "opt-in" }
  /** The inbound row is rewritten to this word: what was typed is needed no more, and must not lie in the thread. Of a
   *  location the name of its area is left. */
  | { kind: "redact"; as: "proof" | "case-number" | "date" | "location"; name?: string };
