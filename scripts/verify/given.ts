/** What is verified, and what comes of it. Plain data on both sides: tests hand in the real library with one fault. */
import type { Content } from "../../bot/content.ts";
import type { Flow, Goto, Library, Option, Step } from "../../flows/flow.ts";
import type { Channel, Language, TopicId } from "../../flows/ids.ts";
import type { FactId, TextKey } from "../../flows/reply.ts";

export type Given = {
  library: Library;
  content: Content;
  today: string;                      // YYYY-MM-DD
  production: boolean;
  /** Keys that the programs name themselves. One that ends in `-` or `.` stands for all that begin with it. */
  named: readonly TextKey[];
  /** Which file holds a fact. */
  factFiles: Record<FactId, string>;
  /** Texts the operator sends without a native speaker's review, each by name: `fr danger.first`. */
  accepted: readonly string[];
};

/** `todo` is what to do about it. `rule` is the name under which a test breaks it. */
export type Finding = { rule: Rule; file: string; key: string; what: string; todo: string };

export type Rule =
  | "file-broken" | "key-missing" | "key-unused" | "key-differs" | "text-untidy"
  | "dead-end" | "loop" | "step-unreached" | "topic-unanswered" | "topic-far" | "no-answer" | "no-person" | "no-menu" | "not-shown-person"
  | "fact-unknown" | "fact-untold" | "fact-unlisted" | "fact-faulty" | "fact-overdue"
  | "too-long" | "label-long" | "labels-alike" | "sms-dear" | "sms-word" | "too-many-choices" | "two-questions" | "hard-to-read"
  | "digit" | "link" | "term-unexplained" | "plural" | "never-said"
  | "betrays" | "shelter" | "consulate"
  | "unmarked" | "unreviewed" | "not-called" | "unsigned";

/** What it takes to come to one answer from the topic's name or the menu: taps after that, messages and SMS segments received. */
export type Cost = { topic: TopicId; to: string; language: Language; channel: Channel; taps: number; bubbles: number; segments: number };

export type TopicReport = { topic: TopicId; answers: number; languages: Language[]; paths: number; segments: number; findings: number };

export type Report = {
  topics: TopicId[];
  languages: Language[];
  channels: Channel[];
  /** How many answers were walked to and said: each step, by each choice that leads there, in each language, on each channel. */
  paths: number;
  findings: Finding[];
  warnings: Finding[];
  byTopic: TopicReport[];
  /** Every answer by the shortest way to it, dearest first. */
  costs: Cost[];
  /** Whether what staff decided about facts was counted, in a sentence; with `--production` or `--store`. */
  staff?: string;
};

// ── small readings of the data that most rules share ──────────────────────────────────────────────────────────────

export type Spot = { flow: Flow; id: string; step: Step };

export const spotsOf = (library: Library): Spot[] =>
  Object.values(library.flows).flatMap(flow => Object.entries(flow.steps).map(([id, step]) => ({ flow, id, step })));
/** Every text a step may say: its own, those with which an input asks again, and what stands where there is nothing to tell. */
export const sayOf = (step: Step): TextKey[] => [...("say" in step ? step.say : []), ...Object.entries(step).flatMap(([name, value]) => OTHER_TEXTS.has(name) && typeof value === "string" ? [value] : []), ...partsOf(step).flatMap(part => (isObject(part) && !isOption(part) && !isGoto(part) ? Object.values(part).filter(isKey) : []))];
const OTHER_TEXTS = new Set(["again", "which", "future"]);
/** Options and ways on, in whatever field a kind of step keeps them. */
export const optionsOf = (step: Step): Option[] => partsOf(step).filter(isOption);
export const factsOf = (step: Step): FactId[] => "facts" in step ? step.facts ?? [] : [];
export const leadsTo = (step: Step): Goto[] => partsOf(step).flatMap(part => (isOption(part) ? [part.to] : isGoto(part) ? [part] : []));

const partsOf = (step: Step): unknown[] => Object.values(step).flatMap((value: unknown) => value);
const isKey = (part: unknown): part is TextKey => typeof part === "string" && /^[a-z-]+\.[a-z0-9-]+$/.test(part);
const isObject = (part: unknown): part is object => typeof part === "object" && part !== null;
const isOption = (part: unknown): part is Option => isObject(part) && "label" in part && "to" in part;
const isGoto = (part: unknown): part is Goto => isObject(part) && ["step", "topic", "menu", "flow"].some(way => way in part);

/** A text as it lies in its file, `_sms` and plural forms apart. */
export type Text = { language: Language; key: TextKey; base: TextKey; text: string; file: string };

export function textsOf(content: Content): Text[] {
  return (Object.entries(content.texts) as [Language, Record<string, Record<string, string>>][]).flatMap(([language, namespaces]) =>
    Object.entries(namespaces).flatMap(([namespace, entries]) => Object.entries(entries).map(([name, text]) =>
      ({ language, key: `${namespace}.${name}`, base: `${namespace}.${name.replace(FORMS, "")}`, text, file: textFile(language, namespace) }))));
}

const FORMS = /(?:_sms)?(?:_(?:zero|one|two|few|many|other))?$/;
export const textFile = (language: Language, keyOrNamespace: string): string => `locales/${language}/${keyOrNamespace.split(".")[0]}.json`;
export const flowFile = (flow: string): string => `flows/library/${flow}.ts`;

/** The words of a text, without the names of facts and values. */
export const bare = (text: string): string => text.replace(/\{\{[^}]*\}\}/g, "");
export const valuesIn = (text: string): string[] => [...new Set([...text.matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(match => match[1]!))].toSorted();
/** Facts told as they are, or counted with their noun. */
export const factsIn = (text: string): FactId[] => [...new Set(valuesIn(text).filter(v => /^(fact|counted)\./.test(v)).map(v => v.slice(v.indexOf(".") + 1)))];
/** The same with what else is named: a language may count where another one does not. */
export const namedIn = (text: string): string[] => [...new Set(valuesIn(text).map(v => v.replace(/^counted\./, "fact.")))].toSorted();
export const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?؟])\s+|\n+/).filter(s => /\p{L}/u.test(s));

/** Every form of a step's texts in a language that has them. */
export const formsOf = (content: Content, language: Language, keys: readonly TextKey[]): { key: TextKey; text: string }[] => keys.flatMap(key => {
  const [namespace = "", name = ""] = key.split(/\.(.*)/s);
  const texts = content.texts[language]?.[namespace];
  return [name, `${name}_sms`].flatMap(form => texts?.[form] === undefined ? [] : [{ key: `${namespace}.${form}`, text: texts[form] }]);
});
