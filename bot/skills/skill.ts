/** What a skill needs to speak: its reply, wrapped as Botkit carries it. `await bot.reply(message, say(reply))`. */
import type { Reply } from "../../flows/reply.ts";

/** A reply names texts of locales/ by their keys; it is spoken in the person's language and inside the channel's limits later. */
export function say(reply: Reply): { type: "message"; channelData: { reply: Reply } } {
  return { type: "message", channelData: { reply } };
}
