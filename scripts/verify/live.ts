/** Texts on which a life, a case or a consent hangs: each is marked as grave, and none goes live that no native speaker has
 *  read, unless the operator accepts it by name. */
import { GRAVE, type GraveClass } from "../../flows/grave.ts";
import type { Language } from "../../flows/ids.ts";
import type { TextKey } from "../../flows/reply.ts";
import { factsIn, sayOf, spotsOf, textFile, textsOf, type Finding, type Given } from "./given.ts";

/** What a text is called that cannot be told by where it stands. */
const CONSENT = /^common\.notice-|\bconsent\b|^remember\.ask$|^follow\.when$/;
const OPT_OUT = /^common\.(stopped|started)$|^(remember\.forgotten|follow\.stopped)$/;

const CALLED: Record<GraveClass, string> = { safety: "is a safety text", consent: "is a text of notice or consent", deadline: "tells a deadline", "opt-out": "is an opt-out text" };

export function unreviewed(given: Given): Finding[] {
  return textsOf(given.content).filter(({ key, base }) => key === base && GRAVE.has(key)).flatMap(({ language, key }): Finding[] => {
    if (isReviewed(given, language, key) || given.accepted.includes(`${language} ${key}`)) return [];
    return [{ rule: "unreviewed", file: textFile(language, key), key, what: `${CALLED[GRAVE.get(key)!]}, and no native speaker of ${language} has read it`, todo: `have it read and add its file to "reviewed" in _meta.json, or accept it by name: ${language} ${key}` }];
  });
}

const isReviewed = ({ content }: Given, language: Language, key: TextKey): boolean => content.languages[language]?.reviewed.includes(key.split(".")[0]!) ?? false;

/** Marks that are missing, and marks of texts that are gone. */
export function unmarked(given: Given): Finding[] {
  const found = (key: TextKey, what: string, todo: string): Finding => ({ rule: "unmarked", file: "flows/grave.ts", key, what, todo });
  const spanish = new Set(textsOf({ ...given.content, texts: { es: given.content.texts.es ?? {} } }).map(({ base }) => base));
  return [
    ...[...graveBy(given)].filter(([key]) => !GRAVE.has(key)).map(([key, what]) => found(key, `${CALLED[what]} and is not marked: without a review it would go out with no Spanish beneath`, `list it under "${what}"`)),
    ...[...GRAVE.keys()].filter(key => !spanish.has(key)).map(key => found(key, "is marked, and there is no such text", "remove the mark, or correct the name")),
  ];
}

/** Keys that are grave by where they stand, by the facts they tell, or by their name. */
function graveBy({ library, content }: Given): Map<TextKey, GraveClass> {
  const texts = textsOf(content), steps = spotsOf(library).map(({ step }) => step);
  const by = (what: GraveClass, keys: readonly TextKey[]): [TextKey, GraveClass][] => keys.map(key => [key, what]);
  return new Map([
    ...by("consent", texts.map(({ base }) => base).filter(key => CONSENT.test(key))),
    ...by("opt-out", texts.map(({ base }) => base).filter(key => OPT_OUT.test(key))),
    ...by("deadline", [...texts.filter(({ text }) => factsIn(text).some(id => content.facts[id]?.kind === "deadline")).map(({ base }) => base), ...steps.flatMap(step => step.kind === "last-day" ? step.say : [])]),
    ...by("safety", steps.flatMap(step => step.kind === "safety" ? sayOf(step) : [])),
  ]);
}
