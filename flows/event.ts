/** Something with a date that staff announce: a documentation mission, a mobile clinic, a job fair. It is told until its last
 *  day is over, in the words staff wrote. */
import { dateOf, dayOf } from "./days.ts";
import type { Millis } from "./ids.ts";
import type { Province } from "./provinces.ts";
import type { Line } from "./reply.ts";

/** Named after the topic that tells them. */
export const EVENT_KINDS = ["documentation-missions", "mobile-clinics", "jobs"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type Event = {
  id: string;
  kind: EventKind;
  /** First and last day, `YYYY-MM-DD`. */
  from: string; to: string;
  /** Whoever follows it there is told. Events announced before there was one have none. */
  province?: Province;
  /** As staff write them, in Spanish, short: they stand in the answer as they are. */
  place: string; hours: string; institutions: string; papers: string;
  /** Who made sure of it, and when. Not told. */
  confirmedBy: string; confirmedAt: string;
};

/** More would not fit one message. */
const MOST = { whatsapp: 3, sms: 1 } as const;

/** Its last day is not over. */
export const stands = ({ to }: Event, at: Millis): boolean => to >= dateOf(dayOf(at));

/** The next events of a kind, a paragraph each; none is an empty list. */
export function eventLines(events: readonly Event[], kind: EventKind, at: Millis, channel: keyof typeof MOST): Line[] {
  return events.filter(event => event.kind === kind && stands(event, at)).toSorted((a, b) => a.from.localeCompare(b.from)).slice(0, MOST[channel]).map(eventLine);
}

export function eventLine({ from, to, place, hours, institutions, papers }: Event): Line {
  return {
    key: from === to ? "events.day" : "events.days",
    values: { from: { date: from }, ...(from !== to && { to: { date: to } }), place, hours, institutions, papers },
  };
}
