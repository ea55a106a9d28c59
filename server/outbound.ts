/** What an outbound row holds, sealed: the bot's reply as keys and values with the content version it was checked against,
 *  or an agent's words. Rendered for its channel here, by the same `say` that checked it. */
import { sayWords } from "../bot/channels/say-words.ts";
import { say } from "../bot/channels/say.ts";
import type { ChannelMessage } from "../bot/channels/message.ts";
import type { Words } from "../bot/words.ts";
import { never, type Channel, type Language } from "../flows/ids.ts";
import { dateOf } from "../flows/days.ts";
import { offered, outside } from "../flows/choices.ts";
import type { Library } from "../flows/flow.ts";
import type { Choice, FactId, Line, Reply } from "../flows/reply.ts";
import type { Place } from "../flows/session.ts";
import type { Seal } from "./seal.ts";

export type Outbound =
  /** `day`: when it was said, as days since 1970 in Panama; it decides which facts were overdue. `spanish`: beneath what no
   *  native speaker has read stands the Spanish. */
  | { kind: "reply"; reply: Reply; language: Language; version: string; day: number; spanish?: true }
  | { kind: "words"; text: string };

/** `place`: where the conversation stands after the turn; choices that it offers anyway are not written. */
export function sealOutbound(seal: Seal, outbound: Outbound, library: Library, place: Place | null = null): Uint8Array {
  return seal.seal("outbound", outbound.kind === "reply" ? JSON.stringify(pack(outbound, library, place)) : JSON.stringify({ w: outbound.text }));
}

export function openOutbound(seal: Seal, library: Library, sealed: Uint8Array): Outbound {
  const row = JSON.parse(seal.open("outbound", sealed)) as Packed | { w: string };
  return "w" in row ? { kind: "words", text: row.w } : unpack(row, library);
}

/** The parts to send, in order; nearly always one. `wordsOf` finds the texts of a content version. */
export function render(outbound: Outbound, channel: Channel, wordsOf: (version: string) => Words): ChannelMessage[] {
  switch (outbound.kind) {
    case "reply": return say(outbound.reply, channel, outbound.language, wordsOf(outbound.version), { today: dateOf(outbound.day), ...(outbound.spanish && { spanish: true }) });
    case "words": return sayWords(outbound.text, channel);
    default: return never(outbound);
  }
}

/** A reply takes most of a row, and most of a reply is its shape. Lines without values are their key. Choices: 1 for the
 *  main menu's, `flow/step` for those of a place, else one by one, by their id alone where they stand outside the flows,
 *  whole where the label has values. */
type Packed = [lines: (string | Line)[], choices: 0 | 1 | string | (string | [string, string, string?, string?] | Choice)[], facts: FactId[] | 0, shape: string, language: Language, version: string, day: number];

// "p" a person, "b" a person and back; "s" safety; "e" with the Spanish beneath
const FOOTERS: Record<string, Reply["footer"]> = { p: "person", b: "person-back" };

function pack({ reply, language, version, day, spanish }: Extract<Outbound, { kind: "reply" }>, library: Library, place: Place | null): Packed {
  const shape = (reply.safety ? "s" : "") + (spanish ? "e" : "") + (reply.footer === "person" ? "p" : reply.footer ? "b" : "");
  return [reply.lines.map(l => (l.values ? l : l.key)), packChoices(reply.choices, library, reply.safety ? null : place), reply.facts.length ? reply.facts : 0, shape, language, version, day];
}

function packChoices(choices: Choice[], library: Library, place: Place | null): Packed[1] {
  if (choices.length === 0) return 0;
  if (alike(choices, library.menu)) return 1;
  if (place && alike(choices, offered(library, place))) return `${place.flow}/${place.step}`;
  return choices.map(c => (c.values ? c : alike([c], [outside(library, c.id)]) ? c.id : c.about ? [c.id, c.label, c.emoji ?? "", c.about] : c.emoji ? [c.id, c.label, c.emoji] : [c.id, c.label]));
}

function alike(a: readonly Choice[], b: readonly (Choice | undefined)[]): boolean {
  return a.length === b.length && a.every((c, i) => c === b[i] || (c.id === b[i]?.id && c.label === b[i]?.label && !c.values && c.emoji === b[i]?.emoji && c.about === b[i]?.about));
}

function unpack([lines, choices, facts, shape, language, version, day]: Packed, library: Library): Outbound {
  const footer = FOOTERS[shape.at(-1) ?? ""];
  return {
    kind: "reply", language, version, day, ...(shape.includes("e") && { spanish: true as const }),
    reply: { lines: lines.map(l => (typeof l === "string" ? { key: l } : l)), choices: unpackChoices(choices, library), facts: facts || [], ...(shape.startsWith("s") && { safety: true as const }), ...(footer && { footer }) },
  };
}

/** A choice that the library has lost since is left out: what was said is said all the same. */
function unpackChoices(choices: Packed[1], library: Library): Choice[] {
  if (choices === 0) return [];
  if (choices === 1) return library.menu;
  if (typeof choices === "string") {
    const [flow = "", step = ""] = choices.split("/");
    return offered(library, { flow, step, version: 0 });
  }
  return choices.flatMap(c => (typeof c === "string" ? outside(library, c) ?? [] : !Array.isArray(c) ? c : { id: c[0], label: c[1], ...(c[2] && { emoji: c[2] }), ...(c[3] && { about: c[3] }) }));
}
