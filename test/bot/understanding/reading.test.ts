/** Topics, commands, languages: what is read from a message besides danger. */
import { describe, expect, test } from "@jest/globals";
import type { Reading } from "../../../bot/hear.ts";
import { reading } from "../../../bot/understanding/reading.ts";
import type { Command } from "../../../flows/heard.ts";
import type { Language, TopicId } from "../../../flows/ids.ts";

test("it is the reading that the conversation expects", () => {
  const expected: Reading = reading;
  expect(Object.keys(expected).toSorted()).toEqual(["command", "danger", "date", "fold", "greeting", "guess", "languageNamed", "likely", "thanks", "topic", "topics"]);
});

describe("fold", () => {
  test.each([
    ["¡Hola, Señora!  ¿Qué TAL? 😀", "hola senora que tal"],
    ["I don't know", "i dont know"],
    ["j'ai peur", "j ai peur"],
    ["أُريدُ اللُّجوءَ", "اريد اللجوء"],
    ["مدرسة على ٤٥", "مدرسه علي 45"],
    ["ｍｅｎｕ", "menu"],
    ["ayudaaaaa", "ayuda"],
    ["1000", "1000"],
    ["👍🏽", ""],
    ["नमस्ते", "नमसत"],
  ])("%j becomes %j", (text, folded) => expect(reading.fold(text)).toBe(folded));

  test("folding twice is folding once", () => {
    for (const text of ["¡Ñandú!", "Ça va, l'été?", "أهلاً", "m'ap vini", "don't"]) expect(reading.fold(reading.fold(text))).toBe(reading.fold(text));
  });
});

const TOPICS: [TopicId | null, string, Language | null][] = [
  ["inadeh", "quiero estudiar en el inadeh", "es"],
  ["inadeh", "inade", null],
  ["inadeh", "q cursos gratis hay", "es"],
  ["university", "universidad de panamá", "es"],
  ["university", "unibersidad", "es"],
  ["university", "univercidad de panama", null],
  ["work-permit", "permiso de trabajo", "es"],
  ["work-permit", "permizo pa trabajar", "es"],
  ["work-permit", "no tengo permiso de trabajo", "es"],
  [null, "no quiero permiso de trabajo", "es"],
  ["withdraw-claim", "ya no quiero seguir con mi solicitud", "es"],
  ["language-change", "no entiendo español", "es"],
  ["inadeh", "no quiero permiso de trabajo, quiero un curso en el inadeh", "es"],
  ["asylum-apply", "cómo pido refugio", "es"],
  ["asylum-apply", "quiero pedir refujio", "es"],
  ["case-status", "mi caso", "es"],
  ["case-status", "estado de mi solicitud", "es"],
  ["case-status", "xq no me responden de mi caso", "es"],
  ["talents-without-borders", "talento sin fronteras", "es"],
  ["jobs", "busco trabajo", "es"],
  ["jobs", "ando buscando camello", "es"],
  ["mental-health", "necesito un psicólogo", "es"],
  ["mental-health", "me siento muy triste", "es"],
  ["about-puente", "quién maneja esta línea", "es"],
  ["delete-my-data", "quisiera que borren todos mis datos por favor", "es"],
  ["work-permit", "can I work here legally?", "en"],
  ["asylum-apply", "how do I apply for asylum", "en"],
  ["case-status", "what is the status of my application", "en"],
  ["jobs", "I need a job", "en"],
  ["university", "i want to study at the university", "en"],
  ["mental-health", "i feel so sad and alone", "en"],
  ["work-permit", "permis de travail", "fr"],
  ["asylum-apply", "comment demander l'asile", "fr"],
  ["work-permit", "permissão de trabalho", "pt"],
  ["university", "universidade", "pt"],
  ["work-permit", "pèmi travay", "ht"],
  ["case-status", "dosye mwen", "ht"],
  ["work-permit", "تصريح عمل", "ar"],
  ["asylum-apply", "أريد تقديم طلب لجوء", "ar"],
  ["university", "الجامعة", null],
  [null, "asdf qwer", null],
  [null, "", null],
  [null, "👍", null],
];

describe("topic", () => {
  test.each(TOPICS)("%s is what is named in %j (%s)", (topic, text, language) => expect(reading.topic(text, language)).toBe(topic));
});

const COMMANDS: [Command | "yes" | "no" | null, string][] = [
  ["menu", "MENÚ"], ["menu", "menu por favor"], ["human", "quiero hablar con una persona"], ["human", "no sé leer"], ["human", "?"], ["human", "¿?"], ["human", "llámame"],
  ["back", "atrás"], ["help", "ayuda"], ["help", "èd"], ["help", "مساعدة"], ["help", "HELP"], ["repeat", "otra vez"],
  ["delete", "borrar mis datos"], ["delete", "delete my data"], ["delete", "احذف بياناتي"], ["delete", "efase done mwen"], ["delete", "apagar meus dados"], ["delete", "supprimer mes données"],
  ["who", "¿Quién eres?"], ["who", "who are you"], ["who", "من أنت"], ["languages", "idioma"], ["languages", "language"],
  ["stop", "ALTO"], ["stop", "no más"], ["stop", "rete"], ["stop", "SISPANN"], ["stop", "ARRÊT"], ["stop", "sair"], ["stop", "توقف"], ["start", "ALTA"], ["complaint", "queja"],
  ["yes", "Sí"], ["yes", "oui"], ["yes", "wi"], ["yes", "sim"], ["yes", "نعم"], ["no", "non"], ["no", "não"], ["no", "لا"],
  // Never within a sentence.
  [null, "quiero salir del país"], [null, "no sé qué hacer"], [null, "rete la m ap vini"], [null, "m pa vle rete isit"], [null, "no más golpes"], [null, "1"], [null, ""],
];

describe("command", () => {
  test.each(COMMANDS)("%s is %j", (command, text) => expect(reading.command(text)).toBe(command));
});

describe("two topics in one message", () => {
  test.each<[string, Language, TopicId[]]>([
    ["quiero permiso de trabajo y estudiar en el inadeh", "es", ["work-permit", "inadeh"]],
    ["necesito un psicologo y tambien saber de mi caso", "es", ["case-status", "mental-health"]],
    ["I need a work permit and also a psychologist", "en", ["work-permit", "mental-health"]],
    ["work permit and inadeh", "en", ["work-permit", "inadeh"]],
  ])("%j", (text, language, both) => {
    expect(reading.topics(text, language).toSorted()).toEqual(both.toSorted());
    expect(reading.topics(text, language)[0]).toBe(reading.topic(text, language));
  });
  test.each<[string, Language, TopicId]>([
    ["permiso de trabajo para refugiados", "es", "work-permit"],
    ["estado de mi caso de refugio", "es", "case-status"],
    ["no quiero estudiar en el inadeh y quiero permiso de trabajo", "es", "work-permit"],
    ["el permiso de trabajo y mi carnet de trabajo", "es", "work-permit"],
  ])("%j names one", (text, language, one) => expect(reading.topics(text, language)).toEqual([one]));
  test("none is none", () => expect(reading.topics("mi tío vino y se fue", "es")).toEqual([]));
});

describe("a language's name", () => {
  test.each<[Language | "other" | "another" | null, string]>([
    ["es", "Español"], ["en", "English"], ["en", "inglés"], ["en", "anglè"], ["fr", "francés"], ["pt", "Português"], ["ht", "kreyòl"], ["ht", "Creole"], ["ar", "عربي"], ["ar", "arabe"],
    ["en", "english please"], ["another", "otra lengua"], ["another", "other language"], ["other", "guna"], ["other", "Emberá"], ["other", "ngäbe"], ["other", "dari"], ["other", "русский"], ["other", "中文"], ["other", "हिन्दी"],
    [null, "I want to learn english"], [null, "curso de inglés"], [null, ""],
  ])("%s is %j", (language, text) => expect(reading.languageNamed(text)).toBe(language));
});

const GUESSES: [Language | null, string][] = [
  ["es", "hola"], ["es", "buenas tardes, necesito ayuda con mis papeles"], ["es", "epale pana q mas"], ["en", "hello"], ["en", "how can i get a work permit"], ["fr", "bonjour"], ["fr", "bjr"], ["fr", "je cherche du travail"],
  ["pt", "oi"], ["pt", "bom dia, preciso de ajuda com os documentos"], ["ht", "bonjou"], ["ht", "mwen bezwen travay"], ["ht", "sak pase"], ["ht", "ki kote m ka jwenn yon avoka"], ["ar", "salam"], ["ar", "السلام عليكم"], ["ar", "أبحث عن عمل"],
  ["fr", "quels papiers pour le permis"], ["ht", "m vle mouri"], ["es", "quiero estudiar en el inadeh"],
  [null, "ok"], [null, "menu"], [null, "12345"], [null, ""], [null, "привет"], [null, "سلام چطوری گفت"], [null, "你好"],
];

describe("the language of a message", () => {
  test.each(GUESSES)("%s is %j", (language, text) => expect(reading.guess(text)).toBe(language));
});

test("greetings and thanks are whole messages", () => {
  for (const text of ["Hola!", "buenos días", "Bonjou", "oi", "hello there", "السلام عليكم"]) expect(reading.greeting(text)).toBe(true);
  for (const text of ["gracias", "Mèsi anpil", "thanks!", "شكرا", "obrigada"]) expect(reading.thanks(text)).toBe(true);
  for (const text of ["hola necesito un permiso", "gracias pero no", ""]) expect(reading.greeting(text) || reading.thanks(text)).toBe(false);
});

test("nothing throws, whatever comes", () => {
  for (const text of ["\ud800\udc00", "\ud83d", "a".repeat(100_000), "me me me ".repeat(5000), "\u0000\u200f\u202e", "👩‍👩‍👧‍👦", "ﷺ", "ก็็็็็", "\n\n\n"]) {
    reading.fold(text); reading.danger(text); reading.topic(text, null); reading.command(text); reading.languageNamed(text); reading.guess(text); reading.greeting(text); reading.thanks(text);
  }
});
