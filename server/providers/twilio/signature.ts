/** Whether a webhook is Twilio's: `X-Twilio-Signature` over the address Twilio called and every field of the form.
 *  Only the one file of npm `twilio` that knows the signature is imported; the whole package costs the web role 150 ms. */
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { FormFields } from "./form.ts";

/** `url` is the public address with its query, as configured: never built from Host or X-Forwarded headers. `tokens` are
 *  the account's auth tokens, two while they change; with none, nothing is ever valid. Never throws. */
export function verifySignature(fields: FormFields, header: string | undefined, url: string, tokens: readonly string[]): boolean {
  if (!header) return false;
  const params = signedParams(fields);
  return tokens.some(token => token !== "" && holds(token, header, url, params));
}

function holds(token: string, header: string, url: string, params: Record<string, unknown>): boolean {
  try {
    return validateRequest(token, header, url, params);
  } catch {
    return false;                                   // it throws on a URL that is none
  }
}

/** No prototype: a field called `__proto__` is a field like the rest. A name that repeats is signed with all its values. */
function signedParams(fields: FormFields): Record<string, unknown> {
  const params = Object.create(null) as Record<string, unknown>;
  for (const [name, values] of fields) params[name] = values.length === 1 ? values[0] : [...values];
  return params;
}
