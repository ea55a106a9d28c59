/** WhatsApp Cloud API as the bench speaks it: Meta's signed webhooks towards the server, the Graph API's answers from the sink. */
import { createHmac } from "node:crypto";
import { KEYS } from "./keys.ts";
import type { Message, Offer, Post, Read, Wire } from "./wire.ts";

const PATH = "/webhooks/whatsapp";
const SIGNATURE = "x-hub-signature-256";
const SENDS = /^(?:\/v\d+\.\d+)?\/\d+\/messages$/;

type SendBody = {
  to?: unknown; recipient?: unknown; status?: unknown; biz_opaque_callback_data?: string;
  text?: { body?: string };
  interactive?: {
    header?: { text?: string }; body?: { text?: string }; footer?: { text?: string };
    action?: { sections?: { rows?: { id: string; title: string }[] }[]; buttons?: { reply: { id: string; title: string } }[] };
  };
};

export const whatsapp: Wire = {
  name: "whatsapp",
  phone: index => "50760" + String(index).padStart(6, "0"),
  messageId,

  message(message) {
    const { phone, at, typed } = message;
    const content = "text" in typed
      ? { type: "text", text: { body: typed.text } }
      : { type: "interactive", interactive: { type: typed.tap.kind, [typed.tap.kind]: { id: typed.tap.id, title: typed.tap.title } } };
    return envelope({
      contacts: [{ profile: { name: "José de Prueba" }, wa_id: phone }],
      messages: [{ from: phone, id: messageId(message), timestamp: seconds(at), ...content }],
    });
  },

  receipt(status, sent) {
    return envelope({
      statuses: [{
        id: sent.id, status, timestamp: seconds(Date.now()), recipient_id: sent.to,
        ...(sent.ref === undefined ? {} : { biz_opaque_callback_data: sent.ref }),
        pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "service" },
      }],
    });
  },

  forge(post) {
    const signature = post.headers[SIGNATURE]!;
    const last = signature.endsWith("0") ? "1" : "0";
    return { ...post, headers: { ...post.headers, [SIGNATURE]: signature.slice(0, -1) + last } };
  },

  readSend(method, path, body): Read {
    if (method !== "POST" || !SENDS.test(path)) return { kind: "elsewhere" };
    let sent: SendBody;
    try {
      sent = JSON.parse(body) as SendBody;
    } catch {
      return { kind: "bad", why: "not JSON" };
    }
    if (sent.status !== undefined) return { kind: "control" };
    if (typeof sent.to !== "string") return { kind: "bad", why: "nobody to send to" };
    const offers = offersOf(sent);
    const { interactive } = sent;
    const text = [sent.text?.body, interactive?.header?.text, interactive?.body?.text, interactive?.footer?.text, ...offers.map(o => o.title)]
      .filter(part => part !== undefined && part !== "").join("\n");
    if (text === "") return { kind: "bad", why: "nothing to say" };
    return { kind: "send", send: { to: sent.to.replace(/\D/g, ""), text, offers, ...(sent.biz_opaque_callback_data === undefined ? {} : { ref: sent.biz_opaque_callback_data }) } };
  },

  accepted(send, nth) {
    const id = "wamid.bench" + nth.toString(36).padStart(8, "0");
    return { id, reply: { status: 200, json: { messaging_product: "whatsapp", contacts: [{ input: send.to, wa_id: send.to }], messages: [{ id }] } } };
  },

  fault(kind) {
    const [status, code, message] = FAULT[kind];
    return {
      status, ...(kind === "429" ? { headers: { "retry-after": "1" } } : {}),
      json: { error: { message: `(#${code}) ${message}`, type: "OAuthException", code, error_data: { messaging_product: "whatsapp", details: message }, fbtrace_id: "bench" } },
    };
  },
};

const FAULT = {
  "429": [429, 130429, "Rate limit hit"],
  "500": [500, 131000, "Something went wrong"],
  "400": [400, 131026, "Message undeliverable"],
  pair: [400, 131056, "Pair rate limit hit"],
} as const;

function messageId({ phone, n }: Message): string {
  return "wamid." + Buffer.from(`HBgL${phone}FQIAEhg${n.toString(16).padStart(8, "0")}`).toString("base64");
}

function offersOf(sent: SendBody): Offer[] {
  const action = sent.interactive?.action;
  return [
    ...(action?.sections ?? []).flatMap(s => s.rows ?? []).map(row => ({ id: row.id, title: row.title, kind: "list_reply" as const })),
    ...(action?.buttons ?? []).map(b => ({ id: b.reply.id, title: b.reply.title, kind: "button_reply" as const })),
  ];
}

function envelope(value: object): Post {
  const body = Buffer.from(escaped(JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: KEYS.businessId, changes: [{ field: "messages", value: { messaging_product: "whatsapp", metadata: { display_phone_number: KEYS.ourPhone, phone_number_id: KEYS.phoneId }, ...value } }] }],
  })), "latin1");
  const signature = "sha256=" + createHmac("sha256", KEYS.appSecret).update(body).digest("hex");
  return { path: PATH, body, headers: { "content-type": "application/json", [SIGNATURE]: signature } };
}

/** Meta writes what is not ASCII as \u00f1 and a slash as \/, and signs those bytes. */
function escaped(json: string): string {
  return json.replace(/[/\u0080-\uffff]/g, c => c === "/" ? "\\/" : "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

const seconds = (at: number): string => String(Math.floor(at / 1000));
