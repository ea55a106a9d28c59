/** The plain form of what someone typed, in which everything else is read: no case, accents, emoji or punctuation,
 *  one space between words. Lists of phrases are written in natural spelling and folded with the same function. */

/** UTF-16 units that are read of a message. What stands beyond is kept for people, not for this reading. */
export const READ_AT_MOST = 4096;

const PLAIN = /^[a-z0-9]*(?: [a-z0-9]+)*$/;
const MARKS = /[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;      // accents, tashkeel, tatweel, direction marks
const CONTRACTED = /(?<=[a-z])['’‘`´](t|m|s|re|ve|ll|d)(?![\p{L}\p{N}])/gu;          // don't → dont, but j'ai → j ai
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
const STRETCHED = /(\p{L})\1{2,}/gu;                                               // ayudaaaa → ayuda
const SPECIAL = /[ىةٱیکڪہەœæß٠-٩۰-۹]/gu;

const LETTERS: Record<string, string> = {
  "ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ە": "ه", "œ": "oe", "æ": "ae", "ß": "ss",
};

const plainLetter = (letter: string): string => {
  const code = letter.charCodeAt(0);
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  return LETTERS[letter] ?? letter;
};

/** Folds a text: `¡Quiero MORIRME!` → `quiero morirme`, `أُريد` → `اريد`, `٥` → `5`. */
export function fold(text: string): string {
  const short = text.length > READ_AT_MOST ? text.slice(0, READ_AT_MOST) : text;
  const lower = short.toLowerCase();
  // Stretched letters are rare enough that a plain message pays one test for them.
  if (PLAIN.test(lower)) return lower.replace(STRETCHED, "$1");
  return lower.normalize("NFKC").toLowerCase().normalize("NFD").replace(MARKS, "")
    .replace(SPECIAL, plainLetter).replace(CONTRACTED, "$1").replace(NOT_WORD, " ").replace(STRETCHED, "$1").trim();
}

/** The words of a folded text. */
export const wordsIn = (folded: string): string[] => (folded === "" ? [] : folded.split(" "));
