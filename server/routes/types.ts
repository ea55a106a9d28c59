/** The JSON that pages of ours and the server speak with each other. Types only: the console imports nothing else of the server. */
import type { Static } from "typebox";
import type { ChannelMessage } from "../../bot/channels/message.ts";
import type { Said } from "../../bot/inbound.ts";
import type { MediaKind } from "../../flows/heard.ts";
import type { Channel, Millis } from "../../flows/ids.ts";
import type { Colleagues as ColleaguesSchema, Me as MeSchema } from "./api-schemas.ts";

/** `POST /simulator/send`: one message of a made-up person. `id` is the browser's own; the same one again is the same message. */
export type SimulatorSend = { channel: Channel; person: string; id?: string } & SimulatorSays;

/** What was typed, tapped or attached: exactly one of them. */
export type SimulatorSays =
  | { text: string }
  | { choice: { id: string; title: string } }
  | { media: MediaKind; caption?: string }
  | { location: { latitude: number; longitude: number; name?: string } };

/** One bubble. `n` counts up within a person; the same `n` again replaces what it was. */
export type SimulatorMessage =
  | { n: number; channel: Channel; at: Millis; from: "person"; id: string; said: Said; state: "sending" | "stored" | "failed";
      /** SMS: the carrier answers this word itself, so Puente stays silent. */
      silent?: "opted-out" | "opted-in" | "help" }
  | { n: number; channel: Channel; at: Millis; from: "puente"; message: ChannelMessage };

/** Server-sent event `thread`: everything kept of a person, first thing after each connection. `message` events follow,
 *  a `SimulatorMessage` each. `channels`: whether the phone works here; false when a real provider is configured. */
export type SimulatorThread = { person: string; channels: Record<Channel, boolean>; messages: SimulatorMessage[] };

/** What `/api/v1` answers, for the console. */
export type { Answer, Conversation, Item, Row, Settings, View } from "./api-schemas.ts";
export type Me = Static<typeof MeSchema>;
export type Colleagues = Static<typeof ColleaguesSchema>;
