/** The directory: offices, clinics, legal aid and courses as services of Open Referral's HSDS 3, and the offices that are told
 *  of them. A row names the facts it rests on (`{{fact.onpar-phone}}`), so that a fact which is held or corrected changes the
 *  row too. What is marked confidential is never an office. */
import { areaOf, kilometres, NEAR_KM, type Area, type AreaId, type Point } from "./area.ts";
import { dateOf, dayFrom } from "./days.ts";
import type { Fact } from "./fact.ts";
import { minutesFrom, type Hours } from "./hours.ts";
import type { FactId } from "./reply.ts";

/** What an office is gone to for. Each has a text, `near.for-…`. */
export const PURPOSES = ["refuge", "refuge-contact", "complaints", "legal-aid", "legal-clinic", "labour", "hospital", "hospital-adults", "hospital-children", "health-centre", "courses"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The part of HSDS 3 that is read; what else a row holds is kept and passed on. */
export type Service = {
  id: string; name: string; description?: string; status: string; assured_date?: string;
  organization?: { id: string; name: string; description: string };
  phones?: Phone[]; schedules?: Schedule[];
  service_at_locations?: { id: string; location?: Location; phones?: Phone[]; schedules?: Schedule[] }[];
  /** `for`: a purpose; `fact`: a fact that the row rests on; `confidential`: reached through staff only. */
  attributes?: { id: string; label?: string; value?: string }[];
};
export type Phone = { id: string; number: string };
export type Location = {
  id: string; location_type: string; name?: string; latitude?: number; longitude?: number;
  addresses?: { id: string; address_1: string; city: string; state_province: string; postal_code: string; country: string; address_type: string }[];
  phones?: Phone[]; schedules?: Schedule[];
};
export type Schedule = { id: string; timezone?: number; freq?: string; byday?: string; opens_at?: string; closes_at?: string; valid_from?: string; valid_to?: string };

/** One office, or a telephone that serves the whole country (`area` null). */
export type Office = {
  id: string; name: string; of: Purpose;
  area: AreaId | null;
  /** Where it stands exactly, if that is known. */
  point: Point | null;
  /** Street or building with its town; null where only the town is known. */
  address: string | null;
  phones: string[];
  hours: Hours[];
  /** `YYYY-MM-DD`: until then somebody vouches for the hours. */
  hoursUntil: string | null;
  facts: FactId[];
};

export type Directory = { areas: readonly Area[]; offices: readonly Office[] };
export const NO_DIRECTORY: Directory = { areas: [], offices: [] };

type Facts = Readonly<Record<FactId, Fact>>;
type Source = { facts: Facts; directory?: { areas: Area[]; services: Record<string, Service[]> } };

/** Days for which a row that somebody checked is vouched for: as long as a confirmed place. */
export const ASSURED_FOR = 180;

const FACT = /\{\{\s*fact\.([\w-]+)\s*\}\}/g;
export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

export const attributesOf = ({ attributes }: Service, label: string): string[] => (attributes ?? []).filter(a => a.label === label).map(a => a.value ?? "");
export const isConfidential = (service: Service): boolean => (service.attributes ?? []).some(a => a.label === "confidential");
export const purposeOf = (service: Service): Purpose | undefined => PURPOSES.find(purpose => attributesOf(service, "for").includes(purpose));

/** Every fact that a row names, in its values or as an attribute. */
export function factsOfService(service: Service): FactId[] {
  const { attributes, ...rest } = service;
  return [...new Set([...[...JSON.stringify(rest).matchAll(FACT)].map(match => match[1]!), ...attributesOf({ ...rest, attributes: attributes ?? [] }, "fact")])];
}

/** A value with its facts told; null where one is missing or held. */
export function told(text: string, facts: Facts): string | null {
  let whole = true;
  const said = text.replace(FACT, (_, id: string) => {
    const fact = Object.hasOwn(facts, id) ? facts[id] : undefined;
    if (!fact || fact.held) whole = false;
    return fact?.value ?? "";
  });
  return whole ? said : null;
}

/** The offices that may be told: of active rows that are not confidential, each once for each of its places. */
export function officesOf({ facts, directory }: Source): Office[] {
  const { areas, services } = directory ?? { areas: [], services: {} };
  return Object.values(services).flat().filter(service => service.status === "active" && !isConfidential(service)).flatMap(service =>
    (service.service_at_locations ?? []).flatMap(at => officeAt(service, at, facts, areas) ?? []));
}

type At = NonNullable<Service["service_at_locations"]>[number];

function officeAt(service: Service, at: At, facts: Facts, areas: readonly Area[]): Office | null {
  const of = purposeOf(service), location = at.location, address = location?.addresses?.[0];
  const named = attributesOf(service, "fact"), street = address ? told(address.address_1, facts) : "";
  if (!of || !location || street === null || named.some(id => facts[id]?.held)) return null;
  const area = address ? areaNamed(areas, address.city) : undefined;
  if (address && !area) return null;
  const phones = [...(at.phones ?? []), ...(location.phones ?? []), ...(service.phones ?? [])].map(({ number }) => told(number, facts)).filter(number => number !== null);
  const schedules = [at.schedules, location.schedules, service.schedules].find(list => list?.length) ?? [];
  const { latitude: lat, longitude: lon } = location;
  return {
    id: at.id, name: service.name, of, area: area?.id ?? null, phones: [...new Set(phones)],
    point: lat !== undefined && lon !== undefined ? { lat, lon } : null,
    address: address && area && street !== address.city && street !== area.name ? [street, area.kind === "province" ? address.state_province : address.city].join(", ") : null,
    hours: schedules.flatMap(schedule => hoursOf(schedule, facts) ?? []),
    hoursUntil: vouched(service, schedules, facts),
    facts: factsOfService(service).filter(id => Object.hasOwn(facts, id) && !facts[id]!.held),
  };
}

export const areaNamed = (areas: readonly Area[], city: string): Area | undefined => areas.find(area => area.name === city) ?? areas.find(area => area.also?.includes(city.toLowerCase()));

/** One end of a schedule. A fact that holds hours, `7:00-16:00`, stands for both: the opening takes the first, the closing the
 *  second. Null where a fact is missing or held. */
export function timeOf(raw: string, end: "opens" | "closes", facts: Facts): string | null {
  const time = told(raw, facts);
  return time === null || time === raw ? time : /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/.exec(time)?.[end === "opens" ? 1 : 2] ?? time;
}

export function hoursOf({ opens_at: opens = "", closes_at: closes = "", byday = "", valid_from: first, valid_to: last }: Schedule, facts: Facts): Hours | null {
  const from = minutesFrom(timeOf(opens, "opens", facts) ?? ""), until = minutesFrom(timeOf(closes, "closes", facts) ?? "");
  const weekdays = byday.split(",").map(day => WEEKDAYS.findIndex(known => known === day.trim()));
  if (from === null || until === null || from >= until || weekdays.includes(-1)) return null;
  return { weekdays, from, until, ...(first && { first: dayFrom(first)! }), ...(last && { last: dayFrom(last)! }) };
}

/** Until when somebody vouches for the hours: whoever confirmed their facts, or whoever checked the row. */
function vouched(service: Service, schedules: readonly Schedule[], facts: Facts): string | null {
  const rests = [...JSON.stringify(schedules).matchAll(FACT)].map(match => facts[match[1]!]);
  if (rests.length) return rests.every(fact => fact?.status === "confirmed") ? rests.map(fact => fact!.nextReview).toSorted()[0]! : null;
  const checked = dayFrom(service.assured_date ?? "");
  return checked === null ? null : dateOf(checked + ASSURED_FOR);
}

// ── near ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where nothing is `near`, the nearest is told, and who helps by telephone. */
export type Found = { near: boolean; told: Office[] };

/** Offices for some purposes, as they are told to somebody in an area. The nearest for each purpose goes before a second of the
 *  same, so that three branches of one office do not hide another; a purpose without an office near is served by telephone. */
export function officesNear({ areas, offices }: Directory, from: Area, purposes: readonly Purpose[]): Found {
  const rank = ({ of }: Office): number => purposes.indexOf(of);
  const placed = offices.flatMap(office => {
    const centre = office.point ?? areaOf(areas, office.area);
    return centre && purposes.includes(office.of) ? [{ office, km: kilometres(from, centre) }] : [];
  }).toSorted((a, b) => a.km - b.km || rank(a.office) - rank(b.office));
  const near = placed.filter(({ km }) => km <= NEAR_KM).map(({ office }) => office);
  const byPhone = offices.filter(office => office.area === null && purposes.includes(office.of) && !near.some(({ of }) => of === office.of));
  const firsts = purposes.flatMap(purpose => (near.length ? near : placed.map(({ office }) => office)).find(({ of }) => of === purpose) ?? []);
  const first = [...(near.length ? firsts : firsts.slice(0, 1)), ...byPhone].toSorted((a, b) => rank(a) - rank(b));
  return { near: near.length > 0, told: [...first, ...near.filter(office => !first.includes(office))] };
}
