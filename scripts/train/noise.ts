/** A message as it is typed in a hurry or told at length: something said before or after, a letter lost or swapped. */
import type { Language } from "../../flows/ids.ts";

/** What people say around their need, and what no model may take for it. */
const AROUND: Record<Language, { before: string[]; after: string[] }> = {
  es: {
    before: ["hola buenas tardes", "buenas disculpe la molestia", "mire le cuento", "hola mi nombre es maria y soy de venezuela", "señor disculpe una pregunta", "buenos dias quisiera saber", "hola amigo te escribo porque", "ay mira vale resulta que", "una consulta", "hola soy yo otra vez", "bueno el caso es que", "soy haitiano y vivo en curundu", "llevo un año en panama", "me dieron este numero en la iglesia", "hermano dios lo bendiga", "oye chico", "disculpen que escriba tan tarde"],
    after: ["por favor", "gracias", "ayudeme por favor", "dios le bendiga", "me puede orientar", "no se que hacer", "espero su respuesta", "muchas gracias de antemano", "somos cuatro en la familia", "estoy desesperada", "vivo en tocumen", "xfa", "saludos"],
  },
  en: {
    before: ["hello good morning", "hi sorry to bother you", "my name is john and i am from nigeria", "please i want to ask", "good day sir", "hey quick question", "so basically", "i have been here one year", "someone gave me this number", "hello madam", "well let me explain", "i hope you are fine"],
    after: ["please help me", "thank you", "i dont know what to do", "god bless", "thanks in advance", "please advise", "what should i do", "im waiting for your reply", "pls", "we are four in the family"],
  },
  fr: {
    before: ["bonjour", "bonsoir je vous écris parce que", "bjr svp", "excusez-moi de vous déranger", "je m'appelle jean je viens du cameroun", "alors voilà", "j'ai une question", "slt", "je suis ici depuis un an", "on m'a donné ce numéro"],
    after: ["merci d'avance", "svp", "aidez-moi", "je ne sais pas quoi faire", "que dieu vous bénisse", "merci beaucoup", "s'il vous plait"],
  },
  pt: {
    before: ["oi bom dia", "olá tudo bem", "boa tarde desculpa incomodar", "moço deixa eu te perguntar", "meu nome é ana e sou de angola", "então é o seguinte", "me deram esse número", "tô aqui faz um ano", "oi gente"],
    after: ["por favor", "obrigado", "me ajuda", "não sei o que fazer", "deus abençoe", "obrigada desde já", "valeu", "pfv"],
  },
  ht: {
    before: ["bonjou", "bonswa mwen rele jan", "alo eskize m", "m ap ekri w paske", "se ayisyen mwen ye", "m gen yon kesyon", "yo ban m nimewo sa a", "frè m", "sak pase"],
    after: ["tanpri", "mesi", "ede m silvouplè", "m pa konn sa pou m fè", "bondye beni w", "mesi anpil"],
  },
  ar: {
    before: ["السلام عليكم", "مرحبا", "لو سمحت عندي سؤال", "صباح الخير أخي", "أنا من سوريا", "عطوني هالرقم", "آسف على الازعاج", "اسمي احمد", "يا اخي", "الله يخليك"],
    after: ["شكرا", "ساعدوني", "الله يجزيكم الخير", "ما بعرف شو اعمل", "لو سمحتوا", "جزاكم الله خيرا", "ضروري"],
  },
};

export function noisy(text: string, language: Language, chance: () => number): string {
  const { before, after } = AROUND[language];
  const pick = (list: string[]): string => list[Math.floor(chance() * list.length)]!;
  const words = text.split(" ").map(word => (chance() < 0.12 && word.length > 4 ? slipped(word, chance) : word));
  const kind = chance();
  return [...(kind < 0.55 ? [pick(before)] : []), words.join(" "), ...(kind > 0.35 && kind < 0.85 ? [pick(after)] : [])].join(" ");
}

function slipped(word: string, chance: () => number): string {
  const at = 1 + Math.floor(chance() * (word.length - 2));
  return chance() < 0.5 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}
