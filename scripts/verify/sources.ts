/** What is read from disk beside texts and facts: the keys that programs name, and which file holds a fact. And what is
 *  wrong with files that can't be read at all, as findings. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "../../flows/fact.ts";
import type { FactId, TextKey } from "../../flows/reply.ts";
import type { ContentFaulty } from "../../server/content.ts";
import type { Finding } from "./given.ts";

/** Where programs name keys, beside the interpreter: the channels, the corridor. */
const PROGRAMS = ["bot", "server"];

/** `"common.menu"`, and of `` `common.media-${…}` `` and `` `languages.${…}` `` the part before the value. Paths and file names are none. */
export function namedKeys(root: string): TextKey[] {
  const files = [...readdirSync(join(root, "flows")).map(name => join("flows", name)), ...PROGRAMS.flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(name => join(folder, name)))];
  const sources = files.filter(name => name.endsWith(".ts")).map(name => readFileSync(join(root, name), "utf8"));
  const namespaces = new Set(readdirSync(join(root, "locales", "es")).map(name => name.replace(/\.json$/, "")));
  return [...new Set(sources.flatMap(text => [
    ...[...text.matchAll(/"([a-z-]+\.[a-z0-9-]+)"/g)].map(m => m[1]!),
    ...[...text.matchAll(/`([a-z-]+\.[a-z0-9-]*)\$\{/g)].map(m => m[1]!),
  ]))].filter(key => namespaces.has(key.split(".")[0]!) && !/\.(ts|json)$/.test(key)).toSorted();
}

export function factFiles(root: string): Record<FactId, string> {
  const folder = join(root, "flows", "facts");
  return Object.fromEntries(readdirSync(folder).filter(name => name.endsWith(".json")).flatMap(name =>
    (JSON.parse(readFileSync(join(folder, name), "utf8")) as Fact[]).map(({ id }) => [id, `flows/facts/${name}`])));
}

/** Content that can't be used: each fault with its file, and the key where it names one. */
export function brokenFiles({ faults }: ContentFaulty, root: string): Finding[] {
  return faults.map(fault => {
    const told = fault.replaceAll(`${root}/`, "");
    const [, file = "", rest = ""] = /^(\S+?):? (.*)$/s.exec(told) ?? [];
    const office = /^((?:[0-9a-f]{8}-[0-9a-f-]{27}|\[\d+\])\S*) (.*); (.*)$/is.exec(rest);
    if (office) return { rule: "office-faulty", file, key: office[1]!, what: office[2]!, todo: office[3]! };
    const key = /\bfact (\S+) (?:lacks|is there)/.exec(rest)?.[1] ?? /^(\S+) names\b/.exec(rest)?.[1] ?? "";
    const [what = rest, todo = "mend the file"] = rest.split(/; (.*)/s);
    return { rule: "file-broken", file, key, what, todo };
  });
}
