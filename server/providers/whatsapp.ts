/** WhatsApp's wire format, the half that reads: Meta's webhook and the table of faults. The half that sends is
 *  `whatsapp/send.ts`, apart because its client takes long to import and only a process that delivers needs it. */
export { handshake, parseWebhook, verifySignature } from "./whatsapp/webhook.ts";
export { faultOf, pairBackoff } from "./whatsapp/faults.ts";
