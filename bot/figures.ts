/** Figures as each language writes them. Facts hold them as Panama does: 1,000 is a thousand, and 27.50 is twenty-seven and a half. */
import type { Fact } from "../flows/fact.ts";
import type { Language } from "../flows/ids.ts";

/** A space that no line breaks at; on SMS it becomes a plain one. */
const SPACE = "\u00a0";
/** Between thousands, and before decimals. Creole is written both ways in Haiti: a space and a point can be misread by nobody.
 *  Arabic keeps the digits and marks that stand on papers here. */
const MARKS: Record<Language, { thousands: string; decimals: string }> = {
  es: { thousands: ",", decimals: "." }, en: { thousands: ",", decimals: "." }, ar: { thousands: ",", decimals: "." },
  fr: { thousands: SPACE, decimals: "," }, pt: { thousands: ".", decimals: "," }, ht: { thousands: SPACE, decimals: "." },
};

/** What a text shows of a fact: amounts and counts in the language's own way; phones, places, years and laws as they are. */
export function writeValue(language: Language, { kind, unit, value }: Fact): string {
  if (kind !== "fee" && unit === undefined) return value;
  const { thousands, decimals } = MARKS[language];
  return value.replace(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+/g, figure => figure.replace(/[,.]/g, mark => (mark === "," ? thousands : decimals)));
}
