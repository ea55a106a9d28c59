/** The same conversation as a plain Botkit bot on express, written the way its guides show: a web adapter for the WhatsApp
 *  Cloud API, `hears` and a dialog, memory storage, sends by fetch. It acknowledges after the turn, as Botkit's own adapters
 *  do: Botkit sends before it saves, so after an earlier 200 a quick next message would find the old dialog. It keeps nothing
 *  over a restart, does not know a message delivered twice, and gives up on a send that fails. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ActivityTypes, BotAdapter, TurnContext, type Activity, type ConversationReference, type ResourceResponse } from "botbuilder-core";
import { Botkit, BotkitConversation, type BotkitMessage } from "botkit";
// @ts-expect-error: express 4 has no types of its own, and this file alone uses it
import untyped from "express";

const { PORT, APP_SECRET, ACCESS_TOKEN, PHONE_NUMBER_ID, GRAPH_URL } = process.env;
if (!PORT || !APP_SECRET || !ACCESS_TOKEN || !PHONE_NUMBER_ID || !GRAPH_URL) throw new Error("PORT, APP_SECRET, ACCESS_TOKEN, PHONE_NUMBER_ID and GRAPH_URL are needed");

type Row = { id: string; title: string };
type Incoming = { from: string; id: string; text?: { body: string }; interactive?: { list_reply?: Row; button_reply?: Row } };
type Webhook = { entry?: { changes?: { value?: { messages?: Incoming[] } }[] }[] };
type Request = IncomingMessage & { body?: unknown; rawBody?: Buffer };
type Response = { status(code: number): Response; send(body: string): void; end(): void };
type Express = { use(handler: unknown): void; get(path: string, handler: (request: Request, response: Response) => void): void; listen(port: number, host: string): void };
const express = untyped as { (): Express; json(options: { limit: string; verify: (request: Request, response: Response, raw: Buffer) => void }): unknown };
type Logic = (context: TurnContext) => Promise<void>;

class WhatsAppAdapter extends BotAdapter {
  name = "WhatsApp Cloud API";

  async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type !== ActivityTypes.Message) continue;
      const answer = await fetch(`${GRAPH_URL}/v23.0/${PHONE_NUMBER_ID}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${ACCESS_TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify(payload(activity)),
      });
      const json = await answer.json() as { messages?: { id: string }[] };
      if (!answer.ok) process.stderr.write(`send failed: ${answer.status}\n`);
      else sent.push({ id: json.messages?.[0]?.id ?? "" });
    }
    return sent;
  }

  async processActivity(request: Request, response: Response, logic: Logic): Promise<void> {
    if (!holds(request)) { response.status(401).end(); return; }
    for (const entry of (request.body as Webhook).entry ?? []) for (const change of entry.changes ?? []) for (const message of change.value?.messages ?? []) {
      await this.runMiddleware(new TurnContext(this, activityOf(message)), logic);
    }
    response.status(200).end();
  }

  async continueConversation(reference: Partial<ConversationReference>, logic: Logic): Promise<void> {
    await this.runMiddleware(new TurnContext(this, TurnContext.applyConversationReference({ type: "event", name: "continueConversation" }, reference, true)), logic);
  }

  async updateActivity(): Promise<void> {}
  async deleteActivity(): Promise<void> {}
}

function activityOf(message: Incoming): Partial<Activity> {
  const picked = message.interactive?.list_reply ?? message.interactive?.button_reply;
  return {
    type: ActivityTypes.Message, id: message.id, channelId: "whatsapp", timestamp: new Date(),
    from: { id: message.from, name: message.from }, recipient: { id: PHONE_NUMBER_ID!, name: "bot" }, conversation: { id: message.from, isGroup: false, conversationType: "", name: "" },
    text: picked?.id ?? message.text?.body ?? "", channelData: message,
  };
}

function payload(activity: Partial<Activity>): object {
  const to = { messaging_product: "whatsapp", recipient_type: "individual", to: "+" + activity.conversation!.id };
  const rows = (activity.channelData as { rows?: Row[] } | undefined)?.rows;
  if (!rows) return { ...to, type: "text", text: { preview_url: false, body: activity.text } };
  return { ...to, type: "interactive", interactive: { type: "list", body: { text: activity.text }, action: { button: "Ver opciones", sections: [{ rows }] } } };
}

function holds(request: Request): boolean {
  const header = request.headers["x-hub-signature-256"];
  if (typeof header !== "string" || !request.rawBody) return false;
  const given = Buffer.from(header), made = Buffer.from("sha256=" + createHmac("sha256", APP_SECRET!).update(request.rawBody).digest("hex"));
  return given.length === made.length && timingSafeEqual(given, made);
}

const web = express();
web.use(express.json({ limit: "3mb", verify: (request, _response, raw) => { request.rawBody = raw; } }));
web.get("/", (_request, response) => { response.send("ready"); });

const controller = new Botkit({ adapter: new WhatsAppAdapter(), webhook_uri: "/webhooks/whatsapp", webserver: web, disable_console: true });

const TOPICS = {
  text: "¿Sobre qué tema quieres saber? Elige uno de la lista o escríbelo con tus palabras.\n\n0: hablar con una persona. 9: volver.",
  rows: [{ id: "permiso de trabajo", title: "Permiso de trabajo" }, { id: "inadeh", title: "Cursos del INADEH" }, { id: "universidad", title: "Universidad" }, { id: "salud mental", title: "Apoyo emocional" }, { id: "caso", title: "Mi solicitud" }],
};
const menu = { text: TOPICS.text, channelData: { rows: TOPICS.rows } };

const language = new BotkitConversation("language", controller);
language.ask(
  { text: ["Este es un servicio gratuito y privado de orientación para personas refugiadas en Panamá. No es del gobierno.\nPara borrar tus datos escribe «borrar».\n\nElige tu idioma / Choose your language"], channelData: { rows: [{ id: "1", title: "Español" }, { id: "2", title: "English" }] } },
  [
    { pattern: "^(1|español)$", handler: async (_answer, convo) => { await convo.gotoThread("topics"); } },
    { pattern: "^(2|english)$", handler: async (_answer, convo) => { await convo.gotoThread("topics"); } },
    { default: true, handler: async (_answer, convo) => { await convo.repeat(); } },
  ],
  "language",
);
language.addMessage({ text: [TOPICS.text], channelData: { rows: TOPICS.rows } }, "topics");
controller.addDialog(language);

const WORK_PERMIT = "Permiso de trabajo\n\nCon tu solicitud admitida puedes pedir un permiso de trabajo. Se pide en persona, con el carné y dos fotos. El trámite no cuesta nada y nadie puede cobrarte por él.\n\nSi todavía no te han admitido, el permiso no se da; puedes estudiar mientras tanto.\n\n0: hablar con una persona. 9: volver.";
const INADEH = "Cursos del INADEH\n\nEl INADEH da cursos gratuitos de oficios en todo el país. Para inscribirte lleva tu carné de solicitante; no hace falta diploma. Pregunta por las fechas en la sede más cercana.\n\n0: hablar con una persona. 9: volver.";

controller.interrupts("^menu$", "message", async (bot, message) => { await bot.cancelAllDialogs(); await bot.reply(message, menu); });
controller.hears(["permiso de trabajo", "trabajar"], "message", async (bot, message) => { await bot.reply(message, WORK_PERMIT); });
controller.hears(["inadeh", "cursos"], "message", async (bot, message) => { await bot.reply(message, INADEH); });
controller.hears([/^(hola|hi|hello|buenas)\b/i], "message", async bot => { await bot.beginDialog("language"); });
controller.on("message", async (bot, message: BotkitMessage) => { await bot.reply(message, menu); });

web.listen(Number(PORT), "127.0.0.1");
