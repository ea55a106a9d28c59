/** Botkit in the build: the part that a message goes through is bundled, and what hangs on it for Microsoft's own services is
 *  left out. That is nine tenths of what `import "botkit"` reads and keeps in memory, and no message ever comes there. */
import { createRequire, isBuiltin } from "node:module";
import { join, sep } from "node:path";

/** Connectors, their web servers and clients, and the recognisers behind prompts: nothing of it can run headless. */
const LEFT_OUT = [
  "botframework-connector", "botframework-streaming", "@azure/", "@microsoft/recognizers-text", "axios", "jsonwebtoken",
  "express", "body-parser", "ws", "fs-extra", "htmlparser2", "lodash",
];

/** For esbuild beside `packages: "external"`: only Botkit and what it asks for are looked at. */
export const botkit = {
  name: "botkit",
  setup(build) {
    build.onResolve({ filter: /^botkit$/ }, inside);
    build.onResolve({ filter: /./ }, args => args.importer.includes(`${sep}node_modules${sep}`) ? inside(args) : undefined);
    build.onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({ contents: absence(path) }));
  },
};

/** What the bundle needs of CommonJS in a module of today. */
export const banner = { js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url), __dirname = import.meta.dirname;` };

function inside({ path, resolveDir }) {
  if (isBuiltin(path)) return { path, external: true };
  if (LEFT_OUT.some(name => path === name || path.startsWith(name.endsWith("/") ? name : `${name}/`) || name.endsWith("-text") && path.startsWith(name))) return { path, namespace: "left-out" };
  return { path: createRequire(join(resolveDir, "any.js")).resolve(path) };
}

/** Stands where a package was: may be named, be a key and be extended while Botkit is loaded; whoever calls it is told why it is not there. */
function absence(name) {
  return `
const absent = name => {
  const gone = () => { throw new Error(name + " is left out of this build: scripts/botkit.mjs"); };
  return new Proxy(function () {}, {
    get: (at, key) => key === Symbol.toPrimitive ? () => name : key === "prototype" || typeof key === "symbol" ? at[key] : key === "__esModule" ? true : at[key] = Object.hasOwn(at, key) && key !== "name" && key !== "length" ? at[key] : absent(name + "." + key),
    apply: gone, construct: gone,
  });
};
module.exports = absent(${JSON.stringify(name)});`;
}
