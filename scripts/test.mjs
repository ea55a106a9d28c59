/** `npm test`: finds what the suite needs beyond npm (Chromium), installs it on Debian as root or says in one line how to,
 *  builds what the tests start, and runs Jest. Arguments go to Jest. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildAll, ROOT, upToDate } from "./build.mjs";

const CHROMIUM = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const find = () => CHROMIUM.find(path => path && existsSync(path));

function install() {
  const root = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!root) stop("The browser tests need Chromium. Install it (Debian: sudo apt-get install -y chromium) or set CHROMIUM_PATH.");
  process.stdout.write("Installing Chromium for the browser tests…\n");
  for (const args of [["update", "-qq"], ["install", "-y", "-qq", "chromium"]]) {
    if (spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status !== 0) stop(`apt-get ${args.join(" ")} failed. Install Chromium by hand, or set CHROMIUM_PATH.`);
  }
}

function stop(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

if (!find()) install();
if (!upToDate()) await buildAll();
const jest = spawnSync(process.execPath, ["--experimental-vm-modules", "--no-warnings", join(ROOT, "node_modules", "jest", "bin", "jest.js"), ...process.argv.slice(2)], {
  cwd: ROOT, stdio: "inherit", env: { ...process.env, CHROMIUM_PATH: find() },
});
process.exit(jest.status ?? 1);
