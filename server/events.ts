/** The table of events that staff keep: `npm run admin -- events VERB`. It lies in the store; the running server takes it up
 *  within a second, and what is past is neither told nor listed. */
import { randomBytes } from "node:crypto";
import { dateOf, dayFrom, dayOf } from "../flows/days.ts";
import { EVENT_KINDS, type Event } from "../flows/event.ts";
import type { Millis } from "../flows/ids.ts";
import type { Store } from "./store/store.ts";

export const EVENTS = "events";

export const EVENTS_USAGE = `npm run admin -- events VERB

  list                  what is announced, past events left out
  add --as NAME --kind ${EVENT_KINDS.join("|")}
      --from DATE [--to DATE] --hours TEXT --place TEXT --institutions TEXT --papers TEXT
                        only what an institution has confirmed; the texts in Spanish: people read them as you write them
  remove ID`;

/** Letters at most, so that three events fit one WhatsApp message and one fits an SMS: `npm run verify` walks events as long. */
export const LONGEST = { place: 50, hours: 20, institutions: 35, papers: 45 } as const;
const YEAR = 365 * 86_400_000;

export type EventsDesk = { store: Pick<Store, "recall" | "remember">; now: () => Millis; out: (line: string) => void };

export function readEvents(bytes: Uint8Array | null): Event[] {
  return bytes === null ? [] : JSON.parse(Buffer.from(bytes).toString("utf8")) as Event[];
}

/** Runs one verb. Resolves to false when nothing could be done; what is wrong was said. */
export async function runEvents({ store, now, out }: EventsDesk, rest: string[], flags: Record<string, string>): Promise<boolean> {
  const today = dateOf(dayOf(now()));
  const events = readEvents(await store.recall(EVENTS)).filter(event => event.to >= today);
  const keep = (all: Event[]): Promise<void> => store.remember(EVENTS, Buffer.from(JSON.stringify(all)));
  switch (rest[0]) {
    case "list": {
      for (const e of events.toSorted((a, b) => a.from.localeCompare(b.from))) out(`${e.id}  ${e.from}${e.to === e.from ? "" : ` to ${e.to}`}  ${e.kind}  ${e.place}, ${e.hours}. ${e.institutions}. ${e.papers}. Confirmed by ${e.confirmedBy} on ${e.confirmedAt}`);
      out(events.length ? `${events.length} announced.` : "None announced: people are told that there is no date yet.");
      return true;
    }
    case "add": {
      const made = make(flags, today, now());
      if (typeof made === "string") { out(made); return false; }
      await keep([...events, made]);
      out(`${made.id} is announced.`);
      return true;
    }
    case "remove": {
      const left = events.filter(event => event.id !== rest[1]);
      if (left.length === events.length) { out(`No event ${rest[1] ?? "was named"}; see: npm run admin -- events list`); return false; }
      await keep(left);
      out(`${rest[1]!} is no longer announced.`);
      return true;
    }
    default: out(EVENTS_USAGE); return rest.length === 0;
  }
}

/** An event, or what is wrong in a sentence. */
function make(flags: Record<string, string>, today: string, at: Millis): Event | string {
  const kind = EVENT_KINDS.find(k => k === flags["kind"]);
  if (!kind) return `--kind must be one of ${EVENT_KINDS.join(", ")}.`;
  const from = flags["from"] ?? "", to = flags["to"] || from;
  for (const [name, value] of [["from", from], ["to", to]] as const) if (dayFrom(value) === null) return `--${name} must be a day, like 2027-02-15.`;
  if (to < from) return "--to is before --from.";
  if (to < today) return "That is past.";
  if (Date.parse(from) > at + YEAR) return "That is over a year away: announce it when it is nearer.";
  const confirmedBy = (flags["as"] ?? "").trim();
  if (!confirmedBy) return "Say who made sure of it: --as NAME";
  const texts = {} as Record<keyof typeof LONGEST, string>;
  for (const [name, value] of [["place", flags["place"]], ["hours", flags["hours"]], ["institutions", flags["institutions"]], ["papers", flags["papers"]]] as const) {
    const text = (value ?? "").trim().replace(/\s+/g, " ");
    if (text === "") return `--${name} is missing${name === "papers" ? `: write "ninguno" if none are needed` : ""}.`;
    if (text.length > LONGEST[name]) return `--${name} has ${text.length} letters; ${LONGEST[name]} fit.`;
    texts[name] = text;
  }
  return { id: randomBytes(3).toString("hex"), kind, from, to, ...texts, confirmedBy, confirmedAt: today };
}
