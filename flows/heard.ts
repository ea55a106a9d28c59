/** What a person did, whatever channel it came on: the interpreter's only input. `bot/hear.ts` makes it from a message. */
import type { DangerTopic, Language, TopicId } from "./ids.ts";
import type { ChoiceId } from "./reply.ts";

/** Words that work from any state. `stop` and `start` are ours, on SMS, beside Twilio's own. */
export const COMMANDS = ["menu", "human", "back", "help", "repeat", "delete", "who", "languages", "stop", "start", "complaint"] as const;
export type Command = (typeof COMMANDS)[number];

export type MediaKind = "image" | "video" | "audio" | "voice" | "document" | "sticker";

/** `level: "hard"` acts now. `child` says that the writer seems to be under 18; `relative` that the danger is another's. */
export type Danger = { topic: DangerTopic; level: "hard" | "soft"; kind?: "sexual-violence" | "child-writing" | "relative" };

/** A day that was written. `choices` are the days it may be, as `YYYY-MM-DD`; `future` is a day still to come, `unsure`
 *  somebody who does not know. */
export type DateRead = { kind: "date"; iso: string } | { kind: "ambiguous"; choices: string[] } | { kind: "future" } | { kind: "unsure" };

/** The next one still to come. `at`: the hour in Panama, `HH:MM`. `place` is the registry's word for it. */
export type Appointment = { on: string; at?: string; place: string };

export type LookupOutcome =
  | { kind: "found"; stage: string; asOf: string; next?: string; appointment?: Appointment; sandbox: boolean }
  | { kind: "unknown" }                                   // no such number or no such proof: one and the same
  | { kind: "failed"; why: string };                      // slow, dead or wrong registry, after its retries

export type Heard =
  | { kind: "choice"; id: ChoiceId }                      // tapped, numbered, or its label typed
  | { kind: "command"; command: Command }
  | { kind: "language"; language: Language; name?: string }   // a language's name, as it was typed, or a language asked for that is not complete
  | { kind: "other-language"; name?: string }             // another one: which, when it was named
  | { kind: "topic"; topic: TopicId; also?: TopicId }     // the message names a topic, and another beside it
  | { kind: "yes" } | { kind: "no" }
  | { kind: "number"; n: number }                         // a bare number that was no choice
  | { kind: "date"; read: DateRead }                      // a day, where one was asked for
  | { kind: "words"; text: string }                       // anything else that was typed
  | { kind: "danger"; danger: Danger }
  | { kind: "media"; media: MediaKind }
  | { kind: "location" } | { kind: "contacts" } | { kind: "order" }
  | { kind: "unreadable" }                                // unsupported, unknown, empty, broken
  | { kind: "result"; lookup: string; outcome: LookupOutcome }
  | { kind: "timer"; name: TimerName; about: string };

export const TIMERS = ["lookup-slow", "danger-unanswered"] as const;
export type TimerName = (typeof TIMERS)[number];

/** What is noticed beside it: the language the message is written in, when that is clear, and the words' fold for
 *  telling a robot that repeats itself. */
export type Noticed = { language?: Language; fold?: string };
