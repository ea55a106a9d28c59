/** A day as people write it in six languages: "ayer", "el lunes", "3 de mayo", "03/05", "hace 3 días", `٣ مايو`. The whole
 *  message must be understood, or it is no date; what can be read in two ways is given as two. In: the text and today. */
import { dateOf, dayFrom, weekdayOf, type Day } from "../../flows/days.ts";
import type { DateRead } from "../../flows/heard.ts";
import { fold, wordsIn } from "./fold.ts";

/** `none`: no date, or one with words around it that turn its meaning ("antes del"). With "creo que" before it, it is unsure. */
export function readDate(text: string, today: string): DateRead | { kind: "none" } {
  const now = dayFrom(today);
  const words = tokens(text);
  if (now === null || words.length === 0 || words.length > MOST) return { kind: "none" };
  const said = words.join(" ");
  if (UNSURE.has(said)) return { kind: "unsure" };
  const sure = ` ${said} `.replace(HEDGES, " ").trim();
  if (sure !== said) return { kind: readDate(sure, today).kind === "none" ? "none" : "unsure" };
  return near(words, now) ?? ago(words, now) ?? weekday(words, now) ?? written(words, now) ?? { kind: "none" };
}

const MOST = 16;
/** Two readings of one numeric date, one of them still to come: the other is taken for meant only when it is this recent. */
const RECENT = 90;
/** A day and month without a year that come around again within so many days are more likely a slip than last year's. */
const SOON = 31;

function tokens(text: string): string[] {
  const joined = fold(text.replace(/(\d)\s*[ºª°]/gu, "$1 "))
    .replace(/\b(?:no|o|a) (?=dia )/g, "").replace(/(\d) ?o (?=de )/g, "$1 ")   // Portuguese "no dia 3", "1o de maio"; elsewhere "o" is "or"
    .replace(/(?:\bna )?\b(segunda|terca|quarta|quinta|sexta) feira\b|\bna (segunda|terca|quarta|quinta|sexta)\b/g, "$1$2feira")   // "la segunda" is no Monday
    .replace(/ (?:en|por|a|de|da|pela) (?:la )?(?:manana|manha|tarde|noche|noite)$/, "");
  return wordsIn(joined.replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, "$1$2 "));
}

// ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const phrases = (list: string): Set<string> => new Set(list.split("|").map(phrase => fold(phrase)));
const index = (lists: readonly string[], from: number): Map<string, number[]> => {
  const found = new Map<string, number[]>();
  for (const [n, list] of lists.entries()) for (const word of phrases(list)) found.set(word, [...found.get(word) ?? [], n + from]);
  return found;
};

const NEAR: readonly [daysAgo: number, Set<string>][] = [
  [0, phrases("hoy|hoy mismo|hoy dia|esta mañana|today|this morning|aujourd'hui|ce matin|hoje|hoje mesmo|jodi a|jodia|jodiya|اليوم|هذا اليوم|النهارده|النهاردة")],
  [1, phrases("ayer|el dia de ayer|anoche|yesterday|last night|hier|ontem|yè|ayè|أمس|امس|البارحة|امبارح|مبارح|إمبارح")],
  [2, phrases("antier|anteayer|antes de ayer|antiayer|antes de ontem|anteontem|day before yesterday|the day before yesterday|avant hier|avanthier|avan yè|avanyè|avan ayè|avantyè|أول أمس|اول امس|أول امبارح|اول مبارح|أول البارحة")],
  [-1, phrases("mañana|tomorrow|demain|amanhã|demen|غدا|غداً|بكرة|بكره")],
];

const WEEKDAYS = index([
  "domingo|sunday|dimanche|dimanch|الأحد|الاحد",
  "lunes|monday|lundi|lendi|segundafeira|الاثنين|الإثنين|اثنين",
  "martes|tuesday|mardi|madi|terça|terçafeira|الثلاثاء|التلات|ثلاثاء",
  "miercoles|wednesday|mercredi|mèkredi|quarta|quartafeira|الأربعاء|الاربعاء|أربعاء",
  "jueves|thursday|jeudi|jedi|quintafeira|الخميس|خميس",
  "viernes|friday|vendredi|vandredi|sextafeira|الجمعة|جمعة",
  "sabado|saturday|samedi|samdi|السبت|سبت",
], 0);

/** Names of the months. One that means two months in two languages stands in both: "out" is août cut short of its accent in
 *  Creole, and outubro in Portuguese. Arabic has three sets: Egypt's and the Gulf's, the Levant's, the Maghreb's. */
const MONTHS = index([
  "enero|ene|january|jan|janvier|janv|janeiro|janvye|يناير|كانون الثاني|جانفي",
  "febrero|feb|february|fevrier|fevr|fev|fevereiro|fevriye|فبراير|شباط|فيفري",
  "marzo|mar|march|mars|março|mas|مارس|آذار",
  "abril|abr|april|apr|avril|avr|أبريل|ابريل|إبريل|نيسان|أفريل",
  "mayo|may|mai|maio|me|مايو|أيار|ماي",
  "junio|jun|june|juin|junho|jen|يونيو|يونية|حزيران|جوان",
  "julio|jul|july|juillet|juil|julho|jiyè|يوليو|يولية|تموز|جويلية",
  "agosto|ago|august|aug|août|out|dawou|dawout|أغسطس|اغسطس|آب|أوت",
  "septiembre|setiembre|sep|sept|set|september|septembre|setembro|septanm|سبتمبر|أيلول|شتنبر",
  "octubre|oct|october|octobre|outubro|out|oktòb|أكتوبر|اكتوبر|تشرين الأول",
  "noviembre|nov|november|novembre|novembro|novanm|نوفمبر|تشرين الثاني|نونبر",
  "diciembre|dic|december|dec|decembre|dezembro|dez|desanm|ديسمبر|كانون الأول|دجنبر",
], 1);

const COUNTS = index([
  "un|una|uno|one|a|um|uma|une|yon|youn", "dos|two|deux|dois|duas|de", "tres|three|trois|twa|ثلاثة|ثلاث", "cuatro|four|quatre|quatro|kat|أربعة|أربع", "cinco|five|cinq|senk|خمسة|خمس",
  "seis|six|sis|ستة|ست", "siete|seven|sept|sete|sèt|سبعة|سبع", "ocho|eight|huit|oito|uit|ثمانية|ثماني", "nueve|nine|neuf|nove|nèf|تسعة|تسع", "diez|ten|dix|dez|dis|عشرة|عشر",
  "once|eleven|onze|أحد عشر", "doce|twelve|douze|doze", "trece|thirteen|treize|treze|trèz", "catorce|fourteen|quatorze|catorze|katòz", "quince|fifteen|quinze|kenz",
], 1);

const AGO_BEFORE = phrases("hace|ya hace|hace ya|il y a|ça fait|há|faz|gen|sa gen|sa fè|fè");
const AGO_AFTER = phrases("ago|atras|pase");
const AGO_ARABIC = phrases("قبل|منذ|من");
const DAYS = phrases("dia|dias|day|days|jour|jours|jou|يوم|أيام|ايام|يوما");
const WEEKS = phrases("semana|semanas|week|weeks|semaine|semaines|semèn|semenn|أسبوع|اسبوع|أسابيع|اسابيع");
const ARABIC_TWO: ReadonlyMap<string, number> = new Map([["يومين", 2], ["اسبوعين", 14]]);

/** Words around a date that leave it what it is. */
const AROUND = phrases(`el|la|del|de|dia|fecha|fue|es|en|me|lo|le|dieron|dio|entregaron|llego|notificaron|papel|sello|dice
  |it|was|on|the|of|is|dated|date|day|in|st|nd|rd|th|they|gave|paper|stamp|says|notice|du|le|au|c|l|est|etait|er|jour|do|da|em|foi|data|ao|ro|nan|te|dat|jou|في|يوم|تاريخ|بتاريخ|كان|شهر`);
const FIRST = phrases("primero|primer|primeiro|premier|premye|first");
const COMING = phrases("proximo|proxima|next|prochain|prochaine|pwochen|que viene|que vem|القادم|الجاي|المقبل");
const GONE = phrases("pasado|pasada|last|passado|passada|dernier|derniere|pase|الماضي|الماضية|اللي فات");

const UNSURE = phrases(`no se|no lo se|no se la fecha|no se cual|no se cual es|no se bien|no recuerdo|no me acuerdo|no lo recuerdo|no estoy seguro|no estoy segura|no tiene fecha|no se ve|no se lee|no entiendo la fecha|ni idea
  |i dont know|i do not know|dont know|i dont know it|i dont remember|i do not remember|not sure|im not sure|no idea|no date|it has no date|je ne sais pas|je sais pas|je ne me souviens pas|pas de date|não sei|não lembro|não me lembro|sem data
  |m pa konnen|mwen pa konnen|m pa sonje|mwen pa sonje|pa gen dat|لا أعرف|لا اعرف|ما أعرف|ما بعرف|لا أدري|مش عارف|مش عارفة|لا أتذكر|نسيت`);
/** Words of doubt. They are taken out to see whether a date is left. */
const HEDGES = new RegExp(` (?:${[...phrases(`creo que fue|creo que|creo|me parece que|me parece|mas o menos|mas de|menos de|como|como el|tal vez|quizas|quiza|aproximadamente|casi|no se si
  |i think|i believe|maybe|perhaps|about|around|more than|less than|almost|probably|je crois que|je crois|je pense|peut etre|environ|presque|vers|acho que|acho|talvez|mais ou menos|cerca de|quase|mwen kwe|m kwe|petèt|anviwon|ربما|تقريبا|أظن|اظن|يمكن|حوالي|ممكن`)].toSorted((a, b) => b.length - a.length).join("|")})(?= )`, "g");

// ── ways to say a day ─────────────────────────────────────────────────────────────────────────────────────────────

/** Two different days are asked about, one is taken; no day at all is none. */
function among(days: readonly Day[], now: Day): DateRead | null {
  const [first, ...others] = [...new Set(days)];
  if (first === undefined) return null;
  if (others.length > 0) return { kind: "ambiguous", choices: [first, ...others].map(dateOf) };
  return first > now ? { kind: "future" } : { kind: "date", iso: dateOf(first) };
}

function near(words: string[], now: Day): DateRead | null {
  const text = trimmed(words).join(" "), whole = words.join(" ");
  const found = NEAR.find(([, said]) => said.has(whole) || said.has(text));
  return found ? among([now - found[0]], now) : null;
}

/** Without the words around, at either end. */
function trimmed(words: string[]): string[] {
  let from = 0, to = words.length;
  while (from < to && AROUND.has(words[from]!)) from++;
  while (to > from && AROUND.has(words[to - 1]!)) to--;
  return words.slice(from, to);
}

function ago(words: string[], now: Day): DateRead | null {
  const said = words.slice(words.findIndex(w => !AROUND.has(w))), text = said.join(" ");
  const after = AGO_AFTER.has(said.at(-1)!) ? said.at(-1)! : null, counts = after === null ? said : said.slice(0, -1);
  if (AGO_ARABIC.has(said[0]!)) {
    const two = said.length === 2 ? ARABIC_TWO.get(said[1]!) : undefined;
    return two === undefined ? counted(said.slice(1), now, true) : among([now - two], now);
  }
  for (const phrase of AGO_BEFORE) {                                        // "há 3 dias" and "há 3 dias atrás"
    const read = text.startsWith(`${phrase} `) ? counted(counts.slice(wordsIn(phrase).length), now, false) : null;
    if (read) return read;
  }
  return after === null ? null : counted(counts, now, after === "ago");
}

/** "3 días", "una semana". In Spanish, French, Portuguese and Creole eight and fifteen days are one and two weeks as often as
 *  not; `exact`, in English and Arabic, they are what they are. */
function counted(words: string[], now: Day, exact: boolean): DateRead | null {
  const [number, unit] = words.length === 1 ? ["1", words[0]!] : [words[0]!, words[1]!];
  if (words.length < 1 || words.length > 2 || (words.length === 1 && !exact)) return null;
  const n = /^\d{1,3}$/.test(number) ? Number(number) : COUNTS.get(number)?.[0];
  if (n === undefined || n === 0) return null;
  if (WEEKS.has(unit)) return among([now - 7 * n], now);
  if (!DAYS.has(unit)) return null;
  return among(exact || (n !== 8 && n !== 15) ? [now - n] : [now - n, now - n + 1], now);
}

/** "el lunes" is the last one gone by; said on a Monday it may be today, and "el lunes pasado" may be a week earlier. */
function weekday(words: string[], now: Day): DateRead | null {
  const named = words.filter(w => !AROUND.has(w) && w !== "este" && w !== "this" && w !== "ce");
  const [on] = named.flatMap(w => WEEKDAYS.get(w) ?? []);
  const rest = named.filter(w => !WEEKDAYS.has(w)).join(" ");
  if (on === undefined || named.filter(w => WEEKDAYS.has(w)).length !== 1) return null;
  if (COMING.has(rest)) return { kind: "future" };
  if (rest !== "" && !GONE.has(rest)) return null;
  const back = (weekdayOf(now) - on + 7) % 7;
  return among(back === 0 ? (rest === "" ? [now, now - 7] : [now - 7]) : rest === "" ? [now - back] : [now - back, now - back - 7], now);
}

type Reading = { day: number; month: number; year: number | null };

/** A day and month in figures or with the month's name, with a year or without, and perhaps a weekday, which must fit. */
function written(words: string[], now: Day): DateRead | null {
  const on = words.flatMap(w => WEEKDAYS.get(w) ?? []);
  const parts = words.filter(w => !WEEKDAYS.has(w));
  const readings = byName(parts, now) ?? byFigures(parts, now);
  if (!readings || on.length > 1) return null;
  const dated = readings.flatMap(r => placed(r, now)).filter(d => on.length === 0 || weekdayOf(d.day) === on[0]);
  const past = dated.filter(d => d.day <= now), days = dated.map(d => d.day);
  if (past.length === 1 && days.length > 1 && now - past[0]!.day <= RECENT) return among([past[0]!.day], now);
  if (days.length > 0 && past.length === 0) return { kind: "future" };
  const [only] = new Set(days);
  if (new Set(days).size === 1 && dated.every(d => !d.year) && only! + 365 - now <= SOON) return { kind: "future" };
  return among(days, now);
}

/** A reading on the calendar; without a year it is the last such day gone by. */
function placed({ day, month, year }: Reading, now: Day): { day: Day; year: boolean }[] {
  const on = (y: number): Day | null => dayFrom(`${y}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
  if (year !== null) { const at = on(year); return at === null ? [] : [{ day: at, year: true }]; }
  const thisYear = yearOf(now);
  for (let y = thisYear; y > thisYear - 8; y--) { const at = on(y); if (at !== null && at <= now) return [{ day: at, year: false }]; }   // 29 February may be years back
  return [];
}

const yearOf = (day: Day): number => Number(dateOf(day).slice(0, 4));

/** "3 de mayo de 2026", "May 3rd", `٣ أيار`. A month's name counts only beside its day. */
function byName(words: string[], now: Day): Reading[] | null {
  for (const length of [2, 1]) for (let at = 0; at + length <= words.length; at++) {
    const months = MONTHS.get(words.slice(at, at + length).join(" "));
    if (!months) continue;
    const [before, after] = [words.slice(0, at), words.slice(at + length)].map(side => side.filter(w => !AROUND.has(w)));
    const all = [...before!, ...after!];
    const name = words[at]!, next = words[at + length];
    const shaped = before!.length === 1 ? after!.length <= 1 && (name !== "me" || next === after![0])     // "el 3 me lo dieron" is no May
      : before!.length === 0 && !DAY_BEFORE.has(name) && next === after![0] && all.length <= 2;
    const day = dayNumber(all[0]), year = all.length === 2 ? yearNumber(all[1]!, now) : null;
    if (!shaped || day === null || year === undefined) continue;
    return months.map(month => ({ day, month, year }));
  }
  return null;
}

/** Names that are months only after the day: "me" is a Spanish word too, "mar" a Tuesday, "set" and "out" are English. */
const DAY_BEFORE = phrases("me|mas|mar|set|out|ago");

const dayNumber = (word: string | undefined): number | null => (word === undefined ? null : FIRST.has(word) ? 1 : /^\d{1,2}$/.test(word) ? Number(word) : null);

/** Of this century, and no more than a year ahead: another calendar's year (1447, 2569) is no year here. In two figures only
 *  one of the last years: in `26/05/03` the year stands first. */
function yearNumber(word: string, now: Day): number | undefined {
  const year = /^\d{4}$/.test(word) ? Number(word) : /^\d{2}$/.test(word) ? 2000 + Number(word) : 0;
  const first = word.length === 2 ? yearOf(now) - 5 : 2000;
  return year >= first && year <= yearOf(now) + 1 ? year : undefined;
}

/** `03/05`, `3-5-26`, `2026-05-03`. Day first and month first are both read: papers of Panama have the day first, people who
 *  come from elsewhere may not. */
function byFigures(words: string[], now: Day): Reading[] | null {
  const figures = words.filter(w => !AROUND.has(w));
  if (figures.length < 2 || figures.length > 3 || !figures.every(w => /^\d+$/.test(w))) return null;
  if (figures[0]!.length === 4) {
    const year = yearNumber(figures[0]!, now);
    return year === undefined || figures.length !== 3 ? null : [{ day: Number(figures[2]), month: Number(figures[1]), year }];
  }
  const [a, b] = [Number(figures[0]), Number(figures[1])];
  const year = figures.length === 3 ? yearNumber(figures[2]!, now) : null;
  if (year === undefined || figures.slice(0, 2).some(w => w.length > 2)) return null;
  return [{ day: a, month: b, year }, ...(a === b ? [] : [{ day: b, month: a, year }])];
}
