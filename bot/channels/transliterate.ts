/** Texts in Latin letters made cheap for SMS: what GSM-7 lacks becomes the nearest letter that it has, so that a message
 *  is billed by 160 and not by 70. What it has stays (ñ é è à ù ì ò ü ¿ ¡); other scripts are left as they are. */
import { septets } from "./segments.ts";

/** What no decomposition gives. */
const SPECIAL: Record<string, string> = {
  "œ": "oe", "Œ": "OE", "ÿ": "y", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
  "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "‹": "'", "›": "'", "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "ʼ": "'",
  "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "•": "-", "·": "-", "▪": "-", "●": "-", "…": "...",
  "ª": "a", "º": "o", "°": "o", "×": "x", "→": "->", "←": "<-", "½": "1/2", "¼": "1/4", "\t": " ", "\u2028": "\n", "\u2029": "\n",
};

/** Emoji of every make: pictures, flags, keycaps' frames, skin tones, and the invisible characters that join them. © and ® are no emoji. */
const EMOJI = /(?![©®™])\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}]|\ufe0e|\ufe0f|\u20e3/gu;
/** Cheap guess whether EMOJI can match at all. */
const MAYBE_EMOJI = /[\u203c-\u3299\ud83c-\ud83e\udb40]|\ufe0e|\ufe0f/;

/** Takes emoji out, with the space that stood between them and the words. */
export function dropEmoji(text: string): string {
  if (!MAYBE_EMOJI.test(text)) return text;
  const bare = text.replace(EMOJI, "").replace(/\u200d/g, "");
  return bare === text ? text : bare.replace(/ {2,}/g, " ").replace(/^ +| +$/gm, "");
}

/** A text as it goes out by SMS: NFC, without emoji; in GSM-7 letters where the language is written in Latin ones. */
export function transliterate(text: string, script: "latin" | "other"): string {
  if (inGsm(text)) return text;
  const composed = dropEmoji(text.normalize("NFC"));
  if (script === "other") return composed;
  let out = "";
  for (const c of composed.replace(/«[\s\u202f]+/g, '"').replace(/[\s\u202f]+»/g, '"')) out += letter(c);
  return out;
}

function inGsm(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (septets(text.charCodeAt(i)) === 0) return false;
  return true;
}

function letter(c: string): string {
  if (septets(c.charCodeAt(0)) > 0) return c;
  const special = SPECIAL[c];
  if (special !== undefined) return special;
  if (/\p{Zs}/u.test(c)) return " ";
  // marks that nothing could be composed with; direction marks, joiners and the like
  if (/[\u0300-\u036f]|\p{Cf}|\p{Cc}/u.test(c)) return "";
  const base = c.normalize("NFKD").replace(/\p{M}/gu, "");
  return base !== "" && inGsm(base) ? base : c;
}
