/** Twilio SMS as the bench speaks it: signed forms towards the server, the Messages API's answers and its list from the sink. */
import { createHash, createHmac } from "node:crypto";
import { KEYS } from "./keys.ts";
import type { Message, Post, Read, Wire } from "./wire.ts";

const PATH = "/webhooks/sms", STATUS_PATH = "/webhooks/sms/status";
const SIGNATURE = "x-twilio-signature";
const LIST = `/2010-04-01/Accounts/${KEYS.accountSid}/Messages.json`;
const OURS = "+" + KEYS.ourPhone;

/** A message as Twilio's list has it. */
export type Row = {
  sid: string; account_sid: string; from: string; to: string; body: string; status: string; direction: "inbound" | "outbound-api";
  num_media: string; num_segments: string; messaging_service_sid: null; error_code: null; date_created: string; date_sent: string;
};

/** `publicUrl` is the address Twilio believes the server to have: its signature covers it. */
export function createTwilioWire(publicUrl: string): Wire {
  return {
    name: "twilio",
    phone: index => "50761" + String(index).padStart(6, "0"),
    messageId,

    message(message) {
      return form(publicUrl, PATH, {
        MessageSid: messageId(message), SmsSid: messageId(message), SmsMessageSid: messageId(message), AccountSid: KEYS.accountSid,
        From: "+" + message.phone, To: OURS, Body: typedText(message), NumMedia: "0", NumSegments: "1", SmsStatus: "received",
        ApiVersion: "2010-04-01", FromCountry: "PA", FromCity: "", FromState: "", FromZip: "", ToCountry: "US", ToCity: "", ToState: "", ToZip: "",
      });
    },

    receipt(status, sent) {
      const to = sent.callback === undefined ? STATUS_PATH : callbackPath(sent.callback);
      return form(publicUrl, to, { MessageSid: sent.id, SmsSid: sent.id, MessageStatus: status, SmsStatus: status, To: "+" + sent.to, From: OURS, AccountSid: KEYS.accountSid, ApiVersion: "2010-04-01" });
    },

    forge(post) {
      const signature = post.headers[SIGNATURE]!;
      const first = signature.startsWith("A") ? "B" : "A";
      return { ...post, headers: { ...post.headers, [SIGNATURE]: first + signature.slice(1) } };
    },

    readSend(method, path, body): Read {
      if (method !== "POST" || path !== LIST) return { kind: "elsewhere" };
      const fields = new URLSearchParams(body);
      const to = fields.get("To"), text = fields.get("Body"), callback = fields.get("StatusCallback");
      if (!to || !text) return { kind: "bad", why: "no To or no Body" };
      return { kind: "send", send: { to: to.replace(/\D/g, ""), text, offers: [], ...(callback ? { callback, ref: callback } : {}) } };
    },

    accepted(send, nth) {
      const id = "SM" + md5("sent" + nth);
      return { id, reply: { status: 201, json: row(id, "outbound-api", OURS, "+" + send.to, send.text, "queued") } };
    },

    fault(kind) {
      const [status, code, message] = FAULT[kind];
      return { status, json: { code, message, status, more_info: "" }, ...(kind === "429" ? { headers: { "retry-after": "1" } } : {}) };
    },
  };
}

const FAULT = {
  "429": [429, 20429, "Too Many Requests"],
  "500": [500, 20500, "Internal Server Error"],
  "400": [400, 21610, "Attempt to send to unsubscribed recipient"],
  pair: [400, 14107, "Message rate limit exceeded"],
} as const;

export type Log = {
  /** A person wrote: Twilio lists it whether or not its webhook came through. */
  heard(message: Message): void;
  sent(json: Row): void;
  /** Answers GET Messages.json?To=&DateSent>=&PageSize=&Page= and Messages/SID.json; null when it is another path. */
  lookUp(path: string, query: URLSearchParams): { status: number; json: unknown } | null;
};

const MOST_A_PAGE = 1000;

/** What Twilio remembers. Kept per number, newest last. */
export function createLog(): Log {
  const bySid = new Map<string, Row>(), byTo = new Map<string, Row[]>();
  const keep = (kept: Row): void => {
    bySid.set(kept.sid, kept);
    const rows = byTo.get(kept.to);
    if (rows) rows.push(kept);
    else byTo.set(kept.to, [kept]);
  };
  return {
    heard: message => keep(row(messageId(message), "inbound", "+" + message.phone, OURS, typedText(message), "received")),
    sent: json => keep({ ...json, status: "sent" }),
    lookUp(path, query) {
      const one = /\/Messages\/(\w+)\.json$/.exec(path);
      if (one) return bySid.has(one[1]!) ? { status: 200, json: bySid.get(one[1]!) } : { status: 404, json: { code: 20404, status: 404 } };
      if (path !== LIST) return null;
      const to = query.get("To"), since = Date.parse(query.get("DateSent>") ?? "") || 0;
      const size = Math.min(Number(query.get("PageSize")) || 50, MOST_A_PAGE), page = Number(query.get("Page")) || 0;
      const all = (to === null ? [...bySid.values()] : byTo.get(to) ?? []).filter(r => Date.parse(r.date_sent) >= since).toReversed();
      const more = all.length > (page + 1) * size;
      const next = new URLSearchParams(query);
      next.set("Page", String(page + 1));
      return { status: 200, json: { messages: all.slice(page * size, (page + 1) * size), page, page_size: size, next_page_uri: more ? `${LIST}?${next.toString()}` : null } };
    },
  };
}

function row(sid: string, direction: Row["direction"], from: string, to: string, body: string, status: string): Row {
  const date = new Date().toUTCString().replace("GMT", "+0000");
  return { sid, account_sid: KEYS.accountSid, from, to, body, status, direction, num_media: "0", num_segments: "1", messaging_service_sid: null, error_code: null, date_created: date, date_sent: date };
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const messageId = ({ phone, n }: Message): string => "SM" + md5(`heard ${phone} ${n}`);
const typedText = ({ typed }: Message): string => "text" in typed ? typed.text : typed.tap.title;

function callbackPath(callback: string): string {
  const url = new URL(callback);
  return url.pathname + url.search;
}

function form(publicUrl: string, path: string, fields: Record<string, string>): Post {
  const signed = publicUrl + path + Object.keys(fields).toSorted().map(name => name + fields[name]!).join("");
  return {
    path, body: Buffer.from(new URLSearchParams(fields).toString()),
    headers: { "content-type": "application/x-www-form-urlencoded", [SIGNATURE]: createHmac("sha1", KEYS.authToken).update(signed).digest("base64") },
  };
}
