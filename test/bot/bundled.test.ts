/** Botkit as the build has it: without what hangs on it for Microsoft's services. It runs in a process of its own, as it is built. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "puente-botkit-"));
// @ts-expect-error: the build's scripts are JavaScript
const { banner, botkit } = await import("../../scripts/botkit.mjs") as { banner: { js: string }; botkit: import("esbuild").Plugin };

beforeAll(async () => {
  await build({ absWorkingDir: ROOT, entryPoints: ["bot/botkit.ts", "bot/skills/thanks.ts"], outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, packages: "external", platform: "node", format: "esm", target: "node20", logLevel: "error", plugins: [botkit], banner });
});
afterAll(() => { rmSync(folder, { recursive: true }); });

function run(program: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", `
    const { createSkills } = await import(${JSON.stringify(join(folder, "botkit.mjs"))}), { thanks } = await import(${JSON.stringify(join(folder, "skills", "thanks.mjs"))});
    const message = { text: "gracias", language: "es", conversation: "4", channel: "whatsapp" };
    ${program}`], { encoding: "utf8", timeout: 30_000 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

test("a skill answers, middleware runs, and what no skill takes is our turn's", () => {
  const said = run(`
    const loud = { name: "loud", install: c => c.middleware.receive.use((bot, m, next) => { m.text = m.text.toLowerCase(); next(); }) };
    const skills = await createSkills([loud, thanks]);
    const [by, turn] = [await skills.answer({ ...message, text: "GRACIAS" }, () => "turn"), await skills.answer({ ...message, text: "Hola" }, text => text)];
    await skills.close();
    console.log(by.kind, by.name, turn.kind, turn.turned);`);
  expect(said.trim()).toBe("skill thanks turn hola");
});

test("nothing of it is loaded from outside the bundle", () => {
  const said = run(`
    const { createRequire } = await import("node:module");
    const skills = await createSkills([thanks]);
    await skills.answer(message, () => "turn");
    console.log(Object.keys(createRequire(import.meta.url).cache).filter(file => /node_modules/.test(file)).length);
    await skills.close();`);
  expect(said.trim()).toBe("0");
});
