/** What is said, in a language: a key and its values become a text. The only file that knows i18next. Facts and the
 *  operator are values that every text may name, a fact's number with its noun as well; nothing here knows limits or channels, but for the SMS variant of a key. */
import { createInstance, type i18n } from "i18next";
import { countOf, type Fact } from "../flows/fact.ts";
import { LANGUAGES, type Language } from "../flows/ids.ts";
import type { FactId, TextKey, Value, Values } from "../flows/reply.ts";
import type { Content, LanguageMeta } from "./content.ts";
import { writeValue } from "./figures.ts";

export type Words = {
  /** The content's version. */
  version: string;
  /** Throws on what is missing, instead of falling back. */
  strict: boolean;
  /** The complete languages, in the order they are offered. */
  languages: Language[];
  /** Of these, the translations that no native speaker has read: not every namespace is in their `reviewed`. Spanish is the original. */
  unread: Language[];
  /** The text of `namespace.key`; with `variant` the key's `_sms` form where there is one. A namespace that the language lacks
   *  is spoken in Spanish, whole. What is missing throws a `TextError` when strict; else a lone key is spoken in Spanish, or is "". */
  text(language: Language, key: TextKey, values?: Values, variant?: "sms"): string;
  /** Whether this very language has the key, in any form. */
  has(language: Language, key: TextKey): boolean;
  /** The language to speak to someone: theirs if there are texts in it, else Spanish. */
  choose(language: Language | null | undefined): Language;
  meta(language: Language): LanguageMeta | undefined;
  /** A day (`YYYY-MM-DD`) written out: "5 de marzo de 2026", with its weekday if wanted. What is no day stays as it is. */
  date(language: Language, day: string, weekday?: true): string;
  fact(id: FactId): Fact | undefined;
};

/** A text that cannot be said. Codes: `text:missing`, `text:no-value`. Holds the key, never a value. */
export class TextError extends Error {
  readonly code: string;
  readonly key: TextKey;
  constructor(code: string, language: Language, key: TextKey, what = "") {
    super(`${code} ${language} ${key}${what && ` ${what}`}`);
    this.name = "TextError";
    this.code = code;
    this.key = key;
  }
}

const FALLBACK: Language = "es";
const FORMS = /(?:_sms)?(?:_(?:zero|one|two|few|many|other))?$/;

/** Makes the words of one version of the content. Texts without values of their own are made once and kept. */
export function createWords(content: Content, options: { strict?: boolean } = {}): Words {
  const strict = options.strict ?? false;
  const voices = new Map<Language, Voice>();
  for (const language of LANGUAGES) if (content.texts[language]) voices.set(language, createVoice(content, language, strict));
  const made = new Map<string, string>();

  function text(language: Language, key: TextKey, values?: Values, variant?: "sms"): string {
    if (values && hasAny(values)) return render(language, key, values, variant);
    const id = `${variant ?? ""}|${language}|${key}`;
    let known = made.get(id);
    if (known === undefined) made.set(id, known = render(language, key, {}, variant));
    return known;
  }

  function render(language: Language, key: TextKey, values: Values, variant: "sms" | undefined): string {
    const voice = voiceOf(language, key);
    if (!voice?.keys.has(key)) {
      if (strict) throw new TextError("text:missing", language, key);
      const spanish = voices.get(FALLBACK);
      return voice !== spanish && spanish?.keys.has(key) ? speak(spanish, key, values, variant) : "";
    }
    return speak(voice, key, values, variant);
  }

  function voiceOf(language: Language, key: TextKey): Voice | undefined {
    const namespace = key.slice(0, key.indexOf("."));
    const voice = voices.get(language);
    return voice?.namespaces.has(namespace) ? voice : voices.get(FALLBACK);
  }

  function speak(voice: Voice, key: TextKey, values: Values, variant: "sms" | undefined): string {
    const plain: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(values)) plain[name] = plainOf(voice, value, variant);
    return voice.say(key, plain, variant);
  }

  function plainOf(voice: Voice, value: Value, variant: "sms" | undefined): string | number {
    if (typeof value === "number") return value;
    if (typeof value === "string") return voice.isolate(value);
    return "date" in value ? voice.isolate(writeDate(voice.language, value.date, value.weekday)) : text(voice.language, value.key, undefined, variant);
  }

  return {
    version: content.version,
    strict,
    languages: LANGUAGES.filter(language => content.languages[language]?.complete),
    unread: LANGUAGES.filter(language => language !== FALLBACK && content.languages[language]?.complete && Object.keys(content.texts[language] ?? {}).some(namespace => !content.languages[language]!.reviewed.includes(namespace))),
    text,
    has: (language, key) => voices.get(language)?.keys.has(key) ?? false,
    choose: language => language && voices.has(language) ? language : FALLBACK,
    meta: language => content.languages[language],
    date: writeDate,
    fact: id => Object.hasOwn(content.facts, id) ? content.facts[id] : undefined,
  };
}

function hasAny(values: Values): boolean {
  for (const _ in values) return true;
  return false;
}

// ── one language ──────────────────────────────────────────────────────────────────────────────────────────────────

/** One language's texts. */
type Voice = {
  language: Language;
  namespaces: ReadonlySet<string>;
  /** Every `namespace.key`, also without its plural and SMS endings. */
  keys: ReadonlySet<string>;
  say(key: TextKey, values: Record<string, string | number>, variant: "sms" | undefined): string;
  isolate(value: string): string;
};

function createVoice(content: Content, language: Language, strict: boolean): Voice {
  const texts = content.texts[language] ?? {};
  const isolate = content.languages[language]?.rtl ?? language === "ar" ? isolateLtr : (value: string) => value;
  // What i18next misses is thrown out of it, so that no key or placeholder can reach a person.
  let missing: TextKey | null = null;
  const facts = mapValues(content.facts, fact => isolate(writeValue(language, fact))), counted: Record<string, string> = {};
  const instance = createSpeaker(language, { units: content.texts[FALLBACK]?.["units"] ?? {}, ...texts }, {
    facts, counted,
    operator: mapValues(content.operator, isolate),
    missingValue: name => { if (strict) throw new TextError("text:no-value", language, missing ?? "", name); return ""; },
  });

  // {{counted.ID}}: the number and the noun that it counts, in the form that this number takes
  for (const fact of Object.values(content.facts)) {
    const count = countOf(fact);
    if (fact.unit === undefined || count === null) continue;
    const forms = [fact.unit, `${fact.unit}_other`].map(name => instance.t(name, { ns: "units", count, n: facts[fact.id]!, defaultValue: ABSENT }));
    counted[fact.id] = forms.find(form => form !== ABSENT) ?? facts[fact.id]!;
  }

  function say(key: TextKey, values: Record<string, string | number>, variant: "sms" | undefined): string {
    missing = key;
    const dot = key.indexOf(".");
    const lookup = { ns: key.slice(0, dot), replace: values, ...(variant && { context: variant }), ...(typeof values["count"] === "number" && { count: values["count"] }) };
    const name = key.slice(dot + 1);
    for (const candidate of strict ? [name] : [name, `${name}_other`]) {
      const said = instance.t(candidate, { ...lookup, defaultValue: ABSENT });
      if (said !== ABSENT) return said.normalize("NFC");
    }
    if (strict) throw new TextError("text:missing", language, key, "plural form");
    return "";
  }

  return { language, namespaces: new Set(Object.keys(texts)), keys: keysOf(texts), say, isolate };
}

const ABSENT = "\0absent";

type Constants = { facts: Record<string, string>; counted: Record<string, string>; operator: Record<string, string>; missingValue(name: string): string };

function createSpeaker(language: Language, texts: Record<string, Record<string, string>>, constants: Constants): i18n {
  const instance = createInstance();
  void instance.init({
    lng: language, fallbackLng: false, initAsync: false, resources: { [language]: texts },
    ns: Object.keys(texts), keySeparator: false, nsSeparator: false, returnEmptyString: true,
    interpolation: { escapeValue: false, defaultVariables: { fact: constants.facts, counted: constants.counted, operator: constants.operator } },
    missingInterpolationHandler: (_text, match) => constants.missingValue(String(match[1]).trim()),
  });
  speakCreolePlurals(instance);
  return instance;
}

/** ICU does not know Haitian Creole and would count by the machine's own language; it counts as English does: 1, and the rest. */
function speakCreolePlurals(instance: i18n): void {
  const plurals: { getRule(code: string, options?: object): Intl.PluralRules } = instance.services.pluralResolver;
  const rule = plurals.getRule.bind(plurals);
  plurals.getRule = (code, options) => rule(code.startsWith("ht") ? "en" : code, options);
}

function keysOf(texts: Record<string, Record<string, string>>): Set<string> {
  const keys = new Set<string>();
  for (const [namespace, entries] of Object.entries(texts)) {
    for (const key of Object.keys(entries)) {
      keys.add(`${namespace}.${key}`);
      keys.add(`${namespace}.${key.replace(FORMS, "")}`);
    }
  }
  return keys;
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Within Arabic, a number or a Latin name is set apart (U+2066 … U+2069), else `6000-1234` is shown as `1234-6000`. */
function isolateLtr(value: string): string {
  return /[0-9A-Za-z]/.test(value) && !/[\u0590-\u08ff\ufb1d-\ufefc]/.test(value) ? `\u2066${value}\u2069` : value;
}

// ── dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Creole months and weekdays: Intl has none and would use the machine's language. */
const CREOLE_MONTHS = ["janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"];
const CREOLE_WEEKDAYS = ["dimanch", "lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi"];
/** Day before month in English too, and Western digits in Arabic, as on every paper in Panama. */
const LOCALES = { es: "es", en: "en-GB", fr: "fr", pt: "pt", ar: "ar-u-nu-latn" } as const satisfies Record<Exclude<Language, "ht">, string>;
const formats = new Map<string, Intl.DateTimeFormat>();

function writeDate(language: Language, day: string, weekday?: true): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(time)) return day;
  if (language === "ht") {
    const [year, month, date] = day.split("-");
    return `${weekday ? `${CREOLE_WEEKDAYS[new Date(time).getUTCDay()]} ` : ""}${Number(date)} ${CREOLE_MONTHS[Number(month) - 1]} ${year}`;
  }
  const style = weekday ? "full" : "long", id = `${language}|${style}`;
  let format = formats.get(id);
  if (!format) formats.set(id, format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: style, timeZone: "UTC", calendar: "gregory" }));
  return format.format(time);
}
