/** What the load generator and the sink need of a provider's wire format, whichever it is: how a person's message, a receipt
 *  and a forgery look on the way in, and what a send means on the way out. */

/** A tap target of an answer. */
export type Offer = { id: string; title: string; kind: "list_reply" | "button_reply" };

export type Typed = { text: string } | { tap: Offer };
export type Message = { phone: string; n: number; at: number; typed: Typed };

/** One POST to the server under test. */
export type Post = { path: string; headers: Record<string, string>; body: Buffer };

export type ReceiptStatus = "sent" | "delivered" | "read";

/** One send of the server under test. `ref` is its own id, where it gave one; `callback` where receipts shall go. */
export type Send = { to: string; text: string; offers: Offer[]; ref?: string; callback?: string };

/** `control`: a read mark or a typing sign, which is no message. */
export type Read = { kind: "send"; send: Send } | { kind: "control" } | { kind: "bad"; why: string } | { kind: "elsewhere" };

/** What the sink answers. */
export type Reply = { status: number; json: unknown; headers?: Record<string, string> };

/** Not delivered: 429, 500, 400, pair, reset, timeout. Delivered, though the caller can't know: reset_after, timeout_after. */
export const FAULTS = ["429", "500", "400", "pair", "reset", "timeout", "reset_after", "timeout_after"] as const;
export type FaultKind = (typeof FAULTS)[number];
export type Rates = Partial<Record<FaultKind, number>>;

export interface Wire {
  readonly name: "whatsapp" | "twilio";
  phone(index: number): string;
  messageId(message: Message): string;
  message(message: Message): Post;
  receipt(status: ReceiptStatus, sent: Send & { id: string }): Post;
  /** The same bytes under a signature that does not hold. */
  forge(post: Post): Post;
  readSend(method: string, path: string, body: string): Read;
  accepted(send: Send, nth: number): { id: string; reply: Reply };
  fault(kind: "429" | "500" | "400" | "pair"): Reply;
}
