/** What can be read from a person's words before anything is answered: danger, topic, commands, language. Synchronous and
 *  pure; danger is compiled when this is imported, a language's topics when they are first asked for. */
import { command, greeting, thanks } from "./command.ts";
import { danger } from "./danger.ts";
import { readDate } from "./date.ts";
import { fold } from "./fold.ts";
import { guess, languageNamed } from "./languages.ts";
import { topic, topics } from "./topic.ts";

export const reading = { fold, danger, topic, topics, command, languageNamed, guess, greeting, thanks, date: readDate };
