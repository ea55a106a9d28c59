/** Sends one message through Meta's Cloud API, by way of its client, and says what became of it: one of four outcomes
 *  by the fault table. In go an address, a message inside the channel's limits and our own id; nothing is ever thrown,
 *  and no fault holds a word, a number or a token. */
import { GraphApiError, WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { ChannelMessage, WhatsAppMessage } from "../../../bot/channels/message.ts";
import { LIMITS } from "../../../bot/channels/say.ts";
import { never } from "../../../flows/ids.ts";
import { createFetch, NoAnswer } from "../http.ts";
import type { Answer, Fetch, FetchInit } from "../http.ts";
import type { Address, Sender, Sent } from "../provider.ts";
import { faultOf, faultOfInput, faultOfSetting, faultOfSilence, faultOfStatus, faultOfTransient } from "./faults.ts";
import type { Verdict } from "./faults.ts";

export type WhatsAppOptions = {
  accessToken: string;
  phoneNumberId: string;
  /** Without version, "https://graph.facebook.com". */
  apiUrl: string;
  /** "v26.0". */
  apiVersion: string;
  /** For one send, from the call to the last byte of the answer. */
  timeoutMs?: number;
  /** For a Retry-After that is a date. */
  now?: () => number;
  /** Any fetch: the built-in one, or `createFetch`'s. Its default is the latter. */
  fetch?: Fetch | typeof fetch;
};

/** What one send saw of the network. The client's errors do not say whether anything left; this does. */
type Seen = { answer?: Answer; silence?: { wrote: boolean } };

/** The WhatsApp half that sends. `find` is absent: Meta has no look-up; a receipt that names our id is the only way. */
export function createWhatsApp(options: WhatsAppOptions): Sender {
  const { accessToken, phoneNumberId, apiUrl, apiVersion, timeoutMs = 10_000, now = Date.now } = options;
  const call = options.fetch === undefined ? createFetch({ timeoutMs }) : bounded(options.fetch as Fetch, timeoutMs);
  const network = watch(call), client = new WhatsAppClient({ accessToken, baseUrl: apiUrl, graphVersion: apiVersion, fetch: network.fetch });
  const path = `${phoneNumberId}/messages`;
  return {
    name: "whatsapp",
    channel: "whatsapp",
    async send(to, message, ref) {
      const recipient = recipientOf(to);
      if (recipient === undefined) return outcomeOf(faultOfInput("number:invalid"));
      if (!fits(message) || ref.length > LONGEST_REF) return outcomeOf(faultOfInput("message:invalid"));
      const seen: Seen = {};
      try {
        const body = JSON.stringify({ messaging_product: "whatsapp", recipient_type: "individual", ...recipient, biz_opaque_callback_data: ref, ...contentOf(message) });
        const reply = await network.during(seen, () => client.request<unknown>("POST", path, { body, headers: JSON_BODY, responseType: "json" }));
        const id = idIn(reply);
        if (id !== undefined) return { kind: "sent", id };
        return outcomeOf(faultOfStatus(seen.answer?.status ?? 0));
      } catch (error) {
        return outcomeOf(judge(error, seen), seen.answer, now());
      }
    },
  };
}

const JSON_BODY = { "content-type": "application/json" };
const LONGEST_REF = 512;       // Meta's limit on biz_opaque_callback_data

/** By phone, always with `+`: without it Meta prefixes our own country. A person with no phone is reached by user id. */
function recipientOf({ phone, userId }: Address): { to: string } | { recipient: string } | undefined {
  if (phone !== undefined) return /^\+?[1-9]\d{6,14}$/.test(phone) ? { to: phone.startsWith("+") ? phone : `+${phone}` } : undefined;
  return userId === undefined || userId === "" ? undefined : { recipient: userId };
}

/** Is it inside Meta's limits? `say` has seen to that; what slipped through must not be sent for nothing. */
function fits(message: ChannelMessage): message is WhatsAppMessage {
  switch (message.kind) {
    case "text": return within(message.body, LIMITS.text);
    case "buttons": return within(message.body, LIMITS.interactive) && fewer(message.buttons, LIMITS.buttons) && message.buttons.every(b => within(b.id, LIMITS.choiceId) && within(b.title, LIMITS.buttonTitle));
    case "list": return within(message.body, LIMITS.interactive) && within(message.button, LIMITS.listButton) && fewer(message.rows, LIMITS.rows) && message.rows.every(rowFits);
    case "sms": return false;
    default: return never(message);
  }
}

const rowFits = ({ id, title, description = "" }: Row): boolean => within(id, LIMITS.choiceId) && within(title, LIMITS.rowTitle) && description.length <= LIMITS.rowAbout;
const within = (text: string, most: number): boolean => text !== "" && text.length <= most;
const fewer = (list: unknown[], most: number): boolean => list.length > 0 && list.length <= most;

type Row = Extract<WhatsAppMessage, { kind: "list" }>["rows"][number];

/** The client's own senders say the same, after a schema, a copy in other spelling and a check of each key: a tenth of all the
 *  processor time of a message. What it knows of Meta's addresses, headers and errors is still its own. */
function contentOf(message: WhatsAppMessage): object {
  switch (message.kind) {
    case "text": return { type: "text", text: { body: message.body } };
    case "buttons": return { type: "interactive", interactive: { type: "button", body: { text: message.body }, action: { buttons: message.buttons.map(({ id, title }) => ({ type: "reply", reply: { id, title } })) } } };
    case "list": return { type: "interactive", interactive: { type: "list", body: { text: message.body }, action: { button: message.button, sections: [{ rows: message.rows }] } } };
    default: return never(message);
  }
}

/** Meta's id of the message, from the client's reading of a 200; undefined for an empty or strange one. */
function idIn(reply: unknown): string | undefined {
  const id: unknown = (reply as { messages?: { id?: unknown }[] } | null)?.messages?.[0]?.id;
  return typeof id === "string" && id !== "" ? id : undefined;
}

// What went wrong

function judge(error: unknown, seen: Seen): Verdict {
  if (!seen.answer && !seen.silence) return faultOfInput("message:invalid");   // nothing left
  if (seen.silence !== undefined) return faultOfSilence(seen.silence.wrote);
  const status = seen.answer?.status ?? 0;
  const said = error instanceof GraphApiError ? graphErrorIn(error.raw) : undefined;
  if (said === undefined) return faultOfStatus(status);                   // a page of a proxy, a cut 200
  if (said.code === 100 && said.subcode === 33) return faultOfSetting(said.code);   // "object does not exist": our phone number id
  if (said.transient) return faultOfTransient(said.code);
  return faultOf(said.code, status);
}

function graphErrorIn(raw: unknown): { code: number; subcode: unknown; transient: boolean } | undefined {
  const error = (raw as { error?: { code?: unknown; errorSubcode?: unknown; isTransient?: unknown } } | null | undefined)?.error;
  return typeof error?.code === "number" ? { code: error.code, subcode: error.errorSubcode, transient: error.isTransient === true } : undefined;
}

function outcomeOf({ outcome, fault, after }: Verdict, answer?: Answer, now = 0): Sent {
  if (outcome === "again") return { kind: "again", after: Math.max(after(0), askedWait(answer, now)), why: fault };
  return { kind: outcome, why: fault };
}

const LONGEST_WAIT = 3_600;    // seconds; a header never silences the line for longer

/** The wait the provider asks for, in seconds; 0 for none. Meta counts its own header in minutes. */
function askedWait(answer: Answer | undefined, now: number): number {
  const after = answer?.headers.get("retry-after") ?? null;
  const usage = answer?.headers.get("x-business-use-case-usage") ?? null;
  return Math.min(Math.max(after === null ? 0 : secondsIn(after, now), usage === null ? 0 : 60 * minutesIn(usage)), LONGEST_WAIT);
}

function secondsIn(retryAfter: string, now: number): number {
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, Math.ceil((date - now) / 1_000));
}

const minutesIn = (usage: string): number =>
  Math.max(0, ...[...usage.matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d{1,6})/g)].map(found => Number(found[1])));

// The network, watched

/** One client for all sends: it calls its fetch before it first waits, so the send that is being made is the one that asks.
 *  The client asks for a whole `fetch`; it uses of it what `Answer` has. The one cast is here. */
function watch(call: Fetch): { fetch: typeof fetch; during<T>(seen: Seen, send: () => T): T } {
  let asking: Seen = {};
  const watched: Fetch = async (url, init) => {
    const seen = asking;
    try {
      return seen.answer = await call(url, init);
    } catch (error) {
      seen.silence = { wrote: error instanceof NoAnswer ? error.wrote : true };
      throw error;
    }
  };
  return {
    fetch: watched as unknown as typeof fetch,
    during(seen, send) {
      asking = seen;
      return send();
    },
  };
}

// Connections that never stood, by the names that any fetch gives as a cause.
const NEVER_STOOD = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/** A fetch of someone else's under our deadline, its whole answer read, its failures told in our words. */
function bounded(foreign: Fetch, timeoutMs: number): Fetch {
  return async (url, init: FetchInit = {}) => {
    try {
      const response = await foreign(url, { ...init, signal: AbortSignal.timeout(timeoutMs) } as FetchInit);
      const text = await response.text();
      const { ok, status, headers } = response;
      return { ok, status, headers, text: async () => text, json: async () => JSON.parse(text) as unknown };
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
      throw typeof code === "string" ? new NoAnswer(code, !NEVER_STOOD.has(code)) : new NoAnswer("UNKNOWN", true);
    }
  };
}
