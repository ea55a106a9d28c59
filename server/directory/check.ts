/** What is wrong with rows of the directory: first by HSDS itself, then by what an answer needs of them. All at once, each with
 *  its key and what to do. A row that shows where a shelter is gets no further than this. */
import { Ajv, type ErrorObject } from "ajv";
import { kilometres, NEAR_KM, type Area } from "../../flows/area.ts";
import { dayFrom } from "../../flows/days.ts";
import { areaNamed, attributesOf, factsOfService, isConfidential, PURPOSES, timeOf, WEEKDAYS, type Location, type Phone, type Schedule, type Service } from "../../flows/directory.ts";
import type { Fact } from "../../flows/fact.ts";
import { minutesFrom } from "../../flows/hours.ts";
import type { FactId } from "../../flows/reply.ts";
import { HSDS_SERVICE } from "./schema.ts";

export type Fault = { file: string; key: string; what: string; todo: string };
export type Against = { facts: Readonly<Record<FactId, Fact>>; areas: readonly Area[]; today?: string };

const ajv = new Ajv({ allErrors: true });
const valid = ajv.compile(HSDS_SERVICE);

/** Panama's offset from UTC, all year: `timezone` of a schedule. */
const PANAMA = -5;
/** Longer ones do not fit an answer with two others. */
const LONGEST = { name: 60, address: 90, phone: 20 } as const;
/** A row that nobody has looked at for so long is not taken in anew. */
const OLDEST = 365;
const SHELTER = /albergue|casa de acogida|casa segura|casa hogar|refugio para (mujeres|ni.os)|shelter|safe ?house/i;
const FACT = /^\{\{\s*fact\.[\w-]+\s*\}\}$/;

/** Rows of one file. `file` is how its faults begin. */
export function faultsOf(rows: unknown, file: string, against: Against): Fault[] {
  if (!Array.isArray(rows)) return [{ file, key: "[0]", what: "is no list", todo: "write the services between [ and ]" }];
  const seen = new Map<string, number>();
  return rows.flatMap((row: unknown, n) => {
    const at = `[${n}]`;
    if (!valid(row)) return (valid.errors ?? []).map(error => ({ file, key: `${keyOf(row, at)}${error.instancePath}`, ...told(error) }));
    const service = row as Service, before = seen.get(service.id);
    seen.set(service.id, n);
    const found = (path: string, what: string, todo: string): Fault => ({ file, key: `${service.id}${path && `/${path}`}`, what: `${what} (${service.name})`, todo });
    return [...(before === undefined ? [] : [found("id", `is the id of [${before}] as well`, "give each row an id of its own")]), ...needFaults(service, against, found)];
  });
}

/** As a line of text for people who have no table. */
export const faultLine = ({ file, key, what, todo }: Fault): string => `${file}: ${key} ${what}; ${todo}`;

const keyOf = (row: unknown, at: string): string => (typeof row === "object" && row !== null && typeof (row as { id?: unknown }).id === "string" && (row as Service).id.length === 36 ? (row as Service).id : at);

/** What the schema refuses, in words. */
function told({ keyword, instancePath, params, message = "is wrong" }: ErrorObject): { what: string; todo: string } {
  const field = instancePath.split("/").at(-1) ?? "";
  if (field === "timezone") return { what: "is no number: HSDS writes a time zone as hours from UTC", todo: `write ${PANAMA}, Panama's` };
  switch (keyword) {
    case "required": return { what: `lacks ${(params as { missingProperty: string }).missingProperty}, which HSDS requires`, todo: "add it" };
    case "enum": return { what: "has a value that HSDS does not know", todo: `write one of ${(params as { allowedValues: string[] }).allowedValues.join(", ")}` };
    case "pattern": return field === "id" ? { what: "is no UUID", todo: "make one, and never change it again" } : field === "country" ? { what: "is no country code of two letters", todo: "write PA" } : { what: "is no day", todo: "write it as 2027-02-15" };
    case "minLength": return { what: "is empty", todo: "write it, or leave the field's parent out" };
    default: return { what: message, todo: "see the field in HSDS 3" };
  }
}

type Found = (path: string, what: string, todo: string) => Fault;

/** What an answer needs beyond HSDS. */
function needFaults(service: Service, against: Against, found: Found): Fault[] {
  if (isConfidential(service)) return [];
  const shelter = SHELTER.test(JSON.stringify([service.name, service.description, service.organization?.name, service.service_at_locations?.map(at => at.location?.name)]));
  if (shelter) return [found("", "looks like a shelter, and where a shelter is stays confidential", 'give it the attribute "confidential", so that nothing of it is kept or told, or take it out')];
  const places = service.service_at_locations ?? [];
  return [
    ...purposeFaults(service, found),
    ...(service.name.length > LONGEST.name ? [found("name", `has ${service.name.length} letters`, `shorten it to ${LONGEST.name}`)] : []),
    ...(places.length ? [] : [found("service_at_locations", "is missing: nobody would know where it is", 'add a location; a telephone line has one of the type "virtual"')]),
    ...phoneFaults(service.phones, "phones", found), ...scheduleFaults(service.schedules, "schedules", against, found),
    ...places.flatMap((at, n) => {
      const path = `service_at_locations/${n}`;
      return [...phoneFaults(at.phones, `${path}/phones`, found), ...scheduleFaults(at.schedules, `${path}/schedules`, against, found), ...locationFaults(at.location, `${path}/location`, against, found)];
    }),
    ...factFaults(service, against, found),
    ...assuranceFaults(service, against, found),
  ];
}

function purposeFaults(service: Service, found: Found): Fault[] {
  const named = attributesOf(service, "for"), unknown = named.filter(one => !(PURPOSES as readonly string[]).includes(one));
  const todo = `add one attribute { "id": …, "label": "for", "value": one of ${PURPOSES.join(", ")} }`;
  return named.length === 1 && !unknown.length ? [] : [found("attributes", unknown.length ? `says that it is for ${unknown.join(", ")}, which no answer knows` : named.length ? "says twice what it is for" : "does not say what it is for", todo)];
}

function locationFaults(place: Location | undefined, path: string, against: Against, found: Found): Fault[] {
  if (!place) return [found(path, "is missing", "add the location itself")];
  const { addresses = [], latitude: lat, longitude: lon } = place, [address] = addresses;
  const area = address && areaNamed(against.areas, address.city);
  return [
    ...phoneFaults(place.phones, `${path}/phones`, found), ...scheduleFaults(place.schedules, `${path}/schedules`, against, found),
    ...(place.location_type === "physical" && !address ? [found(`${path}/addresses`, "is missing", 'add an address, or make location_type "virtual"')] : []),
    ...(address && !area ? [found(`${path}/addresses/0/city`, `is ${address.city}, which is no area that is known`, "write it as in flows/areas.json")] : []),
    ...(address && address.country !== "PA" ? [found(`${path}/addresses/0/country`, `is ${address.country}`, "write PA: only places in Panama are told")] : []),
    ...(address && address.address_1.length > LONGEST.address ? [found(`${path}/addresses/0/address_1`, `has ${address.address_1.length} letters`, `shorten it to ${LONGEST.address}`)] : []),
    ...((lat === undefined) === (lon === undefined) ? [] : [found(path, "has a latitude or a longitude without the other", "give both or none")]),
    ...(area && lat !== undefined && lon !== undefined && kilometres(area, { lat, lon }) > 2 * NEAR_KM ? [found(path, `stands far from ${area.name}`, "correct latitude and longitude, or leave both out: nearness then goes by the city")] : []),
  ];
}

function phoneFaults(list: Phone[] | undefined, path: string, found: Found): Fault[] {
  return (list ?? []).filter(({ number }) => !FACT.test(number) && !(/^\+?[\d\s()-]+$/.test(number) && number.length <= LONGEST.phone)).map(phone =>
    found(`${path}/${list!.indexOf(phone)}/number`, "is no telephone number", "write digits, spaces and hyphens, or name a fact: {{fact.ID}}"));
}

/** A fact that staff hold is no fault of the row. */
const unheld = (facts: Against["facts"]): Against["facts"] => Object.fromEntries(Object.entries(facts).map(([id, { held: _held, ...fact }]) => [id, fact]));

/** Opening hours by the week alone: any other rule would be told wrongly. */
function scheduleFaults(list: Schedule[] | undefined, path: string, { facts }: Against, found: Found): Fault[] {
  return (list ?? []).flatMap((schedule, n) => {
    const at = (field: string, what: string, todo: string): Fault => found(`${path}/${n}/${field}`, what, todo);
    const { timezone, freq, byday, opens_at: opens, closes_at: closes, valid_from: first, valid_to: last } = schedule;
    const days = (byday ?? "").split(",").map(day => day.trim()), odd = days.filter(day => !WEEKDAYS.some(known => known === day));
    const [from, until] = [minutesFrom(timeOf(opens ?? "", "opens", unheld(facts)) ?? ""), minutesFrom(timeOf(closes ?? "", "closes", unheld(facts)) ?? "")], other = [...UNREAD].filter(field => field in schedule);
    return [
      ...(timezone === PANAMA ? [] : [at("timezone", timezone === undefined ? "is missing" : `is ${timezone}, and offices in Panama are at ${PANAMA}`, `write ${PANAMA}`)]),
      ...(freq === "WEEKLY" ? [] : [at("freq", `is ${freq ?? "missing"}: only hours that repeat every week are told`, 'write "WEEKLY", or leave the schedule out and say it in its description')]),
      ...(byday === undefined || odd.length ? [at("byday", byday === undefined ? "is missing" : `holds ${odd.join(", ")}`, "write days as MO,TU,WE,TH,FR,SA,SU")] : []),
      ...(from === null ? [at("opens_at", "is no time in Panama", "write it as 07:00-05:00, or name a fact that holds hours as 7:00-16:00")] : []),
      ...(until === null ? [at("closes_at", "is no time in Panama", "write it as 16:00-05:00, or name a fact that holds hours as 7:00-16:00")] : []),
      ...(from !== null && until !== null && from >= until ? [at("closes_at", "is not after opens_at", "correct one; past midnight takes two schedules")] : []),
      ...(["valid_from", "valid_to"] as const).filter(field => schedule[field] !== undefined && dayFrom(schedule[field]) === null).map(field => at(field, "is a day that the calendar does not have", "correct it")),
      ...(first && last && last < first ? [at("valid_to", "is before valid_from", "correct one")] : []),
      ...other.map(field => at(field, "is a rule that is not read here, and leaving it aside would tell wrong hours", "write it as weekly hours, or leave the schedule out")),
    ];
  });
}

const UNREAD: ReadonlySet<string> = new Set(["interval", "count", "until", "byweekno", "bymonthday", "byyearday", "dtstart"]);

function factFaults(service: Service, against: Against, found: Found): Fault[] {
  return factsOfService(service).filter(id => !Object.hasOwn(against.facts, id)).map(id => found("", `rests on the fact ${id}, which is in no file of flows/facts`, "add the fact with its source, or correct the name"));
}

/** Each row rests on facts, which have a source and a date; or somebody has checked it, and when. */
function assuranceFaults(service: Service, { today }: Against, found: Found): Fault[] {
  const { assured_date: checked } = service;
  const typed = valuesOf(service).filter(value => value !== undefined && !FACT.test(value));
  if (checked === undefined) return typed.length || !factsOfService(service).length ? [found("assured_date", `is missing${typed.length ? `, and ${typed[0]} is no fact` : ""}`, "name the facts it rests on, or write the day on which somebody checked it with the office")] : [];
  const day = dayFrom(checked);
  if (day === null) return [found("assured_date", "is a day that the calendar does not have", "correct it")];
  if (today !== undefined && checked > today) return [found("assured_date", "is a day to come", "write the day on which it was checked")];
  return today !== undefined && day < dayFrom(today)! - OLDEST ? [found("assured_date", "is over a year ago", "check it with the office again")] : [];
}

/** Telephones and hours as they are written, which are a fact or were checked. */
function valuesOf(service: Service): (string | undefined)[] {
  const of = ({ phones = [], schedules = [] }: { phones?: Phone[]; schedules?: Schedule[] }): (string | undefined)[] => [...phones.map(({ number }) => number), ...schedules.flatMap(one => [one.opens_at, one.closes_at])];
  return [...of(service), ...(service.service_at_locations ?? []).flatMap(at => [...of(at), ...(at.location ? of(at.location) : [])])];
}
