/** A reply becomes a channel's message: in a language, inside the channel's limits, nearly always exactly one. Pure: the same
 *  reply and words give the same message, so an outbound row is rendered again when it is sent. */
import type { Fact, FactKind } from "../../flows/fact.ts";
import { GRAVE } from "../../flows/grave.ts";
import { never, type Channel, type Language } from "../../flows/ids.ts";
import type { Choice, Line, Reply, TextKey } from "../../flows/reply.ts";
import type { Words } from "../words.ts";
import type { ChannelMessage, SmsMessage, WhatsAppMessage } from "./message.ts";
import { countSegments } from "./segments.ts";
import { transliterate } from "./transliterate.ts";

/** `today` (`YYYY-MM-DD`) lets an overdue fact be doubted. `strict` throws a `LimitError` instead of cutting; the words' own by default.
 *  `spanish` puts the Spanish beneath grave texts that no native speaker of the language has read: so in production. */
export type SayOptions = { today?: string; strict?: boolean; spanish?: boolean };

/** The channels' limits, in UTF-16 units: Meta does not say which units it counts, and these are the most it can mean. */
export const LIMITS = {
  text: 4096, interactive: 1024,
  buttons: 3, buttonTitle: 20,
  rows: 10, rowTitle: 24, rowAbout: 72, listButton: 20,
  choiceId: 200,                // 256 for a button, 200 for a row
  sms: 1600,                    // Twilio refuses a longer body (21617)
} as const;

/** A text that does not fit. Codes: `body:too-long`, `body:empty`, `choices:too-many`, `label:ambiguous`, `label:empty`, `choice-id:too-long`. */
export class LimitError extends Error {
  readonly code: string;
  /** The first key of what does not fit. */
  readonly key: TextKey;
  constructor(code: string, key: TextKey, detail = "") {
    super(`${code} ${key}${detail && `: ${detail}`}`);
    this.name = "LimitError";
    this.code = code;
    this.key = key;
  }
}

/** Renders a reply as the messages to send, in order. */
export function say(reply: Reply, channel: Channel, language: Language, words: Words, options: SayOptions = {}): ChannelMessage[] {
  const run: Run = { reply, language, words, strict: options.strict ?? words.strict, today: options.today };
  switch (channel) {
    case "whatsapp": return [options.spanish ? withSpanish(run, sayWhatsApp(run)) : sayWhatsApp(run)];
    case "sms": return [options.spanish ? withSpanishBySms(run, saySms(run)) : saySms(run)];
    default: return never(channel);
  }
}

type Run = { reply: Reply; language: Language; words: Words; strict: boolean; today: string | undefined };

function keyOf({ reply }: Run): TextKey {
  return reply.lines[0]?.key ?? reply.choices[0]?.label ?? "";
}

// ── WhatsApp ──────────────────────────────────────────────────────────────────────────────────────────────────────

function sayWhatsApp(run: Run): WhatsAppMessage {
  const { reply, language, words } = run;
  const said = paragraphs(run, line => words.text(language, line.key, line.values));
  const choices = within(run, reply.choices);
  const foot = footer(run, key => words.text(language, key));
  const body = fit(run, said.join("\n\n"), foot && `\n\n${foot}`, choices.length > 0 ? LIMITS.interactive : LIMITS.text);
  if (choices.length === 0) return { kind: "text", body };

  const titles = choices.map(choice => title(run, choice));
  if (choices.length <= LIMITS.buttons && titles.every(t => t !== "" && t.length <= LIMITS.buttonTitle) && new Set(titles).size === titles.length) {
    return { kind: "buttons", body, buttons: choices.map(({ id }, i) => ({ id, title: titles[i]! })) };
  }
  const cut = tellApart(run, choices, titles.map(t => cutAt(t, LIMITS.rowTitle)));
  const rows = choices.map(({ id, about }, i) => ({
    id, title: cut[i]!, ...(about && { description: cutAt(words.text(language, about), LIMITS.rowAbout) }),
  }));
  return { kind: "list", body, button: cutAt(words.text(language, "common.list-button"), LIMITS.listButton), rows };
}

function title(run: Run, { label, values, emoji }: Choice): string {
  const text = run.words.text(run.language, label, values).trim();
  if (text === "" && run.strict) throw new LimitError("label:empty", label);
  return emoji ? `${emoji} ${text}`.trim() : text;
}

function within(run: Run, choices: Choice[]): Choice[] {
  const long = choices.find(({ id }) => id.length > LIMITS.choiceId);
  if (long) throw new LimitError("choice-id:too-long", long.label);     // cut, it would mean something else
  if (choices.length <= LIMITS.rows) return choices;
  if (run.strict) throw new LimitError("choices:too-many", choices[LIMITS.rows]!.label, `${choices.length}`);
  return choices.slice(0, LIMITS.rows);
}

/** Two rows that read the same cannot be chosen between: an error to the check, a number to a person. */
function tellApart(run: Run, choices: Choice[], titles: string[]): string[] {
  const seen = new Set<string>();
  return titles.map((text, i) => {
    if (seen.has(text) && run.strict) throw new LimitError("label:ambiguous", choices[i]!.label, text);
    const own = seen.has(text) || text === "" ? `${i + 1} ${cutAt(text, LIMITS.rowTitle - 3)}`.trim() : text;
    seen.add(own);
    return own;
  });
}

// ── SMS ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function saySms(run: Run): SmsMessage {
  const { reply } = run;
  const said = paragraphs(run, line => cheap(run, line.key, line.values));
  const numbered = reply.choices.map((choice, i) => numberedLabel(run, choice, i + 1));
  const foot = footer(run, key => cheap(run, key));
  const tail = [...numbered, ...(foot ? [foot] : [])].map(text => `\n${text}`).join("");
  const body = fit(run, said.join("\n"), tail, LIMITS.sms, "...");   // "…" would make it UCS-2
  const { encoding, segments } = countSegments(body);
  return { kind: "sms", body, encoding, segments };
}

function numberedLabel(run: Run, { label, values }: Choice, n: number): string {
  const text = cheap(run, label, values).trim();
  if (text === "" && run.strict) throw new LimitError("label:empty", label);
  return `${n} ${text}`.trim();
}

/** Texts without values are transliterated once for each set of words. */
const cheapened = new WeakMap<Words, Map<string, string>>();

function cheap({ words, language }: Run, key: TextKey, values?: Reply["lines"][number]["values"]): string {
  const script = words.meta(language)?.rtl ?? language === "ar" ? "other" : "latin";
  if (values) return transliterate(words.text(language, key, values, "sms"), script);
  let known = cheapened.get(words);
  if (!known) cheapened.set(words, known = new Map());
  const id = `${language}|${key}`;
  let text = known.get(id);
  if (text === undefined) known.set(id, text = transliterate(words.text(language, key, undefined, "sms"), script));
  return text;
}

// ── the Spanish beneath ───────────────────────────────────────────────────────────────────────────────────────────

const SPANISH: Language = "es";

/** The grave lines that are a translation which no native speaker has read. */
function unread(run: Run): Line[] {
  const { language, words } = run, reviewed = words.meta(language)?.reviewed ?? [];
  return language === SPANISH ? [] : linesOf(run).filter(({ key }) => GRAVE.has(key) && words.has(language, key) && !reviewed.includes(key.split(".")[0]!));
}

/** In the same bubble, whole or in its short form; where both are too long for one with buttons or rows, the choices become
 *  numbered lines of a text, which may be four times as long. Nothing is cut: neither the text nor its Spanish. */
function withSpanish(run: Run, message: WhatsAppMessage): WhatsAppMessage {
  const { words } = run, lines = unread(run);
  if (lines.length === 0) return message;
  const [whole, short] = ([undefined, "sms"] as const).map(variant => `\n\n${titled(run, spoken(lines, line => words.text(SPANISH, line.key, line.values, variant)).join("\n\n"))}`) as [string, string];
  const limit = message.kind === "text" ? LIMITS.text : LIMITS.interactive;
  for (const spanish of [whole, short]) if (message.body.length + spanish.length <= limit) return { ...message, body: message.body + spanish };
  const body = message.body + inNumbers(run) + whole;
  if (message.kind !== "text" && body.length <= LIMITS.text) return { kind: "text", body };
  return alone(run, message, body.length, LIMITS.text);
}

function inNumbers(run: Run): string {
  return `\n\n${run.reply.choices.map((choice, i) => `${i + 1} ${title(run, choice)}`).join("\n")}`;
}

/** In the same SMS. `segments` are those of the whole, as it is billed. */
function withSpanishBySms(run: Run, message: SmsMessage): SmsMessage {
  const lines = unread(run);
  if (lines.length === 0) return message;
  const inSpanish: Run = { ...run, language: SPANISH };
  const body = `${message.body}\n${titled(run, spoken(lines, line => cheap(inSpanish, line.key, line.values)).join("\n"))}`;
  return body.length <= LIMITS.sms ? { ...message, body, ...countSegments(body) } : alone(run, message, body.length, LIMITS.sms);
}

const titled = ({ words }: Run, text: string): string => `${words.meta(SPANISH)?.name ?? SPANISH}: ${text}`;

/** There is no room for the Spanish: the check finds it, a person gets the text as it is. */
function alone<M extends WhatsAppMessage | SmsMessage>(run: Run, message: M, length: number, limit: number): M {
  if (run.strict) throw new LimitError("body:too-long", keyOf(run), `${length} > ${limit} with the Spanish beneath`);
  return message;
}

// ── what both share ───────────────────────────────────────────────────────────────────────────────────────────────

function paragraphs(run: Run, speak: (line: Line) => string): string[] {
  return spoken(linesOf(run), speak);
}

const spoken = (lines: readonly Line[], speak: (line: Line) => string): string[] => lines.map(line => speak(line).trim()).filter(text => text !== "");

/** The reply's paragraphs and, beneath, at most one line of doubt. */
function linesOf(run: Run): Line[] {
  const { reply } = run;
  const doubt = reply.safety ? null : doubtOf(run);
  return doubt ? [...reply.lines, { key: `common.doubt-${doubt}` }] : reply.lines;
}

function footer({ reply }: Run, speak: (key: TextKey) => string): string {
  return reply.footer && !reply.safety ? speak(`common.footer-${reply.footer}`).trim() : "";
}

/** Most harm first: a wrong place sends someone across the city, a wrong law is read again by a person. Crisis numbers are
 *  never doubted in a text: they are test-called, or they are not there. */
const DOUBTED: readonly FactKind[] = ["place", "phone", "hours", "programme", "fee", "deadline", "law"];

/** The kind of the most doubtful fact told, or null when all are confirmed and not overdue. */
function doubtOf({ reply, words, today }: Run): FactKind | null {
  let worst: FactKind | null = null;
  let best = 0;
  for (const id of reply.facts) {
    const fact = words.fact(id);
    const weight = fact ? weigh(fact, today) : 0;
    if (weight > best) { best = weight; worst = fact!.kind; }
  }
  return worst;
}

function weigh(fact: Fact, today: string | undefined): number {
  const kind = DOUBTED.indexOf(fact.kind);
  if (kind < 0) return 0;
  const doubt = fact.status === "disputed" ? 3 : today !== undefined && fact.nextReview < today ? 2 : fact.status === "unverified" ? 1 : 0;
  return doubt === 0 ? 0 : doubt * 10 + DOUBTED.length - kind;
}

/** Puts what must stay (`tail`: choices, footer) beneath the text; the text is cut when both are too long. */
function fit(run: Run, text: string, tail: string, limit: number, mark = "…"): string {
  const body = (text + tail).trim();
  if (body === "") throw new LimitError("body:empty", keyOf(run));
  if (body.length <= limit) return body;
  if (run.strict) throw new LimitError("body:too-long", keyOf(run), `${body.length} > ${limit}`);
  const room = limit - tail.length;
  return room > mark.length ? cutAt(text, room, mark) + tail : cutAt(body, limit, mark);
}

let graphemes: Intl.Segmenter | undefined;

/** A text within a limit, cut between two whole characters, with a mark that it goes on. */
function cutAt(text: string, limit: number, mark = "…"): string {
  if (text.length <= limit) return text;
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  // the character that stands across the last place there is room for goes whole
  const end = graphemes.segment(text.slice(0, limit + 64)).containing(limit - mark.length)?.index ?? 0;
  return text.slice(0, end).trimEnd() + mark;
}
