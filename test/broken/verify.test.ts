/** Each rule of `npm run verify`, broken on purpose: a part of the real library with one fault, and the fault found by its
 *  rule's name, with the file and key to mend. The part itself has none of these findings. */
import { describe, expect, test } from "@jest/globals";
import type { Flow, Step } from "../../flows/flow.ts";
import type { Heard } from "../../flows/heard.ts";
import type { Language } from "../../flows/ids.ts";
import { turn } from "../../flows/turn.ts";
import type { Finding, Given, Rule } from "../../scripts/verify/given.ts";
import { verify } from "../../scripts/verify/verify.ts";
import type { Interpret } from "../../scripts/verify/walk.ts";
import { realGiven } from "../support/given.ts";

const flow = ({ library }: Given, id: string): Flow => library.flows[id]!;
const step = <K extends Step["kind"]>(given: Given, id: string, name: string, _kind: K): Extract<Step, { kind: K }> => flow(given, id).steps[name] as Extract<Step, { kind: K }>;
const write = ({ content }: Given, language: Language, key: string, text: string): void => { const [namespace, name] = key.split(".") as [string, string]; content.texts[language]![namespace]![name] = text; };
const read = ({ content }: Given, language: Language, key: string): string => { const [namespace, name] = key.split(".") as [string, string]; return content.texts[language]![namespace]![name]!; };
const add = (given: Given, language: Language, key: string, more: string): void => write(given, language, key, `${read(given, language, key)} ${more}`);
const remove = ({ content }: Given, language: Language, key: string): void => { const [namespace, name] = key.split(".") as [string, string]; delete content.texts[language]![namespace]![name]; };

/** What is broken, which rule finds it, in which file, at which key. */
const FAULTS: [string, (given: Given) => void, Rule, string, string][] = [
  // where it leads
  ["an option to a step that is not there", g => { step(g, "inadeh", "start", "answer").options![0]!.to = { step: "nowhere" }; }, "dead-end", "flows/library/inadeh.ts", "start"],
  ["an option to a topic without a flow", g => { delete g.library.topics.university; }, "dead-end", "flows/library/inadeh.ts", "how"],
  ["a question with one option", g => { step(g, "work-permit", "ask-status", "ask").options.splice(1); }, "dead-end", "flows/library/work-permit.ts", "ask-status"],
  ["a step that says nothing", g => { step(g, "inadeh", "how", "answer").say = []; }, "dead-end", "flows/library/inadeh.ts", "how"],
  ["a round of questions", g => { for (const option of step(g, "work-permit", "ask-status", "ask").options) option.to = { step: "ask-status" }; }, "loop", "flows/library/work-permit.ts", "ask-status"],
  ["a step nobody comes to", g => { flow(g, "inadeh").steps["forgotten"] = { kind: "answer", say: ["inadeh.how"] }; }, "step-unreached", "flows/library/inadeh.ts", "forgotten"],
  ["a flow that the interpreter never opens", g => { g.library.flows["thanks"] = { id: "thanks", version: 1, topic: "thanks", start: "start", steps: { start: { kind: "answer", say: ["common.thanks"] } } }; g.library.topics.thanks = "thanks"; }, "step-unreached", "flows/library/thanks.ts", "start"],
  ["a topic that points nowhere", g => { g.library.topics.inadeh = "no-flow"; }, "topic-unanswered", "flows/library/index.ts", "inadeh"],
  ["a menu choice that points nowhere", g => { g.library.menu[2]!.id = "go:menus/nothing"; }, "topic-unanswered", "flows/library/index.ts", "go:menus/nothing"],
  ["a flow that starts nowhere", g => { flow(g, "inadeh").start = "nowhere"; }, "topic-unanswered", "flows/library/index.ts", "inadeh"],
  ["a topic that is far, and whose name nobody understands", g => {
    g.library.menu = g.library.menu.slice(0, 1);
    for (const one of Object.values(g.library.flows)) for (const s of Object.values(one.steps)) if ("options" in s && s.options) s.options = s.options.filter(o => !("topic" in o.to && o.to.topic === "mental-health"));
    for (const language of ["es", "en"] as const) write(g, language, "mental-health.start", "Xyzzy.");
  }, "topic-far", "bot/understanding/topics/es.ts", "mental-health"],

  ["a step that moved and is still there", g => { flow(g, "inadeh").moved = { how: "start" }; }, "dead-end", "flows/library/inadeh.ts", "how"],
  ["a step that moved to nowhere", g => { flow(g, "inadeh").moved = { old: "nowhere" }; }, "dead-end", "flows/library/inadeh.ts", "old"],

  // keys
  ["a step that names a text that is not there", g => { step(g, "inadeh", "how", "answer").say[0] = "inadeh.lost"; }, "key-missing", "locales/es/inadeh.json", "inadeh.lost"],
  ["a text that one language lacks", g => { remove(g, "en", "inadeh.how"); }, "key-missing", "locales/en/inadeh.json", "inadeh.how"],
  ["an SMS form that one language lacks", g => { remove(g, "en", "inadeh.how_sms"); }, "key-missing", "locales/en/inadeh.json", "inadeh.how_sms"],
  ["a file that a complete language lacks", g => { delete g.content.texts.en!["inadeh"]; }, "key-missing", "locales/en/inadeh.json", "inadeh"],
  ["a danger's text that Creole lacks", g => { remove(g, "ht", "danger.crisis"); }, "key-missing", "locales/ht/danger.json", "danger.crisis"],
  ["a text that a program names and nobody wrote", g => { remove(g, "es", "danger.soft"); }, "key-missing", "locales/es/danger.json", "danger.soft"],
  ["a topic without a name", g => { for (const key of ["topics.mobile-clinics", "menus.mobile-clinics"]) remove(g, "es", key); }, "key-missing", "locales/es/topics.json", "topics.mobile-clinics"],
  ["a text that nobody says", g => { write(g, "es", "inadeh.old", "Cursos."); }, "key-unused", "locales/es/inadeh.json", "inadeh.old"],
  ["a text that Spanish does not have", g => { write(g, "en", "inadeh.own", "Courses."); }, "key-unused", "locales/en/inadeh.json", "inadeh.own"],
  ["a translation that drops a number", g => { write(g, "en", "inadeh.not-yet", read(g, "en", "inadeh.not-yet").replace("{{fact.onpar-phone}}", "ONPAR")); }, "key-differs", "locales/en/inadeh.json", "inadeh.not-yet"],
  ["an SMS that tells a fact of its own", g => { for (const l of ["es", "en"] as const) add(g, l, "inadeh.how_sms", "{{fact.onpar-phone}}"); }, "key-differs", "locales/es/inadeh.json", "inadeh.how_sms"],
  ["a padded text", g => { add(g, "es", "inadeh.how", ""); }, "text-untidy", "locales/es/inadeh.json", "inadeh.how"],

  // facts
  ["a step that lists an unknown fact", g => { step(g, "inadeh", "how", "answer").facts!.push("nobody"); }, "fact-unknown", "flows/library/inadeh.ts", "how"],
  ["a text that names an unknown fact", g => { add(g, "es", "inadeh.how", "{{fact.nobody}}"); }, "fact-unknown", "locales/es/inadeh.json", "inadeh.how"],
  ["a fact that no answer tells", g => { g.content.facts["alone"] = { ...g.content.facts["onpar-phone"]!, id: "alone" }; }, "fact-untold", "flows/facts", "alone"],
  ["a text that tells a fact its step does not list", g => { step(g, "inadeh", "not-yet", "answer").facts = []; }, "fact-unlisted", "flows/library/inadeh.ts", "not-yet"],
  ["a look-up's answer that tells a fact nobody lists", g => { add(g, "es", "case-status.not-found", "{{fact.onpar-phone}}"); }, "fact-unlisted", "flows/turn.ts", "case-status.not-found"],
  ["a fact without a source", g => { g.content.facts["onpar-phone"]!.source = ""; }, "fact-faulty", "flows/facts/asylum.json", "onpar-phone"],
  ["a fact with a made-up date", g => { g.content.facts["onpar-phone"]!.sourceDate = "recently"; }, "fact-faulty", "flows/facts/asylum.json", "onpar-phone"],
  ["a fact confirmed by nobody", g => { g.content.facts["onpar-phone"]!.status = "confirmed"; }, "fact-faulty", "flows/facts/asylum.json", "onpar-phone"],
  ["a dispute with one side", g => { g.content.facts["appeal-days"]!.versions!.splice(1); }, "fact-faulty", "flows/facts/asylum.json", "appeal-days"],
  ["a crisis number of an old page", g => { g.content.facts["crisis-182"]!.sourceDate = "2019"; }, "fact-faulty", "flows/facts/crisis.json", "crisis-182"],

  // what it is on a phone
  ["a text over WhatsApp's limit", g => { add(g, "en", "inadeh.how", "One more line. ".repeat(60).trim()); }, "too-long", "locales/en/inadeh.json", "inadeh.how"],
  ["a label over a button", g => { write(g, "es", "inadeh.next-how", "Cómo se entra al curso"); }, "label-long", "locales/es/inadeh.json", "inadeh.next-how"],
  ["two options that read the same", g => { write(g, "es", "inadeh.next-not-yet", "COMO ENTRAR"); write(g, "es", "inadeh.next-how", "Como entrar"); }, "labels-alike", "locales/es/inadeh.json", "inadeh.next-not-yet"],
  ["two options that read the same once cut", g => { for (const [n, key] of ["none", "admitted"].entries()) write(g, "es", `work-permit.status-${key}`, `Permiso de trabajo del Estado ${"ab"[n]}`); }, "labels-alike", "locales/es/work-permit.json", "work-permit.status-admitted"],
  ["an SMS of four segments", g => { add(g, "en", "inadeh.how_sms", "Bring your paper. ".repeat(14).trim()); }, "sms-dear", "locales/en/inadeh.json", "inadeh.how"],
  ["an Arabic SMS of seven segments", g => { add(g, "ar", "danger.detention_sms", "اكتبوا متى استطعتم. ".repeat(8).trim()); }, "sms-dear", "locales/ar/danger.json", "danger.detention"],
  ["an announced event that an SMS cannot hold", g => { add(g, "es", "events.day_sms", "Es gratis y no piden nada. ".repeat(5).trim()); }, "sms-dear", "locales/es/events.json", "events.clinics"],
  ["announced events that WhatsApp cannot hold", g => { add(g, "en", "events.days", "It is free and they ask for nothing. ".repeat(3).trim()); }, "too-long", "locales/en/events.json", "events.clinics"],
  ["a letter that makes an SMS twice as dear", g => { add(g, "es", "inadeh.how_sms", "Ω и"); }, "sms-dear", "locales/es/inadeh.json", "inadeh.how"],
  ["a text of our own fault that is too dear", g => { add(g, "es", "common.trouble", "Escribe otra vez. ".repeat(24).trim()); }, "sms-dear", "locales/es/common.json", "common.trouble"],
  ["six choices", g => { const ask = step(g, "work-permit", "ask-status", "ask"); ask.options.push({ label: "work-permit.next-papers", to: { step: "papers" } }); }, "too-many-choices", "flows/library/work-permit.ts", "work-permit/ask-status"],
  ["Twilio's word to write", g => { add(g, "es", "inadeh.how", "Escribe INFO."); }, "sms-word", "locales/es/inadeh.json", "inadeh.how"],
  ["Twilio's word as a label", g => { write(g, "en", "inadeh.next-how", "Help"); }, "sms-word", "locales/en/inadeh.json", "inadeh.next-how"],
  ["a second question in one message", g => { add(g, "es", "work-permit.ask-status", "¿Y desde cuándo?"); }, "two-questions", "flows/library/work-permit.ts", "ask-status"],
  ["two questions at the end of an answer", g => { for (const key of ["inadeh.how", "common.free"]) add(g, "es", key, "¿Quieres más?"); }, "two-questions", "flows/library/inadeh.ts", "how"],
  ["a second question in danger", g => { add(g, "en", "danger.crisis", "Where are you?"); }, "two-questions", "flows/library/crisis.ts", "start"],
  ["a Spanish text in office language", g => { write(g, "es", "university.how", "La documentación administrativa correspondiente deberá presentarse oportunamente ante la dirección institucional competente, conjuntamente con la certificación debidamente autenticada de conformidad con la reglamentación universitaria aplicable a extranjeros solicitantes."); }, "hard-to-read", "locales/es/university.json", "university.how"],
  ["an Arabic text of one endless sentence", g => { write(g, "ar", "danger.health-care", read(g, "ar", "danger.health-care").replace(/[.!؟:]/g, "،").replace(/\n+/g, " ")); }, "hard-to-read", "locales/ar/danger.json", "danger.health-care"],
  ["a footer without the key for a person", g => { for (const form of ["", "_sms"]) write(g, "es", `common.footer-person-back${form}`, "9 volver"); }, "not-shown-person", "flows/library/inadeh.ts", "inadeh/start"],
  ["a lookup nobody can end", g => { flow(g, "case-status").steps["proof"] = { kind: "answer", say: ["case-status.ask-proof"], options: [{ label: "case-status.try-again", to: { step: "lookup" } }] }; flow(g, "case-status").start = "lookup"; }, "no-answer", "flows/library/case-status.ts", "case-status/lookup"],

  // figures, links, terms
  ["a phone number typed into a text", g => { add(g, "es", "inadeh.how", "Llama al 512."); }, "digit", "locales/es/inadeh.json", "inadeh.how"],
  ["an Arabic figure", g => { add(g, "ar", "danger.crisis", "٥"); }, "digit", "locales/ar/danger.json", "danger.crisis"],
  ["an answer behind a link", g => { add(g, "en", "inadeh.how", "Follow this link."); }, "link", "locales/en/inadeh.json", "inadeh.how"],
  ["an address of a page", g => { add(g, "es", "inadeh.how", "Mira inadeh.edu.pa o www.inadeh."); }, "link", "locales/es/inadeh.json", "inadeh.how"],
  ["CONARE, unexplained", g => { write(g, "es", "asylum-steps.admitted_sms", "Ahora decide CONARE. {{fact.admitted-card-months}}"); }, "term-unexplained", "locales/es/asylum-steps.json", "asylum-steps.admitted_sms"],
  ["reconsideración, unexplained", g => { add(g, "en", "inadeh.how", "Write a reconsideración."); }, "term-unexplained", "locales/en/inadeh.json", "inadeh.how"],
  ["admitido a trámite, unexplained", g => { add(g, "es", "inadeh.how", "Tu caso admitido a trámite."); }, "term-unexplained", "locales/es/inadeh.json", "inadeh.how"],

  ["a noun fixed to the number of today", g => { add(g, "fr", "danger.detention", "Vous avez {{fact.appeal-days}} jours."); }, "plural", "locales/fr/danger.json", "danger.detention"],
  ["a plural form that Arabic lacks", g => { remove(g, "ar", "units.months_few"); }, "plural", "locales/ar/units.json", "units.months_few"],
  ["a singular that Portuguese lacks", g => { remove(g, "pt", "units.years_one"); }, "plural", "locales/pt/units.json", "units.years_one"],
  ["a plural form that keeps its number to itself", g => { write(g, "ht", "units.years_other", "ane"); }, "plural", "locales/ht/units.json", "units.years_other"],
  ["a count without plural forms", g => { write(g, "en", "inadeh.how", "{{count}} days."); }, "plural", "locales/en/inadeh.json", "inadeh.how"],

  // what is never said
  ["that it is too late, in French", g => { add(g, "fr", "danger.detention", "C'est trop tard."); }, "never-said", "locales/fr/danger.json", "danger.detention"],
  ["that it is too late, in Arabic", g => { add(g, "ar", "danger.detention", "فات الأوان."); }, "never-said", "locales/ar/danger.json", "danger.detention"],
  ["an order to leave", g => { add(g, "pt", "danger.detention", "Você deve sair."); }, "never-said", "locales/pt/danger.json", "danger.detention"],
  ["an hour at which somebody answers", g => { add(g, "es", "inadeh.how", "Te escriben en unos minutos."); }, "never-said", "locales/es/inadeh.json", "inadeh.how"],
  ["a reception station", g => { add(g, "ht", "danger.detention", "Ale Lajas Blancas."); }, "never-said", "locales/ht/danger.json", "danger.detention"],
  ["a line that is not for them", g => { g.content.facts["onpar-phone"]!.value = "169"; }, "never-said", "flows/facts/asylum.json", "onpar-phone"],
  ["Markdown", g => { add(g, "en", "inadeh.how", "**Free**."); }, "never-said", "locales/en/inadeh.json", "inadeh.how"],
  ["a licence to work, in Portuguese", g => { add(g, "pt", "danger.detention", "Licença de trabalho."); }, "never-said", "locales/pt/danger.json", "danger.detention"],
  ["a line of doubt that is long", g => { add(g, "en", "common.doubt-fee_sms", "Ask again, then ask them once more."); }, "too-long", "locales/en/common.json", "common.doubt-fee_sms"],
  ["HIV on a lock screen", g => { write(g, "en", "chronic-disease.hiv", "HIV: go to a health centre."); }, "betrays", "locales/en/chronic-disease.json", "chronic-disease.hiv"],
  ["whom an answer is for, on a lock screen", g => { write(g, "es", "topics.lgbtiq", "Personas LGBTIQ+"); }, "betrays", "locales/es/topics.json", "topics.lgbtiq"],

  // protection
  ["a first line that names the danger", g => { write(g, "fr", "danger.first", `Violence : ${read(g, "fr", "danger.first")}`); }, "betrays", "locales/fr/danger.json", "danger.first"],
  ["a quiet line that names the line", g => { write(g, "es", "danger.quiet", "Bien. Escribe a Puente cuando puedas."); }, "betrays", "locales/es/danger.json", "danger.quiet"],
  ["details before the person said that they can read", g => { step(g, "trafficking", "first", "safety").say = ["danger.trafficking"]; }, "betrays", "locales/ar/danger.json", "danger.trafficking"],
  ["a button that names the danger", g => { write(g, "en", "danger.yes", "Yes, abuse"); }, "betrays", "locales/en/danger.json", "danger.first"],
  ["a quiet line whose Spanish, beneath it in production, names the line", g => { write(g, "es", "danger.quiet", "Bien. Escribe a Puente cuando puedas."); }, "betrays", "locales/ht/danger.json", "danger.quiet"],
  ["a grave text that an SMS cannot hold with its Spanish beneath", g => { add(g, "es", "danger.crisis_sms", "Llama ya. ".repeat(125).trim()); }, "too-long", "locales/fr/danger.json", "danger.crisis"],
  ["a danger's new text that nobody marked", g => { step(g, "crisis", "writing", "safety").say = ["danger.yes"]; }, "unmarked", "flows/grave.ts", "danger.yes"],
  ["a deadline in a text that nobody marked", g => { add(g, "es", "inadeh.how", "{{fact.asylum-deadline-months}}"); }, "unmarked", "flows/grave.ts", "inadeh.how"],
  ["a text that asks for consent, and nobody marked", g => { write(g, "es", "common.consent-stage", "¿Lo guardo?"); }, "unmarked", "flows/grave.ts", "common.consent-stage"],
  ["a mark of a text that is gone", g => { remove(g, "es", "danger.later"); }, "unmarked", "flows/grave.ts", "danger.later"],
  ["a shelter as a fact", g => { g.content.facts["onpar-office"]!.about = "Address of a shelter for women."; }, "shelter", "flows/facts/asylum.json", "onpar-office"],
  ["a shelter's street", g => { add(g, "es", "inadeh.how", "El albergue está en la calle Ocho."); }, "shelter", "locales/es/inadeh.json", "inadeh.how"],
  ["a place beside a shelter", g => { add(g, "en", "asylum-steps.apply", "The shelter is in {{fact.onpar-office}}."); }, "shelter", "locales/en/asylum-steps.json", "asylum-steps.apply"],
  ["papers of home without the warning", g => { step(g, "work-permit", "papers", "answer").say.pop(); }, "consulate", "flows/library/work-permit.ts", "papers"],
  ["someone sent to their consulate", g => { add(g, "es", "inadeh.how", "Pídelo en tu consulado."); }, "consulate", "locales/es/inadeh.json", "inadeh.how"],
  ["someone sent to their embassy, in Portuguese", g => { add(g, "pt", "danger.detention", "Ligue para sua embaixada."); }, "consulate", "locales/pt/danger.json", "danger.detention"],
];

/** Enough to hold every fault, so that a hundred verifications take seconds: some flows, and of further languages what is said
 *  in danger. */
const KEPT = new Set(["asylum-steps", "case-status", "work-permit", "inadeh", "university", "mental-health", "talents-without-borders", "crisis", "gender-violence", "child-protection", "trafficking", "about-puente", "detention-deportation", "health-care", "delete-my-data", "menus", "mobile-clinics", "lgbtiq"]);

function part(): Given {
  const given = realGiven(), { library, content } = given;
  library.flows = Object.fromEntries(Object.entries(library.flows).filter(([id]) => KEPT.has(id)));
  library.topics = Object.fromEntries(Object.entries(library.topics).filter(([, id]) => KEPT.has(id)));
  for (const language of ["fr", "pt", "ht", "ar"] as const) {
    content.texts[language] = { danger: content.texts[language]!["danger"]!, units: content.texts[language]!["units"]! };
    content.languages[language]!.complete = false;
  }
  return given;
}

const whole = verify(part()).findings;
const isAt = (rule: Rule, file: string, key: string) => (f: Finding): boolean => f.rule === rule && f.file === file && f.key === key;

describe("one fault in the real library", () => {
  test.each(FAULTS)("%s is found", (_what, spoil, rule, file, key) => {
    expect(whole.find(isAt(rule, file, key))).toBeUndefined();
    const given = part();
    spoil(given);
    const { findings } = verify(given);
    const found = findings.find(isAt(rule, file, key));
    expect(found ?? findings.map(f => `${f.rule} ${f.file} ${f.key}`)).toMatchObject({ rule, file, key });
    expect([found!.what, found!.todo].map(text => text.length > 5)).toEqual([true, true]);
  });
});

describe("one fault in the interpreter", () => {
  /** An interpreter that answers one word as if it had been another thing. */
  const deaf = (command: string, instead: Heard): Interpret => (library, session, heard, ...rest) => turn(library, session, heard.kind === "command" && heard.command === command ? instead : heard, ...rest);

  test.each<[string, Interpret, Rule]>([
    ["0 that is not understood in the middle of a flow", deaf("human", { kind: "words", text: "0" }), "no-person"],
    ["MENU that is not understood", deaf("menu", { kind: "unreadable" }), "no-menu"],
    ["a choice that is met with silence", (...all) => ({ ...turn(...all), ...(all[2].kind === "choice" && { reply: null }) }), "no-answer"],
    ["9 that is met with silence", (...all) => ({ ...turn(...all), ...(all[2].kind === "command" && all[2].command === "back" && { reply: null }) }), "dead-end"],
  ])("%s is found", (_what, interpret, rule) => {
    const { findings } = verify(part(), interpret);
    const of = (found: Finding[]): number => found.filter(f => f.rule === rule).length;
    expect(of(findings)).toBeGreaterThan(of(whole));
  });
});
