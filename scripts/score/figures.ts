/** Figures on messages with known topics: the first and the first three topics, danger found and feared in vain, the language,
 *  and how often what is answered directly is right. Intervals are Wilson's, 95 %. */
import { languageOf } from "../../bot/understanding/languages.ts";
import { THRESHOLDS } from "../../bot/understanding/thresholds.ts";
import { understand } from "../../bot/understanding/understand.ts";
import { DANGERS, LANGUAGES, TOPICS, type TopicId } from "../../flows/ids.ts";

export type Message = { text: string; topic: TopicId; lang: string; also: TopicId[]; alarming: boolean };
export type Judged = { message: Message; top: TopicId[]; confidence: number; danger: "hard" | "soft" | null; right: boolean; among: boolean; missed: boolean; feared: boolean; languageRight: boolean };
/** Shares in percent, of how many. */
export type Figures = Record<string, Record<string, { share: number; of: number }>>;

const GRAVE: ReadonlySet<string> = new Set(DANGERS.filter(topic => topic !== "health-care"));

export function readMessages(text: string, file: string): Message[] {
  return text.split("\n").filter(line => line.trim() !== "").map((line, nth) => {
    const { text: said, topic, lang = "es", also = [], alarming = false } = JSON.parse(line) as Partial<Message>;
    const known = TOPICS.find(id => id === topic);
    if (typeof said !== "string" || !known) throw new Error(`${file}:${nth + 1}: needs a text and a known topic`);
    return { text: said, topic: known, lang, also, alarming };
  });
}

export function judge(message: Message): Judged {
  const { topics, confidence, danger } = understand(message.text), gold = [message.topic, ...message.also];
  const top = topics.map(({ topic }) => topic), grave = gold.some(topic => GRAVE.has(topic)) || message.topic === "unaccompanied-child";
  return {
    message, top, confidence, danger: danger?.level ?? null, right: gold.includes(top[0]!), among: top.slice(0, 3).some(topic => gold.includes(topic)),
    missed: GRAVE.has(message.topic) && danger === null, feared: !grave && danger !== null && danger.topic !== "health-care", languageRight: languageOf(message.text) === message.lang,
  };
}

const MEASURES: Record<string, { of: (one: Judged) => boolean; hit: (one: Judged) => boolean }> = {
  "top-1": { of: () => true, hit: one => one.right },
  "top-3": { of: () => true, hit: one => one.among },
  "danger found": { of: one => GRAVE.has(one.message.topic), hit: one => !one.missed },
  "false hard": { of: one => !GRAVE.has(one.message.topic), hit: one => one.feared && one.danger === "hard" },
  "false any": { of: one => !GRAVE.has(one.message.topic), hit: one => one.feared },
  "alarming, false hard": { of: one => one.message.alarming, hit: one => one.feared && one.danger === "hard" },
  language: { of: () => true, hit: one => one.languageRight },
  "answered directly": { of: () => true, hit: one => one.confidence >= THRESHOLDS.sure },
  "right when so": { of: one => one.confidence >= THRESHOLDS.sure, hit: one => one.right },
};

export function figuresOf(judged: Judged[]): Figures {
  return Object.fromEntries([...LANGUAGES, "all"].flatMap((language): [string, Figures[string]][] => {
    const some = judged.filter(one => language === "all" || one.message.lang === language);
    if (!some.length) return [];
    return [[language, Object.fromEntries(Object.entries(MEASURES).flatMap(([name, { of, hit }]) => {
      const those = some.filter(of);
      return those.length ? [[name, { share: Math.round((1000 * those.filter(hit).length) / those.length) / 10, of: those.length }]] : [];
    }))]];
  }));
}

export function shown(judged: Judged[]): string {
  return Object.entries(figuresOf(judged)).map(([language, figures]) => `${language.padEnd(4)} ${Object.entries(figures).map(([name, { share, of }]) => `${name} ${share} ${wilson(share / 100, of)}`).join(" | ")}`).join("\n");
}

function wilson(p: number, n: number): string {
  const z = 1.96, d = 1 + (z * z) / n, c = p + (z * z) / (2 * n), h = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return `[${Math.max(0, Math.round((100 * (c - h)) / d))}-${Math.min(100, Math.round((100 * (c + h)) / d))}] of ${n}`;
}
