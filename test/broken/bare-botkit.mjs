/** Botkit without the containment of bot/botkit.ts: what goes wrong, as JSON on stdout when nothing more can happen in the
 *  process. Run as a process of its own, since what is lost in it would end the one that runs the tests. */
import { Botkit } from "botkit";
import { TurnContext } from "botbuilder";

const seen = { throwing: { settled: false, printed: 0 }, refused: { settled: false }, racing: { count: 0 }, saving: { order: [] }, lost: 0 };
process.on("unhandledRejection", () => { seen.lost += 1; });
console.error = () => { seen.throwing.printed += 1; };

function bare({ storage = memory(), send = () => {} } = {}) {
  const adapter = { async sendActivities(_context, activities) { activities.forEach(send); return activities.map(() => ({ id: "1" })); } };
  const controller = new Botkit({ adapter, storage, disable_webserver: true, disable_console: true });
  const hear = text => controller.handleTurn(new TurnContext(adapter, {
    type: "message", text, channelId: "sms", from: { id: "p" }, recipient: { id: "b" }, conversation: { id: "p" },
  }));
  const count = controller.conversationState.createProperty("count");
  return { controller, hear, count };
}

function memory() {
  const kept = new Map();
  return {
    read: async keys => Object.fromEntries(keys.filter(key => kept.has(key)).map(key => [key, structuredClone(kept.get(key))])),
    write: async changes => { for (const [key, value] of Object.entries(changes)) kept.set(key, structuredClone(value)); },
    delete: async () => {},
  };
}

{
  const { controller, hear } = bare();
  controller.on("message", async () => { throw new Error("what the person wrote"); });
  void hear("hola").finally(() => { seen.throwing.settled = true; });
}
{
  const { controller, hear } = bare({ send() { throw new Error("the provider is down"); } });
  controller.hears("hola", "message", async (bot, message) => { await bot.reply(message, "hola"); });
  void hear("hola").finally(() => { seen.refused.settled = true; });
}
{
  const { controller, hear, count } = bare();
  controller.on("message", async (_bot, { context }) => { await count.set(context, await count.get(context, 0) + 1); });
  await Promise.all([hear("uno"), hear("dos")]);
  controller.hears("cuantos", "message", async (_bot, { context }) => { seen.racing.count = await count.get(context, 0); });
  await hear("cuantos");
}
{
  const { order } = seen.saving;
  const storage = { ...memory(), write: async () => { order.push("save failed"); throw new Error("disk full"); } };
  const { controller, hear, count } = bare({ storage, send: () => order.push("sent") });
  controller.on("message", async (bot, message) => { await count.set(message.context, 1); await bot.reply(message, "hola"); });
  void hear("hola").catch(() => {});
}
process.once("beforeExit", () => { process.stdout.write(JSON.stringify(seen)); });
