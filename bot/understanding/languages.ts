/** Which language a message names, and which it is written in. Ready-made detectors fail Haitian Creole and chat words, so a
 *  model of our own votes (`language.ts`); letters and rare words tell the languages that have no texts here. When no
 *  language is clearly ahead, none is guessed. */
import { LANGUAGES, type Language } from "../../flows/ids.ts";
import { fold, READ_AT_MOST, wordsIn } from "./fold.ts";
import { languageShares } from "./language.ts";

const NAMES: Record<Language | "other" | "another", string> = {
  es: "español | espanol | castellano | spanish | espagnol | espanhol | panyol | panyòl | إسباني | اسبانية | الاسبانية | esp",
  en: "english | inglés | ingles | anglais | inglês | angle | anglè | إنجليزي | انجليزية | الانجليزية | انكليزي | ingle",
  fr: "français | francais | frances | francés | french | francês | fransè | franse | فرنسي | فرنسية | الفرنسية",
  pt: "português | portugues | portuguese | portugais | potigè | pòtigè | برتغالي | برتغالية | البرتغالية | brasileiro | brasileño",
  ht: "kreyòl | kreyol | kreyòl ayisyen | kreyol ayisyen | creole | créole | haitian creole | haitian | creole haitiano | criollo haitiano | criollo | crioulo | crioulo haitiano | creole haitien | haitiano | ayisyen | كريول | الكريولية | كريولية هايتية | creol",
  ar: "عربي | العربية | عربية | العربي | عربى | árabe | arabe | arabic | arab | arabi | arabe arabe",
  another: "otra lengua | otro idioma | other language | another language | autre langue | outra lingua | outro idioma | lòt lang | lot lang | لغة أخرى | otra",
  other: `guna | kuna | dulegaya | emberá | embera | wounaan | waunana | ngäbe | ngobe | ngabe | ngäbere | ngabere | buglé | bugle | naso | bri bri | bribri
    | miskito | misquito | garifuna | garífuna | quechua | kichwa | aymara | guarani | wayuu | wayuunaiki | dari | farsi | persa | persian | pashto | pashtun | pastun | urdu | hindi | nepali | nepalí | bengali | bangla | punjabi | tamil | chino | mandarin | mandarín | cantones | chinese | chinois | chinês | 中文 | 汉语 | 普通话
    | ruso | russian | russe | русский | ukrainian | ucraniano | українська | turco | turkish | türkçe | vietnamita | vietnamese | tiếng việt | japones | japanese | coreano | korean | somali | somalí | swahili | suajili | amharic | amárico | amharico | tigrinya | tigriña | lingala | wolof | yoruba | igbo | hausa | fula | kurdo | kurdish | کردی | فارسی | دری | پښتو | اردو | हिन्दी | हिंदी | नेपाली | বাংলা
    | italiano | italian | aleman | alemán | german | hebreo | hebrew | uzbeko | uzbek | kazajo | kazakh | armenio | armenian | georgiano | lengua de señas | sign language | lengua indigena`,
};

const names = new Map<string, Language | "other" | "another">();
for (const [language, list] of Object.entries(NAMES) as [Language | "other" | "another", string][])
  for (const name of list.split("|")) names.set(fold(name), language);

const AROUND_A_NAME = /^(?:en|in|an|em|ب|hablo|i speak|je parle|eu falo|falo|m pale|mwen pale|speak|solo hablo|only|quiero|prefiero|prefer|i prefer|idioma|language) | (?:por favor|please|pls|svp|s il vous plait|tanpri|من فضلك|only|solamente)$/g;

/** The language that the whole message names, in whatever language; "other" for one that has no texts here, "another" for "another
 *  language"; or null. */
export function languageNamed(text: string): Language | "other" | "another" | null {
  const folded = fold(text);
  return names.get(folded) ?? names.get(folded.replace(AROUND_A_NAME, "")) ?? null;
}

const ARABIC = /[\u0621-\u064a]/g;
const NOT_ARABIC = /[\u067e\u0686\u0698\u06af\u06cc\u06a9\u0679\u0688\u0691\u06ba\u06d2\u0681\u0685\u069a\u06ab\u06bc\u06d0]/u;   // Persian, Urdu, Pashto
const LATIN = /[a-z]/gi;
const ELSEWHERE = /[\u0370-\u05ff\u0900-\u109f\u1200-\u137f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** Words that stand in one language without texts here and in none that has: greetings and the commonest words. */
const ELSEWHERE_WORDS: Record<string, string> = {
  guna: "nuedi nuegambi degi dule dulemar anna an_nuga bedi nuga igi_be wargwen ibia sabbi nega yala gunayala bab_dummad baba_dummad nana ome anmar angi ibmar naga soggu wis wisi",
  ngäbe: "ñantöre nantore ngabe kobo ti_tö ti_to niara dre_nuaindre mä_käe jabäkäe kore ñaka jodron ngäbere kä_nebtä ni_ngäbe tikwe tibien motö dirire",
  embera: "mera_bʉa bia_bua mera_bua embera_bedea kareba mʉa_dache mua dachi chi_warra akore wera_ba puru jai_drua",
  wounaan: "jãga maach wounaan_meu mʉ_durr ewag mach_durr khap_khaba hʉu pʉ_jãga jaauju maadam",
  miskito: "naksa nahki yamni_titan titan_yamni aisabe tingki man_nahki yang_nina miskitu yang_lika kaiki_was upla_nani help_mai_munaia tingki_pali naha_ba bara_yang mairin_nani",
  dari: "salam_khubi chetor_hasti khub_astam tashakor man_kar mekhaham namefahmam ba_khair az_afghanistan komak_mekhwaham panahanda pana_jo man_az_kabul",
  chinese: "ni_hao nihao ni_hao_ma xie_xie xiexie zaijian wo_shi wo_yao gongzuo qing_wen duoshao bu_zhidao wo_bu_hui bangzhu bang_wo",
  italian: "buongiorno buonasera grazie ciao vorrei lavoro aiuto perché anche sono_arrivato permesso_di_lavoro",
  german: "guten hallo danke bitte ich arbeit hilfe nicht",
  turkish: "merhaba teşekkürler yardım istiyorum nasıl selamün", vietnamese: "xin_chào cảm_ơn tôi giúp", swahili: "habari asante nataka kazi msaada tafadhali ninahitaji", somali: "waan_rabaa fadlan iska_warran mahadsanid shaqo",
  hindi: "namaste dhanyavaad mujhe kaam chahiye kya_haal", nepali: "malai kaam chahiyo dhanyabad kasto_cha", wolof: "nanga_def jërëjëf damay begg", tagalog: "kumusta salamat_po kailangan ko_ng trabaho_po", russian: "privet spasibo zdravstvuyte mne_nuzhna",
};
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\u0681\u0685\u069a\u06ab\u06bc\u06d0]/u, "pashto"], [/[\u0679\u0688\u0691\u06ba\u06d2]/u, "urdu"], [/[\u067e\u0686\u0698\u06af\u06cc\u06a9]/u, "dari"], [/[\u3040-\u30ff]/, "japanese"], [/[\u3400-\u9fff]/, "chinese"], [/[\uac00-\ud7af]/, "korean"],
  [/[\u0900-\u097f]/, "hindi"], [/[\u0980-\u09ff]/, "bengali"], [/[\u1200-\u137f]/, "amharic"], [/[\u0400-\u04ff]/, "russian"], [/[\u0370-\u03ff]/, "greek"], [/[\u0590-\u05ff]/, "hebrew"], [/[\u0530-\u058f]/, "armenian"], [/[\u0b80-\u0bff]/, "tamil"],
];
const elsewhere: [string, Set<string>, string[]][] = Object.entries(ELSEWHERE_WORDS).map(([name, list]) => {
  const all = list.split(" ").map((word) => fold(word.replaceAll("_", " ")));
  return [name, new Set(all.filter((word) => !word.includes(" "))), all.filter((word) => word.includes(" "))];
});

/** The language that has no texts here in which a text seems to be written, or null. */
export function otherLanguage(text: string): string | null {
  const short = text.slice(0, READ_AT_MOST), arabic = short.match(ARABIC)?.length ?? 0, latin = short.match(LATIN)?.length ?? 0;
  for (const [letters, name] of SCRIPTS) if (letters.test(short) && ((short.match(new RegExp(letters, "gu"))?.length ?? 0) * 12 > latin + arabic)) return name;
  const words = wordsIn(fold(short)), folded = ` ${words.join(" ")} `;
  for (const [name, single, runs] of elsewhere) {
    const hits = words.filter((word) => single.has(word)).length + 2 * runs.filter((run) => folded.includes(` ${run} `)).length;
    if (hits >= Math.max(1, Math.min(3, words.length / 3))) return name;
  }
  return null;
}

/** Words that every language writes. */
const EVERYWHERE: ReadonlySet<string> = new Set(["ok", "okay", "onpar", "acnur", "unhcr", "inadeh", "whatsapp", "panama"]);

/** Shares below which none is guessed: of a few words, of a sentence. By the development set: 0.5 to 0.7 differ by less than a point. */
const SURE = { short: 0.5, long: 0.5 };
const AHEAD = 1.5;

/** The language of a message among the six when it is clear, else null. */
export function guess(text: string): Language | null {
  const short = (text.length > READ_AT_MOST ? text.slice(0, READ_AT_MOST) : text).toLowerCase();
  const arabic = short.match(ARABIC)?.length ?? 0;
  if (arabic > 0 && arabic > (short.match(LATIN)?.length ?? 0)) return NOT_ARABIC.test(short) ? null : "ar";
  if (ELSEWHERE.test(short)) return null;
  const words = wordsIn(fold(short));
  if (words.every((word) => EVERYWHERE.has(word)) || otherLanguage(short) !== null) return null;
  const shares = languageShares(short), [best, second] = ranked(shares);
  return shares[best] >= (words.length < 3 ? SURE.short : SURE.long) && shares[best] >= shares[second] * AHEAD ? best : null;
}

/** The language of a message among the six, or "other", whatever the doubt; `prior` is the conversation's. */
export function languageOf(text: string, prior: Language | null = null): Language | "other" {
  const clear = guess(text);
  if (clear !== null) return clear;
  if (otherLanguage(text) !== null) return "other";
  const short = text.slice(0, READ_AT_MOST);
  if (!/\p{L}/u.test(short)) return prior ?? "es";
  return /\p{Script=Arabic}/u.test(short) ? "ar" : ranked(languageShares(short, prior))[0];
}

function ranked(shares: Record<Language, number>): [Language, Language] {
  const [best, second] = LANGUAGES.toSorted((a, b) => shares[b] - shares[a]);
  return [best!, second!];
}
