/** The directory in a terminal: `npm run admin -- directory VERB`. It is read from and written to files as HSDS 3; what is
 *  imported lies in the store, and the running server takes it up within a second. Confidential rows are neither kept nor told. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Content } from "../../bot/content.ts";
import { dateOf, dayFrom, dayOf } from "../../flows/days.ts";
import { ASSURED_FOR, isConfidential, officesOf, purposeOf, type Service } from "../../flows/directory.ts";
import type { Millis } from "../../flows/ids.ts";
import { decidedFacts } from "../decisions.ts";
import type { Store } from "../store/store.ts";
import { faultLine, faultsOf, type Fault } from "./check.ts";
import { DIRECTORY, exported, IMPORTED, layDirectory, readImports, type Import } from "./imported.ts";

export const DIRECTORY_USAGE = `npm run admin -- directory VERB

  list                    every office: id, what it is for, where, who vouches for it
  check [FILE]            what is wrong with the directory, or with a file before it is imported
  export [FILE]           as HSDS 3, a JSON list of services; without FILE to the terminal. Confidential rows are left out
  import FILE [--as NAME] all of its rows or none; a row with the id of another takes its place
  remove ID               takes back a row that was imported; the one of the files is told again`;

export type DirectoryDesk = { content: Content; store: Pick<Store, "recall" | "remember">; now: () => Millis; out: (line: string) => void };

/** Runs one verb. Resolves to false when nothing could be done; what is wrong was said. */
export async function runDirectory(desk: DirectoryDesk, rest: string[], flags: Record<string, string>): Promise<boolean> {
  const imports = readImports(await desk.store.recall(DIRECTORY));
  const content = layDirectory(await decidedFacts(desk.store, desk.content), imports);
  const [verb = "", name = ""] = rest;
  switch (verb) {
    case "list": return list(desk, content, imports);
    case "check": return name ? checkFile(desk, content, name) : checkAll(desk, content, imports);
    case "export": return write(desk, exported(content), name);
    case "import": return take(desk, content, imports, name, flags["as"] ?? "");
    case "remove": return remove(desk, imports, name);
    default: desk.out(DIRECTORY_USAGE); return verb === "";
  }
}

const rowsOf = (content: Content): Service[] => Object.values(content.directory?.services ?? {}).flat();
const today = ({ now }: DirectoryDesk): string => dateOf(dayOf(now()));

function list({ out }: DirectoryDesk, content: Content, imports: readonly Import[]): boolean {
  const offices = officesOf(content);
  for (const service of rowsOf(content).filter(row => !isConfidential(row))) {
    const places = offices.filter(office => service.service_at_locations?.some(at => at.id === office.id));
    const where = places.map(office => office.address ?? office.area ?? "by telephone").join("; ") || "told nowhere: not active, or a fact it rests on is held";
    const brought = imports.find(one => one.service.id === service.id);
    out(`${service.id}  ${purposeOf(service) ?? "?"}  ${service.name}  ${where}  ${brought ? `imported ${dateOf(dayOf(brought.at))}${brought.by && ` by ${brought.by}`}` : service.assured_date ? `checked ${service.assured_date}` : "by its facts"}`);
  }
  out(`${offices.length} offices and telephone lines are told.`);
  return true;
}

function checkAll(desk: DirectoryDesk, content: Content, imports: readonly Import[]): boolean {
  const against = { facts: content.facts, areas: content.directory?.areas ?? [] };
  const faults = [
    ...Object.entries(desk.content.directory?.services ?? {}).flatMap(([file, rows]) => faultsOf(rows, file, against)),
    ...faultsOf(imports.map(({ service }) => service), IMPORTED, against),
  ];
  const stale = rowsOf(content).filter(({ assured_date: checked }) => checked !== undefined && dateOf(dayFrom(checked)! + ASSURED_FOR) < today(desk));
  for (const service of stale) desk.out(`${service.id} ${service.name} was last checked on ${service.assured_date!}: its hours are told as unconfirmed until somebody checks it again.`);
  return tell(desk, faults, `${rowsOf(content).length} rows, nothing wrong.`);
}

function tell({ out }: DirectoryDesk, faults: readonly Fault[], fine: string): boolean {
  for (const fault of faults) out(faultLine(fault));
  out(faults.length ? `${faults.length} ${faults.length === 1 ? "fault" : "faults"}.` : fine);
  return faults.length === 0;
}

function write({ out }: DirectoryDesk, rows: Service[], file: string): boolean {
  const text = JSON.stringify(rows, null, 2);
  if (file === "") { out(text); return true; }
  try {
    writeFileSync(file, `${text}\n`);
  } catch (error) {
    out(`${file} can't be written: ${error instanceof Error ? error.message : "unknown"}`);
    return false;
  }
  out(`${rows.length} rows are in ${file}.`);
  return true;
}

/** A list of services, a page of them as HSDS's API gives it (`contents`), or one. */
function read({ out }: DirectoryDesk, file: string): unknown[] | null {
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as unknown;
    if (Array.isArray(value)) return value as unknown[];
    const page = typeof value === "object" && value !== null ? (value as { contents?: unknown }).contents : undefined;
    return Array.isArray(page) ? page as unknown[] : [value];
  } catch (error) {
    out(`${file || "The file"} can't be read: ${file === "" ? "say which, import FILE" : error instanceof SyntaxError ? `it is no JSON (${error.message})` : "is it there?"}`);
    return null;
  }
}

const isObject = (row: unknown): row is Service => typeof row === "object" && row !== null && !Array.isArray(row);
/** Marked rows: whatever else is in them is not looked at. */
const marked = (row: unknown): boolean => isObject(row) && Array.isArray(row.attributes) && isConfidential(row);

function faultsIn(desk: DirectoryDesk, content: Content, file: string, rows: readonly unknown[]): Fault[] {
  const same = new Set(exported(content).map(row => JSON.stringify(row)));
  const open = rows.filter(row => !marked(row) && !same.has(JSON.stringify(row)));
  return faultsOf(open, file, { facts: content.facts, areas: content.directory?.areas ?? [], today: today(desk) });
}

function checkFile(desk: DirectoryDesk, content: Content, file: string): boolean {
  const rows = read(desk, file);
  return rows !== null && tell(desk, faultsIn(desk, content, file, rows), `${rows.length} rows, nothing wrong.`);
}

/** All or nothing. A row that reads as it was exported is none to keep: it would no longer follow its facts. */
async function take(desk: DirectoryDesk, content: Content, imports: readonly Import[], file: string, by: string): Promise<boolean> {
  const rows = read(desk, file);
  if (!rows) return false;
  const faults = faultsIn(desk, content, file, rows);
  if (faults.length) { tell(desk, faults, ""); desk.out("Nothing was imported."); return false; }
  const same = new Set(exported(content).map(row => JSON.stringify(row))), hidden = rows.filter(marked).length;
  const fresh = rows.filter(row => !marked(row) && !same.has(JSON.stringify(row))) as Service[], ids = new Set(fresh.map(({ id }) => id));
  const kept = imports.filter(({ service }) => !ids.has(service.id));
  if (fresh.length) await desk.store.remember(DIRECTORY, Buffer.from(JSON.stringify([...kept, ...fresh.map((service): Import => ({ service, by: by.trim().toLowerCase(), at: desk.now() }))])));
  desk.out(`${fresh.length} rows are imported, ${rows.length - fresh.length - hidden} are as they were${hidden ? `, ${hidden} confidential: nothing of those is kept` : ""}.`);
  return true;
}

async function remove({ store, out }: DirectoryDesk, imports: readonly Import[], id: string): Promise<boolean> {
  const left = imports.filter(({ service }) => service.id !== id);
  if (left.length === imports.length) { out(`No imported row ${id || "was named"}; see: npm run admin -- directory list. A row of the files is taken out there, or imported with the status "inactive".`); return false; }
  await store.remember(DIRECTORY, Buffer.from(JSON.stringify(left)));
  out(`${id} is taken back.`);
  return true;
}
