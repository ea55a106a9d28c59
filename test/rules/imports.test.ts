/** The import lines hold the layout: who may know whom, and that Botkit and i18next are known to one file each. */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDERS = ["flows", "bot", "server", "sandbox", "scripts", "console", "bench"];
/** Pure packages that bot/ may import, beside Botkit and i18next in their own file. */
const PURE: string[] = [];
const ONLY_IN: Record<string, string> = { botkit: "bot/botkit.ts", botbuilder: "bot/botkit.ts", "botbuilder-core": "bot/botkit.ts", i18next: "bot/words.ts" };

type Import = { file: string; from: string; target: string };

function files(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(e => e.isFile() && /\.tsx?$/.test(e.name)).map(e => relative(ROOT, join(e.parentPath, e.name)));
}

const sources = FOLDERS.flatMap(files);
const imports: Import[] = sources.flatMap(file => {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm)].map(m => {
    const from = (m[1] ?? m[2] ?? m[3])!;
    return { file, from, target: from.startsWith(".") ? normalize(join(dirname(file), from)) : from };
  });
});

const packageOf = (target: string): string => target.split("/").slice(0, target.startsWith("@") ? 2 : 1).join("/");
const inside = (i: Import): boolean => i.from.startsWith(".");
const builtin = (i: Import): boolean => i.from.startsWith("node:") || builtinModules.includes(i.from);
const of = (folder: string): Import[] => imports.filter(i => i.file.startsWith(`${folder}/`));
const shown = (list: Import[]): string[] => list.map(i => `${i.file} imports ${i.from}`);

describe("import rules", () => {
  test("the check sees the sources", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(200);
  });

  test("every relative import names a file that exists, with its ending", () => {
    expect(shown(imports.filter(i => inside(i) && !/\.(ts|tsx|json|css|mjs)$/.test(i.from)))).toEqual([]);
    const all = new Set(sources);
    expect(shown(imports.filter(i => inside(i) && /\.tsx?$/.test(i.from) && !all.has(i.target)))).toEqual([]);
  });

  test("flows imports flows and no package", () => {
    expect(shown(of("flows").filter(i => !inside(i) || !i.target.startsWith("flows/")))).toEqual([]);
  });

  test("bot imports flows and bot, and no socket, file or clock", () => {
    expect(shown(of("bot").filter(i => inside(i) && !/^(bot|flows)\//.test(i.target)))).toEqual([]);
    expect(shown(of("bot").filter(i => builtin(i)))).toEqual([]);
    expect(shown(of("bot").filter(i => !inside(i) && !builtin(i) && !PURE.includes(packageOf(i.target)) && ONLY_IN[packageOf(i.target)] !== i.file))).toEqual([]);
  });

  test("Botkit and i18next are known to one file each", () => {
    expect(shown(imports.filter(i => { const only = ONLY_IN[packageOf(i.target)]; return only !== undefined && only !== i.file && !i.file.startsWith("bench/"); }))).toEqual([]);
  });

  test("server imports server, bot, flows and, to bring it up in development, the sandbox", () => {
    expect(shown(of("server").filter(i => inside(i) && !/^(server|bot|flows)\//.test(i.target) && !(i.file === "server/puente.ts" && i.target === "sandbox/app.ts")))).toEqual([]);
  });

  test("a store or provider knows neither accept, converse, deliver nor routes", () => {
    const forbidden = /^server\/(accept|converse|deliver|respond|desk|clock|puente|main|app|routes\/.*)\b/;
    expect(shown([...of("server/store"), ...of("server/providers")].filter(i => inside(i) && forbidden.test(i.target)))).toEqual([]);
  });

  test("the sandbox imports its own files, the contract and packages", () => {
    const contract = ["server/cases/contract.ts", "server/cases/valid.ts"];
    expect(shown(of("sandbox").filter(i => inside(i) && !i.target.startsWith("sandbox/") && !contract.includes(i.target)))).toEqual([]);
    expect(shown(imports.filter(i => contract.includes(i.file) && inside(i) && !contract.includes(i.target)))).toEqual([]);
  });

  test("the console speaks HTTP only", () => {
    const pure = ["bot/channels/window.ts", "bot/channels/segments.ts", "bot/channels/message.ts"];
    expect(shown(of("console").filter(i => inside(i) && !i.target.startsWith("console/") && !pure.includes(i.target) && !i.target.startsWith("server/routes/types")))).toEqual([]);
  });

  test("texts for people stand in locales only: no flow, bot or server file holds an accented sentence", () => {
    const told = sources.filter(f => /^(flows|server)\//.test(f)).filter(f => /["'`][^"'`\n]*[áéíóúñ¿¡][^"'`\n]*["'`]/.test(readFileSync(join(ROOT, f), "utf8").replace(/^\s*(\*|\/\*).*$/gm, "").replace(/\s\/\/.*$/gm, "")));
    expect(told).toEqual([]);
  });
});
