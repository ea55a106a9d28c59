/** Builds the pages to dist/console; the server serves each under its own name, /simulator and /console, with its files in
 *  `assets` beneath that. Run through `npm run build`. */
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/console", emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],   // light-dark()
    assetsInlineLimit: 0,                                 // the policy of the page allows no data: address
    modulePreload: false,
    rolldownOptions: { input: Object.fromEntries(["simulator", "console"].map(page => [page, new URL(`${page}.html`, import.meta.url).pathname])) },
  },
  experimental: {
    renderBuiltUrl: (file, { hostId, hostType }) => hostType === "html" ? `/${hostId.replace(/\.html$/, "")}/${file}` : { relative: true },
  },
});
