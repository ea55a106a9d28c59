/** What staff see and decide of facts in a terminal: `npm run admin -- facts VERB`. Reads the files' content and what was
 *  decided, writes decisions; the running server takes them up within a second. */
import type { Content } from "../bot/content.ts";
import { dayFrom, dayOf } from "../flows/days.ts";
import type { Fact } from "../flows/fact.ts";
import type { Library } from "../flows/flow.ts";
import type { Millis } from "../flows/ids.ts";
import type { FactId } from "../flows/reply.ts";
import { confirm, decided, DECISIONS, hold, readDecisions, release, signaturesNeeded, type Decided, type Decisions } from "./decisions.ts";
import type { Store } from "./store/store.ts";

const DAY = 86_400_000, PANAMA_NOON = 17 * 3_600_000;

export const FACTS_USAGE = `npm run admin -- facts VERB

  due [--at DATE]                        what is overdue or due within 30 days, and the answers it touches
  calls                                  the sheet for test calls: every number, what it should be, when it was last called
  worksheet [ID]                         what to check, with source, date and the sources that disagree
  confirm ID --as NAME --how TEXT [--on DATE]
                                         "called, answered in 20 s", "read in the official gazette"; DATE is when, if not today.
                                         Laws, deadlines and crisis numbers need two people; a crisis number is confirmed by calling it
  hold ID --as NAME --why TEXT           at once: answers built on it say that it is being checked
  release ID --as NAME                   two people must
  told ID [--since DATE]                 how many answers told it`;

export type FactsDesk = {
  content: Content; library: Library; store: Pick<Store, "recall" | "remember" | "told">; now: () => Millis; out: (line: string) => void;
};

/** Runs one verb. Resolves to false when nothing could be done; what is wrong was said. */
export async function runFacts(desk: FactsDesk, rest: string[], flags: Record<string, string>): Promise<boolean> {
  const { content, out, store } = desk;
  const decisions = readDecisions(await store.recall(DECISIONS));
  const [verb = "", id = ""] = rest;
  const fact = Object.hasOwn(content.facts, id) ? content.facts[id]! : null;
  const today = day(desk.now());
  switch (verb) {
    case "due": return due(desk, decisions, flags["at"] || today);
    case "calls": return calls(desk, decisions);
    case "worksheet": return worksheet(desk, decisions, id);
    case "confirm": case "hold": case "release": case "told": {
      if (!fact) { out(`No fact ${id || "was named"}. Their ids stand in flows/facts; "facts worksheet" lists them.`); return false; }
      if (verb === "told") return told(desk, fact, flags["since"] || "1970-01-01");
      const who = (flags["as"] ?? "").trim().toLowerCase();
      if (!who) { out("Say who you are: --as NAME"); return false; }
      const text = (verb === "confirm" ? flags["how"] : flags["why"]) ?? "";
      if (verb !== "release" && !text) { out(verb === "confirm" ? "Say how you know: --how TEXT" : "Say why: --why TEXT"); return false; }
      const at = verb === "confirm" && flags["on"] ? atOf(flags["on"], desk.now()) : desk.now();
      if (at === null) { out(`"${flags["on"] ?? ""}" is no day gone by: write it as 2026-11-24.`); return false; }
      return write(desk, verb === "confirm" ? confirm(decisions, fact, { who, how: text, at }) : verb === "hold" ? hold(decisions, fact, { who, why: text, at }) : release(decisions, fact, who));
    }
    default: out(FACTS_USAGE); return verb === "";
  }
}

/** Noon in Panama of a day that was written; null for what is no day, and for one to come. */
function atOf(written: string, now: Millis): Millis | null {
  const on = dayFrom(written), noon = on === null ? NaN : on * DAY + PANAMA_NOON;
  return on === null || on > dayOf(now) ? null : Math.min(noon, now);
}

async function write({ store, out }: FactsDesk, result: Decided): Promise<boolean> {
  if ("refused" in result) { out(result.refused); return false; }
  await store.remember(DECISIONS, Buffer.from(JSON.stringify(result.decisions)));
  out(result.said);
  return true;
}

const day = (at: Millis): string => new Date(at).toISOString().slice(0, 10);

function due({ content, library, out }: FactsDesk, decisions: Decisions, at: string): boolean {
  if (dayFrom(at) === null) { out(`"${at}" is no day: write it as 2026-11-24.`); return false; }
  const soon = day(Date.parse(at) + 30 * DAY), touched = answersOf(library);
  const facts = Object.values(content.facts).map(fact => decided(fact, decisions)).filter(fact => fact.nextReview <= soon || fact.held).toSorted((a, b) => a.nextReview.localeCompare(b.nextReview));
  for (const fact of facts) {
    const state = fact.held ? "HELD" : fact.nextReview < at ? "OVERDUE" : "due";
    out(`${fact.nextReview}  ${state.padEnd(7)}  ${fact.id}  (${fact.kind}, ${fact.status})`);
    out(`            ${fact.value}  <${fact.source}>`);
    out(`            told in: ${(touched.get(fact.id) ?? ["no answer"]).join(", ")}`);
  }
  out(facts.length ? `${facts.length} facts. After checking one: npm run admin -- facts confirm ID --as NAME --how TEXT` : "Nothing is due within 30 days.");
  return true;
}

function calls({ content, out }: FactsDesk, decisions: Decisions): boolean {
  const numbers = Object.values(content.facts).filter(f => f.kind === "crisis-number" || f.kind === "phone").toSorted((a, b) => a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id));
  for (const fact of numbers) {
    const signed = decisions[fact.id]?.value === fact.value ? decisions[fact.id]!.signed : [], { called } = decided(fact, decisions);
    out(`${fact.value}   ${fact.id}${fact.kind === "crisis-number" ? "   CRISIS" : ""}`);
    out(`  ${fact.about}`);
    out(`  last called: ${signed.length ? signed.map(s => `${day(s.at)} by ${s.who} (${s.how})`).join("; ") : called ? `${called.on} by ${called.by}` : "never, as far as is written here"}`);
    out("  called on ______ at ____ by ________  answered after ____ s  languages ________  cost from prepaid ____  who answered, and what they do: ____________________");
  }
  out(`${numbers.length} numbers. For each: npm run admin -- facts confirm ID --as NAME --how "called, …" [--on DATE]`);
  return true;
}

function worksheet({ content, library, out }: FactsDesk, decisions: Decisions, only: string): boolean {
  const facts = Object.values(content.facts).filter(f => only === "" || f.id === only).map(f => decided(f, decisions));
  if (facts.length === 0) { out(`No fact ${only}.`); return false; }
  const touched = answersOf(library);
  for (const fact of facts) {
    const signed = decisions[fact.id]?.signed ?? [];
    out(`## ${fact.id}: ${fact.value}`);
    out(fact.about);
    out(`- ${fact.kind}, ${fact.status}, confidence ${fact.confidence}; next review ${fact.nextReview}; needs ${signaturesNeeded(fact)} signature${signaturesNeeded(fact) > 1 ? "s of different people" : ""}`);
    out(`- source ${fact.source} (${fact.sourceDate})`);
    for (const version of fact.versions ?? []) out(`- says otherwise: ${version.says} ${version.source} (${version.sourceDate})`);
    if (fact.weSay) out(`- what we say: ${fact.weSay}`);
    out(`- told in: ${(touched.get(fact.id) ?? ["no answer"]).join(", ")}`);
    for (const s of signed) out(`- signed by ${s.who} on ${day(s.at)}: ${s.how}`);
    out("");
  }
  return true;
}

async function told({ store, out }: FactsDesk, fact: Fact, since: string): Promise<boolean> {
  if (dayFrom(since) === null) { out(`"${since}" is no day: write it as 2026-11-24.`); return false; }
  const count = await store.told(fact.id, Math.floor(Date.parse(since) / DAY));
  out(`${fact.id} was told in ${count} answers${since > "1970-01-01" ? ` since ${since}` : ""}. Who heard them is not kept.`);
  return true;
}

/** Fact → the steps that tell it, as `flow/step`. */
function answersOf(library: Library): Map<FactId, string[]> {
  const found = new Map<FactId, string[]>();
  for (const flow of Object.values(library.flows)) for (const [name, step] of Object.entries(flow.steps)) {
    for (const id of "facts" in step ? step.facts ?? [] : []) found.set(id, [...(found.get(id) ?? []), `${flow.id}/${name}`]);
  }
  return found;
}
