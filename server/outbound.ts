/** What an outbound row holds, sealed: the bot's reply as keys and values with the content version it was checked against,
 *  or an agent's words. Rendered for its channel here, by the same `say` that checked it. */
import { sayWords } from "../bot/channels/say-words.ts";
import { say } from "../bot/channels/say.ts";
import type { ChannelMessage } from "../bot/channels/message.ts";
import type { Words } from "../bot/words.ts";
import { never, type Channel, type Language, type Millis } from "../flows/ids.ts";
import type { Reply } from "../flows/reply.ts";
import type { Seal } from "./seal.ts";

export type Outbound =
  /** `day`: when it was said, as days since 1970 in Panama; it decides which facts were overdue. */
  | { kind: "reply"; reply: Reply; language: Language; version: string; day: number }
  | { kind: "words"; text: string };

export function sealOutbound(seal: Seal, outbound: Outbound): Uint8Array {
  return seal.seal("outbound", JSON.stringify(outbound.kind === "reply" ? { r: pack(outbound.reply), l: outbound.language, v: outbound.version, d: outbound.day } : { w: outbound.text }));
}

export function openOutbound(seal: Seal, sealed: Uint8Array): Outbound {
  const row = JSON.parse(seal.open("outbound", sealed)) as { r: Packed; l: Language; v: string; d: number } | { w: string };
  return "w" in row ? { kind: "words", text: row.w } : { kind: "reply", reply: unpack(row.r), language: row.l, version: row.v, day: row.d };
}

/** The parts to send, in order; nearly always one. `wordsOf` finds the texts of a content version. */
export function render(outbound: Outbound, channel: Channel, wordsOf: (version: string) => Words): ChannelMessage[] {
  switch (outbound.kind) {
    case "reply": return say(outbound.reply, channel, outbound.language, wordsOf(outbound.version), { today: dateOf(outbound.day) });
    case "words": return sayWords(outbound.text, channel);
    default: return never(outbound);
  }
}

/** Days since 1970 in Panama, which is five hours behind UTC all year. */
export const dayOf = (at: Millis): number => Math.floor((at - 5 * 3_600_000) / 86_400_000);
/** A day as `YYYY-MM-DD`. */
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A reply takes most of a row, and most of a reply is its shape: lines without values are their key, choices a tuple. */
type Packed = { l: (string | Reply["lines"][number])[]; c?: [string, string, string?, string?][]; f?: string[]; s?: 1; b?: "person-back" | "person" };

function pack(reply: Reply): Packed {
  return {
    l: reply.lines.map(l => (l.values ? l : l.key)),
    ...(reply.choices.length && { c: reply.choices.map(c => [c.id, c.label, c.emoji ?? "", c.about ?? ""] as [string, string, string, string]).map(trim) }),
    ...(reply.facts.length && { f: reply.facts }), ...(reply.safety && { s: 1 as const }), ...(reply.footer && { b: reply.footer }),
  };
}

function trim([id, label, emoji, about]: [string, string, string, string]): [string, string, string?, string?] {
  return about ? [id, label, emoji, about] : emoji ? [id, label, emoji] : [id, label];
}

function unpack(packed: Packed): Reply {
  return {
    lines: packed.l.map(l => (typeof l === "string" ? { key: l } : l)),
    choices: (packed.c ?? []).map(([id, label, emoji, about]) => ({ id, label, ...(emoji && { emoji }), ...(about && { about }) })),
    facts: packed.f ?? [], ...(packed.s && { safety: true as const }), ...(packed.b && { footer: packed.b }),
  };
}
