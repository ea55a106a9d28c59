/** What each answer is on a phone: it fits, its options are told apart, it costs what it may cost, a person and the menu are
 *  there, and in danger its first words betray nobody. */
import { LimitError, LIMITS, say } from "../../bot/channels/say.ts";
import type { ChannelMessage } from "../../bot/channels/message.ts";
import { TextError, type Words } from "../../bot/words.ts";
import { findFlow, findStep } from "../../flows/find.ts";
import type { Language } from "../../flows/ids.ts";
import type { Choice, Reply, TextKey, Values } from "../../flows/reply.ts";
import { BETRAYABLE } from "../../flows/turn.ts";
import { flowFile, sayOf, spotsOf, textFile, type Cost, type Finding, type Given, type Rule } from "./given.ts";
import { BETRAYING } from "./lists.ts";
import { everywhere, type Interpret, type Said, type Walked } from "./walk.ts";

/** Segments an answer may cost, by script: Arabic holds 67 characters a segment, Latin letters 153. */
const BUDGET = { latin: 3, arabic: 6 } as const;
/** A danger's text to a stranger carries the notice beneath, and is worth more. */
const NOTICE_MORE = 1;
const CHOICES = { sms: 5, whatsapp: 7 } as const;       // WhatsApp: six and "more"
/** What a lock screen shows. */
const LOCK_SCREEN = 80;

export type Phone = { findings: Finding[]; costs: Cost[]; keys: Set<TextKey> };

export function verifyPhone(given: Given, words: Words, walked: Walked, interpret: Interpret): Phone {
  const findings: Finding[] = [], keys = new Set<TextKey>(), costs = new Map<string, Cost>();
  for (const { flow, at, language, channel, why } of walked.silent) findings.push({ rule: "no-answer", file: flow ? flowFile(flow) : "flows/turn.ts", key: at, what: `${why} (${language}, ${channel})`, todo: "answer, or look something up" });
  for (const said of walked.said) {
    for (const line of said.reply.lines) keys.add(line.key);
    for (const choice of said.reply.choices) keys.add(choice.label);
    const message = speak(said.reply, said, given, words);
    if ("rule" in message) { findings.push(message); continue; }
    findings.push(...look(given, words, said, message), ...inProduction(given, words, said, message), ...ways(given, words, said, message, interpret));
    const cost = costOf(given, words, said, message);
    if (!cost) continue;
    const id = `${cost.topic}|${cost.to}|${cost.language}|${cost.channel}`, known = costs.get(id);
    if (!known || cost.bubbles < known.bubbles || cost.bubbles === known.bubbles && cost.segments < known.segments) costs.set(id, cost);
  }
  findings.push(...unwalked(given, words, walked));
  findings.push(...alone(given, words, walked, keys));
  return { findings, keys, costs: [...costs.values()].toSorted((a, b) => b.segments - a.segments || b.bubbles - a.bubbles || a.to.localeCompare(b.to)) };
}

/** Every step is said somewhere. One that its flow leads to, and that no path came to, is hidden by the interpreter. */
function unwalked({ library }: Given, words: Words, { said }: Walked): Finding[] {
  const walkedTo = new Set(said.filter(one => one.placed && words.languages.includes(one.language)).map(one => one.at));
  return spotsOf(library).filter(({ flow, id, step }) => step.kind !== "lookup" && !walkedTo.has(`${flow.id}/${id}`)).map(({ flow, id }) =>
    ({ rule: "step-unreached", file: flowFile(flow.id), key: id, what: "no path comes to it", todo: "lead a choice to it; if the interpreter answers the topic by itself, it must go to this flow instead" }));
}

/** What a program says where the walk does not come (a fault on our side, a machine that repeats itself), and the discreet line
 *  beneath an answer to words that worry: each fits as well. */
function alone(given: Given, words: Words, { said }: Walked, keys: ReadonlySet<TextKey>): Finding[] {
  const outside = said.filter(one => one.topic === null && one.at === "greeting");
  const named = given.named.filter(key => /^(common|danger)\..*[^-.]$/.test(key) && !keys.has(key) && words.has("es", key));
  const lone = outside.flatMap(one => named.map(key => ({ ...one, at: key, reply: { lines: [{ key }], choices: [], facts: [], footer: "person" as const } })));
  const soft = given.named.includes(SOFT) ? said.filter(one => one.channel === "sms" && !one.reply.safety && !one.stranger).map(one => ({ ...one, at: `${one.at}, with ${SOFT}`, soft: true, reply: { ...one.reply, lines: [...one.reply.lines, { key: SOFT }] } })) : [];
  return [...lone, ...soft].flatMap(one => {
    const message = speak(one.reply, one, given, words);
    return "rule" in message ? [message] : message.kind === "sms" ? dear(one, message, one.language, "soft" in one ? 1 : 0).map(([what, todo]) => ({ rule: "sms-dear" as const, file: textFile(one.language, one.reply.lines[0]!.key), key: one.reply.lines[0]!.key, what: `${what} (${one.at})`, todo })) : [];
  });
}

const SOFT = "danger.soft";

/** The same fault on two paths, or in two answers that share a text, is one finding. */
export function once(findings: Finding[]): Finding[] {
  return [...new Map(findings.map(f => [`${f.rule}|${f.file}|${f.key}|${f.what}`, f])).values()];
}

/** The one message of an answer, or why there is none. An answer lies before many others on their paths, and is rendered once. */
function speak(reply: Reply, said: Said, given: Given, words: Words): ChannelMessage | Finding {
  let known = rendered.get(reply);
  if (!known) rendered.set(reply, known = render(reply, said, given, words));
  return known;
}

const rendered = new WeakMap<Reply, ChannelMessage | Finding>();

function render(reply: Reply, said: Said, given: Given, words: Words, spanish = false): ChannelMessage | Finding {
  const found = (rule: Rule, key: TextKey, what: string, todo: string): Finding => ({ rule, file: textFile(said.language, key), key, what: `${what} (${said.at}, ${said.channel})`, todo });
  try {
    const messages = say(reply, said.channel, said.language, words, { today: given.today, strict: true, spanish });
    return messages.length === 1 ? messages[0]! : found("too-long", reply.lines[0]?.key ?? "", `is ${messages.length} messages`, "shorten it");
  } catch (error) {
    if (error instanceof TextError) return found(error.code === "text:missing" ? "key-missing" : "key-differs", error.key, error.message, "write the text, or name only values that it is given");
    if (!(error instanceof LimitError)) throw error;
    const rule: Rule = error.code === "label:ambiguous" ? "labels-alike" : error.code === "choices:too-many" ? "too-many-choices" : error.code === "label:empty" ? "label-long" : "too-long";
    return found(rule, error.key, error.message, rule === "labels-alike" ? "make the labels differ in their first letters" : "shorten it");
  }
}

/** What grave texts are in production until they are reviewed: with the Spanish beneath they fit what the provider takes, and
 *  betray as little. Their price is that of the text alone. */
function inProduction(given: Given, words: Words, said: Said, message: ChannelMessage): Finding[] {
  const whole = render(said.reply, said, given, words, true);
  if ("rule" in whole) return [whole];
  return whole.body === message.body ? [] : betrayed(said, whole, given);
}

// ── what it looks like ────────────────────────────────────────────────────────────────────────────────────────────

function look(given: Given, words: Words, said: Said, message: ChannelMessage): Finding[] {
  const { reply, language, channel, at } = said;
  const key = reply.lines[0]?.key ?? at;
  const found = (rule: Rule, what: string, todo: string, about = key): Finding => ({ rule, file: textFile(language, about), key: about, what, todo });
  const where = `(${at}, ${channel}${said.stranger ? ", to a stranger" : ""})`;
  const choosesLanguage = reply.choices.some(choice => choice.id.startsWith("lang:"));
  const most = CHOICES[channel];
  return [
    ...(reply.choices.length > most && !choosesLanguage ? [{ rule: "too-many-choices" as const, file: fileOf(said), key: at, what: `offers ${reply.choices.length} choices on ${channel}, ${most} at most`, todo: "split the step in two" }] : []),
    ...(message.kind === "sms" ? dear(said, message, language).map(([what, todo]) => found("sms-dear", `${what} ${where}`, todo)) : []),
    ...(message.kind !== "sms" && !(message.kind === "text" && said.stranger) && message.body.length > LIMITS.interactive ? [found("too-long", `${message.body.length} characters, ${LIMITS.interactive} at most ${where}`, "shorten it")] : []),
    ...labels(words, said, found),
    ...betrayed(said, message, given),
  ];
}

const fileOf = ({ session, at }: Said): string => flowFile(session.place?.flow ?? at.split("/")[0]!);

function dear(said: Said, message: ChannelMessage & { kind: "sms" }, language: Language, more = 0): [string, string][] {
  const script = language === "ar" ? "arabic" : "latin";
  const budget = BUDGET[script] + more + (said.stranger && said.reply.safety ? NOTICE_MORE : 0);
  return [
    ...(message.segments > budget ? [[`${message.segments} segments, ${budget} at most`, "shorten its `_sms` form"] as [string, string]] : []),
    ...(script === "latin" && message.encoding !== "GSM-7" ? [["holds a letter outside GSM-7, which doubles its price", "use another letter"] as [string, string]] : []),
  ];
}

function labels(words: Words, { reply, language, channel }: Said, found: (rule: Rule, what: string, todo: string, about: TextKey) => Finding): Finding[] {
  // a label with a value, such as a day, may be as long as a row: no text can shorten it
  const limit = reply.choices.length <= LIMITS.buttons && !reply.choices.some(choice => "values" in choice) ? LIMITS.buttonTitle : LIMITS.rowTitle;
  const seen = new Map<string, TextKey>();
  return reply.choices.flatMap(({ label, emoji, about, values }: Choice & { values?: Values }) => {
    const text = words.text(language, label, values, channel === "sms" ? "sms" : undefined).trim();
    const title = channel === "whatsapp" && emoji ? `${emoji} ${text}` : text;
    const same = seen.get(title.slice(0, limit).toLowerCase());
    seen.set(title.slice(0, limit).toLowerCase(), label);
    return [
      ...(channel === "whatsapp" && title.length > limit ? [found("label-long", `"${title}" is ${title.length} characters, ${limit} at most among ${reply.choices.length}`, "shorten it", label)] : []),
      ...(channel === "whatsapp" && about && words.text(language, about).length > LIMITS.rowAbout ? [found("label-long", `the second line is longer than ${LIMITS.rowAbout} characters`, "shorten it", about)] : []),
      ...(same !== undefined ? [found("labels-alike", `reads "${title.slice(0, limit)}" like ${same}`, "make the labels differ in their first letters", label)] : []),
    ];
  });
}

// ── a person and the menu ─────────────────────────────────────────────────────────────────────────────────────────

/** `0`, MENU and `9` work wherever a path ends, and an answer shows the way to a person: a choice or the key. What asks whether
 *  one can read or shall be deleted, and the choice of language, show their own two answers only. */
function ways(given: Given, words: Words, said: Said, message: ChannelMessage, interpret: Interpret): Finding[] {
  const { reply, at, language, channel } = said;
  const found = (rule: Rule, what: string): Finding => ({ rule, file: fileOf(said), key: at, what: `${what} (${language}, ${channel})`, todo: "lead it to where the interpreter can go on" });
  const { menu, human, back } = everywhere(given.library, words, said, interpret);
  const shows = reply.choices.some(choice => choice.id === "do:human" || choice.id === "topic:talk-to-human") || /(^|\D)0(?!\d)/.test(message.body);
  return [
    ...(human?.lines.some(line => /\.human-(asked|already)$/.test(line.key)) ? [] : [found("no-person", "0 does not lead to a person")]),
    ...(menu?.lines[0]?.key === "common.menu" ? [] : [found("no-menu", "MENU does not lead to the main menu")]),
    ...(back ? [] : [found("dead-end", "9 is not answered")]),
    ...(shows || !asksNothingElse(given, said) ? [] : [{ ...found("not-shown-person", "shows no way to a person"), todo: "say that 0 is a person" }]),
  ];
}

function asksNothingElse({ library }: Given, { session, placed, reply }: Said): boolean {
  if (!placed || !session.place) return false;
  const step = findStep(findFlow(library, session.place.flow), session.place.step);
  const first = reply.lines[0]?.key, announced = step?.kind === "answer" ? step.events?.title : undefined;
  if (!step || !("say" in step) || first !== sayOf(step)[0] && first !== announced) return false;
  return step.kind !== "erase" && step.kind !== "safety";
}

// ── danger ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** In violence at home, trafficking and the protection of children, whatever is said before the person has answered that they
 *  can read. The details are the step that the first choice leads to. */
function betrayed(said: Said, message: ChannelMessage, given: Given): Finding[] {
  const key = said.reply.lines[0]?.key ?? said.at;
  return betrays(said, message, given).map(what => ({ rule: "betrays", file: textFile(said.language, key), key, what, todo: "say it after the person has answered that they can read" }));
}

function betrays({ reply, session, topic, language }: Said, message: ChannelMessage, { library }: Given): string[] {
  if (!reply.safety || !session.place || topic === null || !BETRAYABLE.has(topic)) return [];
  const { step } = session.place;
  const flow = findFlow(library, session.place.flow);
  if (!(step === flow?.start || step.startsWith("start-") || step.startsWith("quiet"))) return [];
  const shown = [...(message.kind === "buttons" ? message.buttons.map(b => b.title) : []), ...(message.kind === "list" ? message.rows.map(r => r.title) : [])].join(" ");
  const first = message.body.slice(0, LOCK_SCREEN);
  const found = BETRAYING[language].exec(first) ?? BETRAYING.es.exec(first) ?? BETRAYING[language].exec(shown);
  return found ? [`shows "${found[0]}" on a lock screen, before the person has said that they can read`] : [];
}

// ── cost ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function costOf(given: Given, words: Words, said: Said, message: ChannelMessage): Cost | null {
  const { topic, language, channel, taps, before, at, stranger, session } = said;
  if (topic === null || stranger || !(session.place ? session.place.flow === given.library.topics[topic] : /^a case|> set:\S+$/.test(at))) return null;
  const segments = [...before.map(reply => speak(reply, said, given, words)), message].map(m => "kind" in m && m.kind === "sms" ? m.segments : 0).reduce((a, b) => a + b, 0);
  return { topic, to: at, language, channel, taps, bubbles: before.length + 1, segments };
}
