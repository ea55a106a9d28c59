/** A provider is both halves of one wire format: what it posts to us becomes arrivals, receipts and moves; what we send
 *  becomes one of four outcomes. No worker ever looks at a status code: policy is in the fault. */
import type { ChannelMessage } from "../../bot/channels/message.ts";
import type { Said } from "../../bot/inbound.ts";
import type { Channel, Millis } from "../../flows/ids.ts";

export type ProviderName = "whatsapp" | "twilio" | "loopback";

/** Who a message is from or to, as the provider names them. WhatsApp: a phone, a BSUID, or both. SMS: a phone.
 *  Phones are digits without `+`. */
export type Address = { phone?: string; userId?: string };

/** What Twilio does by itself with a word. `yes` is its opt-in word too, but only for those who opted out: to everyone else
 *  it is an answer, and is answered. */
export type Silent = "opted-out" | "opted-in" | "help" | "yes";

/** A message a person sent. `at` is the person's own timestamp, milliseconds; 0 when it was missing or no number. */
export type Arrival = {
  provider: ProviderName; channel: Channel;
  id: string; from: Address; at: Millis; said: Said;
  /** Twilio's own opt-out handling has already answered or blocked: recorded, never answered. */
  silent?: Silent;
};

export const RECEIPTS = ["queued", "sent", "delivered", "read", "failed"] as const;
export type ReceiptStatus = (typeof RECEIPTS)[number];

/** `ref` is our own id, where the provider carried it back; receipts without one are matched by `id`, the provider's. */
export type Receipt = { provider: ProviderName; channel: Channel; id: string; ref?: string; status: ReceiptStatus; at: Millis; fault?: Fault;
  /** For `failed`: what the fault table says to do. `after` in seconds. */
  remedy?: { kind: "again"; after: number } | { kind: "refused"; code: string } | { kind: "parked"; code: string } };

/** A person's number or id changed: the address moves, the history stays. */
export type Move = { provider: ProviderName; channel: Channel; id: string; from: Address; to: Address };

/** What one webhook held. `ignored` counts by kind what is not ours or not understood; nothing in it is lost silently. */
export type Parsed = { arrivals: Arrival[]; receipts: Receipt[]; moves: Move[]; ignored: Record<string, number> };

/** Codes are `noun:fault`; `again` is when a retry makes sense, in seconds. A fault holds no words, numbers or tokens. */
export type Fault = {
  code: string;                     // "window:closed", "number:invalid", "provider:throttled"
  provider?: number;                // the provider's own code, for the log
  /** Who must act: nobody, the operator (configuration, payment, token), or an agent. */
  tell: "nobody" | "operator" | "agent";
  /** `provider`: nobody can be sent to for now; `person`: only this conversation waits. */
  scope: "provider" | "person";
};

export type Sent =
  | { kind: "sent"; id: string }
  | { kind: "again"; after: number; why: Fault }        // seconds; never went out
  | { kind: "refused"; why: Fault }                     // will never work
  | { kind: "parked"; why: Fault }                      // WhatsApp's window is closed: waits for the person
  | { kind: "unknown"; why: Fault };                    // may have gone out: docs/delivery.md

export interface Sender {
  readonly name: ProviderName;
  readonly channel: Channel;
  /** Sends one message. `ref` is our own id for it, carried where the provider allows. Never throws. */
  send(to: Address, message: ChannelMessage, ref: string): Promise<Sent>;
  /** Was a message of unknown fate accepted after all? `missing`: the provider is sure it was not. `unsure`: cannot tell.
   *  `known` are provider ids already matched to other messages of this person. Absent where the provider has no look-up. */
  find?(to: Address, message: ChannelMessage, ref: string, since: Millis, known: ReadonlySet<string>): Promise<{ kind: "found"; id: string } | { kind: "missing" } | { kind: "unsure" }>;
  /** Inbound messages since a time, newest last, for catching up after an outage. Absent where the provider redelivers. */
  missed?(since: Millis): Promise<Arrival[]>;
}
