/** The port: verbs that hold together, never get and set. Each verb is atomic and durable when its promise resolves.
 *  Adapters see hashes, plain indexes and sealed bytes; what people wrote and their addresses are sealed above the port
 *  (`server/seal.ts`). One contract suite, `test/contract/store.ts`, is passed by every adapter. */
import type { Priority } from "../../flows/effect.ts";
import type { Channel, Language, Millis, TopicId } from "../../flows/ids.ts";
import type { ReceiptStatus, Silent } from "../providers/provider.ts";

export type Bytes = Uint8Array;
/** Never used again, also after an erasure. */
export type PersonId = number & { readonly person: unique symbol };
export type ConversationId = number & { readonly conversation: unique symbol };
/** Position in a conversation's inbox or outbox, from 1, each counted for itself. */
export type Seq = number;

// ── accept ────────────────────────────────────────────────────────────────────────────────────────────────────────
export type AddressKind = "wa-phone" | "wa-user" | "sms-phone";
export type HashedAddress = { kind: AddressKind; hash: Bytes };         // 16 bytes, keyed

/** One message to keep. From a person: `addresses` (a BSUID first where there is one) and how to seal the address to answer
 *  to, called once at most and only where it is kept: most messages come from an address that is known. From inside (an agent, a timer, a lookup): the conversation it belongs to. */
/** `silent: "yes"` opts in whoever has opted out, and is an ordinary message of everyone else. */
export type NewInbound = {
  key: Bytes;                        // 16 bytes: keyed hash of (provider, message id)
  /** Day (since 1970) after which the key may be forgotten; 0 = never. */
  keyUntilDay: number;
  at: Millis;                        // the sender's timestamp: order, and WhatsApp's window
  sealed: Bytes;
  origin: "person" | "agent" | "timer" | "result";
} & ({ addresses: HashedAddress[]; sealedAddress: () => Bytes; channel: Channel; silent?: Silent } | { conversation: ConversationId; timer?: string; lookup?: string });

/** `gone`: the conversation was erased meanwhile; nothing was kept. A duplicate changes nothing. */
export type Accepted = { kind: "new"; conversation: ConversationId; seq: Seq } | { kind: "duplicate" } | { kind: "gone" };

export type NewMove = { key: Bytes; keyUntilDay: number; channel: Channel; from: HashedAddress[]; to: HashedAddress[]; sealedAddress: Bytes };

// ── converse ──────────────────────────────────────────────────────────────────────────────────────────────────────
export type Holder =
  | { kind: "bot" }
  | { kind: "waiting" }
  | { kind: "human"; agent: string; activeAt: Millis; until: Millis };

export type Lease = {
  conversation: ConversationId; person: PersonId; channel: Channel;
  fence: number;                     // raised by every lease; commit checks it
  epoch: number;                     // raised when the holder changes to or from a human
  holder: Holder;
  optedOut: boolean;
  session: Bytes | null;             // sealed; null for a stranger, and when the words were forgotten
  language: Language | null;         // outlives the session
  inbound: { seq: Seq; origin: NewInbound["origin"]; at: Millis; acceptedAt: Millis; sealed: Bytes; attempts: number };
  /** The agent's last reply, for the danger rule. */
  agentRepliedAt: Millis;
};

export type NewOutbound = {
  kind: "bot" | "safety" | "agent";
  sealed: Bytes;
  /** Epoch the turn began under; a bot row under an older one than the conversation's is dropped, never sent. */
  epoch: number;
};

export type Commit = {
  conversation: ConversationId; fence: number; inbound: Seq; at: Millis;
  session: Bytes | null; language: Language | null;
  /** The inbound row's new content: the least that is needed. Absent: as it was. */
  rewrite?: Bytes;
  outbound: NewOutbound[];
  /** `speaks`: a language beside ours, sealed; a later ticket without one keeps it. */
  ticket?: { topic: TopicId; priority: Priority; language: Language; speaks?: Bytes };
  timers?: { id: string; at: Millis; sealed: Bytes }[];
  lookups?: { id: string; at: Millis; sealed: Bytes }[];
  optedOut?: boolean;
  /** Ids of the facts that were told, sorted, a space between: counted by day, without who heard them. */
  told?: string;
  /** Everything of this person goes, but for the keys of their messages; the outbound given here is sent, then goes too.
   *  While a danger ticket is open its conversation keeps, without any word or address hash, the sealed address and the
   *  ticket: it can be claimed and an agent's reply is delivered. It ends when the ticket is closed (`handBack` with
   *  return or resolve), and in `forgetWords` 72 hours after the erasure. A message from that address is a stranger's. */
  erase?: true;
};

// ── deliver ───────────────────────────────────────────────────────────────────────────────────────────────────────
export type OutboundState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed" | "dropped" | "parked";

export type OutboundLease = {
  conversation: ConversationId; channel: Channel; fence: number; seq: Seq; kind: NewOutbound["kind"];
  sealed: Bytes;
  sealedAddress: Bytes;              // empty when an address of theirs has become somebody else's and they have not written since
  part: number;                      // the part to send, from 0
  attempts: number;                  // sends tried for this part
  /** An earlier send of this part has no known fate: when it began. Wait for a receipt or look it up before sending again. */
  unknownSince: Millis | null;
  lastHeardAt: Millis;               // the person's last message: WhatsApp's window
  madeAt: Millis;
  sentIds: Bytes[];                  // with unknownSince: keyed hashes (8 bytes) of the last 32 provider ids matched in this conversation; else empty
};

export type Settle = {
  conversation: ConversationId; fence: number; seq: Seq; part: number; at: Millis;
  outcome:
    | { kind: "sent"; idHash: Bytes; last: boolean }     // last: no more parts
    | { kind: "again"; at: Millis }                      // try this part again then; it never went out
    | { kind: "unknown"; at: Millis }                    // looked at again then
    | { kind: "refused"; code: string }
    | { kind: "parked"; code: string };
};

/** A receipt that names our own id. `failed` beats queued and sent only; the rest only climb. */
export type NewReceipt = {
  conversation: ConversationId; seq: Seq; part: number; status: ReceiptStatus; idHash: Bytes; at: Millis;
  /** For `failed`: what to do with it, decided by the fault table. `parked` is sent again at once, a few times at most, if the
   *  person has written since the row was made: nothing else would release it. */
  remedy?: { kind: "again"; at: Millis } | { kind: "refused"; code: string } | { kind: "parked"; code: string };
};

// ── desk ──────────────────────────────────────────────────────────────────────────────────────────────────────────
export type Ticket = {
  conversation: ConversationId; channel: Channel; topic: TopicId; priority: Priority; language: Language; speaks: Bytes | null;
  openedAt: Millis; epoch: number; holder: Holder;
};
/** `system`: the result of a look-up. `code`: why an outbound row failed or waits. */
export type ThreadRow = { from: "person" | "agent" | "bot" | "system"; seq: Seq; at: Millis; sealed: Bytes; state: OutboundState | "pending" | "done" | "dead"; code: string | null };

/** `attempts`: turns tried before the one that gave up. */
export type DeadLetter = { conversation: ConversationId; seq: Seq; at: Millis; attempts: number; code: string };

export interface Store {
  /** Keeps each message once. All of one call are durable when it resolves; one that is a duplicate costs only itself. */
  accept(messages: NewInbound[], at: Millis): Promise<Accepted[]>;
  move(moves: NewMove[], at: Millis): Promise<void>;

  /** Only a server leases: beside it, `admin` gets nothing. Leases up to `max` conversations that have something to answer and no other lease, the longest waiting first, each with
   *  its oldest inbound. A lease that is not committed or released by `until` is free again. */
  lease(max: number, at: Millis, until: Millis): Promise<Lease[]>;
  /** Writes the turn: session, inbound done, outbound, ticket, timers, lookups. `fenced`: another worker has it; nothing is written. */
  commit(commit: Commit): Promise<"done" | "fenced">;
  /** The turn failed: tried again at `at`, with one attempt more. */
  postpone(conversation: ConversationId, fence: number, inbound: Seq, at: Millis): Promise<"done" | "fenced">;
  /** Like commit, and the inbound is set aside as a dead letter. */
  bury(commit: Commit, code: string): Promise<"done" | "fenced">;

  leaseOutbound(channel: Channel, max: number, at: Millis, until: Millis): Promise<OutboundLease[]>;
  /** A part of unknown fate is about to be sent once more: its next fate is unknown since `at`. "told" when a receipt has said
   *  meanwhile that it is out (settle the lease as unknown, and go on), "fenced" when the lease is not ours any more. */
  resend(lease: Pick<OutboundLease, "conversation" | "fence" | "seq" | "part">, at: Millis): Promise<"done" | "told" | "fenced">;
  settle(settle: Settle): Promise<"done" | "fenced">;
  receipts(receipts: NewReceipt[], at: Millis): Promise<number>;          // how many named a row we have

  /** Timers and lookups that are due, leased until `until`. They end when `accept` is given their id. */
  dueTimers(max: number, at: Millis, until: Millis): Promise<{ id: string; conversation: ConversationId; sealed: Bytes }[]>;
  dueLookups(max: number, at: Millis, until: Millis): Promise<{ id: string; conversation: ConversationId; sealed: Bytes; attempts: number }[]>;
  postponeLookup(id: string, at: Millis): Promise<void>;

  tickets(): Promise<Ticket[]>;                                            // danger first, then the longest waiting
  /** Exactly one of two claims wins. The epoch is raised, but for an agent who claims again what they hold. */
  claim(conversation: ConversationId, agent: string, at: Millis, until: Millis): Promise<{ kind: "claimed"; epoch: number } | { kind: "held"; agent: string } | { kind: "gone" }>;
  /** Keeps a hold alive. */
  touch(conversation: ConversationId, agent: string, epoch: number, at: Millis, until: Millis): Promise<"done" | "stale">;
  /** Gives the conversation back to the bot; with `resolve`, the ticket is closed, else it waits again at the front. */
  handBack(conversation: ConversationId, agent: string, epoch: number, how: "return" | "resolve" | "requeue", at: Millis): Promise<"done" | "stale">;
  /** Holds whose agent fell silent: back to the front of the queue. Returns how many. */
  lapse(at: Millis): Promise<number>;
  thread(conversation: ConversationId): Promise<ThreadRow[]>;

  /** How many answers told this fact on `day` (days since 1970, UTC) or later. */
  told(fact: string, day: number): Promise<number>;

  dead(): Promise<DeadLetter[]>;
  /** Puts a dead letter back into its inbox. */
  replay(conversation: ConversationId, seq: Seq, at: Millis): Promise<"done" | "gone">;

  /** Removes what was said in conversations whose last answer is older than their term and that have no open ticket; and,
   *  whole, what an erasure left of those in danger 72 hours ago. Returns how many conversations. */
  forgetWords(at: Millis): Promise<number>;
  forgetKeys(day: number): Promise<number>;
  /** A small value that outlives the process, e.g. where a catch-up stands. */
  remember(name: string, value: Bytes): Promise<void>;
  /** Only where nothing is remembered under this name yet. Returns what is. */
  rememberFirst(name: string, value: Bytes): Promise<Bytes>;
  recall(name: string): Promise<Bytes | null>;

  /** Counts for metrics: what waits, and since when. */
  backlog(at: Millis): Promise<{ inbound: number; oldestInbound: Millis | null; outbound: number; oldestOutbound: Millis | null; tickets: number; dead: number; lookups: number }>;
  ping(): Promise<void>;
  /** Called when something became ready in this process, so that workers need not poll hot. */
  onReady(listener: (what: "inbound" | "outbound") => void): void;
  close(): Promise<void>;
}
