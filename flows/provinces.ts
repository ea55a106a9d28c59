/** Panama's provinces and comarcas, and which one a short text names. */

export const PROVINCES = [
  "bocas-del-toro", "chiriqui", "cocle", "colon", "darien", "herrera", "los-santos", "panama", "panama-oeste", "veraguas",
  "guna-yala", "embera", "ngabe-bugle", "naso",
] as const;
export type Province = (typeof PROVINCES)[number];

/** Offered as choices: where most people live who ask, and where missions go. The others are typed. */
export const OFFERED_PROVINCES = ["panama", "panama-oeste", "darien", "chiriqui", "colon"] as const satisfies readonly Province[];

/** As people write them, folded, and places whose province is plain. What holds another name stands before it. */
const NAMES: readonly [Province, string][] = [
  ["panama-oeste", "panama oeste|oeste de panama|west panama|panama west|panama ouest|chorrera|la chorrera|arraijan|vacamonte|capira|بنما الغربية|غرب بنما"],
  ["bocas-del-toro", "bocas del toro|bocas|changuinola|almirante|بوكاس ديل تورو|بوكاس"],
  ["ngabe-bugle", "ngabe bugle|ngobe bugle|ngabe|ngobe|bugle|نغابي بوغلي|نغابي"],
  ["guna-yala", "guna yala|kuna yala|san blas|guna|غونا يالا|غونا"],
  ["embera", "embera wounaan|embera|wounaan|إمبيرا|امبيرا"],
  ["naso", "naso tjer di|naso|ناسو"],
  ["los-santos", "los santos|las tablas|لوس سانتوس"],
  ["chiriqui", "chiriqui|david|boquete|paso canoas|bugaba|تشيريكي|شيريكي"],
  ["cocle", "cocle|penonome|aguadulce|كوكلي"],
  ["colon", "colon|كولون"],
  ["darien", "darien|meteti|yaviza|la palma|lajas blancas|bajo chiquito|دارين|داريين"],
  ["herrera", "herrera|chitre|هيريرا"],
  ["veraguas", "veraguas|santiago|فيراغواس"],
  ["panama", "ciudad de panama|panama city|panama|san miguelito|tocumen|pacora|24 de diciembre|chepo|la capital|مدينة بنما|بنما"],
];

/** A longer text is a message, not the name of a place. */
const LONGEST = 60;

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const folded = NAMES.map(([province, names]): [Province, string[]] => [province, names.split("|").map(name => ` ${fold(name)} `)]);

export function provinceNamed(text: string): Province | null {
  if (text.length > LONGEST) return null;
  const said = ` ${fold(text)} `;
  return folded.find(([, names]) => names.some(name => said.includes(name)))?.[0] ?? null;
}
