/** From `npm start` to ready, in a copy of the repository: first with the build, then built. */
import { cpSync, symlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT } from "../server/root.ts";
import { median, type Figure } from "./figure.ts";
import { freshFolder } from "./machine.ts";
import { environment, freePort, start } from "./server.ts";

const LEFT_OUT = new Set(["node_modules", ".git", "dist", "data", "coverage"]);
const ROUNDS = 3;

export async function measureReady(): Promise<Figure[]> {
  const copy = join(freshFolder(), "copy");
  cpSync(ROOT, copy, { recursive: true, filter: path => !LEFT_OUT.has(relative(ROOT, path).split(sep)[0]!) });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const built: number[] = [], withBuild = await readyIn(copy);
  for (let i = 0; i < ROUNDS; i++) built.push(await readyIn(copy));
  return [
    { figure: "ready.built", what: "`npm start` to ready when built", value: median(built), unit: "ms", better: "less", must: 2_000, detail: { built } },
    { figure: "ready.build", what: "`npm start` to ready with the build", value: withBuild, unit: "ms", better: "less", must: 6_000, detail: {} },
  ];
}

/** As its user would have it: no core of its own. */
async function readyIn(copy: string): Promise<number> {
  const port = await freePort(), env = environment({ port, folder: freshFolder(), sinkPort: 9 });
  const server = await start({ command: "npm", args: ["start"], cwd: copy, port, env, ready: "/health/ready", withinMs: 60_000, anyCore: true });
  await server.stop();
  return server.readyMs;
}
