/** No Docker engine runs in the tests. What is held here: every path, command, port and variable the Dockerfile names
 *  exists, and it runs as a user without rights. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const docker = read("Dockerfile");
const config = read("server/config.ts");
const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;
/** Made by `npm ci` and `npm run build` inside the image. */
const MADE = ["/app/node_modules", "/app/dist"];

describe("the container's files", () => {
  test("every path copied from the repository or the build stage exists", () => {
    const copied = [...docker.matchAll(/^COPY (?!--from)(.+) \.\/?$/gm)].flatMap(m => m[1]!.split(" ")).filter(p => p !== ".");
    const staged = [...docker.matchAll(/^COPY --from=build (\S+) /gm)].map(m => m[1]!).filter(p => !MADE.includes(p)).map(p => p.replace("/app/", ""));
    expect([...copied, ...staged].length).toBeGreaterThan(4);
    expect([...copied, ...staged].filter(p => !existsSync(join(ROOT, p)))).toEqual([]);
  });

  test("every npm script it runs exists", () => {
    const named = [...docker.matchAll(/npm run ([\w:-]+)/g)].map(m => m[1]!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(n => !scripts[n])).toEqual([]);
  });

  test("what it starts is what the build makes", () => {
    expect(docker).toMatch(/CMD \["node", .*"dist\/server\/main\.js"\]/);
    expect(read("scripts/build.mjs")).toContain('bundle(["server/main.ts"], "dist")');
  });

  test("Node is told the same by npm start, the container and the unit file", () => {
    const flags = scripts["start"]!.split(" ").filter(word => word.startsWith("--"));
    expect(flags.length).toBeGreaterThan(0);
    expect((JSON.parse(/^CMD (.+)$/m.exec(docker)![1]!) as string[]).filter(word => word.startsWith("--"))).toEqual(flags);
    expect(/^ExecStart=(.+)$/m.exec(read("docs/running.md"))![1]!.split(" ").filter(word => word.startsWith("--"))).toEqual(flags);
  });

  test("every variable it sets is read by the configuration", () => {
    const names = docker.match(/^ENV (.+)$/m)![1]!.split(" ").map(v => v.split("=")[0]!);
    expect(names.filter(n => !config.includes(`"${n}"`))).toEqual([]);
  });

  test("the exposed port is the one it listens on, and the health check asks a route that exists", () => {
    expect(docker).toMatch(/EXPOSE 8080/);
    expect(docker).toMatch(/PORT=8080/);
    const path = /fetch\('http:\/\/127\.0\.0\.1:' \+ process\.env\.PORT \+ '([^']+)'/.exec(docker)![1]!;
    expect(read("server/routes/health.ts")).toContain(`"${path}"`);
  });

  test("it runs as a user without rights and writes to its volume alone", () => {
    const last = docker.split(/^FROM /m).at(-1)!;
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf("USER node")).toBeLessThan(last.indexOf("CMD"));
    expect(last.match(/^VOLUME (.+)$/m)![1]).toBe("/app/data");
    expect(last).toContain("STORE_URL=sqlite:/app/data/");
  });

  test("secrets and data never enter the build", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const path of [".env", "data", ".git"]) expect(ignored).toContain(path);
  });

  test("every variable in .env.example is read, and every required one is there", () => {
    const named = [...read(".env.example").matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(m => m[1]!);
    expect(named.filter(n => !config.includes(`"${n}"`))).toEqual([]);
    for (const needed of ["PUBLIC_URL", "DATA_KEY", "STORE_URL", "CASE_API_URL", "OPERATOR_NAME", "OPERATOR_CONTACT"]) expect(named).toContain(needed);
  });
});
