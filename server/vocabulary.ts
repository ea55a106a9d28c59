/** What a person may type instead of a choice's number: the labels a choice has anywhere in the library, in every language.
 *  Made for a library and its words, each label when it is first asked for. */
import type { Vocabulary } from "../bot/hear.ts";
import { reading } from "../bot/understanding/reading.ts";
import "./models.ts";
import type { Words } from "../bot/words.ts";
import { idOf, optionsOf } from "../flows/choices.ts";
import { dateOf, dayOf } from "../flows/days.ts";
import { findFlow, findStep } from "../flows/find.ts";
import type { Library } from "../flows/flow.ts";
import { CHANNELS, LANGUAGES, type Millis } from "../flows/ids.ts";
import type { ChoiceId, TextKey } from "../flows/reply.ts";
import type { Session } from "../flows/session.ts";

export function createVocabulary(library: Library, words: Words): (session: Session, at: Millis) => Vocabulary {
  const keys = labelKeys(library), labels = new Map<ChoiceId, string[]>();
  const none: string[] = [];
  const find = (id: ChoiceId): string[] => {
    const its = keys.get(id.startsWith("do:not-this/") ? "do:not-this" : id);
    if (!its) return none;
    let known = labels.get(id);
    if (!known) labels.set(id, known = spoken(its, words));
    return known;
  };
  return ({ place }, at) => {
    const step = place ? findStep(findFlow(library, place.flow), place.step) : undefined;
    const expecting = step?.kind === "input";
    return { reading, labels: find, expecting, today: expecting && step.as === "date" ? dateOf(dayOf(at)) : undefined };
  };
}

function spoken(keys: ReadonlySet<TextKey>, words: Words): string[] {
  const all = new Set<string>();
  for (const key of keys) for (const language of LANGUAGES) if (words.has(language, key)) for (const channel of CHANNELS) all.add(words.text(language, key, undefined, channel === "sms" ? "sms" : undefined));
  return [...all];
}

/** Every label a choice id is shown under. */
export function labelKeys(library: Library): Map<ChoiceId, Set<TextKey>> {
  const found = new Map<ChoiceId, Set<TextKey>>();
  const add = (id: ChoiceId, key: TextKey): void => { found.set(id, (found.get(id) ?? new Set()).add(key)); };
  for (const { id, label } of library.menu) add(id, label);
  for (const language of LANGUAGES) add(`lang:${language}`, `languages.${language}`);
  add("do:other-language", "languages.other");
  add("do:menu", "common.menu-label");
  add("do:human", "common.human-label");
  add("do:resume", "common.yes");
  add("do:not-this", "common.not-this");
  add("topic:case-status", "case-status.try-again");
  for (const flow of Object.values(library.flows)) for (const [name, step] of Object.entries(flow.steps)) {
    for (const [n, { to, label }] of optionsOf(step).entries()) add(step.kind === "erase" ? `set:${flow.id}/${name}/${n === 0 ? "yes" : "no"}` : idOf(flow.id, to), label);
  }
  return found;
}
