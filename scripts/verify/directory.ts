/** The directory: each row is HSDS and says what an answer needs, some answer tells it, and nobody's word for it is too old. */
import { dateOf, dayFrom } from "../../flows/days.ts";
import { ASSURED_FOR, isConfidential, purposeOf, type Service } from "../../flows/directory.ts";
import { faultsOf } from "../../server/directory/check.ts";
import { spotsOf, type Finding, type Given } from "./given.ts";

export function verifyDirectory(given: Given): Finding[] {
  const { content, today } = given, areas = content.directory?.areas ?? [];
  const faults = Object.entries(content.directory?.services ?? {}).flatMap(([file, rows]) => faultsOf(rows, file, { facts: content.facts, areas, today }));
  return faults.length ? faults.map(fault => ({ rule: "office-faulty", ...fault })) : untold(given);
}

const rowsOf = ({ content }: Given): { file: string; service: Service }[] => Object.entries(content.directory?.services ?? {}).flatMap(([file, rows]) => rows.map(service => ({ file, service })));

/** A row for a purpose that no step looks for. */
function untold(given: Given): Finding[] {
  const sought = new Set(spotsOf(given.library).flatMap(({ step }) => (step.kind === "near" ? step.of : [])));
  return rowsOf(given).filter(({ service }) => !isConfidential(service) && !sought.has(purposeOf(service)!)).map(({ file, service }) =>
    ({ rule: "office-untold", file, key: service.id, what: `is for ${purposeOf(service)}, and no answer looks for that (${service.name})`, todo: "add the purpose to a step of the kind near" }));
}

/** A warning: its hours are told as unconfirmed meanwhile. */
export function staleOffices(given: Given): Finding[] {
  return rowsOf(given).filter(({ service }) => service.assured_date !== undefined && dateOf(dayFrom(service.assured_date)! + ASSURED_FOR) < given.today).map(({ file, service }) =>
    ({ rule: "office-stale", file, key: service.id, what: `was last checked on ${service.assured_date!} (${service.name})`, todo: "check it with the office, and write the new day" }));
}
