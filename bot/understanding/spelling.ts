/** How words are spelt in a hurry: shortenings of chats and SMS, letters that sound alike, one slip in a long word.
 *  Both the lists and the messages go through `sound`, so that "kiero" meets "quiero". */
import type { Language } from "../../flows/ids.ts";

const SHORT: Partial<Record<Language, Record<string, string>>> = {
  es: {
    q: "que", k: "que", ke: "que", qe: "que", xq: "porque", xk: "porque", pq: "porque", porq: "porque", x: "por", d: "de",
    m: "me", t: "te", toy: "estoy", toi: "estoy", stoy: "estoy", estoi: "estoy", ta: "esta", tan: "estan", pa: "para", na: "nada", bn: "bien",
    xfa: "favor", xfavor: "favor", tngo: "tengo", tng: "tengo", qiero: "quiero", qro: "quiero", kro: "quiero", kero: "quiero", qero: "quiero",
    muxo: "mucho", noc: "nose", aki: "aqui", aqi: "aqui", mjr: "mejor", trbjo: "trabajo", tbj: "trabajo", voi: "voy", soi: "soy",
    hno: "hermano", hna: "hermana", permizo: "permiso", uni: "universidad",
  },
  en: {
    u: "you", ur: "your", r: "are", wanna: "want to", gonna: "going to", gotta: "have to", pls: "please", plz: "please", bf: "boyfriend", gf: "girlfriend",
    cuz: "because", cannot: "cant", dnt: "dont", wont: "wont", ive: "i have", kil: "kill", myslf: "myself",
    hubby: "husband", ppl: "people", rn: "now", bleedin: "bleeding", hittin: "hitting", dyin: "dying", n: "and", b4: "before", wrk: "work",
  },
  pt: {
    q: "que", vc: "voce", pq: "porque", to: "estou", tou: "estou", ta: "esta", n: "nao", naum: "nao", mto: "muito", mt: "muito",
    tbm: "tambem", qro: "quero", kero: "quero", pra: "para", pro: "para",
  },
  fr: {
    jai: "j ai", jveux: "je veux", jpeux: "je peux", chui: "je suis", jsuis: "je suis", ke: "que", pr: "pour", g: "j ai",
    jme: "je me", cest: "c est", jen: "j en", mtn: "maintenant", stp: "svp",
  },
  ht: { mwn: "mwen", mw: "mwen", map: "m ap", mpa: "m pa", mvle: "m vle", mbezwen: "m bezwen", mgen: "m gen", lap: "l ap", yap: "y ap", poum: "pou m", nou: "nou" },
};

// Spanish and Portuguese: letters that sound alike become one. One pass, since every word of every message comes through.
function hispanic(word: string): string {
  let out = "";
  for (let at = 0; at < word.length; at++) {
    const next = word[at + 1];
    let heard = word[at]!;
    switch (heard) {
      case "c":
        if (next === "h") { heard = "1"; at++; }
        else heard = next === "e" || next === "i" ? "s" : "k";
        break;
      case "h": continue;
      case "q":
        heard = "k";
        if (next === "u" && (word[at + 2] === "e" || word[at + 2] === "i")) at++;
        break;
      case "x": if (next !== undefined && VOWELS.includes(next)) heard = "1"; break;      // muxo, mucho
      case "l": if (next === "l") { heard = "y"; at++; } break;
      case "z": heard = "s"; break;
      case "v": heard = "b"; break;
      case "w": heard = "u"; break;
    }
    if (out.at(-1) !== heard || (heard >= "0" && heard <= "9")) out += heard;
  }
  return out;
}

const VOWELS = "aeiou";

// Arabic: "and" is written onto the next word.
const joinedAnd = (word: string): string => (word.length >= 5 && word.startsWith("و") ? word.slice(1) : word);

/** A word as its language's lists hold it. */
export function sound(word: string, language: Language): string {
  switch (language) {
    case "es": case "pt": return hispanic(word);
    case "ar": return joinedAnd(word);
    case "en": case "fr": case "ht": return word;
  }
}

/** Words as typed → words as the lists of a language hold them: shortenings written out, sounds folded. */
export function spell(typed: string[], language: Language): string[] {
  const short = SHORT[language];
  const out: string[] = [];
  for (const word of typed) {
    const full = short !== undefined && Object.hasOwn(short, word) ? short[word]! : word;
    if (full.includes(" ")) out.push(...full.split(" ").map((part) => sound(part, language)));
    else out.push(sound(full, language));
  }
  return out;
}

/** True when one slip (a letter missing, added, changed, or two swapped) makes one word the other. */
export function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let endA = a.length, endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  const restA = endA - start, restB = endB - start;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

/** Words of the lists that a long word with one slip stands for. First letter and ending must agree: the ending says
 *  who did it and when ("golpea" is now, "golpeaba" was then), and a wrong guess there would turn the meaning.
 *  `shortest`: words of fewer letters have too many neighbours to be mended. */
export function corrector(vocabulary: Iterable<string>, shortest: number): (word: string) => string {
  const known = new Set(vocabulary);
  const alike = new Map<string, string[]>();
  for (const word of known) {
    if (word.length < shortest) continue;
    const there = alike.get(edges(word));
    if (there !== undefined) there.push(word); else alike.set(edges(word), [word]);
  }
  return (word) => {
    if (word.length < shortest || known.has(word)) return word;
    return alike.get(edges(word))?.find((candidate) => oneSlip(candidate, word)) ?? word;
  };
}

const edges = (word: string): string => word[0]! + word.slice(-2);
