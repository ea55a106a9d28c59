/** What can be read from a person's words before anything is answered: danger, topics, commands, language. Synchronous, and
 *  the same for the same words; the models and lists are read when they are first asked for. */
import type { Danger } from "../../flows/heard.ts";
import type { Language, TopicId } from "../../flows/ids.ts";
import { answerTo, type Answer } from "./answer.ts";
import { command, greeting, thanks } from "./command.ts";
import { readDate } from "./date.ts";
import { fold } from "./fold.ts";
import { guess, languageNamed } from "./languages.ts";
import { understand, type Understood } from "./understand.ts";

/** A message is asked about several times in a turn, and read once. */
let last: { text: string; language: Language | null; understood: Understood; answer?: Answer } | null = null;

function read(text: string, language: Language | null): NonNullable<typeof last> {
  if (last?.text !== text || last.language !== language) last = { text, language, understood: understand(text, { language }) };
  return last;
}

function answer(text: string, language: Language | null): Answer {
  const one = read(text, language);
  return (one.answer ??= answerTo(text, language, one.understood));
}

const danger = (text: string, language: Language | null = guess(text)): Danger | null => read(text, language).understood.danger;
const topics = (text: string, language: Language | null): TopicId[] => answer(text, language).sure;
const topic = (text: string, language: Language | null): TopicId | null => topics(text, language)[0] ?? null;

export const reading = { fold, danger, topic, topics, likely: answer, command, languageNamed, guess, greeting, thanks, date: readDate };
