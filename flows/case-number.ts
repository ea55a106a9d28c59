/** A case number and a proof as people type them, with spaces, dots, small letters and the letter O for a zero, become the
 *  one form the registry is asked with; null where there is none. Nothing here knows whether such a case exists. */

/** Panama's form: two letters, a year, four to eight digits. An O stands for a zero where only digits can. */
const PANAMA = /^([A-Z]{2})-?([\dO]{4})-?([\dO]{4,8})$/;
/** The same form cut short: a typing mistake, not another registry's number. */
const CUT_SHORT = /^[A-Z]{2}-?[\dO]{4}-[\dO]{1,3}$/;
/** Any other registry: up to six letters, then digits in groups. */
const GENERAL = /^[A-Z]{0,6}-?\d+(-\d+)*$/;

const LEAST = 5;
const MOST = 24;

/** `pa 2026.000001`, `PA2026OOOOO1` → `PA-2026-000001`; `CASE123456789` stays as it is; no number in it → null.
 *  In a sentence, only a number in Panama's form written in one piece is found. */
export function normaliseCaseNumber(text: string): string | null {
  const words = latin(text).toUpperCase();
  const whole = words.split(/[^A-Z\d]+/u).filter(Boolean).join("-");
  if (whole.length > MOST) return inSentence(words);
  return panama(whole) ?? general(whole) ?? inSentence(words);
}

/** Four to twelve letters and digits, at least one digit, in capitals; spaces and dashes are left out, and so is the
 *  word for it ("mi clave es …"). */
export function normaliseProof(text: string): string | null {
  const bare = latin(text).toUpperCase().trim().replace(LABEL, "");
  if (/[^A-Z\d\s.-]/u.test(bare)) return null;
  const proof = bare.replace(/[\s.-]/gu, "");
  return /^[A-Z\d]{4,12}$/.test(proof) && /\d/.test(proof) ? proof : null;
}

const LABEL = /^(?:(?:MI|MY|EL|LA|THE|MEU|MON)\s+)?(?:PIN|NIP|CLAVE|CÓDIGO|CODIGO|CODE)\b\s*(?:ES\b|IS\b|É|EST\b|SE\b)?\s*:?\s*/u;

function panama(whole: string): string | null {
  const parts = PANAMA.exec(whole);
  if (!parts) return null;
  const [, office, year, serial] = parts;
  return `${office}-${zeros(year!)}-${zeros(serial!)}`;
}

function general(whole: string): string | null {
  if (whole.length < LEAST || CUT_SHORT.test(whole)) return null;
  const number = whole.split("-").map(group => /^[\dO]*\d[\dO]*$/.test(group) ? zeros(group) : group).join("-");
  return GENERAL.test(number) && number.replace(/\D/g, "").length >= 4 ? number : null;
}

/** Two different numbers in one sentence are none: asking again is better than choosing. */
function inSentence(words: string): string | null {
  const found = new Set(words.split(/[^A-Z\d-]+/u).map(panama).filter(number => number !== null));
  return found.size === 1 ? [...found][0]! : null;
}

const zeros = (group: string): string => group.replaceAll("O", "0");

/** Full-width forms and Arabic digits as Latin ones; marks of direction, which keyboards for Arabic add, go. Every kind of dash is one. */
function latin(text: string): string {
  return text.slice(0, 500).normalize("NFKC")
    .replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, digit => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\u2010-\u2015\u2212]/gu, "-");
}
