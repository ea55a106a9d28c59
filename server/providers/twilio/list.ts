/** Twilio's list of messages, read for two questions: was this one accepted after all, and what came in while we were
 *  away. The list's entries are judged by the webhook's own rules. */
import type { ChannelMessage } from "../../../bot/channels/message.ts";
import type { Millis } from "../../../flows/ids.ts";
import type { Address, Arrival } from "../provider.ts";
import type { FormFields } from "./form.ts";
import { arrivalOf } from "./webhook.ts";

/** GET of a path; `status` 0 when no answer came, `json` null when it was none. Never throws. */
export type Query = (path: string) => Promise<{ status: number; json: unknown }>;

type Found = { kind: "found"; id: string } | { kind: "missing" } | { kind: "unsure" };

type Listed = { sid: string; account: string; from: string; to: string; body: string; direction: string; media: string; service: string;
  status: string; at: Millis; made: Millis };

// Two clocks, and Twilio's counts seconds.
const MARGIN_MS = 60_000;

/** Whether our message stands in the list of those sent to this person since then, and is not one of the `known`. Of equal
 *  ones the oldest is taken. Asked for without a date on purpose: a message that still waits has no DateSent, and would be
 *  taken for missing and sent twice. */
export async function findSent(query: Query, messages: string, to: Address, message: ChannelMessage, since: Millis, known: ReadonlySet<string>): Promise<Found> {
  if (message.kind !== "sms" || !to.phone) return { kind: "unsure" };
  const earliest = since - MARGIN_MS;
  let found: string | undefined;
  const end = await eachPage(query, messages, { To: "+" + to.phone, PageSize: "200" }, 5, page => {
    for (const entry of page) {
      if (entry.direction === "outbound-api" && !FAILED.has(entry.status) && (entry.made === 0 || entry.made >= earliest)
        && digits(entry.to) === to.phone && same(entry.body, message.body) && !known.has(entry.sid)) found = entry.sid;
    }
    return page.every(entry => entry.made !== 0 && entry.made < earliest) ? "enough" : "more";      // newest first
  });
  if (found !== undefined) return { kind: "found", id: found };
  return end === "done" ? { kind: "missing" } : { kind: "unsure" };
}

// What never arrived may be sent again, and an earlier try that failed must not pass for this one.
const FAILED = new Set(["failed", "undelivered", "canceled"]);

/** Twilio may trim, and compose. */
function same(a: string, b: string): boolean {
  return a.trim().normalize("NFC") === b.trim().normalize("NFC");
}

/** Inbound messages since then, oldest first; a little older ones too, which accept knows already. Rejects when the list
 *  cannot be read to its end, so that nobody believes to have caught up. Without a number of our own the whole account's
 *  list is read, and what came to another messaging service is left out. */
export async function listMissed(query: Query, messages: string, own: { accountSid: string; from?: string; messagingServiceSid?: string }, since: Millis): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  const from = new Date(Math.max(0, since - MARGIN_MS)).toISOString().replace(/\.\d+Z$/, "Z");
  // "DateSent>" is the parameter's name: after it comes "=", and the two read as "at or after".
  const filter = { ...(own.from && !own.messagingServiceSid ? { To: own.from } : {}), "DateSent>": from, PageSize: "1000" };
  const end = await eachPage(query, messages, filter, 50, page => {
    for (const entry of page) {
      if (entry.direction !== "inbound" || entry.account !== own.accountSid) continue;
      if (entry.service && own.messagingServiceSid && entry.service !== own.messagingServiceSid) continue;
      const arrival = arrivalOf(fieldsOf(entry), entry.at);
      if (typeof arrival !== "string") arrivals.push(arrival);
    }
    return "more";
  });
  if (end !== "done") throw new Error(`twilio: the list of inbound messages could not be read (${end})`);
  return arrivals.toReversed().toSorted((a, b) => a.at - b.at);
}

function fieldsOf({ sid, account, from, to, body, media }: Listed): FormFields {
  const fields = { MessageSid: sid, AccountSid: account, From: from, To: to, Body: body, NumMedia: media };
  return new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));
}

/** Walks the pages. `done`: to the list's end, or to where `visit` had enough; else why not. */
async function eachPage(query: Query, messages: string, filter: Record<string, string>, mostPages: number,
  visit: (page: Listed[]) => "more" | "enough"): Promise<string> {
  let path = `${messages}?${new URLSearchParams(filter).toString()}`;
  for (let n = 0; n < mostPages; n++) {
    const { status, json } = await query(path);
    const page = status === 200 ? pageOf(json) : null;
    if (!page) return status === 0 ? "no answer" : `status ${status}`;
    if (page.messages.length > 0 && visit(page.messages) === "enough") return "done";
    if (page.next === null) return "done";
    // The next page stays within our account's list, whatever the answer says.
    if (page.next.split("?")[0] !== messages) return "next page elsewhere";
    path = page.next;
  }
  return `more than ${mostPages} pages`;
}

function pageOf(json: unknown): { messages: Listed[]; next: string | null } | null {
  if (json === null || typeof json !== "object") return null;
  const { messages, next_page_uri: next } = json as { messages?: unknown; next_page_uri?: unknown };
  if (!Array.isArray(messages)) return null;
  return { messages: messages.map(listed).filter(entry => entry !== null), next: typeof next === "string" && next !== "" ? next : null };
}

function listed(entry: unknown): Listed | null {
  if (entry === null || typeof entry !== "object") return null;
  const of = entry as Record<string, unknown>;
  const text = (name: string) => typeof of[name] === "string" ? of[name] : "";
  const time = (name: string) => Date.parse(text(name)) || 0;
  if (!text("sid")) return null;
  return {
    sid: text("sid"), account: text("account_sid"), from: text("from"), to: text("to"), body: text("body"), direction: text("direction"),
    media: text("num_media") || (typeof of["num_media"] === "number" ? String(of["num_media"]) : "0"), service: text("messaging_service_sid"),
    status: text("status"), at: time("date_sent") || time("date_created"), made: time("date_created") || time("date_sent"),
  };
}

function digits(phone: string): string {
  return phone.replace(/\D/g, "");
}
