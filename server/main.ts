/** The process: settings in, Puente running, the addresses printed; on SIGTERM what was taken is finished and nothing new. */
import closeWithGrace from "close-with-grace";
import { readConfig, ConfigFaulty } from "./config.ts";
import { ContentFaulty } from "./content.ts";
import { createLog } from "./log.ts";
import { startPuente } from "./puente.ts";
import { SealBroken } from "./seal.ts";
import { storeName } from "./store/open.ts";
import { StoreUnfit } from "./store/unfit.ts";

const begun = Date.now();
try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const puente = await startPuente(config, { log });
  // A terminal that is closed sends SIGHUP too: there it means the end.
  const reloads = !process.stdout.isTTY;
  if (reloads) process.on("SIGHUP", () => void puente.reload().catch(error => log.bug("content.unread", error)));
  closeWithGrace({ delay: 20_000, logger: false, ...(reloads && { skip: ["SIGHUP"] }) }, async ({ err, signal }) => {
    if (err) log.bug("process.failed", err);
    else log.info("process.stopping", { code: signal ?? "close" });
    await puente.close();
  });
  for (const language of puente.words.unread) log.warn("texts.unread", { code: language, hint: "no native speaker has read all of them: locales/*/_meta.json, reviewed" });
  log.info("process.ready", { url: puente.url, ms: Date.now() - begun, version: puente.words.version });
  if (!config.production) {
    process.stdout.write([
      `Puente runs at ${puente.url}`,
      ...(config.roles.has("web") ? [`  simulator  ${puente.url}/simulator`, `  webhooks   ${config.whatsapp ? "" : "(not set) "}/webhooks/whatsapp   ${config.twilio ? "" : "(not set) "}/webhooks/sms`] : []),
      `  health     ${puente.url}/health/ready   metrics ${puente.url}/metrics`,
      `  data       ${storeName(config.storeUrl)}`, "",
    ].join("\n"));
  }
} catch (error) {
  const told = error instanceof ConfigFaulty || error instanceof ContentFaulty || error instanceof SealBroken || error instanceof StoreUnfit;
  process.stderr.write(`${told ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exit(1);
}
