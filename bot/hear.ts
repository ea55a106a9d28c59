/** What one message means where the conversation stands: a menu number, a button or a typed label becomes the choice it
 *  stands for, a word that works everywhere a command; anything else stays words. Danger is looked for first, in any state.
 *  No replies are made here. */
import type { Command, Danger, DateRead, Heard, Noticed } from "../flows/heard.ts";
import { never, type Language, type TopicId } from "../flows/ids.ts";
import type { ChoiceId } from "../flows/reply.ts";
import type { Session } from "../flows/session.ts";
import { wordsOf, type Said } from "./inbound.ts";

/** How words are understood. None of it throws, keeps anything, or knows the conversation. */
export type Reading = {
  /** NFKC, lower case, no accents, emoji or punctuation, single spaces. */
  fold(text: string): string;
  /** `language`: what `guess` said of the text, for callers that know it. */
  danger(text: string, language?: Language | null): Danger | null;
  /** The topic that a message names, when that is clear. `language` is the likeliest one, if any. */
  topic(text: string, language: Language | null): TopicId | null;
  /** The same, and what is asked for beside it. */
  topics(text: string, language: Language | null): TopicId[];
  /** What it may be about, best first, when that is not clear, or clear without being named. */
  likely?(text: string, language: Language | null): { likely: TopicId[]; close: boolean; named: boolean };
  /** The whole message is a word that works everywhere, a yes or a no. */
  command(text: string): Command | "yes" | "no" | null;
  /** The whole message is a language's name; "other" for one that is not ours, "another" for "another language". */
  languageNamed(text: string): Language | "other" | "another" | null;
  /** The language a text is written in, when that is clear. */
  guess(text: string): Language | null;
  greeting(text: string): boolean;
  thanks(text: string): boolean;
  /** The day that the whole message is, as seen on a day (`YYYY-MM-DD`). */
  date(text: string, today: string): DateRead | { kind: "none" };
};

export type Vocabulary = {
  reading: Reading;
  /** The labels of a choice of the last answer, in all languages. */
  labels: (id: ChoiceId) => readonly string[];
  /** The conversation stands in a step that asks for something typed: digits are then the answer, not a topic. */
  expecting?: boolean;
  /** It asks for a day: today's date, to read it by. */
  today?: string | undefined;
};

/** `heard` is the danger when it is hard and the words are not the label of a choice just given. `danger` holds any that was
 *  found: a soft one stands beside what the message asks, and while an agent holds the conversation it alone counts. */
export type Hearing = { heard: Heard; noticed: Noticed; danger: Danger | null };

/** 4096: WhatsApp's longest text. What is beyond is not analysed. */
const LONGEST = 4096;
const FOLD_KEPT = 200;
const CHOICE_ID = /^(topic|do|lang|go|set):[\w./-]{1,180}$/;

/** Says what a message means. Never throws, whatever the message holds. */
export function hear(said: Said, session: Session, vocabulary: Vocabulary): Hearing {
  switch (said.kind) {
    case "text": return hearText(said.text, session, vocabulary);
    case "choice": return CHOICE_ID.test(said.id) ? plain({ kind: "choice", id: said.id }) : hearText(said.title, session, vocabulary);
    case "quick-reply": {
      const hearing = hearText(wordsOf(said), session, vocabulary);
      return CHOICE_ID.test(said.payload) ? { ...hearing, heard: { kind: "choice", id: said.payload } } : hearing;
    }
    case "media": return hearCaption(said, session, vocabulary);
    case "location": return plain({ kind: "location" });
    case "contacts": return plain({ kind: "contacts" });
    case "order": return plain({ kind: "order" });
    case "unreadable": case "redacted": return plain({ kind: "unreadable" });
    default: return never(said);
  }
}

const plain = (heard: Heard): Hearing => ({ heard, noticed: {}, danger: null });

/** A picture or recording is for a person to look at, but a caption can name a danger or a topic. */
function hearCaption(said: Extract<Said, { kind: "media" }>, session: Session, { reading }: Vocabulary): Hearing {
  const media: Heard = { kind: "media", media: said.media };
  const text = clean(wordsOf(said));
  if (text === "") return plain(media);
  const danger = reading.danger(text);
  const language = reading.guess(text);
  const topic = reading.topic(text, language ?? session.language);
  const heard: Heard = danger?.level === "hard" ? { kind: "danger", danger } : topic ? { kind: "topic", topic } : media;
  return { heard, noticed: language ? { language } : {}, danger };
}

function hearText(raw: string, session: Session, vocabulary: Vocabulary): Hearing {
  const { reading } = vocabulary;
  const text = clean(raw);
  if (text === "") return plain({ kind: "unreadable" });
  const digits = bareNumber(text);
  const fold = reading.fold(text);
  const lettered = /\p{L}/u.test(text);
  const language = lettered ? reading.guess(text) : null;
  const danger = reading.danger(text, language);
  const noticed: Noticed = { ...(language && { language }), fold: (fold || text).slice(0, FOLD_KEPT) };
  const heard = choiceOf(digits, text, fold, session, vocabulary)     // our own words, and what they stand for is reviewed
    ?? (danger?.level === "hard" ? { kind: "danger" as const, danger } : null)
    ?? numberOf(digits, text)
    ?? wordsHeard(text, fold, language ?? session.language, vocabulary);
  return { heard, noticed, danger };
}

/** Without what cannot be seen (control characters, direction marks, joiners, broken surrogates), NFC, trimmed, not endless. */
function clean(raw: string): string {
  const text = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw;
  return /^[\x20-\x7e\xa1-\xac\xae-\xff]*$/.test(text) ? text.trim()
    : text.replace(/\s+/gu, " ").replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u061c\u115f\u1160\u3164\uffa0]/gu, "").normalize("NFC").trim();
}

// ── numbers and labels ────────────────────────────────────────────────────────────────────────────────────────────

/** Zeros of the digits that people here may type. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];

/** The digits of a message that is nothing else but punctuation and emoji around one number; "" otherwise. Full-width, ringed,
 *  Arabic and keycap digits count. */
function bareNumber(text: string): string {
  if (text.length > 40 || !/\p{N}/u.test(text)) return "";
  const western = text.replace(/[\ufe0e\ufe0f\u20e3]/g, "").normalize("NFKC")
    .replace(/[٠-٩۰-۹०-९০-৯]/g, d => String(d.charCodeAt(0) - ZEROS.findLast(zero => zero <= d.charCodeAt(0))!));
  return /^[^\p{L}\p{N}]*([0-9]+)[^\p{L}\p{N}]*$/u.exec(western)?.[1] ?? "";
}

function choiceOf(digits: string, text: string, fold: string, session: Session, vocabulary: Vocabulary): Heard | null {
  const { choices } = session;
  if (digits !== "") {
    const id = digits.length <= 2 ? choices[Number(digits) - 1] : undefined;
    return id !== undefined && digits !== "9" ? { kind: "choice", id } : null;     // 9 is "back", everywhere
  }
  if (fold === "" || choices.length === 0 || text.length > 200) return null;
  const labelled = byLabel(fold, choices, vocabulary);
  if (labelled !== null) return { kind: "choice", id: labelled };
  const numbered = /^(\d{1,2})\s*(\D.*)$/.exec(fold);      // "2 English", copied as it stood
  const id = numbered ? choices[Number(numbered[1]) - 1] : undefined;
  if (id !== undefined && byLabel(numbered![2]!, [id], vocabulary) !== null) return { kind: "choice", id };
  const spelled = spelledNumber(fold, vocabulary.reading);
  return spelled !== undefined && choices[spelled - 1] !== undefined ? { kind: "choice", id: choices[spelled - 1]! } : null;
}

function byLabel(fold: string, choices: readonly ChoiceId[], { reading, labels }: Vocabulary): ChoiceId | null {
  for (const id of choices) for (const label of labels(id)) if (foldOnce(label, reading) === fold) return id;
  return null;
}

/** Labels are few and folded for every message: kept by their reading, and let go when a reload has brought many others. */
const folds = new WeakMap<Reading, Map<string, string>>();

function foldOnce(label: string, reading: Reading): string {
  let known = folds.get(reading);
  if (!known || known.size > 5000) folds.set(reading, known = new Map());
  let fold = known.get(label);
  if (fold === undefined) known.set(label, fold = reading.fold(label));
  return fold;
}

/** Numbers as people spell them, 1 to 5, a list for each language. Only ever the whole message, and only where it is a choice. */
const SPELLED: readonly (readonly string[])[] = [
  ["uno", "one", "un", "um", "youn", "واحد"], ["dos", "two", "deux", "dois", "de", "اثنان"], ["tres", "three", "trois", "três", "twa", "ثلاثة"],
  ["cuatro", "four", "quatre", "quatro", "kat", "أربعة"], ["cinco", "five", "cinq", "senk", "خمسة"],
];

function spelledNumber(fold: string, reading: Reading): number | undefined {
  if (fold.length > 8) return undefined;
  const at = SPELLED.findIndex(words => words.some(word => foldOnce(word, reading) === fold));
  return at < 0 ? undefined : at + 1;
}

/** A bare number that is no choice: 0 is a person and 9 is back, everywhere; three digits or more are an answer or a phone. */
function numberOf(digits: string, text: string): Heard | null {
  if (digits === "") return null;
  if (digits.length > 2) return { kind: "words", text };
  const n = Number(digits);
  return n === 0 ? { kind: "command", command: "human" } : n === 9 ? { kind: "command", command: "back" } : { kind: "number", n };
}

// ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Someone who can only send a question mark needs a person. */
const ONLY_QUESTION_MARKS = /^[\s?¿؟？]+$/u;

/** 10: enough to fill a list of six when some may not be shown. */
const MOST_LIKELY = 10;

function wordsHeard(text: string, fold: string, language: Language | null, { reading, expecting, today }: Vocabulary): Heard {
  if (ONLY_QUESTION_MARKS.test(text)) return { kind: "command", command: "human" };
  if (fold === "") return { kind: "words", text };                          // emoji or dots alone
  const command = reading.command(fold);
  if (command === "yes" || command === "no") return { kind: command };
  if (command) return { kind: "command", command };
  const day = today === undefined ? null : reading.date(text, today);
  if (day && day.kind !== "none") return { kind: "date", read: day };
  if (expecting && (text.match(/\p{Nd}/gu)?.length ?? 0) >= 4) return { kind: "words", text };
  const named = reading.languageNamed(fold);
  if (named === "another") return { kind: "other-language" };
  if (named) return named === "other" ? { kind: "other-language", name: text } : { kind: "language", language: named, name: text };
  if (reading.greeting(fold)) return { kind: "topic", topic: "greeting" };
  if (reading.thanks(fold)) return { kind: "topic", topic: "thanks" };
  const [topic, also] = reading.topics(text, language), heard = reading.likely?.(text, language);
  if (!topic) return { kind: "words", text, ...(heard?.likely.length && { likely: heard.likely.slice(0, MOST_LIKELY), ...(heard.close && { close: true as const }) }) };
  const others = heard && !heard.named ? heard.likely.filter(other => other !== topic && other !== also).slice(0, 3) : [];
  return { kind: "topic", topic, ...(also && { also }), ...(others.length > 0 && { others }) };
}
