/** Numbers beside the nouns they count: each language has every plural form its numbers can take, and no text fixes a noun to
 *  the number of today. */
import type { Fact } from "../../flows/fact.ts";
import type { Language } from "../../flows/ids.ts";
import { bare, factsIn, textFile, textsOf, type Finding, type Given, type Text } from "./given.ts";

const UNITS = "units";
/** Counts that meet every rule of a language whose numbers stay below a million. */
const SAMPLE = [...Array.from({ length: 200 }, (_, n) => n), 1000, 2667];
/** Forms whose noun may say the number by itself: "شهرين" is two months. */
const SAY_IT = new Set(["zero", "one", "two"]);

export function verifyCounts(given: Given): Finding[] {
  const texts = textsOf(given.content);
  return [...forms(given, texts), ...fixed(given, texts)];
}

/** Creole counts as English does, and no machine knows it. */
const pluralsOf = (language: Language): string[] => {
  const rules = new Intl.PluralRules(language === "ht" ? "en" : language);
  return [...new Set(SAMPLE.map(n => rules.select(n)))];
};

function forms({ content }: Given, texts: readonly Text[]): Finding[] {
  const found = (language: Language, key: string, what: string): Finding => ({ rule: "plural", file: textFile(language, key), key, what, todo: "write the form; Intl.PluralRules tells which numbers take it" });
  const units = new Set(Object.values(content.facts).flatMap(({ unit }) => unit ?? []));
  const languages = (Object.keys(content.texts) as Language[]).filter(language => content.texts[language]?.[UNITS]);
  return [
    ...languages.flatMap(language => [...units].flatMap(unit => pluralsOf(language).flatMap(form => {
      const key = `${UNITS}.${unit}_${form}`, text = content.texts[language]![UNITS]![`${unit}_${form}`];
      if (text === undefined) return [found(language, key, "some numbers take this form, and it is missing")];
      return SAY_IT.has(form) || text.includes("{{n}}") ? [] : [found(language, key, "does not say the number: it needs {{n}}")];
    }))),
    ...texts.filter(({ key, text }) => /\{\{\s*count\s*\}\}/.test(text) && !/_(zero|one|two|few|many|other)$/.test(key)).map(({ language, key }) => found(language, key, "counts, and has no plural forms")),
  ];
}

/** A number that counts: no year, no phone. */
const isCount = (fact: Fact | undefined): boolean => fact !== undefined && fact.kind !== "phone" && fact.kind !== "crisis-number" && /^\d[\d,]*(-\d+)?$/.test(fact.value) && !/^(19|20)\d\d/.test(fact.value);

/** A fact's number with a noun after it: right for the number of today alone. */
function fixed({ content }: Given, texts: readonly Text[]): Finding[] {
  const nouns = new Map((Object.keys(content.texts) as Language[]).map(language => [language, nounsOf(content.texts[language]?.[UNITS] ?? {})]));
  return texts.flatMap(({ language, key, text, file }) => [...text.matchAll(/\{\{\s*fact\.[\w-]+\s*\}\}((?:\s+[\p{L}\p{M}]+){1,2})/gu)].flatMap(([placeholder = "", after = ""]): Finding[] => {
    const [id = ""] = factsIn(placeholder);
    const noun = !isCount(content.facts[id]) ? undefined : after.trim().split(/\s+/).find(word => nouns.get(language)!.has(word.toLowerCase()));
    return noun ? [{ rule: "plural", file, key, what: `fixes the noun "${noun}" to the number of ${id} as it is today`, todo: `give the fact a unit, and write {{counted.${id}}} in place of both` }] : [];
  }));
}

/** The words that a language counts with: all of its forms, but for little ones. */
const nounsOf = (units: Record<string, string>): Set<string> => new Set(Object.values(units).flatMap(form => bare(form).toLowerCase().match(/[\p{L}\p{M}]{2,}/gu) ?? []));
