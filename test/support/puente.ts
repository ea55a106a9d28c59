/** Puente in the test's own process, on a store that is thrown away: people who write, and what they were answered. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelMessage } from "../../bot/channels/message.ts";
import type { Said } from "../../bot/inbound.ts";
import type { Channel, Language } from "../../flows/ids.ts";
import { readConfig } from "../../server/config.ts";
import { silentLog, type Log } from "../../server/log.ts";
import { typed } from "../../server/providers/loopback.ts";
import type { Address } from "../../server/providers/provider.ts";
import { startPuente, type Puente } from "../../server/puente.ts";

export type TestPuente = Puente & { person(channel: Channel, address?: Address): Person; idle(): Promise<void>; folder: string };
export type Person = {
  address: Address;
  /** Sends one message and waits until nothing is left to answer. Resolves to what came since. */
  says(what: string | Said): Promise<ChannelMessage[]>;
  /** The text of all that came since the last time. */
  hears(what: string | Said): Promise<string>;
  got: ChannelMessage[];
};

let people = 0;
/** Messages by address, over restarts: an id is never given again. */
const sent = new Map<string, number>();

export async function startTestPuente(env: NodeJS.ProcessEnv = {}, options: { now?: () => number; log?: Log; listen?: boolean; folder?: string; strangerLanguage?: Language; contentFrom?: string } = {}): Promise<TestPuente> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "puente-test-"));
  const config = readConfig({ PORT: "0", STORE_URL: `sqlite:${join(folder, "puente.db")}`, OPERATOR_NAME: "Casa Abierta", OPERATOR_CONTACT: "datos@example.org", ...env }, folder);
  const puente = await startPuente(config, { log: silentLog, listen: false, ...options });
  const idle = async (): Promise<void> => {
    for (;;) {
      const { inbound, outbound, lookups } = await puente.store.backlog(options.now?.() ?? Date.now());
      if (inbound + outbound + lookups === 0) return;
      await new Promise(resolve => setTimeout(resolve, 3));
    }
  };
  return {
    ...puente, folder, idle,
    person(channel, address = { phone: `5076${String(1_000_000 + ++people)}` }) {
      const got: ChannelMessage[] = [];
      puente.loopback[channel]?.onSent(({ to, message }) => { if (to.phone === address.phone && to.userId === address.userId) got.push(message); });
      const who = address.userId ?? address.phone ?? "";
      const says = async (what: string | Said): Promise<ChannelMessage[]> => {
        const before = got.length;
        sent.set(who, (sent.get(who) ?? 0) + 1);
        const said = typeof what === "string" ? typed(channel, what) : { said: what };
        await puente.accept.webhook({ arrivals: [{ provider: "loopback", channel, id: `${who}-${sent.get(who)}`, from: address, at: options.now?.() ?? Date.now(), ...said }], receipts: [], moves: [], ignored: {} });
        await idle();
        return got.slice(before);
      };
      return { address, got, says, hears: async what => (await says(what)).map(textOf).join("\n\n") };
    },
    async close() {
      await puente.close();
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function textOf(message: ChannelMessage): string {
  switch (message.kind) {
    case "sms": case "text": return message.body;
    case "buttons": return [message.body, ...message.buttons.map(b => `[${b.title}]`)].join("\n");
    case "list": return [message.body, ...message.rows.map(r => `- ${r.title}`)].join("\n");
  }
}
