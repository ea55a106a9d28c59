/** A ticket as a line on somebody's screen: states and ids, no words, no number. The same line in lists and in events. Pure. */
import { windowEndsAt } from "../../bot/channels/window.ts";
import type { Millis } from "../../flows/ids.ts";
import type { Row, View } from "../routes/api-schemas.ts";
import type { Seal } from "../seal.ts";
import { isProtection, may, sees, type Viewer } from "../staff/role.ts";
import type { ConversationId, Ticket } from "../store/store.ts";

/** Whoever writes again within this time is their last agent's. */
const SAME_OWNER: Millis = 72 * 3_600_000;

/** `null`: not for their eyes. */
export function rowOf(seal: Seal, viewer: Viewer, ticket: Ticket): Row | null {
  if (!sees(viewer, ticket)) return null;
  const { holder, snoozedUntil } = ticket;
  return {
    id: ticket.conversation, alias: aliasOf(seal, ticket.conversation), channel: ticket.channel, language: ticket.language, otherLanguage: ticket.speaks !== null,
    topic: ticket.topic, protection: isProtection(ticket.topic), priority: ticket.priority,
    state: holder.kind === "human" ? "human" : snoozedUntil === null ? "waiting" : "snoozed",
    holder: holder.kind === "human" ? holder.agent : null, owner: ownerOf(ticket), epoch: ticket.epoch,
    openedAt: ticket.openedAt, heardAt: ticket.heardAt, agentRepliedAt: ticket.agentRepliedAt, windowEndsAt: ticket.channel === "whatsapp" ? windowEndsAt(ticket.heardAt) : null,
    inSeq: ticket.inSeq, outSeq: ticket.outSeq, parked: ticket.parked, optedOut: ticket.optedOut, snoozedUntil,
    views: viewsOf(seal, viewer, ticket),
  };
}

/** Four letters that mean nothing and stay. */
export function aliasOf(seal: Seal, conversation: ConversationId): string {
  const hash = seal.hash("alias", String(conversation));
  return [...hash.subarray(0, 4)].map(byte => LETTERS[byte % LETTERS.length]).join("");
}
const LETTERS = "ACDEFHJKLMNPQRTUVWXY347";       // none that is taken for another

function ownerOf({ owner, openedAt }: Ticket): string | null {
  return owner && owner.at >= openedAt - SAME_OWNER ? owner.agent : null;
}

function viewsOf(seal: Seal, viewer: Viewer, ticket: Ticket): View[] {
  const { holder } = ticket, views: View[] = [], owner = ownerOf(ticket);
  if (holder.kind === "human") {
    if (holder.agent !== viewer.name) views.push("held");
    else views.push("mine", ...(ticket.agentRepliedAt >= ticket.heardAt ? ["awaiting-person" as const] : []));
  } else if (ticket.snoozedUntil !== null) {
    if (owner === viewer.name || may(viewer, "others")) views.push("snoozed");
  } else if (owner === viewer.name) views.push("mine");
  else views.push("waiting", ...(speaksWith(seal, viewer, ticket) ? ["waiting-mine" as const] : []));
  if (ticket.parked) views.push("parked");
  return views;
}

/** A language that has no texts here is matched by the name the person gave it. */
function speaksWith(seal: Seal, viewer: Viewer, { language, speaks }: Ticket): boolean {
  if (!speaks) return viewer.languages.includes(language);
  const named = plain(seal.open("language", speaks));
  return viewer.languages.some(l => l.length > 2 && named.includes(plain(l)));
}
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
