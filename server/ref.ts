/** Our own id for one part of one outbound message. Providers carry it to us in receipts, so it names the row by itself
 *  and nothing about the person: counters in base 36, `c-s-p`. */
import type { ConversationId, Seq } from "./store/store.ts";

export type Ref = { conversation: ConversationId; seq: Seq; part: number };

export function writeRef({ conversation, seq, part }: Ref): string {
  return `${conversation.toString(36)}-${seq.toString(36)}-${part.toString(36)}`;
}

/** null for anything that is no ref of ours: receipts of another system on the same account pass by. */
export function readRef(text: string | undefined): Ref | null {
  const found = /^([0-9a-z]{1,10})-([0-9a-z]{1,7})-([0-9a-z]{1,3})$/.exec(text ?? "");
  if (!found) return null;
  const [conversation, seq, part] = found.slice(1).map(n => parseInt(n, 36)) as [number, number, number];
  return Number.isSafeInteger(conversation) ? { conversation: conversation as ConversationId, seq, part } : null;
}
