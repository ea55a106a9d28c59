/** A small content for tests of bot/: every form a text can have, in few words. Not the product's texts. */
import type { Content, LanguageMeta } from "../../bot/content.ts";
import type { Fact, FactKind } from "../../flows/fact.ts";
import type { Language } from "../../flows/ids.ts";

const meta = (language: Language, name: string, latinName: string, complete: boolean): LanguageMeta =>
  ({ language, name, latinName, rtl: language === "ar", complete, reviewed: [] });

export const fact = (id: string, kind: FactKind, value: string, status: Fact["status"] = "confirmed", nextReview = "2027-01-01"): Fact =>
  ({ id, kind, value, about: "a test fact", source: "https://example.org", sourceDate: "2026-01-01", confidence: "high", status, reviewer: "R", nextReview });

export const smallContent = (): Content => ({
  version: "v1",
  languages: {
    es: meta("es", "Español", "Espanol", true), en: meta("en", "English", "English", true), fr: meta("fr", "Français", "Francais", false),
    ht: meta("ht", "Kreyòl", "Kreyol", true), ar: meta("ar", "العربية", "Arabe", true),
  },
  facts: Object.fromEntries([
    fact("office-phone", "phone", "6000-1234"), fact("office-place", "place", "Calle 50, Panamá", "unverified"), fact("fee", "fee", "B/. 50.00", "disputed"),
    fact("law", "law", "Ley 1", "unverified"), fact("old-hours", "hours", "7:00-16:00", "confirmed", "2026-01-31"), fact("crisis", "crisis-number", "104", "disputed"),
    fact("hours", "hours", "8:00-15:00"),
  ].map(f => [f.id, f])),
  operator: { name: "La Red", contact: "red@example.org" },
  texts: {
    es: {
      common: {
        "menu": "¿Qué necesitas?", "list-button": "Ver opciones", "footer-person-back": "0 una persona, 9 atrás", "footer-person": "0 una persona",
        "doubt-place": "Confirma el lugar antes de ir.", "doubt-phone": "Confirma el número.", "doubt-hours": "Confirma el horario.", "doubt-fee": "Confirma el costo.", "doubt-law": "Confirma la ley.",
        "only-spanish": "Solo aquí.", "empty": "", "days_one": "Un día", "days_many": "{{count}} de días", "days_other": "{{count}} días",
      },
      "work-permit": {
        "answer": "Permiso de trabajo: llama al {{fact.office-phone}} ({{operator.name}}).", "answer_sms": "Permiso: {{fact.office-phone}}", "until": "Hasta el {{day}}.",
        "name": "{{name}}, hola", "label": "Permiso de trabajo", "long-label": "Un permiso para trabajar en Panamá", "long-label-2": "Un permiso para trabajar aquí", "short": "Sí, puedo", "no": "No",
        "about": "Quién puede pedirlo y cómo", "nested": "Para {{what}}.", "hole": "Un {{hueco}}.",
      },
      "solo": { "a": "Nos vemos mañana" },
    },
    en: { common: { "menu": "What do you need?", "days_one": "One day", "days_other": "{{count}} days" }, "work-permit": { "until": "Until {{day}}.", "label": "Work permit" } },
    fr: { common: { "menu": "Que voulez-vous ?" } },
    ht: { common: { "menu": "Kisa ou bezwen?", "days_one": "Yon jou", "days_other": "{{count}} jou" }, "work-permit": { "until": "Jiska {{day}}." } },
    ar: {
      common: {
        "menu": "ماذا تحتاج؟", "footer-person-back": "0 شخص، 9 رجوع", "list-button": "الخيارات", "doubt-place": "تأكد من المكان.",
        "days_zero": "zero", "days_one": "one", "days_two": "two", "days_few": "few {{count}}", "days_many": "many {{count}}", "days_other": "other {{count}}",
      },
      "work-permit": { "answer": "تصريح العمل: اتصل {{fact.office-phone}}.", "until": "حتى {{day}}.", "name": "مرحبا {{name}}", "label": "تصريح العمل", "short": "نعم 👍" },
    },
  },
});
