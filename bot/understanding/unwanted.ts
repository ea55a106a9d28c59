/** A need that is named only to be refused: of "no quiero permiso de trabajo, quiero la residencia" the second half is meant. */
import { fold } from "./fold.ts";

const REFUSED = /(?:^|\s)(?:no (?:ya )?(?:quiero|busco|necesito|pregunto|hablo|es|me interesa|vengo por)|i (?:do not|dont|don t) (?:want|need|mean)|not about|not the|its not|no es|je ne (?:veux|cherche|parle) pas|ce n est pas|nao (?:quero|preciso|busco|e)|m pa (?:vle|bezwen|ap chache)|mwen pa (?:vle|bezwen)|se pa|لا اريد|ما بدي|مو|مش عايز|لا احتاج)\s/;
const INSTEAD = /(?:^|\s)(?:sino|lo que (?:quiero|necesito|busco)|quiero|necesito|busco|mas bien|i want|i need|but|instead|je veux|je cherche|mais|j ai besoin|plutot|quero|preciso|mas|m vle|m bezwen|mwen vle|mwen bezwen|men|بدي|اريد|لكن|بل|عايز|احتاج)\s/;
const PAUSES = /[,;.!?\n،؛]+|(?:\s(?:pero|but|mais|mas|men|sino|لكن|بل)\s)/i;

/** The text without the clauses that refuse something, where a later clause asks for another; else the text. */
export function wantedPart(text: string): string {
  const folded = ` ${fold(text)} `;
  if (!REFUSED.test(folded)) return text;
  const clauses = text.split(PAUSES).filter((clause) => clause.trim() !== "");
  const wanted = clauses.filter((clause, nth) => !(REFUSED.test(` ${fold(clause)} `) && clauses.slice(nth + 1).some((later) => asksInstead(later))));
  return wanted.length > 0 && wanted.length < clauses.length ? wanted.join(". ") : text;
}

/** True when a short message refuses something and asks for nothing instead: there is nothing to open. */
export function refusesOnly(text: string): boolean {
  const folded = ` ${fold(text)} `;
  return REFUSED.test(folded) && folded.trim().split(" ").length <= 8 && !text.split(PAUSES).some(asksInstead);
}

function asksInstead(clause: string): boolean {
  const folded = ` ${fold(clause)} `;
  return INSTEAD.test(folded) && !REFUSED.test(folded) && folded.trim().split(" ").length > 1;
}
