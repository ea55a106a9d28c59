/** Builds what runs: the server, the sandbox and the scripts into dist/ (esbuild, packages stay in node_modules), the
 *  console's pages by Vite. `npm start` calls it when a source is newer than what was built. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ["bot", "flows", "server", "sandbox", "scripts", "console"];
const STAMP = join(ROOT, "dist", "server", "main.js");

/** Bundles one entry and its own dynamic imports; node_modules stay outside. */
export async function bundle(entries, outdir) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: ROOT, entryPoints: entries, outdir, outbase: ".", bundle: true, splitting: true, packages: "external",
    platform: "node", format: "esm", target: "node20", sourcemap: true, logLevel: "warning",
  });
}

export async function buildAll() {
  await bundle(["server/main.ts"], "dist");
  const { NODE_ENV } = process.env;             // Vite sets it for good; what is started next must see its own
  const { build: vite } = await import("vite");
  await vite({ root: join(ROOT, "console"), logLevel: "warn" });
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
}

/** The newest change among the sources, in milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let last = 0;
  for (const name of readdirSync(path)) last = Math.max(last, newest(join(path, name)));
  return last;
}

export function upToDate() {
  if (!existsSync(STAMP) || ["simulator", "console"].some(page => !existsSync(join(ROOT, "dist", "console", `${page}.html`)))) return false;
  const built = statSync(STAMP).mtimeMs;
  return SOURCES.every(folder => !existsSync(join(ROOT, folder)) || newest(join(ROOT, folder)) <= built);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
