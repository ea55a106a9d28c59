/** Facts: each has a source and a date, is named where it exists, listed where it is named, told somewhere and not overdue. */
import type { Fact } from "../../flows/fact.ts";
import type { FactId } from "../../flows/reply.ts";
import { isSigned, signaturesNeeded } from "../../server/decisions.ts";
import type { Said } from "./walk.ts";
import { factsIn, factsOf, flowFile, formsOf, sayOf, spotsOf, textsOf, type Finding, type Given } from "./given.ts";

const SOURCE_DATE = /^(\d{4}(-\d\d){0,2}|undated)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** A crisis text must not rest on what was last seen before this year. */
const CRISIS_SINCE = 2024;
const TEST_CALLED_WITHIN = 30;        // days

/** `said`: every answer that was given while everything was walked. */
export function verifyFacts(given: Given, said: readonly Said[]): Finding[] {
  const { content } = given;
  return [...Object.values(content.facts).flatMap(fact => faulty(fact).map(what => finding(given, "fact-faulty", fact.id, what, "correct it from its source; a fact without source and date is not told"))), ...unknown(given), ...unlisted(given), ...unlistedOutside(given, said), ...untold(given, said)];
}

function finding(given: Given, rule: Finding["rule"], id: FactId, what: string, todo: string): Finding {
  return { rule, file: given.factFiles[id] ?? "flows/facts", key: id, what, todo };
}

function faulty(fact: Fact): string[] {
  return [
    ...(/^https?:\/\/\S+$/.test(fact.source) ? [] : ["has no address of a source"]),
    ...(SOURCE_DATE.test(fact.sourceDate) ? [] : [`has the date ${fact.sourceDate || "(none)"}, which is no day, month, year or "undated"`]),
    ...(DAY.test(fact.nextReview) ? [] : ["has no day of its next review"]),
    ...(fact.value === "" ? ["has no value"] : []),
    ...(["high", "high-stale", "medium"].includes(fact.confidence) ? [] : [`has the confidence ${fact.confidence}`]),
    ...(fact.status === "confirmed" && !fact.reviewer ? ["is called confirmed, and nobody is named who checked it"] : []),
    ...((fact.status === "disputed") === (fact.versions !== undefined) ? [] : ["is disputed without the versions of its sources, or has versions and is not called disputed"]),
    ...(fact.versions && (fact.versions.length < 2 || !fact.weSay) ? ["is disputed, and lacks a second version or what we say"] : []),
    ...(fact.kind === "crisis-number" && !(Number(fact.sourceDate.slice(0, 4)) >= CRISIS_SINCE) ? [`is a crisis number whose source is older than ${CRISIS_SINCE}`] : []),
  ];
}

function unknown({ library, content }: Given): Finding[] {
  const missing = (id: FactId): boolean => !Object.hasOwn(content.facts, id);
  const found = (file: string, key: string, id: FactId): Finding => ({ rule: "fact-unknown", file, key, what: `names the fact ${id}, which is in no file of flows/facts`, todo: "add the fact with its source, or correct the name" });
  return [
    ...spotsOf(library).flatMap(({ flow, id, step }) => factsOf(step).filter(missing).map(fact => found(flowFile(flow.id), id, fact))),
    ...textsOf(content).flatMap(({ file, key, text }) => factsIn(text).filter(missing).map(fact => found(file, key, fact))),
  ];
}

function unlisted({ library, content }: Given): Finding[] {
  return spotsOf(library).flatMap(({ flow, id, step }) => {
    const named = new Set((["es", "en"] as const).flatMap(language => formsOf(content, language, sayOf(step))).flatMap(({ text }) => factsIn(text)));
    return [...named].filter(fact => !factsOf(step).includes(fact)).map((fact): Finding =>
      ({ rule: "fact-unlisted", file: flowFile(flow.id), key: id, what: `its texts tell the fact ${fact}, and \`facts\` does not list it`, todo: "list it, so that it is doubted and recorded with the turn" }));
  });
}

/** Not doubted in a line, since a doubt beneath a complaint would turn people away. */
const UNDOUBTED = "common.complaint";

function factsSaid({ content }: Given, { reply }: Said): FactId[] {
  return formsOf(content, "es", reply.lines.map(({ key }) => key)).flatMap(({ text }) => factsIn(text));
}

/** What the interpreter says by itself: answers outside the flows, results of look-ups. */
function unlistedOutside(given: Given, said: readonly Said[]): Finding[] {
  return said.filter(({ placed, reply }) => !placed && reply.lines[0]?.key !== UNDOUBTED).flatMap(one => factsSaid(given, one).filter(id => !one.reply.facts.includes(id)).map((id): Finding =>
    ({ rule: "fact-unlisted", file: "flows/turn.ts", key: one.reply.lines[0]!.key, what: `the answer tells the fact ${id} and does not list it`, todo: "list it, so that it is doubted and recorded with the turn" })));
}

function untold(given: Given, said: readonly Said[]): Finding[] {
  const listed = new Set([...said.flatMap(one => [...one.reply.facts, ...factsSaid(given, one)]), ...spotsOf(given.library).flatMap(({ step }) => factsOf(step))]);
  return Object.keys(given.content.facts).filter(id => !listed.has(id)).map(id => finding(given, "fact-untold", id, "no answer tells it", "name it in a step's `facts`, or remove it"));
}

/** Overdue reviews: a warning, since the answer already doubts them in a line. */
export function overdue(given: Given): Finding[] {
  return Object.values(given.content.facts).filter(fact => fact.nextReview < given.today).map(fact =>
    finding(given, "fact-overdue", fact.id, `should have been read again by ${fact.nextReview}`, "read its source again and set the next day"));
}

/** What must not go live: crisis numbers that nobody has called lately; laws, deadlines and crisis numbers that two people have
 *  not signed. */
export function liveFacts(given: Given): Finding[] {
  const { today } = given, since = new Date(Date.parse(today) - TEST_CALLED_WITHIN * 86_400_000).toISOString().slice(0, 10);
  return Object.values(given.content.facts).flatMap(fact => [
    ...(fact.kind === "crisis-number" && !(fact.called && fact.called.on >= since && fact.called.on <= today) ? [finding(given, "not-called", fact.id, fact.called ? `was last test-called on ${fact.called.on}` : "was never test-called", `call it within ${TEST_CALLED_WITHIN} days of going live, then: npm run admin -- facts confirm ${fact.id}`)] : []),
    ...(signaturesNeeded(fact) > 1 && !isSigned(fact, today) ? [finding(given, "unsigned", fact.id, fact.status === "confirmed" ? `was signed by ${fact.reviewer ?? "nobody"}, until ${fact.nextReview}` : `is ${fact.status}`, `have two people check it: a wrong ${fact.kind} costs a case or a life. npm run admin -- facts confirm ${fact.id}`)] : []),
  ]);
}
