/** What a Twilio error means for a message, as data: by Twilio's code where there is one, else by HTTP status. The same
 *  table decides for a send that was refused and for a receipt that says `failed`. It holds no words, numbers or tokens.
 *  Codes and advice: twilio.com/docs/api/errors. */
import type { Fault, Receipt, Sent } from "../provider.ts";

/** `remedy`: the seconds after which a retry makes sense, or that none does. */
type Rule = { code: string; remedy: number | "refused"; tell: Fault["tell"]; scope: Fault["scope"] };

const refused = (code: string, tell: Fault["tell"], scope: Fault["scope"] = "person"): Rule => ({ code, remedy: "refused", tell, scope });
const again = (after: number, code: string, tell: Fault["tell"], scope: Fault["scope"]): Rule => ({ code, remedy: after, tell, scope });

const RULES: Readonly<Record<number, Rule>> = {
  // Our account: nothing goes out until the operator has acted, and then everything may.
  20003: again(60, "token:refused", "operator", "provider"),
  20005: again(60, "account:inactive", "operator", "provider"),
  20404: again(60, "account:not-found", "operator", "provider"),
  30002: again(600, "account:suspended", "operator", "provider"),
  // Too much at once.
  20429: again(1, "provider:throttled", "nobody", "provider"),
  21611: again(60, "provider:queue-full", "operator", "provider"),
  30001: again(60, "provider:queue-full", "operator", "provider"),
  14107: again(31, "person:too-fast", "nobody", "person"),           // counts messages less than 30 s apart
  // The number.
  21211: refused("number:invalid", "agent"),
  21214: refused("number:invalid", "agent"),
  21217: refused("number:invalid", "agent"),
  21614: refused("number:invalid", "agent"),
  21635: refused("number:invalid", "agent"),
  30005: refused("number:invalid", "agent"),
  30006: refused("number:unreachable", "agent"),
  // The person.
  21610: refused("person:opted-out", "agent"),
  30004: refused("person:blocked", "agent"),
  30003: again(3600, "person:unreachable", "nobody", "person"),      // the phone is off or out of reach
  30008: again(60, "delivery:unexplained", "nobody", "person"),
  30036: refused("message:expired", "agent"),
  // Configuration.
  21408: refused("country:not-enabled", "operator"),
  21608: refused("account:trial", "operator"),
  21606: refused("sender:unusable", "operator"),
  21612: refused("sender:unusable", "operator"),
  21659: refused("sender:unusable", "operator"),
  21603: refused("sender:missing", "operator"),
  21701: refused("sender:missing", "operator"),
  21703: refused("sender:missing", "operator"),
  21705: refused("sender:missing", "operator"),
  21609: refused("callback:invalid", "operator"),
  30034: refused("sender:unregistered", "operator"),
  // The message.
  21601: refused("message:invalid", "operator"),
  21602: refused("message:invalid", "operator"),
  21604: refused("message:invalid", "operator"),
  21617: refused("message:too-long", "operator"),
  21619: refused("message:invalid", "operator"),
  30007: refused("message:filtered", "operator"),
  30010: refused("message:too-dear", "operator"),
};

// Trouble of Twilio's own: the message may have gone all the same.
const TWILIOS_OWN = new Set([20500, 20503]);

/** What became of a send that Twilio answered with anything but a message. `after`: what Retry-After asked for, seconds.
 *  A cut answer tells its status, not its code. */
export function outcomeOf(status: number, code: number | undefined, after: number | undefined, cut = false): Sent {
  if (status >= 500 || status === 408) return unknownFate("provider:failing", code ?? status);
  const rule = code === undefined ? undefined : RULES[code];
  if (rule) return sentBy(rule, code, after);
  if (status === 429) return sentBy(RULES[20429] as Rule, code ?? status, after);
  if (status === 401) return sentBy(RULES[20003] as Rule, code ?? status, after);
  if (code !== undefined && TWILIOS_OWN.has(code)) return unknownFate("provider:failing", code);
  if (status < 300) return unknownFate("provider:unclear", code ?? status);
  if (cut) return sentBy(again(5, "provider:unclear", "nobody", "person"), status, after);
  // No code of Twilio's and "not you", "not here": a proxy or a wrong TWILIO_API_URL spoke, and the message is not to blame.
  if (code === undefined && (status < 400 || NOT_TWILIO.has(status))) return sentBy(again(60, "provider:not-there", "operator", "provider"), status, after);
  return sentBy(refused("message:refused", "operator"), code ?? status, after);
}

const NOT_TWILIO = new Set([403, 404, 407]);

/** A request without an answer: harmless if it never left, else of unknown fate. `code` is the system's. A certificate that
 *  does not fit will not fit in a second either: somebody must look. */
export function unanswered(left: boolean, code: string): Sent {
  if (left) return unknownFate(code === "TIMEOUT" ? "provider:slow" : "provider:cut-off");
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) return sentBy(again(60, "provider:not-trusted", "operator", "provider"), undefined, undefined);
  return sentBy(again(1, "provider:unreachable", "nobody", "provider"), undefined, undefined);
}

/** What a receipt of a failed message carries. Without a code or with one of next year: nothing more is tried, and staff are told. */
export function failure(code: number | undefined): Required<Pick<Receipt, "fault" | "remedy">> {
  const rule = (code === undefined ? undefined : RULES[code]) ?? refused("delivery:failed", "agent");
  return { fault: faultOf(rule, code), remedy: rule.remedy === "refused" ? { kind: "refused", code: rule.code } : { kind: "again", after: rule.remedy } };
}

function sentBy(rule: Rule, provider: number | undefined, after: number | undefined): Sent {
  const why = faultOf(rule, provider);
  return rule.remedy === "refused" ? { kind: "refused", why } : { kind: "again", after: after ?? rule.remedy, why };
}

function faultOf({ code, tell, scope }: Rule, provider: number | undefined): Fault {
  return { code, ...(provider === undefined ? {} : { provider }), tell, scope };
}

function unknownFate(code: string, provider?: number): Sent {
  return { kind: "unknown", why: { code, ...(provider === undefined ? {} : { provider }), tell: "nobody", scope: "person" } };
}

/** A message that was refused before anything was asked of Twilio. */
export function unsendable(code: string): Sent {
  return { kind: "refused", why: { code, tell: "operator", scope: "person" } };
}
