/** Whether a value is what the case registry's contract says, by its own schemas: the same check on both sides of the wire. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { CONTRACT, type Contract } from "./contract.ts";

type Name = keyof Contract;

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false, keywords: ["x-known"] });
formats.default(ajv, ["date", "date-time"]);
ajv.addSchema(CONTRACT);

const compiled = new Map<Name, ValidateFunction>();

/** Compiled when first asked for: a process that never talks to a registry pays nothing. */
export function valid<N extends Name>(name: N, value: unknown): value is Contract[N] {
  return check(name)(value);
}

/** What is wrong with a value, as a place in it and a rule, never its content; null where it is right. */
export function fault(name: Name, value: unknown): string | null {
  const validate = check(name);
  if (validate(value)) return null;
  const { instancePath = "", keyword = "", params = {} } = validate.errors?.[0] ?? {};
  const missing = (params as { missingProperty?: string }).missingProperty;
  return missing ? `${instancePath || "it"} has no ${missing}` : `${instancePath || "it"} is against ${keyword}`;
}

function check(name: Name): ValidateFunction {
  let validate = compiled.get(name);
  if (!validate) compiled.set(name, validate = ajv.compile({ $ref: `contract#/$defs/${name}` }));
  return validate;
}
