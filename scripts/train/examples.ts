/** The examples a model learns from: a message a line under its topic, in a file per language. `(a|b)` is written out, at
 *  most three ways; "!" marks a medical emergency; `;` begins a remark. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DANGERS, TOPICS, type DangerTopic, type Language, type TopicId } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import { ROOT } from "../../server/root.ts";
import { labelKeys } from "../../server/vocabulary.ts";

/** `line`: examples written on one line are kept together when some are set apart. */
export type Example = { text: string; topic: TopicId; danger: DangerTopic | null; language: Language; line: number };

const WAYS = 3;

export function examplesOf(language: Language): Example[] {
  const examples: Example[] = [];
  let topic: TopicId | null = null;
  const lines = readFileSync(join(ROOT, "bot", "understanding", "examples", `${language}.txt`), "utf8").split("\n");
  for (const [nth, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith(";")) continue;
    if (line.startsWith("#")) { topic = topicNamed(line.slice(1).trim(), `${language}.txt:${nth + 1}`); continue; }
    if (topic === null) throw new Error(`${language}.txt:${nth + 1}: a message before the first topic`);
    const urgent = line.startsWith("!"), said = urgent ? line.slice(1) : line;
    for (const text of waysOf(said).slice(0, WAYS)) examples.push({ text, topic, danger: urgent ? "health-care" : dangerOf(topic), language, line: nth });
  }
  return [...examples, ...labelsOf(language, lines.length)];
}

/** A topic's own names, as the menus and answers call it: each opens it. */
function labelsOf(language: Language, after: number): Example[] {
  const folder = join(ROOT, "locales", language), keys = labelKeys(library), examples: Example[] = [];
  const textOf = (key: string): string | undefined => {
    const [space = "", name = ""] = key.split(/\.(.*)/s);
    return (JSON.parse(readFileSync(join(folder, `${space}.json`), "utf8")) as Record<string, string>)[name];
  };
  for (const topic of TOPICS) for (const key of keys.get(`topic:${topic}`) ?? []) {
    const text = textOf(key);
    if (text !== undefined && topic !== "case-status") examples.push({ text, topic, danger: dangerOf(topic), language, line: after + examples.length });
  }
  return examples;
}

function topicNamed(name: string, at: string): TopicId {
  const topic = TOPICS.find(id => id === name);
  if (!topic) throw new Error(`${at}: no topic is called ${name}`);
  return topic;
}

const dangerOf = (topic: TopicId): DangerTopic | null => topic === "health-care" ? null : DANGERS.find(id => id === topic) ?? null;

/** Each way to read the brackets: the first of all, the second of all, and so on. */
function waysOf(line: string): string[] {
  const groups = [...line.matchAll(/\(([^()|]*(?:\|[^()|]*)+)\)/g)].map(([, inside]) => inside!.split("|"));
  const most = Math.max(1, ...groups.map(group => group.length));
  return Array.from({ length: most }, (_, way) => {
    let at = 0;
    return line.replace(/\(([^()|]*(?:\|[^()|]*)+)\)/g, () => { const group = groups[at++]!; return group[way % group.length]!; });
  });
}
