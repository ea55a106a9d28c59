/** Sends one SMS through Twilio and says what became of it; looks up a send of unknown fate; lists what came in while we
 *  were away. npm `twilio` makes the requests (address, authorisation, its headers) over connections of ours: its own
 *  client hides Retry-After and cannot tell a request that left from one that did not. */
import type { ChannelMessage } from "../../../bot/channels/message.ts";
import type { Address, Sender, Sent } from "../provider.ts";
import { outcomeOf, unanswered, unsendable, failure } from "./faults.ts";
import { keepAlive, type Answer, type Ask, type Failed } from "./http.ts";
import { findSent, listMissed, type Query } from "./list.ts";

export type TwilioOptions = {
  accountSid: string;
  authToken: string;
  /** The number we send from, with `+`. Needed unless there is a messaging service, which then chooses. */
  from?: string;
  messagingServiceSid?: string;
  /** https://api.twilio.com, or what stands in for it. */
  apiUrl: string;
  /** Where receipts for a message go, with our id in its query; null: none are wanted. */
  statusUrl: (ref: string) => string | null;
  /** For one request, from asking to the last byte. Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
  ask?: Ask;
};

/** `close` drops idle connections; what is under way ends as it ends. */
export type TwilioSender = Sender & Required<Pick<Sender, "find" | "missed">> & { close(): void };

// Where npm twilio thinks it sends; only the path is kept.
const TWILIO = "https://api.twilio.com";

/** Loads npm `twilio` (150 ms, 24 MB), so only where messages are delivered. Rejects on an account id that is none. */
export async function createTwilio(options: TwilioOptions): Promise<TwilioSender> {
  const { default: twilio } = await import("twilio");
  const ask = options.ask ?? keepAlive();
  const now = options.now ?? Date.now;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const client = twilio(options.accountSid, options.authToken, { httpClient: { request: (asked: Asked) => ask(question(asked, options.apiUrl, timeoutMs)) } as never });
  const messages = `/2010-04-01/Accounts/${options.accountSid}/Messages.json`;

  // client.request rather than client.messages: an error of the latter has no headers, and its first use costs 48 ms.
  async function request(method: "get" | "post", path: string, data?: object): Promise<Answer | Failed> {
    try {
      return await client.request({ method, uri: TWILIO + path, ...(data ? { data } : {}) }) as Answer | Failed;
    } catch {
      return { failed: true, left: false, code: "FAILED" };         // it checks its arguments before anything leaves
    }
  }

  async function send(to: Address, message: ChannelMessage, ref: string): Promise<Sent> {
    if (message.kind !== "sms" || message.body === "") return unsendable("message:invalid");
    if (!to.phone || !/^[1-9]\d{6,14}$/.test(to.phone)) return unsendable("number:invalid");
    const callback = options.statusUrl(ref);
    const answer = await request("post", messages, {
      To: "+" + to.phone, Body: message.body,
      ...(options.messagingServiceSid ? { MessagingServiceSid: options.messagingServiceSid } : { From: options.from }),
      ...(callback === null ? {} : { StatusCallback: callback }),
    });
    return "failed" in answer ? unanswered(answer.left, answer.code) : outcome(answer, now());
  }

  const query: Query = async path => {
    const answer = await request("get", path);
    return "failed" in answer ? { status: 0, json: null } : { status: answer.status, json: parse(answer.body) };
  };

  return {
    name: "twilio", channel: "sms", send,
    find: (to, message, _ref, since, known) => findSent(query, messages, to, message, since, known),
    missed: since => listMissed(query, messages, options, since),
    close: () => ask.close(),
  };
}

/** What npm twilio hands to its HTTP client. */
type Asked = { method: string; uri: string; username: string; password: string; headers?: Record<string, string>; data?: Record<string, string> };

function question({ method, uri, username, password, headers, data }: Asked, apiUrl: string, timeoutMs: number) {
  return {
    method: method.toUpperCase(), timeoutMs,
    url: new URL(apiUrl.replace(/\/+$/, "") + uri.slice(uri.indexOf("/", "https://".length))),
    headers: { ...headers, Authorization: "Basic " + Buffer.from(`${username}:${password}`).toString("base64") },
    ...(data ? { body: new URLSearchParams(data).toString() } : {}),
  };
}

function outcome(answer: Answer, now: number): Sent {
  const json = parse(answer.body);
  const sid = field(json, "sid");
  if (answer.status >= 200 && answer.status < 300 && typeof sid === "string" && sid !== "") return sent(sid, json);
  const code = field(json, "code");
  return outcomeOf(answer.status, Number.isSafeInteger(code) ? code as number : undefined, retryAfter(answer.headers["retry-after"], now), answer.cut);
}

/** There is no callback for the state a message begins in: one that begins as failed would never be heard of again. */
function sent(id: string, json: unknown): Sent {
  const status = field(json, "status");
  if (status !== "failed" && status !== "undelivered" && status !== "canceled") return { kind: "sent", id };
  const code = field(json, "error_code");
  const { fault, remedy } = failure(Number.isSafeInteger(code) ? code as number : undefined);
  return remedy.kind === "again" ? { kind: "again", after: remedy.after, why: fault } : { kind: "refused", why: fault };
}

// An hour: whoever asks for more is asked again then.
const LONGEST_WAIT = 3600;

/** Seconds, or a date. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_WAIT) : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function field(json: unknown, name: string): unknown {
  return json !== null && typeof json === "object" ? (json as Record<string, unknown>)[name] : undefined;
}
