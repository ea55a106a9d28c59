/** Rows of the directory that staff brought in while the line runs: laid over the files' rows by their ids. Kept in the store
 *  as JSON under `DIRECTORY`. And a row as others read it, with its facts told. Pure. */
import { createHash } from "node:crypto";
import type { Content } from "../../bot/content.ts";
import { isConfidential, timeOf, told, type Service } from "../../flows/directory.ts";
import { minutesFrom } from "../../flows/hours.ts";
import type { Millis } from "../../flows/ids.ts";
import { faultsOf } from "./check.ts";

export const DIRECTORY = "directory";
/** Stands for a file's name in what is told of imported rows. */
export const IMPORTED = "imported";

export type Import = { service: Service; by: string; at: Millis };

export function readImports(bytes: Uint8Array | null): Import[] {
  return bytes === null ? [] : JSON.parse(Buffer.from(bytes).toString("utf8")) as Import[];
}

/** The content with what was imported laid over it; its version changes with it. A row that today's rules refuse is left out:
 *  `directory check` names it. */
export function layDirectory(content: Content, imports: readonly Import[]): Content {
  const { areas, services } = content.directory ?? { areas: [], services: {} };
  const good = imports.map(({ service }) => service).filter(service => faultsOf([service], IMPORTED, { facts: content.facts, areas }).length === 0);
  if (!good.length) return content;
  const over = new Set(good.map(({ id }) => id));
  const files = Object.fromEntries(Object.entries(services).map(([file, rows]) => [file, rows.filter(({ id }) => !over.has(id))]));
  const version = createHash("sha256").update(content.version).update(JSON.stringify(good)).digest("base64url").slice(0, 8);
  return { ...content, directory: { areas, services: { ...files, [IMPORTED]: good } }, version };
}

/** Every row that may leave the house, with its facts told: plain HSDS. What rests on a fact that is held is left out. */
export function exported({ facts, directory }: Content): Service[] {
  const rows = Object.values(directory?.services ?? {}).flat().filter(service => !isConfidential(service));
  return rows.flatMap(service => {
    const open = tell(service, "", facts);
    return open === HELD ? [] : [open as Service];
  });
}

const HELD = Symbol("held");

/** A value with the facts in it told. An entry of a list goes with a fact that is held, and nothing else does. */
function tell(value: unknown, field: string, facts: Content["facts"]): unknown {
  if (typeof value === "string") return tellText(value, field, facts);
  if (Array.isArray(value)) return value.map(entry => tell(entry, field, facts)).filter(entry => entry !== HELD);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, tell(part, name, facts)] as const);
  return entries.some(([, part]) => part === HELD) ? HELD : Object.fromEntries(entries);
}

function tellText(text: string, field: string, facts: Content["facts"]): string | typeof HELD {
  const end = field === "opens_at" ? "opens" : field === "closes_at" ? "closes" : null;
  const said = end ? timeOf(text, end, facts) : told(text, facts);
  return said === null ? HELD : end && said !== text ? zoned(said) : said;
}

/** `07:00-05:00`: HSDS writes a time with its zone. */
function zoned(time: string): string {
  const minutes = minutesFrom(time);
  return minutes === null ? time : `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}-05:00`;
}
