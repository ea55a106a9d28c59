/** Which language a message names, and which it is written in. Ready-made detectors fail Haitian Creole and chat words,
 *  so a short list of telling words per language votes; when no language is clearly ahead, none is guessed. */
import { LANGUAGES, type Language } from "../../flows/ids.ts";
import { fold, READ_AT_MOST, wordsIn } from "./fold.ts";

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

const TELLING: Record<Exclude<Language, "ar">, string> = {
  es: `gratis de en y o no si a la lo un e hola buenas buenos dias tardes noches que como donde cuando cuanto quien porque para pero con sin esta este esto eso estoy estamos tengo tiene tenemos tienen quiero quiere necesito puedo puede hacer soy somos eres usted ustedes yo mi mis el los las una unos del al por muy mas ya aqui alla ahora hoy ayer mañana
    trabajo permiso ayuda ayudame gracias favor familia hijo hija hijos casa refugio caso cita papeles pasaporte universidad curso donde hay fue son mucho todo nada tambien hace años mes dinero plata pana chamo vaina epale marico parce chevere gracias señor señora quisiera saber busco estudiar pedir oficina psicologo
    me se lo le les nos hablar persona necesitamos sé su sus desde hasta entonces porfa quiubo xopa pedirle onpar migracion panama venezolano venezolana colombiano cubana inadeh asilo dice dijo tan ser estar nadie alguien esposo marido esposa hermano mama papa pega miedo vivir siento triste cual cuál algo solo sola`,
  en: `hello hi hey the and you your my is are am was were what where when how who why i im dont cant want need have has do does can could would should please thanks thank help work permit job asylum refugee case status appointment office money family son daughter children husband wife brother sister university study course school
    with without for from this that these there here now today yesterday tomorrow good morning afternoon evening it its not they them their he she his her we our us but because if about about any some get got go going know been will just papers lost yes to of in on at as be so up out me feel sad alone lonely afraid live die doctor someone talk speak english apply application`,
  fr: `a y si en se bonjour bonsoir salut coucou merci svp oui non je tu il elle nous vous ils elles suis es est sommes etes sont ai as avons avez ont mon ma mes ton ta tes son sa ses notre votre le la les un une des du de et ou mais avec sans pour dans sur chez que qui quoi comment pourquoi quand combien cette ces ce ca c j l d n qu s m
    veux voudrais besoin cherche travail permis dossier asile refuge refugie aide aidez universite etudier formation famille enfant enfants mari femme frere soeur argent papiers passeport rendez demande faire puis peux peut pas plus tres bien jour jours ici maintenant aujourd hui hier demain depuis bjr slt mrc cv stp pr parler quelqu quelqu'un ete etre avoir au aux en personne psychologue triste seul seule emploi comprends pays`,
  pt: `de e se a me lhe seu dia oi ola olá bom dia boa tarde noite obrigado obrigada valeu brigado voce voces você eu ele ela nos nós eles meu minha meus minhas seu sua o os as um uma uns umas do da dos das no na nos nas em com sem para pra por pelo pela que como onde quando quanto quem porque mas tambem também nao não sim e é estou esta está estamos sou somos são tenho tem temos quero queria preciso posso pode fazer
    trabalho permissao ajuda ajude familia filho filha filhos marido mulher irmao irma dinheiro documentos passaporte universidade estudar curso faculdade emprego refugio pedido processo caso aqui agora hoje ontem amanha muito mais isso isto essa esse tudo bem gostaria saber falar pessoa vc vcs tb tbm blz psicologo triste sozinho sozinha consigo solicitar morar moro`,
  ht: `sak kap map bonjou bonswa alo mesi tanpri wi non mwen m ou li nou yo w l mw sa ki kisa kijan kote kilè kile konbyen poukisa pouki kiyes moun yon ak avèk avek nan sou pou pa ap te pral gen genyen fè fe ka kapab vle bezwen ye se pap pat mwens jwenn chache travay pèmi pemi papye paspò paspo dosye azil refij refijye lekòl lekol inivèsite fòmasyon fanmi pitit timoun mari madanm frè sè sè manman papa lajan kay
    peyi ayiti ayisyen kreyòl kreyol isit kounye kounyea jodi jodia yè demen anpil tout anko ankò toujou konsa paske men èske eske lè le rele pale konn konnen ede èd ed tounen rete sispann yo an a la lan bagay lavi mouri malad doktè tèt tris sikològ kapab mwenmenm anvi kenbe depi`,
};

// Words of several languages vote for each with a share: "de" says little, "mwen" says all.
const votes = new Map<string, Map<Language, number>>();
for (const [language, list] of Object.entries(TELLING) as [Language, string][])
  for (const word of new Set(wordsIn(fold(list)))) {
    const there = votes.get(word) ?? new Map<Language, number>();
    there.set(language, 0);
    votes.set(word, there);
  }
for (const shares of votes.values()) {
  const share = shares.size === 1 ? 3 : shares.size === 2 ? 1 : 0.4;
  for (const language of shares.keys()) shares.set(language, share);
}

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

const SURE = 2.4;     // one telling word, or several weaker ones
const AHEAD = 1.6;    // and so much more than the next language

const ACCENTS: [RegExp, Language, number][] = [
  [/[ñ¿¡]/, "es", 3], [/[ãõ]/, "pt", 3], [/ç/, "pt", 1], [/ç/, "fr", 1], [/œ|[êûîâ]|\b(?:j|l|d|qu|c|n)['’]/, "fr", 1], [/ò/, "ht", 3], [/è/, "ht", 0.5], [/è/, "fr", 0.5], [/ión\b/, "es", 2], [/ção\b|ções\b/, "pt", 2],
];

/** The language of a message among the six when it is clear, else null. */
export function guess(text: string): Language | null {
  const short = (text.length > READ_AT_MOST ? text.slice(0, READ_AT_MOST) : text).toLowerCase();
  const arabic = short.match(ARABIC)?.length ?? 0;
  if (arabic > 0 && arabic > (short.match(LATIN)?.length ?? 0)) return NOT_ARABIC.test(short) ? null : "ar";
  if (ELSEWHERE.test(short)) return null;
  const words = wordsIn(fold(short));
  if (words.length === 0) return null;
  if (words[0] === "salam" || words[0] === "salaam" || words[0] === "marhaba" || words[0] === "assalamu") return "ar";
  const score: Record<Language, number> = { es: 0, en: 0, fr: 0, pt: 0, ht: 0, ar: 0 };
  for (const word of words) {
    const shares = votes.get(word);
    if (shares !== undefined) for (const [language, share] of shares) score[language] += share;
  }
  for (const [accent, language, share] of ACCENTS) if (accent.test(short)) score[language] += share;
  let best: Language = "es", second = 0;
  for (const language of LANGUAGES) if (score[language] > score[best]) best = language;
  for (const language of LANGUAGES) if (language !== best && score[language] > second) second = score[language];
  return score[best] >= SURE && score[best] >= second * AHEAD ? best : null;
}
