/** What can be read from a person's words before anything is answered: danger, topic, commands, language. Synchronous and
 *  pure; every list is compiled once, when this is imported. */
import { command, greeting, thanks } from "./command.ts";
import { danger } from "./danger.ts";
import { readDate } from "./date.ts";
import { fold } from "./fold.ts";
import { guess, languageNamed } from "./languages.ts";
import { topic, topics } from "./topic.ts";

export const reading = { fold, danger, topic, topics, command, languageNamed, guess, greeting, thanks, date: readDate };
