/** Texts as they lie in their files: the same keys and values in every language, no figure that is no fact, terms explained,
 *  and what a person in danger must not read or be read by. */
import type { Language, TopicId } from "../../flows/ids.ts";
import type { TextKey } from "../../flows/reply.ts";
import { namesOf } from "../../server/held.ts";
import { bare, factsIn, flowFile, formsOf, optionsOf, sayOf, sentencesOf, spotsOf, textFile, textsOf, namedIn, type Finding, type Given, type Text } from "./given.ts";
import { CONSULATE, LINK, PAPERS_OF_HOME, SHELTER, STREET, TERMS, TWILIO, WARNS } from "./lists.ts";

/** Keys that people press: a person, the first and second choice, back. */
const PRESSED = ["0", "1", "2", "9"];

/** What a program names in part: `common.media-`. */
const PREFIX = /[-.]$/;

/** `told`: every key that was said while everything was walked. */
export function verifyTexts(given: Given, told: ReadonlySet<TextKey>): Finding[] {
  const texts = textsOf(given.content);
  return [...missing(given), ...nameless(given), ...unused(given, texts, told), ...differing(given, texts), ...texts.flatMap(single), ...papers(given), ...questions(given), ...shelters(given)];
}

// ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function keysOfLibrary({ library }: Given): { key: TextKey; file: string }[] {
  return [
    ...spotsOf(library).flatMap(({ flow, step }) => [...sayOf(step), ...optionsOf(step).flatMap(o => [o.label, ...(o.about ? [o.about] : [])])].map(key => ({ key, file: flowFile(flow.id) }))),
    ...library.menu.map(choice => ({ key: choice.label, file: "flows/library/index.ts" })),
  ];
}

/** Spanish has every key that flows and programs name; a complete language every key of Spanish; another one those of the files it has. */
function missing(given: Given): Finding[] {
  const { content } = given;
  const spanish = new Set(textsOf({ ...content, texts: { es: content.texts.es ?? {} } }).flatMap(({ key, base }) => [key, base]));
  const found = (file: string, key: string, what: string): Finding => ({ rule: "key-missing", file, key, what, todo: "write the text, or correct the name" });
  const named = new Map(keysOfLibrary(given).map(({ key, file }) => [key, file]));
  for (const key of given.named) if (!PREFIX.test(key) && content.texts.es?.[key.split(".")[0]!]) named.set(key, named.get(key) ?? "flows/turn.ts and its neighbours");
  const inSpanish = [...named].filter(([key]) => !spanish.has(key)).map(([key, by]) => found(textFile("es", key), key, `is named by ${by} and has no Spanish text`));
  const elsewhere = (Object.keys(content.texts) as Language[]).filter(language => language !== "es").flatMap(language =>
    Object.entries(content.texts.es ?? {}).flatMap(([namespace, entries]) => {
      const own = content.texts[language]?.[namespace];
      if (!own) return content.languages[language]?.complete ? [found(textFile(language, namespace), namespace, "the whole file is missing, and the language is called complete")] : [];
      const forms = new Set(Object.keys(own).map(singular));
      return Object.keys(entries).filter(name => !forms.has(singular(name))).map(name => found(textFile(language, namespace), `${namespace}.${name}`, "Spanish has this key"));
    }));
  return [...inSpanish, ...elsewhere];
}

/** What an answer is called while a fact in it is held. Protection topics are not named then. */
function nameless({ library, content }: Given): Finding[] {
  const named = (key: TextKey): boolean => formsOf(content, "es", [key]).length > 0;
  return (Object.keys(library.topics) as TopicId[]).filter(topic => !library.flows[library.topics[topic]!]?.protection && !namesOf(topic).some(named)).map(topic =>
    ({ rule: "key-missing", file: textFile("es", "topics"), key: namesOf(topic)[0], what: "the topic has no name for when a fact in it is held", todo: "write it, in every language" }));
}

/** Languages count in different ways: a key's plural forms are one. */
const singular = (name: string): string => name.replace(/_(zero|one|two|few|many|other)$/, "");

function unused(given: Given, texts: Text[], told: ReadonlySet<TextKey>): Finding[] {
  const units = Object.values(given.content.facts).flatMap(({ unit }) => unit ? [`units.${unit}`] : []);
  const named = new Set([...told, ...keysOfLibrary(given).map(({ key }) => key), ...given.named, ...units]);
  const prefixes = given.named.filter(key => PREFIX.test(key));
  const spanish = new Set(texts.filter(({ language }) => language === "es").map(({ key }) => singular(key)));
  return texts.flatMap(({ language, key, base, file }): Finding[] => {
    if (language !== "es" && !spanish.has(singular(key))) return [{ rule: "key-unused", file, key, what: "Spanish has no such key", todo: "write the Spanish text first, or remove this one" }];
    const used = named.has(base) || prefixes.some(prefix => base.startsWith(prefix));
    return used || language !== "es" ? [] : [{ rule: "key-unused", file, key, what: "nothing says this text", todo: "name it in a step, or remove it from every language" }];
  });
}

function differing({ content }: Given, texts: Text[]): Finding[] {
  return texts.flatMap(({ language, key, base, text, file }): Finding[] => {
    const [namespace = "", name = ""] = key.split(/\.(.*)/s);
    const spanish = content.texts.es?.[namespace]?.[name];
    const differ = (what: string): Finding => ({ rule: "key-differs", file, key, what, todo: "name the same facts and values" });
    // a plural form may say its number by the noun alone
    const translated = language !== "es" && namespace !== "units" && spanish !== undefined && namedIn(text).join() !== namedIn(spanish).join() ? [differ(`names ${shownValues(text)}, Spanish names ${shownValues(spanish)}`)] : [];
    if (!key.endsWith("_sms")) return translated;
    const whole = content.texts[language]?.[namespace]?.[base.slice(namespace.length + 1)];
    if (whole === undefined) return [...translated, differ("is an SMS form of no text")];
    const added = namedIn(text).filter(value => !namedIn(whole).includes(value));
    return [...translated, ...(added.length ? [differ(`tells ${added.join(", ")} on SMS, which the text itself does not`)] : [])];
  });
}

const shownValues = (text: string): string => namedIn(text).join(", ") || "none";

// ── one text ──────────────────────────────────────────────────────────────────────────────────────────────────────

function single(one: Text): Finding[] {
  const { language, key, text, file } = one;
  const words = bare(text);
  const found = (rule: Finding["rule"], what: string, todo: string): Finding => ({ rule, file, key, what, todo });
  const figures = (words.match(/\p{Nd}+/gu) ?? []).filter(figure => !PRESSED.includes(figure));
  const reserved = TWILIO.filter(word => new RegExp(`\\b${word}\\b`).test(words) || words.trim().toUpperCase() === word);
  const unexplained = TERMS.filter(({ term, explained, except }) => !(except === "sms" && (key.endsWith("_sms") || key.startsWith("danger."))) && term[language]?.test(words) && !explained[language]?.test(words));
  const consulate = sentencesOf(words).filter(sentence => CONSULATE[language].test(sentence) && !WARNS[language].test(sentence));
  const shelter = sentencesOf(text).filter(sentence => SHELTER[language].test(sentence) && STREET[language].test(sentence));
  return [
    ...(/^\s|\s$|^$| {2}/.test(text) ? [found("text-untidy", "is empty, padded or double-spaced", "tidy it")] : []),
    ...(figures.length ? [found("digit", `holds ${figures.join(", ")}`, "make it a fact and name it; only 0, 1, 2 and 9 may stand")] : []),
    ...(LINK.test(words) ? [found("link", "needs a link to be understood", "say in words what stands behind it")] : []),
    ...(reserved.length ? [found("sms-word", `says ${reserved.join(", ")}, which Twilio keeps for itself`, "use another word")] : []),
    ...unexplained.map(({ name }) => found("term-unexplained", `uses ${name} and does not explain it`, "explain it in the same text")),
    ...consulate.map(sentence => found("consulate", `sends people to their consulate: "${sentence.trim()}"`, "warn of it instead, and send them to legal aid")),
    ...(shelter.length ? [found("shelter", "says where a shelter is", "lead to the line or to staff instead")] : []),
  ];
}

// ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const languagesOf = ({ content }: Given): Language[] => Object.keys(content.texts) as Language[];

/** Papers of one's own state beside the warning, in every language that has the texts. What a language lacks is said in Spanish. */
function papers(given: Given): Finding[] {
  const warning = (language: Language, key: TextKey): boolean => {
    const own = formsOf(given.content, language, [key]);
    return own.length ? own.some(({ text }) => CONSULATE[language].test(text)) : formsOf(given.content, "es", [key]).some(({ text }) => CONSULATE.es.test(text));
  };
  return spotsOf(given.library).flatMap(({ flow, id, step }) => languagesOf(given).flatMap((language): Finding[] => {
    const forms = formsOf(given.content, language, sayOf(step));
    if (step.kind === "safety" || !forms.some(({ text }) => PAPERS_OF_HOME[language].test(text)) || sayOf(step).some(key => warning(language, key))) return [];
    return [{ rule: "consulate", file: flowFile(flow.id), key: id, what: `asks for a passport, apostille or criminal record in ${language} and does not warn of the consulate`, todo: "add common.consulate to `say`" }];
  }));
}

/** One question a message. A condition may be put as one ("Afraid? Write 0"): what counts is a question after which nothing but
 *  another question follows on its line. */
function questions({ library, content }: Given): Finding[] {
  return spotsOf(library).flatMap(({ flow, id, step }) => "say" in step ? (Object.keys(content.texts) as Language[]).flatMap(language => ["", "_sms"].flatMap((form): Finding[] => {
    const forms = step.say.map(key => formsOf(content, language, [key])).map(list => list.find(one => one.key.endsWith("_sms") === (form === "_sms")) ?? list[0]);
    const asked = forms.flatMap(one => (one?.text ?? "").split("\n")).flatMap(line => asksOf(sentencesOf(line))).length;
    return asked > 1 ? [{ rule: "two-questions", file: flowFile(flow.id), key: id, what: `asks ${asked} questions in one message in ${language}${form && ", on SMS"}`, todo: "ask one, and the other one in a step of its own" }] : [];
  })) : []);
}

const isQuestion = (sentence: string | undefined): boolean => /[?؟]["»]?\s*$/.test(sentence ?? "");
const asksOf = (sentences: string[]): string[] => sentences.filter((sentence, i) => isQuestion(sentence) && (i === sentences.length - 1 || isQuestion(sentences[i + 1])));

/** A shelter's place is no fact that can be told. */
function shelters(given: Given): Finding[] {
  const { content } = given;
  const hidden = Object.values(content.facts).filter(fact => ["place", "phone", "hours"].includes(fact.kind) && (SHELTER.en.test(`${fact.id} ${fact.value} ${fact.about}`) || SHELTER.es.test(`${fact.value} ${fact.about}`)));
  const told = textsOf(content).flatMap(({ language, key, text, file }): Finding[] => {
    const near = sentencesOf(text).filter(sentence => SHELTER[language].test(sentence)).flatMap(factsIn).filter(id => content.facts[id]?.kind === "place");
    return near.length ? [{ rule: "shelter", file, key, what: `tells the place ${near.join(", ")} beside a shelter`, todo: "lead to the line or to staff instead" }] : [];
  });
  return [...hidden.map((fact): Finding => ({ rule: "shelter", file: given.factFiles[fact.id] ?? "flows/facts", key: fact.id, what: "says where a shelter is or how to reach it", todo: "remove it: a shelter is reached through the line or through staff" })), ...told];
}
