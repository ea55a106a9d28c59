/** Builds the pages to dist/console; the server serves them under /simulator. Run through `npm run build`. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/simulator/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/console", emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],   // light-dark()
    assetsInlineLimit: 0,                                 // the policy of the page allows no data: address
    modulePreload: false,
    rolldownOptions: { input: { simulator: new URL("simulator.html", import.meta.url).pathname } },
  },
});
