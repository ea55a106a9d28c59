/** How an office is told: its name and what it is for, where, whether it is open, its telephones, and on WhatsApp a link to a
 *  map, which nobody needs to understand the rest. */
import { areaOf } from "./area.ts";
import { dateOf, dayOf } from "./days.ts";
import type { Directory, Office } from "./directory.ts";
import { clock, openingAt } from "./hours.ts";
import { never, type Channel, type Millis } from "./ids.ts";
import type { Line } from "./reply.ts";

/** Offices in one answer. More would not fit one message. */
export const OFFICES_AT_ONCE = { whatsapp: 3, sms: 2 } as const;

export function officeLine(office: Office, { areas }: Directory, at: Millis, channel: Channel): Line {
  const { name, of, phones } = office;
  return {
    key: "near.office", values: { name, what: { key: `near.for-${of}` } },
    under: [
      ...where(office, areas),
      ...opening(office, at),
      ...(phones.length ? [{ key: "near.phone", values: { phone: phones.slice(0, 2).join(", ") } }] : []),
      ...(channel === "whatsapp" && mapOf(office) ? [{ key: "near.map", values: { link: mapOf(office)! } }] : []),
    ],
  };
}

function where({ address, area }: Office, areas: Directory["areas"]): Line[] {
  if (area === null) return [{ key: "near.by-phone" }];
  return [address === null ? { key: "near.where-area", values: { area: areaOf(areas, area)?.name ?? area } } : { key: "near.where", values: { address } }];
}

/** Hours that nobody vouches for are told as such: nobody is sent for them, nobody is told that it is open. */
function opening({ hours, hoursUntil }: Office, at: Millis): Line[] {
  const opens = openingAt(hours, at);
  if (!opens) return [];
  const sure = opens.sure && hoursUntil !== null && hoursUntil >= dateOf(dayOf(at));
  switch (opens.kind) {
    case "open": return [sure ? { key: "near.open", values: { until: clock(opens.until) } } : { key: "near.unsure-today", values: { from: clock(opens.from), until: clock(opens.until) } }];
    case "later": return [sure ? { key: "near.later", values: { from: clock(opens.from), until: clock(opens.until) } } : { key: "near.unsure-today", values: { from: clock(opens.from), until: clock(opens.until) } }];
    case "closed": {
      const values = { day: { date: dateOf(opens.day), weekday: opens.day - dayOf(at) < 7 ? "only" as const : true as const }, from: clock(opens.from) };
      return [{ key: sure ? (opens.today ? "near.closed-today" : "near.closed-now") : "near.unsure-closed", values }];
    }
    default: return never(opens);
  }
}

/** The exact point where it is known, else a search for name and address. An area's centre is no point to walk to. */
function mapOf({ name, point, address }: Office): string | null {
  const query = point ? `${point.lat},${point.lon}` : address === null ? null : [...new Set(`${name}, ${address}`.split(", "))].join(", ");
  return query === null ? null : `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(query).replaceAll("%20", "+")}`;
}
