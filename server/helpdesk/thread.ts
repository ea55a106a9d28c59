/** A conversation's rows as what an agent reads: the person's words, what the bot said in their language, notes, states of
 *  delivery. Their own number is masked wherever it stands. */
import type { ChannelMessage } from "../../bot/channels/message.ts";
import type { Words } from "../../bot/words.ts";
import type { Inbound } from "../../bot/inbound.ts";
import { never, type Channel } from "../../flows/ids.ts";
import type { Library } from "../../flows/flow.ts";
import { openInbound } from "../accept.ts";
import { openOutbound, render } from "../outbound.ts";
import type { Item } from "../routes/api-schemas.ts";
import type { Seal } from "../seal.ts";
import type { ThreadRow } from "../store/store.ts";
import { maskedIn } from "./mask.ts";

/** `number`: the person's, to be masked. */
export type Reading = { seal: Seal; library: Library; wordsOf: (version: string) => Words; channel: Channel; number: string };

/** Stays the same for a row while it lives; an agent's message gets another when it becomes an outbound, but keeps its `clientId`. */
export const keyOf = (row: ThreadRow): string => `${isOutbound(row) ? "out" : "in"}-${row.seq}`;
const isOutbound = (row: ThreadRow): boolean => row.from === "bot" || (row.from === "agent" && row.state !== "pending" && row.state !== "dead");

export function itemOf(reading: Reading, row: ThreadRow): Item {
  const item = isOutbound(row) ? outItem(reading, row) : inItem(reading, row);
  return { key: keyOf(row), from: row.from, at: row.at, state: row.state, code: row.code, agent: null, clientId: null, safety: false, facts: [], ...item, text: maskedIn(item.text, reading.number) };
}

type Part = Pick<Item, "kind" | "text"> & Partial<Item>;

function inItem({ seal }: Reading, row: ThreadRow): Part {
  const said = openInbound(seal, row.sealed);
  switch (said.kind) {
    case "agent": return { kind: "text", text: said.text, agent: said.agent, clientId: said.clientId };
    case "note": return { kind: "text", text: said.text, agent: said.agent };
    default: return { kind: said.kind, text: heard(said) };
  }
}

/** The words in it, or which kind of thing it is: the screen says that in its own language. */
function heard(said: Exclude<Inbound, { kind: "agent" | "note" }>): string {
  switch (said.kind) {
    case "text": case "quick-reply": return said.text;
    case "choice": return said.title;
    case "media": return said.caption ? `${said.media}: ${said.caption}` : said.media;
    case "redacted": return said.as;
    case "unreadable": return said.type;
    case "location": return said.name ?? "";
    case "result": return said.untold ? JSON.stringify(said.outcome) : "";
    case "contacts": case "order": case "timer": return "";
    default: return never(said);
  }
}

function outItem({ seal, library, wordsOf, channel }: Reading, row: ThreadRow): Part {
  const out = openOutbound(seal, library, row.sealed);
  const text = render(out, channel, wordsOf).map(textOf).join("\n\n");
  return out.kind === "words" ? { kind: "text", text, agent: out.agent ?? null, clientId: out.clientId ?? null } : { kind: "reply", text, facts: out.reply.facts, safety: out.reply.safety === true };
}

function textOf(message: ChannelMessage): string {
  switch (message.kind) {
    case "sms": case "text": return message.body;
    case "buttons": return [message.body, ...message.buttons.map(b => `[${b.title}]`)].join("\n");
    case "list": return [message.body, ...message.rows.map(r => `- ${r.title}`)].join("\n");
    default: return never(message);
  }
}
