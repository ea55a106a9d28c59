/** What must not go live: texts on which a life or a case hangs that no native speaker has read. */
import { sayOf, spotsOf, textFile, type Finding, type Given, factsIn, textsOf } from "./given.ts";
import type { Language } from "../../flows/ids.ts";
import type { TextKey } from "../../flows/reply.ts";

const CONSENT = /^common\.(notice-|consent)|^remember\.ask$|^follow\.when$/;
const OPT_OUT = /^common\.(stopped|started)$|^remember\.forgotten$|^follow\.stopped$/;

export function unreviewed(given: Given): Finding[] {
  const { content } = given;
  const kinds = kindsOf(given);
  return textsOf(content).filter(({ key }) => !key.endsWith("_sms")).flatMap(({ language, key }): Finding[] => {
    const kind = kinds.get(key);
    if (!kind || isReviewed(given, language, key) || given.accepted.includes(`${language} ${key}`)) return [];
    return [{ rule: "unreviewed", file: textFile(language, key), key, what: `${kind}, and no native speaker of ${language} has read it`, todo: `have it read and add its file to "reviewed" in _meta.json, or accept it by name: ${language} ${key}` }];
  });
}

const isReviewed = ({ content }: Given, language: Language, key: TextKey): boolean => content.languages[language]?.reviewed.includes(key.split(".")[0]!) ?? false;

function kindsOf({ library, content }: Given): Map<TextKey, string> {
  const safety = spotsOf(library).filter(({ step }) => step.kind === "safety").flatMap(({ step }) => sayOf(step));
  const deadline = textsOf(content).filter(({ text }) => factsIn(text).some(id => content.facts[id]?.kind === "deadline")).map(({ base }) => base);
  const others = textsOf(content).map(({ base }) => base);
  return new Map([
    ...others.filter(key => CONSENT.test(key)).map((key): [TextKey, string] => [key, "is a text of notice or consent"]),
    ...others.filter(key => OPT_OUT.test(key)).map((key): [TextKey, string] => [key, "is an opt-out text"]),
    ...deadline.map((key): [TextKey, string] => [key, "tells a deadline"]),
    ...safety.map((key): [TextKey, string] => [key, "is a safety text"]),
  ]);
}
