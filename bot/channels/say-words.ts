/** An agent's own words as messages of a channel: in parts where one message can't hold them, cut between paragraphs,
 *  sentences or words, never inside a grapheme. */
import { never, type Channel } from "../../flows/ids.ts";
import type { ChannelMessage } from "./message.ts";
import { LIMITS } from "./say.ts";
import { countSegments } from "./segments.ts";
import { transliterate } from "./transliterate.ts";

export function sayWords(text: string, channel: Channel): ChannelMessage[] {
  switch (channel) {
    case "whatsapp": return split(text.normalize("NFC"), LIMITS.text).map(body => ({ kind: "text", body }));
    case "sms": return split(transliterate(text, /\p{Script=Arabic}/u.test(text) ? "other" : "latin"), LIMITS.sms).map(body => {
      const { encoding, segments } = countSegments(body);
      return { kind: "sms", body, encoding, segments };
    });
    default: return never(channel);
  }
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Pieces of at most `limit` UTF-16 units; one piece, perhaps empty, when it fits. */
function split(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = cutBefore(rest, limit);
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...parts, rest];
}

function cutBefore(text: string, limit: number): number {
  const head = text.slice(0, limit);
  for (const border of ["\n\n", "\n", ". ", " "]) {
    const at = head.lastIndexOf(border);
    if (at > limit / 2) return at + border.length;
  }
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end || limit;
}
