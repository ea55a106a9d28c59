/** Chromium and the built pages, for tests that look at them as people do. Chromium is Debian's, or CHROMIUM_PATH. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ROOT } from "../../server/root.ts";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const WIDE = { width: 1366, height: 768 }, SMALL = { width: 360, height: 640 };
const PAGES = ["simulator.html", "console.html"].map(name => join(ROOT, "dist", "console", name));

/** The pages are there, and no source of them is newer. */
function built(): boolean {
  const sources = readdirSync(join(ROOT, "console"), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return PAGES.every(page => existsSync(page) && sources.every(source => statSync(join(source.parentPath, source.name)).mtimeMs <= statSync(page).mtimeMs));
}

/** In a process of its own: the bundler's native half takes no objects from Jest's realm. */
export function buildPages(): void {
  if (!built()) execFileSync(process.execPath, [join(ROOT, "node_modules", "vite", "bin", "vite.js"), "build", join(ROOT, "console"), "--logLevel", "warn"], { cwd: ROOT });
}

export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
type Found = { violations: { id: string; impact: string; nodes: { target: string[] }[] }[] };

/** What axe finds, each as one line. `all`: the small things too. */
export async function findings(page: Page, all = false): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate("axe.run()") as Found;
  return violations.filter(v => all || v.impact === "serious" || v.impact === "critical").map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).join(", ")}`);
}

/** What a page complains of, from now on. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", error => faults.push(error.message));
  page.on("console", line => { if (line.type() === "error") faults.push(line.text()); });
  return faults;
}
