/** The case registry's contract as a document: it is OpenAPI 3.1, keeps our own rules, only grew, and the code's copy of it is
 *  current. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { CONTRACT_TS, CONTRACT_YAML, generate } from "../../scripts/contract.ts";
import { CONTRACT, type Contract } from "../../server/cases/contract.ts";
import { fault, valid } from "../../server/cases/valid.ts";
import { ROOT } from "../../server/root.ts";

type Node = { [key: string]: unknown };
type Operation = { operationId?: string; summary?: string; tags?: string[]; responses: Record<string, Node>; parameters?: Node[] };

const yaml = readFileSync(CONTRACT_YAML, "utf8");
const contract = parse(yaml) as { openapi: string; tags: { name: string }[]; paths: Record<string, Record<string, Operation>>; webhooks: Record<string, Record<string, Operation>>; components: { [kind: string]: Record<string, Node> } };

/** Every object in the document, with the way to it. */
function* nodes(value: unknown, way = "#"): Generator<[string, Node]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Node];
  for (const [key, part] of Object.entries(value)) yield* nodes(part, `${way}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
}
const all = [...nodes(contract)];
const ways = new Set(all.map(([way]) => way));
const operations = [...Object.entries(contract.paths), ...Object.entries(contract.webhooks)].flatMap(([path, item]) => Object.entries(item).map(([verb, operation]) => ({ path, verb, operation })));

describe("the contract", () => {
  test("is OpenAPI 3.1", async () => {
    expect(await new Validator().validate(parse(yaml) as Node)).toEqual({ valid: true });
    expect(contract.openapi).toBe("3.1.0");
    expect((await new Validator().validate({ ...(parse(yaml) as Node), paths: [] })).valid).toBe(false);
  });

  test("every reference leads somewhere, and everything named is used", () => {
    const named = all.flatMap(([, node]) => (typeof node["$ref"] === "string" ? [node["$ref"]] : []));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(ref => !ways.has(ref))).toEqual([]);
    const components = Object.entries(contract.components).filter(([kind]) => kind !== "securitySchemes").flatMap(([kind, parts]) => Object.keys(parts).map(name => `#/components/${kind}/${name}`));
    expect(components.filter(way => !named.includes(way))).toEqual([]);
  });

  test("every operation has a name, a summary, a tag that exists and an answer for what is not foreseen", () => {
    expect(operations).toHaveLength(5);
    expect(new Set(operations.map(o => o.operation.operationId)).size).toBe(operations.length);
    const tags = contract.tags.map(t => t.name);
    expect(operations.filter(({ operation: o }) => !o.operationId || !o.summary || !o.responses["default"] || o.tags?.some(tag => !tags.includes(tag)) !== false).map(o => o.path)).toEqual([]);
  });

  test("no case number and no proof ever stands in an address or a header", () => {
    const outside = operations.flatMap(({ path, operation }) => [path, ...(operation.parameters ?? []).map(p => String(p["name"] ?? p["$ref"]))]);
    expect(outside).toContain("after");
    expect(outside.filter(name => /case|number|proof|\{/i.test(name.replace(/^#.*\/|^\/v1\//, "")))).toEqual([]);
  });

  test("every string, list and number has an end", () => {
    const endless = all.filter(([way, node]) => way.startsWith("#/components/schemas/") && (
      node["type"] === "string" && !["maxLength", "pattern", "enum", "const", "format"].some(limit => limit in node)
      || node["type"] === "array" && !("maxItems" in node) || node["type"] === "integer" && !("maximum" in node)));
    expect(endless.map(([way]) => way)).toEqual([]);
    expect(all.filter(([, { pattern }]) => typeof pattern === "string" && !/^\^.*\$$/.test(pattern) && pattern !== "^Bearer")).toEqual([]);
  });

  test("every failure but a token's is a problem, and whoever is sent away hears for how long", () => {
    const answers = operations.filter(o => o.path.startsWith("/")).flatMap(({ path, operation }) => Object.entries(operation.responses).filter(([status]) => !status.startsWith("2") && !(path === "/v1/token" && /^40[01]$/.test(status))));
    const resolved = answers.map(([status, answer]) => [status, typeof answer["$ref"] === "string" ? contract.components["responses"]![answer["$ref"].split("/").at(-1)!]! : answer] as const);
    expect(resolved.length).toBeGreaterThan(12);
    expect(resolved.filter(([, answer]) => Object.keys(answer["content"] as Node).join() !== "application/problem+json")).toEqual([]);
    expect(resolved.filter(([status, answer]) => /429|503/.test(status) && !JSON.stringify(answer).includes("Retry-After"))).toEqual([]);
  });

  test("nothing in it is empty, and every schema is one that a strict reader compiles", () => {
    expect(all.flatMap(([way, node]) => Object.keys(node).filter(key => node[key] === null).map(key => `${way}/${key}`))).toEqual([]);
    expect(Object.keys(CONTRACT.$defs).map(name => fault(name as keyof Contract, Symbol.iterator))).not.toContain(null);
  });

  test("what was there before the contract had a name is still right", () => {
    expect(valid("LookupRequest", { caseNumber: "PA-2026-000001", proof: "246810" })).toBe(true);
    expect(valid("Case", { stage: "admitted", asOf: "2026-09-14" })).toBe(true);
    expect(valid("Case", { stage: "interview", asOf: "2026-10-05", next: "2026-11-17" })).toBe(true);
    expect(valid("LookupRequest", { caseNumber: "PA-2026-000001", proof: "246810", phone: "50760000000" })).toBe(false);
  });

  test("every stage it knows has a text, and no other stage has", () => {
    const known = (contract.components["schemas"]!["Stage"]!["x-known"] as string[]).filter(stage => stage !== "other");
    const texts = Object.keys(JSON.parse(readFileSync(join(ROOT, "locales/es/case-status.json"), "utf8")) as Node).flatMap(key => /^stage-([a-z-]+)$/.exec(key)?.[1] ?? []);
    expect(texts.filter(stage => stage !== "unknown").toSorted()).toEqual(known.toSorted());
  });

  test("the code's copy is current: npm run contract", () => {
    expect(readFileSync(CONTRACT_TS, "utf8") === generate(yaml)).toBe(true);
  });
});
