/** Flows are data that survives JSON.stringify: steps that say, ask, take an answer, or hand over. One flow a file in library/. */
import type { Purpose } from "./directory.ts";
import type { EventKind } from "./event.ts";
import type { TopicId } from "./ids.ts";
import type { Choice, FactId, TextKey } from "./reply.ts";
import type { Priority } from "./effect.ts";
import type { Hours, Stage } from "./memory.ts";

/** What a step's answer leads to: another step of this flow, a topic, the main menu, or another flow, at its start or at a step. */
export type Goto = { step: string } | { topic: TopicId } | { menu: true } | { flow: string; step?: string };

/** A choice within a flow. `id` is made by the interpreter from where it leads. */
export type Option = {
  label: TextKey; emoji?: string; about?: TextKey; to: Goto;
  /** Of an `ask` that starts a flow: the stages whose people choose it. One alone is told by choosing it; whoever agreed to
   *  have theirs remembered is not asked. */
  stages?: Stage[];
};

/** An answer to a question of consent. Without `grants` it is a no. */
export type Granting = Option & { grants?: "yes" | Hours };

export type Step =
  /** Says something; its options are offers ("next?"), not a question that must be answered. */
  | { kind: "answer"; say: TextKey[]; facts?: FactId[]; options?: Option[]; protection?: true; events?: Announced }
  /** Asks one thing with options. An answer that is none of them is heard as a fresh message. */
  | { kind: "ask"; say: TextKey[]; facts?: FactId[]; options: Option[]; protection?: true }
  /** Asks for something typed. `as` names its parser and the slot it fills; what does not parse is asked again with `again`,
   *  at most twice, then a person is offered. */
  | { kind: "input"; say: TextKey[]; as: "case-number" | "proof"; again: TextKey; next: Goto; facts?: FactId[] }
  /** The same for a day. What may be two days is asked with `which` and the days in words, a day to come is asked again with
   *  `future`, and `unsure` is offered to whoever does not know it. */
  | { kind: "input"; say: TextKey[]; as: "date"; again: TextKey; which: TextKey; future: TextKey; unsure: Option; next: Goto; facts?: FactId[] }
  /** The same for a province: some are offered, all can be typed. The dates of `of` there are then in question. */
  | { kind: "input"; say: TextKey[]; as: "province"; of: EventKind; again: TextKey; next: Goto; facts?: FactId[] }
  /** Asks whether something shall be remembered. It counts only as the answer to the question; children and people in distress
   *  are never led here. `{{months}}` is how long it is kept, `{{province}}` what was chosen. */
  | { kind: "consent"; say: TextKey[]; to: "stage" | "follow"; options: Granting[] }
  /** Tells an event that somebody asked to be told, under its title; `say` where it is past or was taken back. */
  | { kind: "news"; say: TextKey[]; titles: Record<EventKind, TextKey>; options: Option[] }
  /** Forgets what was remembered, and says so. */
  | { kind: "forget"; say: TextKey[]; of: "follows" | "everything"; options: Option[] }
  /** Counts the days of a deadline from the day that was typed, and says the last one: `{{notice}}`, `{{last}}`, and `{{go}}`,
   *  the first day one can go. Leads to `close` where nobody can go before it, to `passed` after it, and to `unsure` where there
   *  is no day or no number to count with. */
  | { kind: "last-day"; say: TextKey[]; deadline: FactId; facts: FactId[]; options: Option[]; close: Goto; passed: Goto; unsure: Goto }
  /** Asks once where the person is, with the first of `say` (the rest stands beneath the answer too), and tells the offices near there, under `found` or, where none is near, `none`.
   *  `what` names what they are, in a text that is a label as well. */
  | { kind: "near"; say: TextKey[]; again: TextKey; found: TextKey; none: TextKey; what: TextKey; of: Purpose[]; options: Option[] }
  /** Looks up the case with the slots; the person is answered when the result comes in, or told that it takes longer. */
  | { kind: "lookup" }
  /** Opens a ticket and says so. */
  | { kind: "handoff"; say: TextKey[]; topic: TopicId; priority: Priority; facts?: FactId[]; options?: Option[]; protection?: true }
  /** A danger's text. Sent as safety: no footer, no doubt, no topic named before the person has answered 1.
   *  `ticket` opens one at top priority with it, whether or not anything follows. `child`: the writer is one, and nothing
   *  is remembered of them. */
  | { kind: "safety"; say: TextKey[]; facts?: FactId[]; options?: Option[]; ticket?: TopicId; child?: true }
  /** Asks once before deleting everything. */
  | { kind: "erase"; say: TextKey[]; options: Option[] };

/** Where staff have announced events of a kind, `title` and the next of them are said in place of the step's own text. */
export type Announced = { of: EventKind; title: TextKey };

export type Flow = {
  id: string;
  /** Raised when a step is renamed or removed; `moved` says where a person who stood in an old step goes now. */
  version: number;
  topic: TopicId;
  start: string;
  steps: Record<string, Step>;
  moved?: Record<string, string>;
  /** A protection topic: never repeated, never resumed, never named in a later session. */
  protection?: true;
};

export type Library = {
  flows: Record<string, Flow>;
  /** Topic → the flow that answers it. */
  topics: Partial<Record<TopicId, string>>;
  /** The main menu's options, in order, at most 5. */
  menu: Choice[];
  /** Steps that the interpreter leads to by itself: what may be remembered, what is told because it was asked for, and where
   *  everything remembered is forgotten. Without them nothing is offered. */
  ways?: { remember: Choice; news: Choice; forget: Choice };
};
