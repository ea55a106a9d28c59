/** `npm start`: builds when something is newer than the build, then runs the server in this very process. An installed
 *  copy without sources or build tools (the container) runs what was built. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildAll, ROOT, upToDate } from "./build.mjs";

if (existsSync(join(ROOT, "server")) && !upToDate()) await buildAll();
await import(join(ROOT, "dist", "server", "main.js"));
