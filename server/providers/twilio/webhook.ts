/** What one Twilio webhook means: an inbound SMS becomes an arrival, a status callback a receipt. Who calls has been
 *  verified before; here is only meaning. Nothing throws, and what is not ours or not understood is counted. */
import type { Said } from "../../../bot/inbound.ts";
import type { MediaKind } from "../../../flows/heard.ts";
import type { Millis } from "../../../flows/ids.ts";
import type { Arrival, Parsed, ReceiptStatus, Silent } from "../provider.ts";
import { failure } from "./faults.ts";
import { first, type FormFields } from "./form.ts";

/** The account that webhooks must name. */
export type Own = { accountSid: string };

/** `wrongAccount`: well signed, but of another account; nothing of it was read. */
export type ParsedForm = Parsed & { wrongAccount?: true };

/** A webhook has no time of its own: `at` is 0, and accept takes the arrival's. */
const NO_TIME: Millis = 0;

/** An inbound message. */
export function parseInbound(fields: FormFields, own: Own): ParsedForm {
  if (first(fields, "AccountSid") !== own.accountSid) return wrongAccount();
  const arrival = arrivalOf(fields, NO_TIME);
  return typeof arrival === "string" ? ignored(arrival) : { ...nothing(), arrivals: [arrival] };
}

/** A status callback. `ref` is our own id from the query of the callback's address. */
export function parseStatus(fields: FormFields, ref: string | undefined, own: Own): ParsedForm {
  if (first(fields, "AccountSid") !== own.accountSid) return wrongAccount();
  const id = first(fields, "MessageSid") || first(fields, "SmsSid");
  if (!id) return ignored("no-id");
  if (first(fields, "To").includes(":")) return ignored("other-channel");
  const status = STATUSES.get(first(fields, "MessageStatus") || first(fields, "SmsStatus"));
  if (!status) return ignored("unknown-status");
  const failed = status === "failed" ? failure(codeIn(first(fields, "ErrorCode"))) : {};
  return { ...nothing(), receipts: [{ provider: "twilio", channel: "sms", id, ...(ref ? { ref } : {}), status, at: NO_TIME, ...failed }] };
}

const STATUSES: ReadonlyMap<string, ReceiptStatus> = new Map<string, ReceiptStatus>([
  ["accepted", "queued"], ["scheduled", "queued"], ["queued", "queued"], ["sending", "queued"],
  ["sent", "sent"], ["delivered", "delivered"], ["read", "read"],
  ["undelivered", "failed"], ["failed", "failed"], ["canceled", "failed"],
]);

function codeIn(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/** One inbound message, from a webhook or from the list; a string names why it is not one of a person. */
export function arrivalOf(fields: FormFields, at: Millis): Arrival | string {
  const id = first(fields, "MessageSid");
  if (!id) return "no-id";                          // cannot be told from its own repetition
  const from = first(fields, "From");
  if (from.includes(":")) return "other-channel";   // whatsapp:+507…, messenger:…: their own channels, not ours
  const phone = phoneOf(from);
  if (!phone) return "no-number";
  const silent = TYPES.get(first(fields, "OptOutType").toUpperCase()) ?? silentWord(first(fields, "Body"));
  return { provider: "twilio", channel: "sms", id, from: { phone }, at, said: saidIn(fields), ...(silent ? { silent } : {}) };
}

// Numbers that Twilio puts in for a sender who hides: letters on a keypad.
const HIDDEN = new Set(["266696687" /* anonymous */, "7378742833" /* restricted */, "2562533" /* blocked */,
  "8656696" /* unknown */, "86282452253" /* unavailable */]);

/** Digits of a sender that can be answered. Short codes, names and hidden senders cannot: two robots would talk for ever. */
function phoneOf(from: string): string | null {
  if (!/^\+?[1-9]\d{6,14}$/.test(from)) return null;
  const digits = from.replace("+", "");
  return HIDDEN.has(digits) ? null : digits;
}

function saidIn(fields: FormFields): Said {
  const text = first(fields, "Body");
  if (!(Number(first(fields, "NumMedia")) > 0)) return { kind: "text", text };
  return { kind: "media", media: mediaKind(first(fields, "MediaContentType0")), ...(text ? { caption: text } : {}) };
}

function mediaKind(contentType: string): MediaKind {
  const kind = /^(image|video|audio)\//i.exec(contentType)?.[1]?.toLowerCase();
  return kind === undefined ? "document" : kind as "image" | "video" | "audio";
}

// Twilio acts on these by itself when they are the whole message, and forwards them all the same. OptOutType says so only
// where Advanced Opt-Out is on, then for the words of other languages too.
const TYPES: ReadonlyMap<string, Silent> = new Map([["STOP", "opted-out"], ["START", "opted-in"], ["HELP", "help"]]);
const WORDS: ReadonlyMap<string, Silent> = new Map([
  ...["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"].map(word => [word, "opted-out"] as const),
  ...["START", "UNSTOP"].map(word => [word, "opted-in"] as const), ["YES", "yes"],
  ...["HELP", "INFO"].map(word => [word, "help"] as const),
]);

/** What Twilio does by itself on a message that is nothing but one of its own words. */
export function silentWord(body: string): Silent | undefined {
  return WORDS.get(body.trim().toUpperCase());
}

function nothing(): Parsed {
  return { arrivals: [], receipts: [], moves: [], ignored: {} };
}
function ignored(kind: string): Parsed {
  return { ...nothing(), ignored: { [kind]: 1 } };
}
function wrongAccount(): ParsedForm {
  return { ...ignored("wrong-account"), wrongAccount: true };
}
