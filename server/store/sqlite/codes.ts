/** How values of the port lie in the tables: small numbers, because a row of a quiet conversation is mostly these.
 *  SQLite keeps 0 and 1 in no byte at all, so the states in which rows rest come first. Order is schema: only append. */
import { CHANNELS, LANGUAGES, type Channel, type Language } from "../../../flows/ids.ts";
import type { AddressKind, NewInbound, NewOutbound, OutboundState } from "../store.ts";

/** `conversation.flags` */
export const OPTED_OUT = 1, TICKET = 2, HELD = 4, PARKED = 8;
/** Its person is gone. ERASED: only a last word is still to be sent. KEPT: a danger ticket is open, and somebody may answer. */
export const ERASED = 16, KEPT = 32;

/** `inbox.state` */
export const DONE = 0, PENDING = 1, DEAD = 2;
export const INBOUND_STATES = ["done", "pending", "dead"] as const;

/** `outbox.state` */
export const OUTBOUND_STATES = ["delivered", "read", "sent", "failed", "dropped", "queued", "sending", "parked"] as const satisfies readonly OutboundState[];
export const DELIVERED = 0, READ = 1, SENT = 2, FAILED = 3, DROPPED = 4, QUEUED = 5, UNDER_WAY = 6, SET_ASIDE = 7;

/** How far a message has come, by state: receipts only climb. */
export const rankOf = (state: number): number => state === READ ? 3 : state === DELIVERED ? 2 : state === SENT ? 1 : 0;

export const KINDS = ["bot", "safety", "agent"] as const satisfies readonly NewOutbound["kind"][];
export const BOT = 0, AGENT_KIND = 2;
export const ORIGINS = ["person", "agent", "timer", "result", "note"] as const satisfies readonly NewInbound["origin"][];
export const FROM_PERSON = 0, FROM_AGENT = 1, FROM_RESULT = 3, FROM_NOTE = 4;
export const ADDRESS_KINDS = ["wa-user", "wa-phone", "sms-phone"] as const satisfies readonly AddressKind[];
export const languageOf = (code: number | null): Language | null => code === null ? null : LANGUAGES[code] ?? null;
export const languageCode = (language: Language | null): number | null => language === null ? null : LANGUAGES.indexOf(language);

/** A conversation's id holds its person and channel, so "one per person and channel" needs no index: person × 4 + channel. */
export const ROOM_FOR_CHANNELS = 4;
export const channelCode = (channel: Channel): number => CHANNELS.indexOf(channel);
export const channelOf = (conversation: number): Channel => CHANNELS[conversation % ROOM_FOR_CHANNELS]!;
export const personOf = (conversation: number): number => Math.floor(conversation / ROOM_FOR_CHANNELS);
export const conversationOf = (person: number, channel: number): number => person * ROOM_FOR_CHANNELS + channel;
