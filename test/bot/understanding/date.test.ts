/** Days as people write them. A wrong one costs a case: what can be read in two ways is asked, what is not wholly understood is none. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readDate } from "../../../bot/understanding/date.ts";
import { dateOf, dayFrom, weekdayOf } from "../../../flows/days.ts";

const TODAY = "2026-11-24";                                               // a Tuesday
const read = (text: string, today = TODAY): string => {
  const found = readDate(text, today);
  return found.kind === "date" ? found.iso : found.kind === "ambiguous" ? found.choices.join("|") : found.kind;
};

describe("a day near today", () => {
  test.each<[string, string]>([
    ["hoy", "2026-11-24"], ["Fue hoy.", "2026-11-24"], ["today", "2026-11-24"], ["aujourd'hui", "2026-11-24"], ["hoje", "2026-11-24"], ["jodi a", "2026-11-24"], ["اليوم", "2026-11-24"], ["hoy en la mañana", "2026-11-24"],
    ["ayer", "2026-11-23"], ["me lo dieron ayer", "2026-11-23"], ["yesterday", "2026-11-23"], ["hier", "2026-11-23"], ["ontem", "2026-11-23"], ["yè", "2026-11-23"], ["أمس", "2026-11-23"], ["امبارح", "2026-11-23"], ["anoche", "2026-11-23"], ["ayer por la tarde", "2026-11-23"],
    ["antier", "2026-11-22"], ["anteayer", "2026-11-22"], ["antes de ayer", "2026-11-22"], ["the day before yesterday", "2026-11-22"], ["avant-hier", "2026-11-22"], ["anteontem", "2026-11-22"], ["avan yè", "2026-11-22"], ["أول أمس", "2026-11-22"],
    ["trasanteontem", "none"], ["trasantier", "none"], ["mañana", "future"], ["tomorrow", "future"], ["demain", "future"], ["amanhã", "future"], ["demen", "future"], ["غدا", "future"],
  ])("%s → %s", (text, expected) => { expect(read(text)).toBe(expected); });
});

describe("some days ago", () => {
  test.each<[string, string]>([
    ["hace 3 dias", "2026-11-21"], ["hace tres días", "2026-11-21"], ["fue hace 3 días", "2026-11-21"], ["3 days ago", "2026-11-21"], ["it was three days ago", "2026-11-21"], ["il y a 3 jours", "2026-11-21"], ["ça fait trois jours", "2026-11-21"],
    ["há 3 dias", "2026-11-21"], ["3 dias atrás", "2026-11-21"], ["há 3 dias atrás", "2026-11-21"], ["gen 3 jou", "2026-11-21"], ["sa gen twa jou", "2026-11-21"], ["gen de jou", "2026-11-22"], ["قبل ٣ أيام", "2026-11-21"], ["منذ ثلاثة ايام", "2026-11-21"], ["قبل يومين", "2026-11-22"], ["قبل يوم", "2026-11-23"],
    ["hace una semana", "2026-11-17"], ["hace 2 semanas", "2026-11-10"], ["a week ago", "2026-11-17"], ["il y a une semaine", "2026-11-17"], ["há uma semana", "2026-11-17"], ["gen yon semèn", "2026-11-17"], ["قبل أسبوع", "2026-11-17"], ["منذ أسبوعين", "2026-11-10"],
    ["hace 8 días", "2026-11-16|2026-11-17"], ["hace quince dias", "2026-11-09|2026-11-10"], ["il y a huit jours", "2026-11-16|2026-11-17"], ["8 days ago", "2026-11-16"],
    ["hace un mes", "none"], ["hace días", "none"], ["hace como 3 días", "unsure"], ["hace mas de 3 dias", "unsure"], ["hace 0 días", "none"], ["hace", "none"], ["ago", "none"],
  ])("%s → %s", (text, expected) => { expect(read(text)).toBe(expected); });
});

describe("a weekday", () => {
  test.each<[string, string]>([
    ["el lunes", "2026-11-23"], ["lunes", "2026-11-23"], ["me lo dieron el viernes", "2026-11-20"], ["on Friday", "2026-11-20"], ["vendredi", "2026-11-20"], ["na sexta-feira", "2026-11-20"], ["na sexta", "2026-11-20"], ["sexta-feira", "2026-11-20"], ["terça", "2026-11-24|2026-11-17"], ["vandredi", "2026-11-20"], ["الجمعة", "2026-11-20"], ["يوم الأحد", "2026-11-22"], ["domingo", "2026-11-22"], ["Miércoles", "2026-11-18"], ["sábado", "2026-11-21"],
    ["el martes", "2026-11-24|2026-11-17"], ["tuesday", "2026-11-24|2026-11-17"], ["el martes pasado", "2026-11-17"], ["el viernes pasado", "2026-11-20|2026-11-13"], ["last friday", "2026-11-20|2026-11-13"], ["الجمعة الماضية", "2026-11-20|2026-11-13"],
    ["el próximo lunes", "future"], ["next monday", "future"], ["lundi prochain", "future"], ["segunda-feira que vem", "future"],
    ["el lunes de la semana pasada", "none"], ["la segunda", "none"], ["segunda", "none"], ["la quinta", "none"], ["lunes o martes", "none"], ["antes del lunes", "none"], ["creo que el lunes", "unsure"], ["no fue el lunes", "none"],
  ])("%s → %s", (text, expected) => { expect(read(text)).toBe(expected); });
});

describe("a date with the month's name", () => {
  test.each<[string, string]>([
    ["3 de mayo", "2026-05-03"], ["3 mayo 2026", "2026-05-03"], ["el 3 de mayo de 2026", "2026-05-03"], ["3 MAYO", "2026-05-03"], ["03mayo2026", "2026-05-03"], ["mayo 3", "2026-05-03"], ["1º de mayo", "2026-05-01"], ["1o de maio", "2026-05-01"], ["o dia 3 de maio", "2026-05-03"], ["primero de mayo", "2026-05-01"], ["1ro de mayo del 2026", "2026-05-01"],
    ["me lo dieron el 20 de noviembre", "2026-11-20"], ["la fecha es 20 nov 2026", "2026-11-20"], ["20 de setiembre", "2026-09-20"], ["20-nov-26", "2026-11-20"],
    ["May 3", "2026-05-03"], ["May 3rd, 2026", "2026-05-03"], ["the 20th of November", "2026-11-20"], ["on November 20", "2026-11-20"],
    ["3 mai", "2026-05-03"], ["1er mai 2026", "2026-05-01"], ["20 août", "2026-08-20"], ["le 3 février", "2026-02-03"], ["3 de março", "2026-03-03"], ["no dia 3 de maio", "2026-05-03"], ["20 de outubro de 2026", "2026-10-20"],
    ["3 me", "2026-05-03"], ["20 oktòb 2026", "2026-10-20"], ["3 mas 2026", "2026-03-03"], ["5 jen", "2026-06-05"], ["3 jiyè", "2026-07-03"],
    ["٣ مايو", "2026-05-03"], ["٣ أيار ٢٠٢٦", "2026-05-03"], ["20 تشرين الأول 2026", "2026-10-20"], ["في ٢٠ تشرين الثاني", "2026-11-20"], ["۳ مايو", "2026-05-03"], ["5 جوان", "2026-06-05"],
    ["viernes 20 de noviembre", "2026-11-20"], ["viernes, 20 de noviembre de 2026", "2026-11-20"], ["lunes 20 de noviembre de 2026", "none"],
    ["3 mas", "2026-03-03"], ["3 out", "2026-08-03|2026-10-03"],
    ["3 de mayo de 2025", "2025-05-03"], ["29 de febrero de 2024", "2024-02-29"], ["29 de febrero de 2026", "none"], ["31 de abril", "none"],
    ["25 de noviembre de 2026", "future"], ["25 de noviembre", "future"], ["3 de enero de 2027", "future"], ["29 de febrero", "future"],
    ["me lo dieron el 3", "none"], ["el 3 me lo dieron", "none"], ["mayo 2026", "none"], ["mayo", "none"], ["3", "none"], ["mar 3", "none"], ["antes del 3 de mayo", "none"], ["creo que el 3 de mayo", "unsure"], ["3 o 4 de mayo", "none"], ["del 3 a 5 de mayo", "none"], ["3 de mayo o 4 de mayo", "none"], ["entre el 3 y el 5 de mayo", "none"], ["3 de mayo de 1447", "none"], ["3 de mayo 2569", "none"], ["no fue el 3 de mayo", "none"],
  ])("%s → %s", (text, expected) => { expect(read(text)).toBe(expected); });
});

describe("a date in figures", () => {
  test.each<[string, string]>([
    ["2026-05-03", "2026-05-03"], ["2026/11/20", "2026-11-20"], ["٢٠٢٦/٠٥/٠٣", "2026-05-03"],
    ["20/11/2026", "2026-11-20"], ["11/20/2026", "2026-11-20"], ["20/11", "2026-11-20"], ["20-11-26", "2026-11-20"], ["20.11.2026", "2026-11-20"], ["20 11 2026", "2026-11-20"], ["٢٠/١١/٢٠٢٦", "2026-11-20"], ["05/05/2026", "2026-05-05"], ["fecha: 20/11/2026", "2026-11-20"], ["día 20/11", "2026-11-20"],
    ["05/03", "2026-03-05|2026-05-03"], ["03/05", "2026-05-03|2026-03-05"], ["05/03/2026", "2026-03-05|2026-05-03"], ["5-3-26", "2026-03-05|2026-05-03"], ["٠٥/٠٣", "2026-03-05|2026-05-03"],
    ["11/12", "2025-12-11|2026-11-12"], ["11/12/2026", "2026-11-12"], ["12/11/2026", "2026-11-12"], ["05/12/2026", "2026-12-05|2026-05-12"],
    ["jueves 05/03/2026", "2026-03-05"], ["domingo 05/03/2026", "2026-05-03"], ["viernes 05/03/2026", "none"],
    ["25/11/2026", "future"], ["12/12/2026", "future"], ["12/01/2027", "future"], ["25/11", "future"],
    ["13/13/2026", "none"], ["00/05/2026", "none"], ["32/01/2026", "none"], ["30/02/2026", "none"], ["2026-13-01", "none"], ["2026-02-30", "none"], ["26/05/03", "none"], ["03/05/1447", "none"], ["03/05/2569", "none"], ["3/5/6", "none"], ["20/11/2026 21/11/2026", "none"], ["01 o 02/26", "none"], ["01 a 02/26", "none"], ["6123-4567", "none"], ["20261120", "none"], ["1/2/3/4", "none"],
  ])("%s → %s", (text, expected) => { expect(read(text)).toBe(expected); });
});

test.each(["no sé", "No lo sé.", "no recuerdo", "I don't know", "je ne sais pas", "não sei", "mwen pa konnen", "لا أعرف", "maybe monday", "tal vez ayer", "vers le 3 mai", "acho que ontem", "petèt lendi", "تقريبا قبل ٣ أيام", "creo que fue el 05/03"])("%s is unsure", text => { expect(read(text)).toBe("unsure"); });

test.each(["", " ", "creo que quiero estudiar", "maybe", "no sé leer", "hola", "👍", "😀 2026", "ไม่รู้", "नहीं पता", "من", "de", "el", "permiso de trabajo", "PA-2026-000001", "\ud83d", "hoy ".repeat(2000)])("%j is no date", text => { expect(read(text)).toBe("none"); });

// ── properties ────────────────────────────────────────────────────────────────────────────────────────────────────

const someDay = fc.integer({ min: dayFrom("2024-01-01")!, max: dayFrom("2040-12-31")! });
const back = fc.integer({ min: 0, max: 700 });
const MONTHS = {
  es: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"], en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  fr: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"], pt: ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
  ht: ["janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "dawout", "septanm", "oktòb", "novanm", "desanm"], ar: ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
};

describe("whatever the day", () => {
  test("a date written out with its year is that very day, in every language", () => {
    fc.assert(fc.property(someDay, back, fc.constantFrom(...Object.values(MONTHS)), (today, ago, months) => {
      const iso = dateOf(today - ago), [year, month, day] = iso.split("-");
      expect(read(`${Number(day)} ${months[Number(month) - 1]} ${year}`, dateOf(today))).toBe(iso);
      expect(read(iso, dateOf(today))).toBe(iso);
    }), { numRuns: 300 });
  });

  test("figures, day first, are that day, or it is among what is asked", () => {
    fc.assert(fc.property(someDay, back, fc.constantFrom("/", "-", ".", " "), (today, ago, mark) => {
      const iso = dateOf(today - ago), [year, month, day] = iso.split("-");
      const found = readDate([day, month, year].join(mark), dateOf(today));
      if (Number(day) > 12 || day === month) expect(found).toEqual({ kind: "date", iso });
      else expect(found.kind === "ambiguous" ? found.choices : [found.kind === "date" ? found.iso : ""]).toContain(iso);
    }), { numRuns: 300 });
  });

  test("figures that are two days of the past are never taken for one of them", () => {
    fc.assert(fc.property(someDay, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), (today, a, b, withYear) => {
      fc.pre(a !== b);
      const year = Number(dateOf(today).slice(0, 4)) - 1;                 // both are past
      expect(readDate(withYear ? `${a}/${b}/${year}` : `${a}/${b}`, dateOf(today)).kind).toBe("ambiguous");
    }), { numRuns: 300 });
  });

  test("a weekday is one of the last seven days, and the right one", () => {
    fc.assert(fc.property(someDay, fc.constantFrom("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"), (today, name) => {
      const found = readDate(name, dateOf(today)), days = found.kind === "date" ? [found.iso] : found.kind === "ambiguous" ? found.choices : [];
      const on = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"].indexOf(name);
      expect(days).toHaveLength(weekdayOf(today) === on ? 2 : 1);
      for (const iso of days) { expect(weekdayOf(dayFrom(iso)!)).toBe(on); expect(today - dayFrom(iso)!).toBeLessThanOrEqual(7); }
    }));
  });

  test("no text throws, or gives a day that is none or, taken for sure, still to come", () => {
    const word = fc.constantFrom("el", "lunes", "3", "03", "12", "2026", "/", "-", "mayo", "me", "mai", "hace", "dias", "ago", "hoy", "ayer", "pasado", "de", "قبل", "٣", "أيام", "jou", "out", "29", "febrero");
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(word, { maxLength: 7 }).map(w => w.join(" "))), someDay, (text, today) => {
      const found = readDate(text, dateOf(today));
      if (found.kind === "date") { expect(dayFrom(found.iso)).not.toBeNull(); expect(dayFrom(found.iso)!).toBeLessThanOrEqual(today); }
      if (found.kind === "ambiguous") { expect(new Set(found.choices).size).toBe(found.choices.length); expect(found.choices).toHaveLength(2); for (const iso of found.choices) expect(dayFrom(iso)).not.toBeNull(); }
    }), { numRuns: 1000 });
  });
});
