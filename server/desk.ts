/** The helpdesk in a terminal, on the same verbs the console will use. A line is a command; what it shows is for a person. */
import type { Words } from "../bot/words.ts";
import type { LookupOutcome } from "../flows/heard.ts";
import { never, type Millis } from "../flows/ids.ts";
import { library } from "../flows/library/index.ts";
import { openInbound, type Accept } from "./accept.ts";
import { openOutbound, render } from "./outbound.ts";
import type { Seal } from "./seal.ts";
import type { ConversationId, Holder, Store, ThreadRow } from "./store/store.ts";
import { randomUUID } from "node:crypto";

/** A hold lasts this long after the agent's last sign of life; then the ticket goes back to the front of the queue. */
export const HOLD_FOR = 10 * 60_000;

type Held = { conversation: ConversationId; epoch: number };

export function createDesk({ store, seal, accept, words, agent, now, out }: { store: Store; seal: Seal; accept: Accept; words: Words; agent: string; now: () => Millis; out: (line: string) => void }) {
  let held: Held | null = null;

  return {
    /** One command. Never throws on what was typed. */
    async run(line: string): Promise<"quit" | "on"> {
      const [verb = "", ...rest] = line.trim().split(/\s+/);
      const text = line.trim().slice(verb.length).trim();
      switch (verb.toLowerCase()) {
        case "": break;
        case "list": await list(); break;
        case "open": await thread(id(rest[0])); break;
        case "claim": await claim(id(rest[0])); break;
        case "say": await say(text); break;
        case "return": case "resolve": case "requeue": await giveBack(verb.toLowerCase() as "return"); break;
        case "quit": return "quit";
        default: out("Not a command. list · open ID · claim ID · say TEXT · return · resolve · requeue · quit");
      }
      return "on";
    },
  };

  async function list(): Promise<void> {
    const tickets = await store.tickets();
    for (const t of tickets) out(`${t.conversation}  ${t.priority === "danger" ? "DANGER " : ""}${t.topic}  ${t.language}${t.speaks ? ` (speaks: ${seal.open("language", t.speaks)})` : ""}  ${t.channel}  waiting ${Math.round((now() - t.openedAt) / 60_000)} min  ${heldBy(t.holder)}`);
    if (!tickets.length) out("Nobody is waiting.");
  }

  function heldBy(holder: Holder): string {
    switch (holder.kind) {
      case "human": return `held by ${holder.agent}`;
      case "waiting": return "free";
      case "bot": return "with the bot";
      default: return never(holder);
    }
  }

  async function thread(conversation: ConversationId | null): Promise<void> {
    if (conversation === null) return out("Which one? open ID, from list.");
    const rows = await store.thread(conversation);
    if (!rows.length) return out("Nothing there: no such conversation, or its words are gone.");
    for (const row of rows) for (const [n, l] of linesOf(row).entries()) out(`${n ? "  " : MARKS[row.from]}${l}${n ? "" : row.state === "failed" ? `   [not delivered${row.code ? `: ${row.code}` : ""}]` : row.state === "dropped" ? "   [not sent]" : ""}`);
  }

  function linesOf(row: ThreadRow): string[] {
    const text = shown(row);
    return text === "" ? [] : text.split("\n");
  }

  function shown(row: ThreadRow): string {
    if (row.from === "person") {
      const said = openInbound(seal, row.sealed);
      switch (said.kind) {
        case "text": return said.text;
        case "choice": return `[${said.title}]`;
        case "quick-reply": return `[${said.text}]`;
        case "media": return `[${said.media}]${said.caption ? ` ${said.caption}` : ""}`;
        case "redacted": return `[${said.as} given]`;
        case "unreadable": return `[${said.type}: can't be shown]`;
        default: return `[${said.kind}]`;
      }
    }
    if (row.from === "system") return note(row);
    if (row.from === "note") { const said = openInbound(seal, row.sealed); return said.kind === "note" ? `${said.agent}: ${said.text}` : ""; }
    return render(openOutbound(seal, library, row.sealed), "whatsapp", () => words).map(m => m.body).join("\n");
  }

  /** What the person was not told, for the agent to tell. The rest stands in the answers. */
  function note(row: ThreadRow): string {
    if (row.state === "dead") return "[case look-up: its result could not be told]";
    const said = openInbound(seal, row.sealed);
    if (said.kind !== "result" || !said.untold) return "";
    return `[case look-up: ${inWords(said.outcome)}. They have not been told]`;
  }

  async function claim(conversation: ConversationId | null): Promise<void> {
    if (conversation === null) return out("Which one? claim ID, from list.");
    const claimed = await store.claim(conversation, agent, now(), now() + HOLD_FOR);
    switch (claimed.kind) {
      case "claimed":
        held = { conversation, epoch: claimed.epoch };
        out(`You hold ${conversation}. The bot is silent until you return or resolve it.`);
        return thread(conversation);
      case "held": return out(`${claimed.agent} holds it already.`);
      case "gone": return out("No such conversation.");
    }
  }

  async function say(text: string): Promise<void> {
    if (!held) return out("Claim a conversation first.");
    if (!text) return out("Nothing to send.");
    if (await store.touch(held.conversation, agent, held.epoch, now(), now() + HOLD_FOR) === "stale") return lost();
    await accept.inside(held.conversation, randomUUID(), { kind: "agent", agent, epoch: held.epoch, text, clientId: randomUUID() });
    out("Sent to the outbox.");
  }

  async function giveBack(how: "return" | "resolve" | "requeue"): Promise<void> {
    if (!held) return out("You hold no conversation.");
    if (await store.handBack(held.conversation, agent, held.epoch, how, now()) === "stale") return lost();
    out(how === "requeue" ? "Back to the front of the queue." : "The bot answers again.");
    held = null;
  }

  function lost(): void {
    held = null;
    out("You hold it no more: your hold lapsed, or someone else has it. list shows where it is.");
  }
}

const MARKS = { person: "> ", agent: "@ ", bot: "< ", system: "* ", note: "# " } as const satisfies Record<ThreadRow["from"], string>;

function inWords(outcome: LookupOutcome): string {
  switch (outcome.kind) {
    case "found": return `${outcome.sandbox ? "TEST, no real case, " : ""}stage ${outcome.stage}, as of ${outcome.asOf}`;
    case "unknown": return "no case with that number and proof";
    case "failed": return "the registry did not answer";
    default: return never(outcome);
  }
}

function id(text: string | undefined): ConversationId | null {
  const n = Number(text);
  return Number.isSafeInteger(n) && n > 0 ? n as ConversationId : null;
}

