/** What Puente remembers of a conversation between two messages. Plain JSON, sealed at rest. */
import type { AreaId } from "./area.ts";
import type { Language, Millis } from "./ids.ts";
import type { Memory, Stage } from "./memory.ts";
import type { ChoiceId, FactId, Line } from "./reply.ts";

/** Where a conversation stands: a step of a flow, and the flow's version when it got there. */
export type Place = { flow: string; step: string; version: number };

export type Session = {
  v: 1;
  language: Language | null;      // null until chosen, or clear from a first message
  noticed: boolean;               // the notice has been given
  place: Place | null;            // null: at the main menu or before it
  trail: Place[];                 // for "back", newest last, at most 8
  choices: ChoiceId[];            // what the numbers of the last answer mean, 1 first
  /** For "repeat": 15 minutes, never a protection topic. Without lines it was the place's own text. */
  last: { at: Millis; lines?: Line[]; facts?: FactId[] } | null;
  missed: number;                 // messages in a row that were not understood
  slots: Record<string, string>;  // answers a flow still needs, e.g. a case number until its proof came
  lookup: string | null;          // the lookup whose result is awaited
  late: boolean;                  // and it was said that it takes longer, or that it failed
  heardAt: Millis;                // the person's last message
  /** A first question that waits for the choice of language, as the choice it stands for. */
  waits: ChoiceId | null;
  naming: boolean;                // asked which other language they speak
  near: AreaId | null;            // where the person says they are, for "near me": the area's name, never a point
  robot: { fold: string; times: number } | null;
  stage: Stage | null;            // as they told it in this conversation; remembered only with consent
  offered: boolean;               // whether it shall be was offered: silence is a no
  /** Danger or a child showed in this conversation: nothing is asked to be remembered, and we write first about nothing. */
  spared: boolean;
  memory: Memory | null;          // what they agreed to have remembered. Stored beside the session, not in it
};

export const newSession = (): Session => ({
  v: 1, language: null, noticed: false, place: null, trail: [], choices: [], last: null, missed: 0, slots: {},
  lookup: null, late: false, heardAt: 0, waits: null, naming: false, near: null, robot: null,
  stage: null, offered: false, spared: false, memory: null,
});
