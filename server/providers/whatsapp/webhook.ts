/** What Meta posts to us. In come the raw bytes with their signature and the parsed body; out go arrivals, receipts and
 *  moves. A batch holds up to 1,000 parts: each is read by itself, and what cannot be read is counted, never thrown.
 *  Narrowed by hand: this runs on every request, and a schema library costs several times as much. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Said } from "../../../bot/inbound.ts";
import type { Address, Move, Parsed, Receipt, ReceiptStatus } from "../provider.ts";
import { createHmac, type Hmac } from "../../hmac.ts";
import { faultOf } from "./faults.ts";

const PREFIX = "sha256=";
const SIGNATURE_LENGTH = PREFIX.length + 64;

/** Is this `X-Hub-Signature-256` one of ours over exactly these bytes? Several secrets while one is being changed;
 *  with none, nothing is ever true. Never throws. */
export function verifySignature(raw: Uint8Array, header: string | undefined, secrets: string[]): boolean {
  if (typeof header !== "string" || header.length !== SIGNATURE_LENGTH || !header.startsWith(PREFIX)) return false;
  const given = Buffer.from(header.slice(PREFIX.length), "hex");
  if (given.length !== 32) return false;                                  // something in it was no hex digit
  return hmacsOf(secrets).some(hmac => timingSafeEqual(given, Buffer.from(hmac(raw), "hex")));
}

/** Made once for a list of secrets: settings keep theirs. */
const made = new WeakMap<readonly string[], Hmac[]>();

function hmacsOf(secrets: readonly string[]): Hmac[] {
  let hmacs = made.get(secrets);
  if (!hmacs) made.set(secrets, hmacs = secrets.filter(secret => secret !== "").map(secret => createHmac(Buffer.from(secret))));
  return hmacs;
}

/** The challenge to answer Meta's GET with, or null when the token is not ours. `query` as parsed, names with dots. */
export function handshake(query: Record<string, unknown>, tokens: string[]): string | null {
  const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = query;
  if (mode !== "subscribe" || typeof token !== "string" || typeof challenge !== "string" || challenge === "") return null;
  const given = digest(token);                                            // equal lengths, whatever was sent
  return tokens.some(ours => ours !== "" && timingSafeEqual(given, digest(ours))) ? challenge : null;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

type Loose = { readonly [key: string]: unknown };

/** Why a part gave nothing: fixed words, so that a metric's labels never hold what someone wrote. */
type Ignored =
  | "broken" | "no-id" | "no-sender" | "other-number" | "field" | "empty" | "errors" | "group"
  | "reaction" | "edit" | "revoke" | "system" | "request-welcome" | "status";

const NOT_MESSAGES: ReadonlyMap<unknown, Ignored> = new Map<unknown, Ignored>([
  ["reaction", "reaction"], ["edit", "edit"], ["revoke", "revoke"], ["request_welcome", "request-welcome"],
]);

/** Reads one webhook body, whatever it is. Only what came for `own.phoneNumberId` is taken. */
export function parseWebhook(body: unknown, own: { phoneNumberId: string }): Parsed {
  const parsed: Parsed = { arrivals: [], receipts: [], moves: [], ignored: {} };
  if (!isObject(body)) { ignore(parsed, "broken"); return parsed; }
  // Meta's dashboard has samples that are one bare change.
  if (body["entry"] === undefined && body["field"] !== undefined) readChange(body, own.phoneNumberId, parsed);
  else each(body["entry"], parsed, entry => each(entry["changes"], parsed, change => readChange(change, own.phoneNumberId, parsed)));
  return parsed;
}

function readChange(change: Loose, phoneNumberId: string, parsed: Parsed): void {
  const { field, value } = change;
  if (field !== "messages" && field !== "user_id_update") return ignore(parsed, "field");
  if (!isObject(value)) return ignore(parsed, "broken");
  const metadata = value["metadata"];
  if (!isObject(metadata) || metadata["phone_number_id"] !== phoneNumberId) return ignore(parsed, "other-number");
  if (field === "user_id_update") return each(value["user_id_update"], parsed, update => readIdUpdate(update, parsed));

  const { messages, statuses, errors } = value;
  if (messages !== undefined) {
    const contacts = bookOf(value["contacts"], Array.isArray(messages) ? messages.length : 0);
    each(messages, parsed, (message, index) => readMessage(message, index, contacts, parsed));
  }
  if (statuses !== undefined) each(statuses, parsed, status => readStatus(status, parsed));
  if (messages === undefined && statuses === undefined) ignore(parsed, errors === undefined ? "empty" : "errors");
}

function readMessage(message: Loose, index: number, contacts: Book, parsed: Parsed): void {
  const type = message["type"];
  if (type === "system") return readSystem(message, parsed);
  const aside = NOT_MESSAGES.get(type);
  if (aside !== undefined) return ignore(parsed, aside);
  if (message["group_id"] !== undefined && message["group_id"] !== null) return ignore(parsed, "group");
  const id = idOf(message["id"]);
  if (id === undefined) return ignore(parsed, "no-id");
  const from = senderOf(message, index, contacts);
  if (from === undefined) return ignore(parsed, "no-sender");
  parsed.arrivals.push({ provider: "whatsapp", channel: "whatsapp", id, from, at: millisOf(message["timestamp"]), said: saidOf(type, message) });
}

// What a message says

function saidOf(type: unknown, message: Loose): Said {
  switch (type) {
    case "text": return textOf(message["text"]);
    case "interactive": return choiceOf(message["interactive"]);
    case "button": return quickReplyOf(message["button"]);
    case "image": case "video": case "document": case "sticker": case "audio": return mediaOf(type, message[type]);
    case "location": return locationOf(message["location"]);
    case "contacts": return { kind: "contacts" };
    case "order": return { kind: "order" };
    default: return { kind: "unreadable", type: kindOf(type, message["unsupported"]) };
  }
}

function textOf(text: unknown): Said {
  const body = isObject(text) ? text["body"] : undefined;
  return typeof body === "string" ? { kind: "text", text: clean(body, LONGEST_TEXT) } : { kind: "unreadable", type: "text" };
}

function choiceOf(interactive: unknown): Said {
  if (isObject(interactive)) {
    const { type } = interactive;
    const reply = type === "button_reply" || type === "list_reply" ? interactive[type] : undefined;
    if (isObject(reply) && typeof reply["id"] === "string") {
      return { kind: "choice", id: clean(reply["id"], LONGEST_NAME), title: wordsOr(reply["title"], "") };
    }
    if (type === "nfm_reply") return { kind: "unreadable", type };
  }
  return { kind: "unreadable", type: "interactive" };
}

function quickReplyOf(button: unknown): Said {
  if (!isObject(button)) return { kind: "unreadable", type: "button" };
  const { payload, text } = button;
  if (typeof payload !== "string" && typeof text !== "string") return { kind: "unreadable", type: "button" };
  return { kind: "quick-reply", payload: wordsOr(payload, ""), text: wordsOr(text, "") };
}

function mediaOf(type: "image" | "video" | "document" | "sticker" | "audio", content: unknown): Said {
  const { caption, voice } = isObject(content) ? content : NOTHING;
  const media = type === "audio" && voice === true ? "voice" : type;
  return typeof caption === "string" && caption !== "" ? { kind: "media", media, caption: clean(caption, LONGEST_TEXT) } : { kind: "media", media };
}

function locationOf(location: unknown): Said {
  const { latitude, longitude, name } = isObject(location) ? location : NOTHING;
  if (!within(latitude, 90) || !within(longitude, 180)) return { kind: "unreadable", type: "location" };
  return typeof name === "string" && name !== "" ? { kind: "location", latitude, longitude, name: clean(name, LONGEST_NAME) } : { kind: "location", latitude, longitude };
}

const within = (degrees: unknown, most: number): degrees is number => typeof degrees === "number" && Math.abs(degrees) <= most;

/** The provider's name of a kind we cannot read: a name of Meta's, or nothing. */
function kindOf(type: unknown, unsupported: unknown): string {
  const inner = isObject(unsupported) ? unsupported["type"] : undefined;
  return isKind(inner) ? inner : isKind(type) ? type : "unknown";
}

const isKind = (name: unknown): name is string => typeof name === "string" && /^[a-z_]{1,32}$/.test(name);

// Who a message is from

type Contact = { phone?: string; userId?: string };
type Book = { of(phone: string): Contact | undefined; at(index: number): Contact | undefined; byUser(userId: string): Contact | undefined };

/** The contacts beside the messages: found by what they name; by position only if there is one for each message. */
function bookOf(contacts: unknown, messages: number): Book {
  const list: unknown[] = Array.isArray(contacts) ? contacts : [];
  let phones: Map<string, Contact> | undefined;
  let users: Map<string, Contact> | undefined;
  const index = (key: keyof Contact) => {
    const found = new Map<string, Contact>();
    for (const entry of list) {
      const contact = contactOf(entry);
      if (contact[key] !== undefined) found.set(contact[key], contact);
    }
    return found;
  };
  return {
    of: phone => list.length === 0 ? undefined : (phones ??= index("phone")).get(phone),
    byUser: userId => list.length === 0 ? undefined : (users ??= index("userId")).get(userId),
    at: position => list.length === messages ? contactOf(list[position]) : undefined,
  };
}

function contactOf(contact: unknown): Contact {
  return isObject(contact) ? addressOf(contact["wa_id"], contact["user_id"]) : NOTHING;
}

function senderOf(message: Loose, index: number, contacts: Book): Address | undefined {
  const { from, from_user_id, type } = message;
  const named = addressOf(from, from_user_id);
  const { phone, userId } = named;
  if (phone !== undefined && userId !== undefined) return named;
  if (phone !== undefined) {
    const known = contacts.of(phone) ?? without("phone", contacts.at(index));
    return known?.userId === undefined ? named : { phone, userId: known.userId };
  }
  if (userId !== undefined) {
    const known = contacts.byUser(userId);
    return known?.phone === undefined ? named : { phone: known.phone, userId };
  }
  // Meta's placeholders for what it could not deliver may name nobody: nothing a person wrote.
  if (type === "unsupported" || type === "unknown") return undefined;
  const only = contacts.at(index);
  return only?.phone === undefined && only?.userId === undefined ? undefined : only;
}

// A contact in the same place belongs to the message only if it does not name another phone.
const without = (key: keyof Contact, contact: Contact | undefined): Contact | undefined => contact?.[key] === undefined ? contact : undefined;

function addressOf(phone: unknown, userId: unknown): Address {
  const digits = phoneOf(phone);
  const user = userIdOf(userId);
  if (digits !== undefined) return user !== undefined ? { phone: digits, userId: user } : { phone: digits };
  return user !== undefined ? { userId: user } : {};
}

function phoneOf(phone: unknown): string | undefined {
  if (typeof phone !== "string" || !/^\+?[1-9]\d{6,14}$/.test(phone)) return undefined;
  return phone.charCodeAt(0) === 43 ? phone.slice(1) : phone;             // 43: "+"
}

const userIdOf = (id: unknown): string | undefined => typeof id === "string" && /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(id) ? id : undefined;

// Moves

// The older names of Meta's documents beside the present ones.
const MOVES: ReadonlySet<unknown> = new Set(["user_changed_number", "customer_changed_number", "user_changed_user_id"]);

function readSystem(message: Loose, parsed: Parsed): void {
  const { system } = message;
  if (!isObject(system)) return ignore(parsed, "broken");
  if (!MOVES.has(system["type"])) return ignore(parsed, "system");
  const to = addressOf(system["wa_id"] ?? system["new_wa_id"], system["user_id"]);
  const before = addressOf(message["from"] ?? system["customer"], system["previous_user_id"] ?? message["from_user_id"]);
  addMove(parsed, message["id"], message["timestamp"], leave(before, to), to);
}

function readIdUpdate(update: Loose, parsed: Parsed): void {
  const change = isObject(update["user_id"]) ? update["user_id"] : NOTHING;
  addMove(parsed, update["id"], update["timestamp"], addressOf(undefined, change["previous"]), addressOf(update["wa_id"], change["current"]));
}

/** The old address without what stays: a change of number alone does not leave the user id, and the other way round. */
function leave(before: Address, to: Address): Address {
  const left: Address = {};
  if (before.phone !== undefined && before.phone !== to.phone) left.phone = before.phone;
  if (before.userId !== undefined && before.userId !== to.userId) left.userId = before.userId;
  return left;
}

function addMove(parsed: Parsed, id: unknown, timestamp: unknown, from: Address, to: Address): void {
  if (isNobody(from) || isNobody(to)) return ignore(parsed, "system");
  // A move without an id is named by what it says, so that its repetition is known.
  const name = idOf(id) ?? `move:${from.userId ?? from.phone}:${to.userId ?? to.phone}:${millisOf(timestamp)}`;
  const move: Move = { provider: "whatsapp", channel: "whatsapp", id: name, from, to };
  parsed.moves.push(move);
}

const isNobody = (address: Address): boolean => address.phone === undefined && address.userId === undefined;

// Receipts

const STATUSES: ReadonlyMap<unknown, ReceiptStatus> = new Map<unknown, ReceiptStatus>([
  ["sent", "sent"], ["delivered", "delivered"], ["read", "read"], ["failed", "failed"],
  ["played", "read"],                                                     // a voice note that was listened to
]);

function readStatus(entry: Loose, parsed: Parsed): void {
  const id = idOf(entry["id"]);
  if (id === undefined) return ignore(parsed, "no-id");
  const status = STATUSES.get(entry["status"]);
  if (status === undefined) return ignore(parsed, "status");
  const receipt: Receipt = { provider: "whatsapp", channel: "whatsapp", id, status, at: millisOf(entry["timestamp"]) };
  const ref = entry["biz_opaque_callback_data"];
  if (typeof ref === "string" && ref !== "" && ref.length <= 512) receipt.ref = ref;      // 512: Meta's limit
  if (status === "failed") {
    const { fault, outcome, after } = faultOf(codeOf(entry["errors"]));
    receipt.fault = fault;
    receipt.remedy = outcome === "again" ? { kind: outcome, after: after(0) } : { kind: outcome === "parked" ? outcome : "refused", code: fault.code };
  }
  parsed.receipts.push(receipt);
}

// -1: Meta said that it failed and not why; no code of its own is negative.
function codeOf(errors: unknown): number {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const code = isObject(first) ? first["code"] : undefined;
  return typeof code === "number" && Number.isSafeInteger(code) ? code : -1;
}

// Pieces

const LONGEST_TEXT = 65_536;    // UTF-16 units; an app sends 4,096
const LONGEST_NAME = 1_024;
const NOTHING: Loose & Contact = Object.freeze({});

const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null && !Array.isArray(value);

function each(list: unknown, parsed: Parsed, read: (part: Loose, index: number) => void): void {
  if (!Array.isArray(list)) return ignore(parsed, "broken");
  for (let i = 0; i < list.length; i++) {
    const part: unknown = list[i];
    if (isObject(part)) read(part, i);
    else ignore(parsed, "broken");
  }
}

function ignore(parsed: Parsed, why: Ignored): void {
  parsed.ignored[why] = (parsed.ignored[why] ?? 0) + 1;
}

const idOf = (id: unknown): string | undefined => typeof id === "string" && id !== "" && id.length <= LONGEST_NAME ? id : undefined;

/** Unix seconds, as text or number, in milliseconds; 0 when they are no time. The future is for those who have a clock. */
function millisOf(timestamp: unknown): number {
  const seconds = typeof timestamp === "string" && timestamp !== "" ? Number(timestamp) : timestamp;
  const millis = typeof seconds === "number" ? Math.round(seconds * 1_000) : 0;
  return millis > 0 && millis <= 8.64e15 ? millis : 0;                    // 8.64e15: the last moment a Date can hold
}

const wordsOr = (words: unknown, otherwise: string): string => typeof words === "string" ? clean(words, LONGEST_NAME) : otherwise;

/** Cuts, and makes what is left text that any store and channel can hold: half a surrogate pair becomes U+FFFD. */
function clean(text: string, longest: number): string {
  const cut = text.length <= longest ? text : text.slice(0, /[\uD800-\uDBFF]/.test(text[longest - 1]!) ? longest - 1 : longest);
  return /\p{Surrogate}/u.test(cut) ? cut.replace(/\p{Surrogate}/gu, "\uFFFD") : cut;
}

