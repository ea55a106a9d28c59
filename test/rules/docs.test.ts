/** What the documents name exists: commands, files, links, variables, paths, metrics, verbs. Whoever follows a page must not
 *  be sent to something that was renamed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const DOCS = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ...readdirSync(join(ROOT, "docs")).filter(n => n.endsWith(".md")).map(n => `docs/${n}`)];

type Doc = { name: string; text: string; inline: string[]; fenced: string };
const docs: Doc[] = DOCS.map(name => {
  const text = read(name);
  const fenced = [...text.matchAll(/^ *```[^\n]*\n([^]*?)^ *```/gm)].map(m => m[1]!).join("\n");
  const prose = text.replace(/^ *```[^\n]*\n[^]*?^ *```/gm, "");
  return { name, text, fenced, inline: [...prose.matchAll(/`([^`\n]+)`/g)].map(m => m[1]!) };
});

/** What each document says wrongly, as `document: thing`. */
const wrong = (named: (doc: Doc) => string[], right: (thing: string, doc: Doc) => boolean): string[] =>
  docs.flatMap(doc => [...new Set(named(doc))].filter(thing => !right(thing, doc)).map(thing => `${doc.name}: ${thing}`));
const count = (named: (doc: Doc) => string[]): number => docs.flatMap(named).length;

const { scripts, dependencies } = JSON.parse(read("package.json")) as { scripts: Record<string, string>; dependencies: Record<string, string> };

// ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────────

describe("commands", () => {
  const named = ({ text }: Doc): string[] => [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(m => (m[1] ?? m[2])!);

  test("every npm command named exists, and what it runs does", () => {
    expect(count(named)).toBeGreaterThan(20);
    expect(wrong(named, name => name in scripts)).toEqual([]);
    const files = Object.values(scripts).flatMap(line => line.split(" ")).filter(word => /\.(mjs|ts)$/.test(word));
    expect(files.filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test("every command is in the README's table", () => {
    const told = [...read("README.md").matchAll(/^\| `npm (?:run )?([\w:-]+)` \|/gm)].map(m => m[1]!);
    expect(Object.keys(scripts).filter(name => name !== "build" && !told.includes(name))).toEqual([]);
  });

  test("every verb of admin that is named is one", () => {
    const verbs = ({ text }: Doc): string[] => [...text.matchAll(/npm run admin -- (\w+(?: (?:list|replay))?)/g)].map(m => m[1]!);
    const admin = read("scripts/admin.ts");
    expect(count(verbs)).toBeGreaterThan(3);
    expect(wrong(verbs, verb => verb.split(" ").every(word => admin.includes(`"${word}"`)))).toEqual([]);
  });

  test("every option of talk, verify and admin that is named is read", () => {
    const options = ({ text }: Doc): string[] => [...text.matchAll(/npm run (?:talk|verify|admin) --[^\n`#]*|\| `npm run (?:talk|verify|admin)` \|[^\n]*/g)].flatMap(m => [...m[0].matchAll(/ `?--([a-z]+)/g)].map(o => o[1]!));
    const sources = read("scripts/talk.ts") + read("scripts/verify.ts") + read("scripts/admin.ts") + read("server/facts.ts") + read("server/events.ts") + read("server/staff/terminal.ts");
    expect(count(options)).toBeGreaterThan(4);
    expect(wrong(options, option => sources.includes(`flags["${option}"]`))).toEqual([]);
  });

  test("every command of the desk is in its table, and the other way round", () => {
    const table = /^## The desk$[^]*?^\| type[^]*?(?=^$)/m.exec(read("docs/running.md"))![0];
    const told = [...table.matchAll(/`([a-z]+)(?: [A-Z]+)?`/g)].map(m => m[1]!).toSorted();
    const known = [...read("server/desk.ts").matchAll(/case "([a-z]+)":(?! out)/g)].map(m => m[1]!);
    const verbs = known.filter(verb => ["list", "open", "claim", "say", "return", "resolve", "requeue", "quit"].includes(verb));
    expect(told).toEqual([...new Set(verbs)].toSorted());
  });
});

// ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Made by building or running. */
const MADE = /^(dist|data|node_modules)\//;

const all: string[] = readdirSync(ROOT, { withFileTypes: true }).filter(e => !/^(node_modules|dist|data|coverage|\.git)$/.test(e.name))
  .flatMap(e => e.isDirectory() ? readdirSync(join(ROOT, e.name), { recursive: true, encoding: "utf8" }).map(n => join(e.name, n)) : [e.name]);

/** A name with `<…>` or `*` is a pattern: at least one file must fit. */
function exists(path: string): boolean {
  if (!/[<*]/.test(path)) return existsSync(join(ROOT, path));
  const pattern = new RegExp(`^${path.split(/<[^>]*>|\*/).map(part => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^/]+")}$`);
  return all.some(file => pattern.test(file));
}

describe("files", () => {
  const isPath = (code: string): boolean => /^[\w.@<>*-]+(\/[\w.@<>*-]+)*\/?$/.test(code) && (/\//.test(code) || /\.(ts|tsx|mjs|json|md|yml)$/.test(code)) && !MADE.test(code) && !(code in dependencies);
  const named = ({ inline }: Doc): string[] => inline.filter(isPath);

  test("every file and folder named exists", () => {
    expect(count(named)).toBeGreaterThan(80);
    // named without its folder, which the sentence gives
    expect(wrong(named, path => path === "_meta.json" || exists(path))).toEqual([]);
  });

  test("every file a shell command names exists", () => {
    const inShell = ({ text }: Doc): string[] => [...text.matchAll(/npm test -- ([^\n`#]+)/g)].flatMap(m => m[1]!.trim().split(/\s+/));
    expect(wrong(inShell, path => existsSync(join(ROOT, path)) || all.some(file => file.startsWith(path)))).toEqual([]);
  });

  test("every link within the repository leads somewhere", () => {
    const links = ({ text }: Doc): string[] => [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(m => m[1]!);
    expect(count(links)).toBeGreaterThan(10);
    expect(wrong(links, (link, doc) => existsSync(join(ROOT, dirname(doc.name), link)))).toEqual([]);
  });

  test("every folder of sources is in the README's layout", () => {
    const readme = read("README.md");
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(e => e.isDirectory() && !/^(\..*|node_modules|dist|data|coverage)$/.test(e.name)).map(e => e.name);
    expect(folders.filter(folder => !readme.includes(`| \`${folder}/\` |`))).toEqual([]);
  });

  test("every source at the top of flows, bot and server is in the table of files", () => {
    const page = read("docs/architecture.md");
    const sources = all.filter(file => /^(flows|bot|server)\/[\w-]+\.ts$/.test(file));
    // a type or a small thing whose reader finds it by its name
    const small = ["bot/inbound.ts", "server/root.ts", "server/vocabulary.ts"];
    expect(sources.filter(file => !small.includes(file) && !page.includes(`\`${file}\``))).toEqual([]);
  });
});

// ── settings ──────────────────────────────────────────────────────────────────────────────────────────────────────

describe("settings", () => {
  const config = read("server/config.ts");
  const known = [...new Set([...config.matchAll(/"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"/g)].map(m => m[1]!))].filter(name => name.length > 3);
  /** Read elsewhere. */
  const beside: Record<string, string> = { CHROMIUM_PATH: "scripts/test.mjs", OLD_KEY: "docs/running.md" };
  const read_ = (name: string): boolean => known.includes(name.replace(/_FILE$/, "")) || (name in beside && read(beside[name]!).includes(name));

  test("every variable named is read", () => {
    const named = ({ text }: Doc): string[] => [...text.matchAll(/(?<![\w/])[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?![\w…])/g)].map(m => m[0]).filter(name => !name.startsWith("WABA"));
    expect(count(named)).toBeGreaterThan(40);
    expect(wrong(named, read_)).toEqual([]);
  });

  test("every variable that is read is in the table of settings, once", () => {
    const table = [...read("docs/running.md").matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)].map(m => m[1]!);
    expect(known.length).toBeGreaterThan(25);
    expect(known.filter(name => !table.includes(name))).toEqual([]);
    expect(table.filter((name, i) => table.indexOf(name) !== i || !known.includes(name))).toEqual([]);
  });

  test("what the table calls required is what production asks for", () => {
    const required = [...read("docs/running.md").matchAll(/^\| `([A-Z_]+)` \|[^|]*\| \*\*required/gm)].map(m => m[1]!).toSorted();
    const asked = [...config.matchAll(/const missing = \[([^\]]+)\]/g)].flatMap(m => [...m[1]!.matchAll(/"([A-Z_]+)"/g)].map(n => n[1]!)).toSorted();
    expect(required).toEqual(asked);
  });

  test("the defaults in the table are those of the code", () => {
    const table = new Map([...read("docs/running.md").matchAll(/^\| `([A-Z][A-Z0-9_]*)` \| `?([^|`]*?)`? \|/gm)].map(m => [m[1]!, m[2]!.trim()] as const));
    const numbers = [...config.matchAll(/number\("([A-Z_]+)", ([\d_]+),/g)].map(m => [m[1]!, m[2]!.replaceAll("_", "")] as const);
    const texts = [...config.matchAll(/(?:url\("([A-Z_]+)", |get\("([A-Z_]+)"\) \|\| )"([^"]+)"/g)].map(m => [(m[1] ?? m[2])!, m[3]!] as const).filter(([name]) => name !== "OPERATOR_NAME" && name !== "OPERATOR_CONTACT");
    const defaults = [...numbers, ...texts];
    expect(defaults.length).toBeGreaterThan(8);
    expect(defaults.filter(([name, value]) => table.get(name) !== value).map(([name, value]) => `${name}: ${value}, told ${table.get(name)}`)).toEqual([]);
  });
});

// ── languages ─────────────────────────────────────────────────────────────────────────────────────────────────────

describe("languages", () => {
  type Meta = { language: string; latinName: string; complete: boolean; reviewed: string[] };
  const metas = all.filter(file => /^locales\/[a-z]+\/_meta\.json$/.test(file)).map(file => JSON.parse(read(file)) as Meta);

  test("those the README calls complete are, and no others", () => {
    const names: Record<string, string> = { es: "Spanish", en: "English", fr: "French", pt: "Portuguese", ht: "Haitian Creole", ar: "Arabic" };
    const complete = Object.keys(names).filter(language => metas.some(meta => meta.language === language && meta.complete)).map(language => names[language]!);
    expect(complete.length).toBeGreaterThan(1);
    expect(read("README.md")).toContain(`\n${complete.slice(0, -1).join(", ")} and ${complete.at(-1)!} are complete.`);
  });

  test("that nobody has read them is said as long as it is so", () => {
    const said = /no text is marked as reviewed/.test(read("README.md").replaceAll("\n", " "));
    expect(said).toBe(metas.every(meta => meta.reviewed.length === 0));
  });
});

// ── what it answers and shows ─────────────────────────────────────────────────────────────────────────────────────

describe("HTTP", () => {
  const routes = readdirSync(join(ROOT, "server", "routes")).filter(n => n.endsWith(".ts")).map(n => read(`server/routes/${n}`)).join("\n") + read("sandbox/app.ts");
  const named = ({ inline }: Doc): string[] => inline.flatMap(code => /^(?:GET |POST )?(\/[a-z][\w/-]*)$/.exec(code)?.[1] ?? []);

  test("every path named is a route", () => {
    expect(count(named)).toBeGreaterThan(12);
    expect(wrong(named, path => routes.includes(`"${path}"`))).toEqual([]);
  });

  test("every webhook, health and metrics route is in the README", () => {
    const told = named(docs.find(doc => doc.name === "README.md")!);
    const served = [...routes.matchAll(/"(\/(?:webhooks|health|metrics)[\w/-]*)"/g)].map(m => m[1]!);
    expect(served.length).toBeGreaterThan(4);
    expect(served.filter(path => !told.includes(path))).toEqual([]);
  });
});

describe("what operators look for", () => {
  test("every metric named is one", () => {
    const metrics = read("server/metrics.ts");
    const named = ({ text }: Doc): string[] => [...text.matchAll(/\bpuente_([a-z_]+[a-z])/g)].map(m => m[1]!);
    expect(count(named)).toBeGreaterThan(10);
    expect(wrong(named, name => new RegExp(`"(?:puente_)?${name}"`).test(metrics))).toEqual([]);
  });

  test("every log event and fault code named is one", () => {
    const sources = all.filter(file => /^server\/.*\.ts$/.test(file)).map(read).join("\n");
    const events = ({ inline }: Doc): string[] => inline.filter(code => /^(send|catch-up|worker|turn)\.[a-z]+$/.test(code) || /^[a-z]+:[a-z]+$/.test(code) && !code.startsWith("sqlite:") && !code.startsWith("node:"));
    expect(count(events)).toBeGreaterThan(5);
    expect(wrong(events, code => code === "noun:fault" || sources.includes(`"${code}"`))).toEqual([]);
  });

  test("every crash point is in the table, in order", () => {
    const points = [.../CRASH_POINTS = \[([^\]]+)\]/.exec(read("server/crash.ts"))![1]!.matchAll(/"([a-z-]+)"/g)].map(m => m[1]!);
    const told = [...read("docs/delivery.md").matchAll(/^\| `((?:before|after)-[a-z]+)` \|/gm)].map(m => m[1]!);
    expect(told).toEqual(points);
  });

  test("every kind of step and field of a fact is in the page on flows", () => {
    const page = read("docs/flows.md");
    const kinds = [...new Set([...read("flows/flow.ts").matchAll(/\{ kind: "([a-z]+)"/g)].map(m => m[1]!))];
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter(kind => !page.includes(`| \`${kind}\` |`))).toEqual([]);
    const needed = [...read("server/content.ts").matchAll(/const NEEDED = \[([^\]]+)\]/g)].flatMap(m => [...m[1]!.matchAll(/"(\w+)"/g)].map(n => n[1]!));
    expect(needed.filter(field => !page.includes(`"${field}":`))).toEqual([]);
  });

  test("every rule of verify is in the page on flows, and is broken on purpose or held by the tests of the command", () => {
    const rules = [.../export type Rule =([^;]+);/.exec(read("scripts/verify/given.ts"))![1]!.matchAll(/"([a-z-]+)"/g)].map(m => m[1]!);
    expect(rules.length).toBeGreaterThan(25);
    const [page, tests] = [read("docs/flows.md"), read("test/broken/verify.test.ts") + read("test/verify.test.ts")];
    expect(rules.filter(rule => !page.includes(`\`${rule}\``) || !tests.includes(`"${rule}"`))).toEqual([]);
  });

  test("the limits told are the channels' own", () => {
    const limits = read("bot/channels/say.ts"), page = read("docs/flows.md");
    for (const [name, value, told] of [["buttonTitle", 20, "20 characters"], ["rowTitle", 24, "24 characters"], ["rowAbout", 72, "72 for"], ["interactive", 1024, "1,024 characters"]] as const) {
      expect(limits).toMatch(new RegExp(`${name}: ${value}\\b`));
      expect(page).toContain(told);
    }
  });

  test("the made-up case a newcomer is told to try is in the sandbox", () => {
    const [number, proof] = [/`(PA-\d{4}-\d{6})`/.exec(read("README.md"))![1]!, /then `(\d{6})`/.exec(read("README.md"))![1]!];
    expect(read("sandbox/cases.ts")).toContain(`{ caseNumber: "${number}", proof: "${proof}"`);
  });
});
