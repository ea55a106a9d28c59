/** `npm run check`: types, lint, unused code, and the rules that tests hold without running anything (imports, locales,
 *  the container's files). All run side by side; each that fails shows its own output. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

const bin = name => join(ROOT, "node_modules", ".bin", name);
const CHECKS = {
  types: [bin("tsc"), ["--noEmit"]],
  lint: [bin("oxlint"), ["--type-aware", "--deny-warnings"]],
  "unused code": [bin("knip"), []],
  "imports, locales, container": [process.execPath, ["--experimental-vm-modules", "--no-warnings", join(ROOT, "node_modules/jest/bin/jest.js"), "test/rules", "test/locales", "--reporters=default"]],
};

const run = ([command, args]) => new Promise(resolve => {
  let output = "";
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, FORCE_COLOR: "0" } });
  child.stdout.on("data", d => { output += d; });
  child.stderr.on("data", d => { output += d; });
  child.on("error", error => resolve({ code: 1, output: String(error) }));
  child.on("close", code => resolve({ code, output }));
});

const results = await Promise.all(Object.entries(CHECKS).map(async ([name, check]) => ({ name, ...await run(check) })));
for (const { name, code, output } of results) process.stdout.write(code === 0 ? `ok      ${name}\n` : `FAILED  ${name}\n${output}\n`);
process.exit(results.every(r => r.code === 0) ? 0 : 1);
