/** Twilio Programmable Messaging, both halves: signed form webhooks in, `Messages.json` out. This is the door; each file
 *  behind it knows one thing. The webhook half loads in milliseconds, the send half loads npm `twilio` when it is made. */
export { parseForm } from "./twilio/form.ts";
export { verifySignature } from "./twilio/signature.ts";
export { parseInbound, parseStatus } from "./twilio/webhook.ts";
export { createTwilio, type TwilioOptions, type TwilioSender } from "./twilio/send.ts";
