/** A person's number, and what is shown of it. In texts their own number is masked too, however it was typed. */
import type { Seal } from "../seal.ts";
import type { Bytes } from "../store/store.ts";

/** Digits without a plus; empty where there is none: a user id only, or an address that has gone to somebody else. */
export function numberOf(seal: Seal, sealed: Bytes | null): string {
  if (!sealed?.length) return "";
  return (JSON.parse(seal.open("address", sealed)) as { phone?: string }).phone?.replace(/\D/g, "") ?? "";
}

/** `+507 ••• ••12` */
export const masked = (number: string): string => number.length < 7 ? "•••" : `+${number.slice(0, 3)} ••• ••${number.slice(-2)}`;

/** Eight digits are the number in Panama, without its country. */
const LOCAL = 8;

/** Their number within a text, with or without the country, with whatever stands between its digits. */
export function maskedIn(text: string, number: string): string {
  if (number.length < LOCAL) return text;
  const spaced = (digits: string): string => digits.split("").join(GAP);
  const prefix = number.length > LOCAL ? `(?:\\+?${spaced(number.slice(0, -LOCAL))}${GAP})?` : "";
  return text.replace(new RegExp(`(?<!\\d)${prefix}${spaced(number.slice(-LOCAL))}(?!\\d)`, "g"), masked(number));
}
const GAP = "[\\s.()\\-\\u00a0\\u2010-\\u2015]{0,3}";
