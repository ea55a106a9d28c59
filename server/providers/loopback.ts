/** The provider of the simulator, the terminal and the tests: what is sent lies in memory, by address, and listeners hear
 *  of it. The corridor before and behind it is the real one. */
import type { ChannelMessage } from "../../bot/channels/message.ts";
import type { Channel } from "../../flows/ids.ts";
import type { Address, Arrival, Sender } from "./provider.ts";
import { silentWord } from "./twilio/webhook.ts";

export type LoopbackMessage = { to: Address; message: ChannelMessage; ref: string };

export function createLoopback(channel: Channel): Sender & { onSent(listener: (sent: LoopbackMessage) => void): () => void } {
  const listeners = new Set<(sent: LoopbackMessage) => void>();
  let count = 0;
  return {
    name: "loopback", channel,
    send(to, message, ref) {
      for (const listener of listeners) listener({ to, message, ref });
      return Promise.resolve({ kind: "sent", id: `loopback-${++count}` });
    },
    onSent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What someone typed into the simulator or the terminal, as the channel's provider would bring it: on SMS, Twilio's own
 *  opt-out words are Twilio's there too. */
export function typed(channel: Channel, text: string): Pick<Arrival, "said" | "silent"> {
  const silent = channel === "sms" ? silentWord(text) : undefined;
  return { said: { kind: "text", text }, ...(silent && { silent }) };
}
