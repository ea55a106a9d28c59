/** Converse in the terminal through the whole corridor, in this process, on a store of its own that is thrown away.
 *  `npm run talk -- --channel sms --locale es [--store sqlite:…]`; reads stdin when it is no terminal, a message a line. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ChannelMessage } from "../bot/channels/message.ts";
import { CHANNELS, LANGUAGES, type Channel, type Language } from "../flows/ids.ts";
import { ConfigFaulty, readConfig } from "../server/config.ts";
import { silentLog } from "../server/log.ts";
import { typed } from "../server/providers/loopback.ts";
import { startPuente } from "../server/puente.ts";
import { readArguments } from "./arguments.ts";

const { flags } = readArguments(process.argv.slice(2));
const channel = (flags["channel"] ?? "whatsapp") as Channel, locale = flags["locale"] as Language | undefined;
if (!CHANNELS.includes(channel)) fail(`--channel is ${CHANNELS.join(" or ")}`);
if (locale !== undefined && !LANGUAGES.includes(locale)) fail(`--locale is one of ${LANGUAGES.join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "puente-talk-"));
const terminal = process.stdin.isTTY;
const PERSON = { phone: "50760000001" };

try {
  const config = readConfig({ CASE_API_URL: process.env["CASE_API_URL"], OPERATOR_NAME: process.env["OPERATOR_NAME"], STORE_URL: flags["store"] ?? `sqlite:${join(folder, "puente.db")}` }, folder);
  const puente = await startPuente(config, { log: silentLog, listen: false, strangerLanguage: locale });
  const input = createInterface({ input: process.stdin, terminal, prompt: "> ", ...(terminal && { output: process.stdout }) });
  puente.loopback[channel]!.onSent(({ message }) => { for (const line of shown(message)) process.stdout.write(`< ${line}\n`); if (terminal) input.prompt(true); });
  if (terminal) { process.stdout.write(`You write to Puente by ${channel === "sms" ? "SMS" : "WhatsApp"}. Ctrl-D ends.\n`); input.prompt(); }
  let count = 0;
  for await (const line of input) {
    const run = `${process.pid}-${Date.now()}-${++count}`;
    await puente.accept.webhook({ arrivals: [{ provider: "loopback", channel, id: run, from: PERSON, at: Date.now(), ...typed(channel, line) }], receipts: [], moves: [], ignored: {} });
    await answered();
  }
  await answered();
  await puente.close();

  /** Nothing waits any more: no message, no send, no look-up. */
  async function answered(): Promise<void> {
    for (;;) {
      const { inbound, outbound, lookups } = await puente.store.backlog(Date.now());
      if (inbound + outbound + lookups === 0) return;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
} catch (error) {
  if (error instanceof ConfigFaulty) fail(error.message);
  throw error;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function shown(message: ChannelMessage): string[] {
  switch (message.kind) {
    case "sms": return message.body.split("\n");
    case "text": return message.body.split("\n");
    case "buttons": return [...message.body.split("\n"), message.buttons.map(b => `[ ${b.title} ]`).join(" ")];
    case "list": return [...message.body.split("\n"), `[ ${message.button} ]`, ...message.rows.map((r, n) => `  ${n + 1}. ${r.title}${r.description ? ` (${r.description})` : ""}`)];
  }
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
