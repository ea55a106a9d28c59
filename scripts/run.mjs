/** Runs a TypeScript program of ours: bundled to dist/ by esbuild in a tenth of a second, then imported with its arguments. */
import { join } from "node:path";
import { bundle, ROOT } from "./build.mjs";

const [entry, ...args] = process.argv.slice(2);
await bundle([entry], "dist");
const built = join(ROOT, "dist", entry.replace(/\.ts$/, ".js"));
process.argv = [process.argv[0], built, ...args];
await import(built);
