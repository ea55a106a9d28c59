/** What leaves for a provider: one message of one channel, inside that channel's limits. Made by `say`, sent by a provider. */

export type WhatsAppMessage =
  | { kind: "text"; body: string }                                                       // <= 4096 UTF-16 units
  | { kind: "buttons"; body: string; buttons: { id: string; title: string }[] }          // body <= 1024, 1-3 buttons, title <= 20
  | { kind: "list"; body: string; button: string; rows: { id: string; title: string; description?: string }[] }; // body <= 1024, 1-10 rows, 24/72

/** Already transliterated, NFC, with its choices numbered. `segments` as Twilio bills them. */
export type SmsMessage = { kind: "sms"; body: string; encoding: "GSM-7" | "UCS-2"; segments: number };

export type ChannelMessage = WhatsAppMessage | SmsMessage;
