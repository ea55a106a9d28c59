/** `npm run contract`: writes what the code knows of the case registry's contract from `docs/case-registry.openapi.yaml`:
 *  its schemas, and the types they stand for. A test says when it is not current. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../server/root.ts";

type Schema = {
  $ref?: string; const?: unknown; enum?: unknown[]; type?: string; description?: string;
  properties?: Record<string, Schema>; required?: string[]; items?: Schema;
};

export const CONTRACT_YAML = join(ROOT, "docs/case-registry.openapi.yaml");
export const CONTRACT_TS = join(ROOT, "server/cases/contract.ts");

/** The text of `server/cases/contract.ts`. */
export function generate(yaml: string): string {
  const { info, components: { schemas } } = parse(yaml) as { info: { version: string }; components: { schemas: Record<string, Schema> } };
  const types = Object.entries(schemas).map(([name, schema]) => `  ${name}: ${typeOf(schema, "  ")};`);
  return [
    "/** Made by `npm run contract` from docs/case-registry.openapi.yaml: change that file, never this one. The schemas of the case",
    " *  registry's contract, and the types they stand for. */",
    `export type Contract = {\n${types.join("\n")}\n};\n`,
    `export const CONTRACT_VERSION = ${JSON.stringify(info.version)};\n`,
    `export const CONTRACT = ${JSON.stringify({ $id: "contract", $defs: bare(schemas) }, null, 1)};\n`,
  ].join("\n");
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref) return `Contract["${schema.$ref.split("/").at(-1)}"]`;
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(" | ");
  switch (schema.type) {
    case "string": case "boolean": return schema.type;
    case "integer": case "number": return "number";
    case "array": return `${typeOf(schema.items ?? {}, indent)}[]`;
    case "object": return objectOf(schema, `${indent}  `);
    default: throw new Error(`the contract holds a schema that the generator does not know: ${JSON.stringify(schema).slice(0, 80)}`);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const fields = Object.entries(properties).map(([name, schema]) => `${indent}${name}${required.includes(name) ? "" : "?"}: ${typeOf(schema, indent)};`);
  return `{\n${fields.join("\n")}\n${indent.slice(2)}}`;
}

/** Without what is for readers alone, and as a JSON Schema of its own. */
const bare = (schemas: unknown): unknown => JSON.parse(JSON.stringify(schemas, (key, part: unknown) => (key === "description" ? undefined : part)).replaceAll("#/components/schemas/", "#/$defs/"));

if (process.argv[1]?.endsWith("scripts/contract.js")) writeFileSync(CONTRACT_TS, generate(readFileSync(CONTRACT_YAML, "utf8")));
