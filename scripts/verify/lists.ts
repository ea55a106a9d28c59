/** Lists of words that rules hold texts against, by language. A language without an entry is not held to that rule. */
import type { Language } from "../../flows/ids.ts";

/** What a lock screen must not show: topics, organisations, kinds of danger. The plain word for danger may stand. */
export const BETRAYING: Record<Language, RegExp> = {
  es: /violen|maltrat|abus|golpe|pega|pareja|marido|esposo|mujer|trata|explota|prostit|pasaporte|refug|asilo|niñ|menor|hij|migra|polic|onpar|acnur|mides|senniaf|ministerio|línea|denunci|sexual|suicid|salud|puente/i,
  en: /violen|abus|beat|hit|husband|partner|women|traffick|exploit|prostit|passport|refug|asylum|child|minor|migra|polic|onpar|unhcr|mides|senniaf|ministry|report|sexual|rape|suicid|health|puente/i,
  fr: /violen|maltrait|abus|frapp|coup|mari|conjoint|femme|traite|exploit|prostit|passeport|refug|réfug|asile|enfant|mineur|migra|polic|onpar|hcr|senniaf|minist|plainte|sexuel|viol|suicid|santé|puente/i,
  pt: /violên|maltrat|abus|bate|golpe|marido|parceir|mulher|tráfic|explora|prostit|passaporte|refúg|asilo|crianç|menor|filh|migra|polí|onpar|acnur|senniaf|minist|denún|sexual|estupr|suicíd|saúde|puente/i,
  ht: /vyol|abi|bat|kale|mari|mennaj|fanm|trafik|bouzen|paspò|refij|azil|timoun|minè|pitit|migras|polis|onpar|senniaf|minist|plent|seks|swisid|sante|puente/i,
  ar: /عنف|ضرب|اعتداء|زوج|امرأة|اتجار|استغلال|دعارة|جواز|لجوء|لاجئ|طفل|قاصر|هجرة|شرطة|مفوضية|وزارة|شكوى|جنس|اغتصاب|انتحار|صحة|puente/i,
};

/** Papers for which people are sent to their own government. */
export const PAPERS_OF_HOME: Record<Language, RegExp> = {
  es: /pasaporte|apostilla|antecedentes penales|récord policivo/i,
  en: /passport|apostille|criminal record|police record/i,
  fr: /passeport|apostille|casier judiciaire/i,
  pt: /passaporte|apostila|antecedentes criminais/i,
  ht: /paspò|apostiy|kazye jidisyè/i,
  ar: /جواز سفر|جوازات|أبوستيل|صحيفة السوابق|سجل جنائي/,
};

export const CONSULATE: Record<Language, RegExp> = {
  es: /consulad|embajada/i, en: /consulate|embass/i, fr: /consulat|ambassade/i, pt: /consulado|embaixada/i, ht: /konsila|anbasad/i, ar: /قنصلي|سفارة/,
};

/** A sentence about the consulate that sends nobody there: it warns, says that the person decides, or what an office may ask there. */
export const WARNS: Record<Language, RegExp> = {
  es: /\b(no|ni|nunca|sin)\b|decid|puede preguntar/i, en: /\b(not|never|nor|without)\b|n't|decide|may ask/i, fr: /\b(ne|jamais|ni|sans)\b|\bn['’]|décid|peut demander/i, pt: /(^|[\s,;])(não|nunca|nem|sem)\b|decid|pode perguntar/i, ht: /\b(pa|san)\b|deside|ka mande/i, ar: /(^|[\s،؛])[وف]?(لا|لم|لن|دون)(?=\s)|[تي]قرر|قرار|قد تسأل/,
};

/** Where someone is safe from a violent person must stay unknown. */
export const SHELTER: Record<Language, RegExp> = {
  es: /albergue|casa de acogida|casa segura|refugio para (mujeres|niñ)/i, en: /shelter|safe ?house/i, fr: /centre d'hébergement|foyer|maison d'accueil/i,
  pt: /abrigo|casa de acolhimento|casa segura/i, ht: /kay sekirite|sant akèy/i, ar: /مأوى|بيت آمن|دار إيواء/,
};
export const STREET: Record<Language, RegExp> = {
  es: /\b(calle|avenida|av\.|vía|barrio|edificio|corregimiento)\b/i, en: /\b(street|avenue|road|building|block)\b/i, fr: /\b(rue|avenue|immeuble)\b/i,
  pt: /\b(rua|avenida|edifício|bairro)\b/i, ht: /\b(lari|ri|avni)\b/i, ar: /شارع|حي |مبنى/,
};

/** Twilio's own words: it hears them before we do, and stops the line for that person. */
export const TWILIO = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "UNSTOP", "YES", "HELP", "INFO"] as const;

type Term = { name: string; term: Partial<Record<Language, RegExp>>; explained: Partial<Record<Language, RegExp>>; except?: "sms" };

/** Terms of the law, and what explains them in the same text. */
export const TERMS: readonly Term[] = [
  { name: "admitido a trámite", except: "sms",
    term: { es: /a trámite|\(admitido/i, en: /a trámite|\(admitido/i, fr: /a trámite/i, pt: /a trámite/i, ht: /a trámite/i, ar: /a trámite/i },
    explained: { es: /estudi|comisión que decide/i, en: /stud(y|ied)/i, fr: /étud|examin/i, pt: /estud|analis/i, ht: /etidye/i, ar: /دراس|يدرس/ } },
  { name: "reconsideración",
    term: { es: /reconsideración/i, en: /reconsideración|reconsideration/i, fr: /reconsideración|réexamen/i, pt: /reconsideración|reconsideração/i, ht: /reconsideración/i, ar: /reconsideración/i },
    explained: { es: /otra vez|de nuevo/i, en: /again/i, fr: /nouveau|encore/i, pt: /de novo|outra vez/i, ht: /ankò/i, ar: /مرة أخرى|من جديد/ } },
  { name: "CONARE",
    term: { es: /CONARE/, en: /CONARE/, fr: /CONARE/, pt: /CONARE/, ht: /CONARE/, ar: /CONARE/ },
    explained: { es: /comisión/i, en: /commission|committee/i, fr: /commission|comité/i, pt: /comissão|comitê/i, ht: /komisyon/i, ar: /لجنة|هيئة/ } },
];

/** An answer that is only understood behind a link. */
export const LINK = /https?:|www\.|\b[\w-]+\.(com|org|net|gob|gov|info)\b|haz clic|sigue (este|el) enlace|click (here|on)|follow (this|the) link|cliquez|suivez (ce|le) lien|clique (aqui|no)|siga o link|klike|اضغط على الرابط/i;

type Never = { what: string; todo: string; words: Partial<Record<Language | "any", RegExp>> };

export const NEVER: readonly Never[] = [
  { what: "that it is too late", todo: "say what can be done today, and whom to ask", words: {
    es: /demasiado tarde|ya es tarde|fuera de (tiempo|plazo)|perdiste el plazo/i, en: /too late|missed the deadline/i, fr: /trop tard|hors délai|délai (est )?dépassé/i,
    pt: /tarde demais|já é tarde|fora do prazo|perdeu o prazo/i, ht: /twò ta|delè a (fin )?pase/i, ar: /فات الأوان|متأخر جد|انتهت المهلة/ } },
  { what: "that somebody must leave the country", todo: "lead to legal aid", words: {
    es: /debes salir|tienes que (salir|irte)/i, en: /must leave/i, fr: /vous devez (partir|quitter)/i, pt: /você (deve|tem que) (sair|ir embora)/i, ht: /ou dwe (kite|soti nan) peyi/i, ar: /يجب أن تغادروا|عليكم مغادرة/ } },
  { what: "when a person will answer", todo: "say that the hour is not known", words: {
    es: /en (unos |pocos )?minutos|en una hora|enseguida te (escribe|llama)/i, en: /within (an hour|minutes)|in (a few )?minutes/i, fr: /dans (quelques )?minutes|dans une heure/i,
    pt: /em (alguns |poucos )?minutos|em uma hora/i, ht: /nan kèk minit|nan inèdtan/i, ar: /خلال دقائق|خلال ساعة /  } },
  { what: "a line or a place that is not for them", todo: "leave it out", words: { any: /\b169\b|Lajas Blancas|San Vicente|Los Planes/i } },
  { what: "Markdown, which SMS would show", todo: "write plain words", words: { any: /\*\*|__|\[[^\]]*\]\(/ } },
  { what: "a leave from work where a permit is meant", todo: "write permissão de trabalho", words: { pt: /licença de trabalho/i } },
];
/** The same as a fact: a line that is not open to them, stations for those who pass through. */
export const NOWHERE = /^169$|Lajas Blancas|San Vicente|Los Planes/i;

/** Flows whose first words, on a lock screen, are nobody's business; and single texts of others. */
export const INTIMATE: { flows: readonly string[]; keys: readonly string[] } = { flows: ["lgbtiq", "reproductive-health"], keys: ["chronic-disease.hiv"] };
export const TELLING: Record<Language, RegExp> = {
  es: /LGBT|orientaci|género|VIH|embaraz|prenatal|protecci|cond[óo]n|anticoncep|sexual|\bsexo\b/i,
  en: /LGBT|orientation|gender|HIV|pregnan|prenatal|unprotected|condom|contracep|sexual|\bsex\b/i,
  fr: /LGBT|orientation|\bgenre\b|VIH|enceinte|grossesse|prénatal|préservatif|contracep|sexuel|\bsexe\b/i,
  pt: /LGBT|orientaç|gênero|HIV|VIH|grávida|gravidez|pré-natal|camisinha|preservativo|anticoncep|sexual|\bsexo\b/i,
  ht: /LGBT|oryantasyon|VIH|SIDA|ansent|gwosès|kapòt|planin|kontrasep|seksyèl|\bsèks\b/i,
  ar: /LGBT|مجتمع الميم|HIV|الإيدز|حامل|الحمل|الواقي|جنسي(?!ة)/i,
};
