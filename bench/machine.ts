/** What Linux knows of a process and its children: processor time and memory. And who runs where: the measured on the first
 *  core, the measuring on the last, so that neither takes the other's time. */
import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statfsSync, writeSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

/** Read before this process gives all but one away. */
export const CORES = availableParallelism();
/** Linux counts processor time in hundredths of a second towards programs, whatever its own clock. */
const TICK_MS = 10;

/** Milliseconds of processor time, of the process, its living children and those it has waited for. */
export const cpuMs = (pid: number): number => sum(tree(pid), id => {
  const fields = stat(id);
  return fields ? TICK_MS * (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) : 0;
});

/** Megabytes in memory now. */
export const rssMb = (pid: number): number => sum(tree(pid), id => status(id, "VmRSS"));
/** Megabytes in memory when it was most. */
export const peakMb = (pid: number): number => sum(tree(pid), id => status(id, "VmHWM"));

export const ownPeakMb = (): number => Math.round(status(process.pid, "VmHWM"));

/** A command that runs on the first core, or on any, where there are several and `taskset` is installed: else a child stays
 *  on its parent's. */
export function onCore(which: "first" | "any", command: string, args: string[]): [string, string[]] {
  return canPin ? ["taskset", ["-c", which === "first" ? "0" : `0-${CORES - 1}`, command, ...args]] : [command, args];
}

/** Moves this process, all its threads, to the last core. */
export function moveToLastCore(): void {
  if (canPin) execFileSync("taskset", ["-a", "-p", "-c", String(CORES - 1), String(process.pid)], { stdio: "ignore" });
}

export const canPin = CORES > 1 && works("taskset", ["--version"]);

function works(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A new folder for one measurement, on a disk; gone when the process ends. A memory file system would make fsync free. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "puente-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const TMPFS = 0x01021994;

/** Microseconds of a 4 kB write with fsync, the middle one of 100; null on a memory file system. */
export function fsyncUs(folder: string): number | null {
  if (statfsSync(folder).type === TMPFS) return null;
  const file = openSync(join(folder, "fsync-probe"), "w"), page = Buffer.alloc(4096, 1), took: number[] = [];
  for (let i = 0; i < 100; i++) {
    const from = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    took.push((performance.now() - from) * 1000);
  }
  closeSync(file);
  return Math.round(took.toSorted((a, b) => a - b)[50]!);
}

function tree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(stat(Number(name))?.[1]);
    children.set(parent, [...children.get(parent) ?? [], Number(name)]);
  }
  const all = [pid];
  for (let i = 0; i < all.length; i++) all.push(...children.get(all[i]!) ?? []);
  return all;
}

/** The fields after the command's name, which may hold spaces; null when the process is gone. */
function stat(pid: number): string[] | null {
  const text = read(pid, "stat");
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function status(pid: number, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(read(pid, "status") ?? "")?.[1] ?? 0) / 1024;
}

function read(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
}

const sum = (ids: number[], of: (id: number) => number): number => ids.reduce((total, id) => total + of(id), 0);
