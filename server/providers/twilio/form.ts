/** The body of a Twilio webhook, `application/x-www-form-urlencoded`, as fields. Names may repeat and come unannounced:
 *  all are kept, because the signature covers all. Broken bytes become U+FFFD; nothing here throws. */

/** Values by name, in the order they came; every list holds at least one. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

// A message with ten pictures has about 50 fields. More than this is nobody's webhook; the rest is left out, so that its
// signature cannot hold.
const MOST_FIELDS = 400;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads a form body. Never throws; `%` that starts no escape stays itself. */
export function parseForm(raw: Uint8Array): FormFields {
  const fields = new Map<string, string[]>();
  // The leading & keeps URLSearchParams from taking a first "?" for the start of a query.
  for (const [name, value] of new URLSearchParams("&" + firstFields(utf8.decode(raw)))) {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

function firstFields(text: string): string {
  let at = -1;
  for (let n = 0; n < MOST_FIELDS; n++) {
    at = text.indexOf("&", at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, at);
}

/** The first value of a field; "" where it is absent. */
export function first(fields: FormFields, name: string): string {
  return fields.get(name)?.[0] ?? "";
}
