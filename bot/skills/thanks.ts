/** Thanks, and nothing else in the message, is answered with a friendly line; where the conversation stands does not change. */
import type { Reply } from "../../flows/reply.ts";
import type { Skill } from "../botkit.ts";
import { say } from "./skill.ts";

export const thanks: Skill = {
  name: "thanks",
  install(controller) {
    controller.hears(async message => isThanks(message.text ?? ""), "message", async (bot, message) => { await bot.reply(message, say(YOU_ARE_WELCOME)); });
  },
};

const YOU_ARE_WELCOME: Reply = { lines: [{ key: "common.thanks" }], choices: [], facts: [], footer: "person-back" };

/** Folded. Whole messages only: "gracias, y mi caso?" is a question. */
const THANKS: ReadonlySet<string> = new Set([
  "gracias", "muchas gracias", "mil gracias", "muchisimas gracias", "gracias a dios y a ustedes", "se lo agradezco", "te lo agradezco",
  "gracias por todo", "gracias por su ayuda", "gracias por la ayuda", "gracias por la informacion", "muy amable", "muy amable gracias",
  "thanks", "thank you", "thank you very much", "thank you so much", "thanks a lot", "many thanks", "thx", "ty", "thanks for your help",
  "merci", "merci beaucoup", "merci bien", "grand merci", "merci pour votre aide",
  "obrigado", "obrigada", "muito obrigado", "muito obrigada", "brigado", "brigada", "obrigado pela ajuda", "obrigada pela ajuda",
  "mesi", "mesi anpil", "mesi bokou", "mesi pou ed ou", "gras a dye",
  "شكرا", "شكرا جزيلا", "شكرا لك", "شكرا لكم", "شكرا كثيرا", "الف شكر", "مشكور", "مشكورين", "shukran",
]);

/** An OK or a hello may stand before or after it; a yes may not: "sí, gracias" answers a question. */
const BESIDE = /^(?:(?:ok|okay|oki|listo|bueno|bien|hola|hi) )+| (?:ok|okay|bye|adios|chao|amen|sir|madam|senor|senora|monsieur|madame|zanmi|amigo|amiga|bendiciones)$/gu;

export function isThanks(text: string): boolean {
  if (text.length > 80) return false;
  const folded = fold(text);
  return THANKS.has(folded) || THANKS.has(folded.replace(BESIDE, ""));
}

/** Small letters without accents, signs, emoji or the letters that joy repeats. */
function fold(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/[\p{M}\u0640]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ").replace(/(\p{L})\1{2,}/gu, "$1").trim();
}
