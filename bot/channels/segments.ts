/** How an SMS is encoded and billed: GSM-7 in parts of 160 or 153 septets, anything else UCS-2 in parts of 70 or 67
 *  UTF-16 units. Pure and without packages, since the console counts with it too. */

export type Segments = {
  encoding: "GSM-7" | "UCS-2";
  /** Septets in GSM-7, where `^ { } [ ] ~ | \ €` and form feed take two; UTF-16 units in UCS-2. */
  units: number;
  segments: number;
};

/** One part alone, and a part of several, which gives up six octets to its header. */
const GSM = { alone: 160, part: 153 };
const UCS = { alone: 70, part: 67 };

const BASIC = "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ";
const EXTENDED = "\f[\\]^{|}~";
const EURO = 0x20ac;

/** Septets by UTF-16 unit, 0 for what GSM-7 lacks; only the euro lies beyond the table. */
const SEPTETS = new Uint8Array(0x400);
for (const c of BASIC) SEPTETS[c.charCodeAt(0)] = 1;
for (const c of EXTENDED) SEPTETS[c.charCodeAt(0)] = 2;

/** How many septets a UTF-16 unit takes in GSM-7: 1, 2, or 0 when it is not in the alphabet. */
export function septets(unit: number): number {
  return unit < 0x400 ? SEPTETS[unit]! : unit === EURO ? 2 : 0;
}

/** Encoding, units and billed parts of a text as it is sent. An empty text is one segment. */
export function countSegments(text: string): Segments {
  let units = 0;
  for (let i = 0; i < text.length; i++) {
    const size = septets(text.charCodeAt(i));
    if (size === 0) return countUcs2(text);
    units += size;
  }
  return { encoding: "GSM-7", units, segments: units <= GSM.alone ? 1 : packGsm(text) };
}

/** Greedy, since a two-septet character never straddles two parts. */
function packGsm(text: string): number {
  let parts = 1;
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const size = septets(text.charCodeAt(i));
    if (used + size > GSM.part) { parts++; used = 0; }
    used += size;
  }
  return parts;
}

function countUcs2(text: string): Segments {
  const units = text.length;
  const segments = units <= UCS.alone ? 1 : JOINED.test(text) ? packGraphemes(text) : Math.ceil(units / UCS.part);
  return { encoding: "UCS-2", units, segments };
}

/** Anything that may belong to the character before it. Without any, every unit stands alone and a division is enough. */
const JOINED = /[\p{M}\p{Cs}\p{Extended_Pictographic}\u0600-\u0605\u06dd\u070f\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\uff9e\uff9f]|[^\0-\uffff]|\u200c|\u200d/u;

let graphemes: Intl.Segmenter | undefined;

/** A character of several units (a surrogate pair, a flag, a letter with its marks) goes whole into the next part. */
function packGraphemes(text: string): number {
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let parts = 1;
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const sizes = segment === "\r\n" ? [1, 1] : segment.length > UCS.part ? Array.from(segment, c => c.length) : [segment.length];
    for (const size of sizes) {
      if (used + size > UCS.part) { parts++; used = 0; }
      used += size;
    }
  }
  return parts;
}
