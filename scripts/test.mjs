/** `npm test`: finds what the suite needs beyond npm (Chromium, redis-server), installs it on Debian as root or says in one
 *  line how to, builds what the tests start, and runs Jest. Arguments go to Jest. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildAll, ROOT, upToDate } from "./build.mjs";

const CHROMIUM = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const REDIS = [process.env.REDIS_SERVER_PATH, "/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];
const find = places => places.find(path => path && existsSync(path));

/** `name` is Debian's. The service that Debian starts for it is not ours and is kept from starting. */
function need(places, what, name, variable) {
  const found = find(places);
  if (found) return found;
  const root = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!root) stop(`The tests need ${what}. Install it (Debian: sudo apt-get install -y ${name}) or set ${variable}.`);
  process.stdout.write(`Installing ${what} for the tests…\n`);
  for (const args of [["update", "-qq"], ["install", "-y", "-qq", name]]) {
    if (spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" } }).status !== 0) stop(`apt-get ${args.join(" ")} failed. Install ${what} by hand, or set ${variable}.`);
  }
  return find(places) ?? stop(`${what} was installed but is not found: set ${variable}.`);
}

function stop(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

const chromium = need(CHROMIUM, "Chromium", "chromium", "CHROMIUM_PATH");
const redis = need(REDIS, "redis-server", "redis-server", "REDIS_SERVER_PATH");
if (!upToDate()) await buildAll();
const jest = spawnSync(process.execPath, ["--experimental-vm-modules", "--no-warnings", join(ROOT, "node_modules", "jest", "bin", "jest.js"), ...process.argv.slice(2)], {
  cwd: ROOT, stdio: "inherit", env: { ...process.env, CHROMIUM_PATH: chromium, REDIS_SERVER_PATH: redis },
});
process.exit(jest.status ?? 1);
