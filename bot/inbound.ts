/** One message as it came in, already a domain value: what a provider's parser makes and the inbox keeps, sealed. */
import type { LookupOutcome, MediaKind, TimerName } from "../flows/heard.ts";

/** What a person sent. Media is not stored: only its kind, and its caption. */
export type Said =
  | { kind: "text"; text: string }
  /** A tapped button or list row of ours. The id decides; the title is what the person saw. */
  | { kind: "choice"; id: string; title: string }
  /** A template's quick reply. */
  | { kind: "quick-reply"; payload: string; text: string }
  | { kind: "media"; media: MediaKind; caption?: string }
  | { kind: "location"; latitude: number; longitude: number; name?: string }
  | { kind: "contacts" }
  | { kind: "order" }
  /** A kind the provider or we cannot read: polls, files over the limit, a message type of next year. */
  | { kind: "unreadable"; type: string }
  /** What is left of a message whose words are needed no more. */
  | { kind: "redacted"; as: "proof" | "case-number" | "date" | "location" };

/** What comes in through the same door although no person sent it. */
export type Internal =
  /** `untold`: it came while an agent held the conversation, so the person does not know it. */
  | { kind: "result"; lookup: string; outcome: LookupOutcome; untold?: true }
  | { kind: "timer"; name: TimerName; about: string }
  | { kind: "agent"; agent: string; epoch: number; text: string; clientId: string }
  /** From one agent to the others. Kept in the thread; it never becomes an outbound. */
  | { kind: "note"; agent: string; text: string };

export type Inbound = Said | Internal;

/** The words in a message that a danger could stand in: text, captions, titles; "" when there are none. */
export function wordsOf(said: Said): string {
  switch (said.kind) {
    case "text": return said.text;
    case "quick-reply": return said.text;
    case "media": return said.caption ?? "";
    case "choice": case "location": case "contacts": case "order": case "unreadable": case "redacted": return "";
  }
}
