/** The texts and facts as they lie on disk, for the tests of the library and of the locales. */
import { readdirSync, readFileSync } from "node:fs";
import type { Fact } from "../../flows/fact.ts";
import type { Language } from "../../flows/ids.ts";

const root = new URL("../../", import.meta.url);

function readFolder(path: string): Record<string, unknown> {
  const files = readdirSync(new URL(path, root)).filter(name => name.endsWith(".json") && !name.startsWith("_"));
  return Object.fromEntries(files.map(name => [name.slice(0, -".json".length), JSON.parse(readFileSync(new URL(`${path}/${name}`, root), "utf8"))]));
}

/** Namespace → key → text. */
export function readTexts(language: Language): Record<string, Record<string, string>> {
  return readFolder(`locales/${language}`) as Record<string, Record<string, string>>;
}

/** Every fact, in the order of the files. */
export function readFacts(): Fact[] {
  return Object.values(readFolder("flows/facts")).flat() as Fact[];
}

/** Every text of a language as `namespace.key`. */
export function flatten(texts: Record<string, Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([namespace, entries]) => Object.entries(entries).map(([key, text]) => [`${namespace}.${key}`, text])));
}

export function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(match => match[1]!).toSorted();
}
