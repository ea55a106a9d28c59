/** The rules of HSDS 3 for the part that the directory reads, as a JSON Schema: what Open Referral requires of a service and of
 *  what is nested in it, with its types and code lists. HSDS lets a publisher add fields, so nothing unknown is refused. */

const text = { type: "string" } as const, words = { type: "string", minLength: 1 } as const;
const uuid = { type: "string", pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$" } as const;
const day = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" } as const;
const list = (name: string) => ({ type: "array", items: { $ref: `#/$defs/${name}` } }) as const;
const place = { type: "string", enum: ["physical", "postal", "virtual"] } as const;

export const HSDS_SERVICE = {
  $ref: "#/$defs/service",
  $defs: {
    service: {
      type: "object", required: ["id", "name", "status"],
      properties: {
        id: uuid, name: words, alternate_name: text, description: text, url: text, email: text, interpretation_services: text,
        status: { type: "string", enum: ["active", "inactive", "defunct", "temporarily closed"] },
        fees_description: text, eligibility_description: text, minimum_age: { type: "number" }, maximum_age: { type: "number" }, assured_date: day,
        organization: { $ref: "#/$defs/organization" }, phones: list("phone"), schedules: list("schedule"),
        service_at_locations: list("serviceAtLocation"), languages: list("identified"), attributes: list("attribute"),
      },
    },
    organization: { type: "object", required: ["id", "name", "description"], properties: { id: uuid, name: words, description: words } },
    serviceAtLocation: {
      type: "object", required: ["id"],
      properties: { id: uuid, location: { $ref: "#/$defs/location" }, phones: list("phone"), schedules: list("schedule") },
    },
    location: {
      type: "object", required: ["id", "location_type"],
      properties: {
        id: uuid, location_type: place, name: text, transportation: text,
        latitude: { type: "number", minimum: -90, maximum: 90 }, longitude: { type: "number", minimum: -180, maximum: 180 },
        addresses: list("address"), phones: list("phone"), schedules: list("schedule"), accessibility: list("identified"), languages: list("identified"),
      },
    },
    address: {
      type: "object", required: ["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
      properties: { id: uuid, address_1: words, city: words, state_province: words, postal_code: text, country: { type: "string", pattern: "^[A-Z]{2}$" }, address_type: place },
    },
    phone: { type: "object", required: ["id", "number"], properties: { id: uuid, number: words, type: text, description: text } },
    schedule: {
      type: "object", required: ["id"],
      properties: {
        id: uuid, valid_from: day, valid_to: day, dtstart: day, until: day, timezone: { type: "number" }, count: { type: "number" }, interval: { type: "number" },
        freq: { type: "string", enum: ["WEEKLY", "MONTHLY"] }, byday: text, opens_at: text, closes_at: text, description: text, notes: text,
      },
    },
    attribute: { type: "object", required: ["id"], properties: { id: uuid, label: text, value: text } },
    identified: { type: "object", required: ["id"], properties: { id: uuid } },
  },
} as const;
