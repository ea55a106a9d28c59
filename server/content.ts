/** Reads texts and facts from disk, checks them, and hands them to the bot as one value with a version. What is wrong is
 *  said with file, key and what to do, all at once; the server does not start on it. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Content, LanguageMeta } from "../bot/content.ts";
import { countOf, COUNTS, deadlineOf, type Fact } from "../flows/fact.ts";
import { LANGUAGES, type Language } from "../flows/ids.ts";
import { ROOT } from "./root.ts";

/** Texts or facts that can't be used; each fault begins with its file. */
export class ContentFaulty extends Error {
  override name = "ContentFaulty";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The texts can't be used:\n- ${faults.join("\n- ")}`);
    this.faults = faults;
  }
}

export function loadContent(operator: Content["operator"], root = ROOT): Content {
  const faults: string[] = [];
  const texts: Content["texts"] = {}, languages: Content["languages"] = {};
  for (const language of LANGUAGES) {
    const folder = join(root, "locales", language);
    const names = list(folder, faults);
    texts[language] = {};
    for (const name of names) {
      const value = readJson(join(folder, name), faults);
      if (name === "_meta.json") { if (isMeta(value, language)) languages[language] = value; else faults.push(`locales/${language}/_meta.json: needs language "${language}", name, latinName, rtl, complete, reviewed`); continue; }
      const namespace = name.slice(0, -".json".length);
      if (isTexts(value)) texts[language][namespace] = value;
      else faults.push(`locales/${language}/${name}: every value must be a text; put each text under one key`);
    }
    if (!languages[language]) faults.push(`locales/${language}/_meta.json is missing: add it, with "complete": false while texts are missing`);
  }
  const facts = readFacts(join(root, "flows", "facts"), faults);
  checkFactNames(texts, facts, faults);
  if (!texts.es || !languages.es?.complete) faults.push("locales/es: Spanish is what everything falls back to; it must be complete");
  if (faults.length) throw new ContentFaulty(faults);
  const version = createHash("sha256").update(JSON.stringify([texts, languages, facts, operator])).digest("base64url").slice(0, 8);
  return { version, texts, languages, facts, operator };
}

function list(folder: string, faults: string[]): string[] {
  try {
    return readdirSync(folder).filter(n => n.endsWith(".json")).toSorted();
  } catch {
    faults.push(`${folder}: the folder is missing`);
    return [];
  }
}

function readJson(path: string, faults: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    faults.push(`${path}: is no JSON (${error instanceof Error ? error.message : "unreadable"})`);
    return undefined;
  }
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);
const isTexts = (v: unknown): v is Record<string, string> => isObject(v) && Object.values(v).every(t => typeof t === "string");
const isMeta = (v: unknown, language: Language): v is LanguageMeta =>
  isObject(v) && v["language"] === language && typeof v["name"] === "string" && typeof v["latinName"] === "string" && typeof v["rtl"] === "boolean" && typeof v["complete"] === "boolean" && Array.isArray(v["reviewed"]);

const NEEDED = ["id", "kind", "value", "about", "source", "sourceDate", "confidence", "status", "nextReview"] as const;

function readFacts(folder: string, faults: string[]): Record<string, Fact> {
  const facts: Record<string, Fact> = {};
  for (const name of list(folder, faults)) {
    const value = readJson(join(folder, name), faults);
    if (!Array.isArray(value)) { faults.push(`flows/facts/${name}: must be a list of facts`); continue; }
    for (const fact of value as unknown[]) {
      const id = isObject(fact) ? String(fact["id"]) : "?";
      const missing = isObject(fact) ? NEEDED.filter(k => typeof fact[k] !== "string" || fact[k] === "") : [...NEEDED];
      if (missing.length) faults.push(`flows/facts/${name}: fact ${id} lacks ${missing.join(", ")}; a fact without a source and a date is not told`);
      else if (facts[id]) faults.push(`flows/facts/${name}: fact ${id} is there twice`);
      else {
        facts[id] = fact as Fact;
        faults.push(...unitFaults(facts[id]).map(fault => `flows/facts/${name}: fact ${id} ${fault}`));
      }
    }
  }
  return facts;
}

function unitFaults(fact: Fact): string[] {
  const { unit } = fact;
  if (unit === undefined) return [];
  if (!COUNTS.includes(unit)) return [`has a unit that is none of ${COUNTS.join(", ")}`];
  if (unit === "working-days" || unit === "calendar-days") return deadlineOf(fact) ? [] : ["has a unit of days, so days are counted with it: kind \"deadline\" and a whole number from 1 to 99 as its value"];
  return countOf(fact) === null ? ["has a unit, and no number as its value"] : [];
}

function checkFactNames(texts: Content["texts"], facts: Record<string, Fact>, faults: string[]): void {
  for (const [language, namespaces] of Object.entries(texts)) for (const [namespace, keys] of Object.entries(namespaces)) for (const [key, text] of Object.entries(keys)) {
    for (const [, name, id = ""] of text.matchAll(/\{\{\s*(fact|counted)\.([\w-]+)\s*\}\}/g)) {
      const fault = !facts[id] ? "which is in no file of flows/facts" : name === "counted" && facts[id].unit === undefined ? "to count with it, and it has no unit in flows/facts" : null;
      if (fault) faults.push(`locales/${language}/${namespace}.json: ${key} names the fact ${id}, ${fault}`);
    }
  }
}
