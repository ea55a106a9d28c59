/** What each error code of Meta's Graph API means for us, as data: the fault, what becomes of the message, who must act,
 *  whom it holds up, and when another try makes sense. The same table serves a refused call and a later `failed` receipt.
 *  Codes decide; HTTP statuses only where Meta has said nothing of its own. */
import type { Fault, Sent } from "../provider.ts";

export type Outcome = Exclude<Sent["kind"], "sent">;

/** The verdict on one code. `after`: seconds before try `attempt + 1`; 0 where no retry makes sense. */
export type Verdict = { fault: Fault; outcome: Outcome; after(attempt: number): number };

type Row = readonly [code: string, outcome: Outcome, tell: Fault["tell"], scope: Fault["scope"], base?: number, factor?: number];

// The seconds are for the first retry. Throttling and outages: short, doubling. What a person at the operator must mend
// (token, payment, registration): a slow steady knock that keeps the queue.
const THROTTLED: Row = ["provider:throttled", "again", "nobody", "provider", 2, 2];
const CALL_LIMIT: Row = ["provider:throttled", "again", "nobody", "provider", 60, 2];       // counted per hour
const PAIR_LIMIT: Row = ["person:throttled", "again", "nobody", "person", 1, 4];            // Meta asks for 4^n seconds
const UNAVAILABLE: Row = ["provider:unavailable", "again", "nobody", "provider", 5, 2];
const STUMBLED: Row = ["provider:unavailable", "again", "nobody", "person", 5, 2];          // may be this message alone
const NO_TOKEN: Row = ["token:invalid", "again", "operator", "provider", 60, 1];
const NO_PERMISSION: Row = ["permission:missing", "again", "operator", "provider", 60, 1];
const UNREGISTERED: Row = ["sender:unregistered", "again", "operator", "provider", 300, 1];
const LOCKED: Row = ["account:locked", "again", "operator", "provider", 600, 1];
const UNPAID: Row = ["account:unpaid", "again", "operator", "provider", 300, 1];
const FLAGGED: Row = ["account:flagged", "again", "operator", "provider", 1_800, 1];        // a pause, not a hurry: Meta counts tries
const INVALID: Row = ["message:invalid", "refused", "operator", "person"];
const TEMPLATE: Row = ["template:invalid", "refused", "operator", "person"];
const TEMPLATE_PAUSED: Row = ["template:paused", "refused", "operator", "person"];
const FLOW: Row = ["flow:blocked", "refused", "operator", "person"];
const MEDIA: Row = ["media:failed", "refused", "operator", "person"];

/** By Graph `error.code`. */
export const GRAPH_FAULTS: ReadonlyMap<number, Row> = new Map<number, Row>([
  [130429, THROTTLED],
  [4, CALL_LIMIT], [80007, CALL_LIMIT],
  [131056, PAIR_LIMIT],

  [1, STUMBLED], [131000, STUMBLED],
  [2, UNAVAILABLE], [131016, UNAVAILABLE], [131057, UNAVAILABLE], [133004, UNAVAILABLE], [2494100, UNAVAILABLE],

  [131047, ["window:closed", "parked", "nobody", "person"]],
  [131026, ["number:unreachable", "refused", "agent", "person"]],       // not on WhatsApp, an old app, or blocked: nobody says which
  [131062, ["address:unsupported", "refused", "agent", "person"]],      // this kind cannot go to a user id
  [131030, ["number:not-allowed", "refused", "operator", "person"]],    // a test number's list of recipients
  [131021, ["number:own", "refused", "nobody", "person"]],
  [130403, ["person:blocked", "refused", "nobody", "person"]],
  [130497, ["country:restricted", "refused", "operator", "person"]],
  [137000, ["identity:changed", "refused", "agent", "person"]],

  [131049, ["marketing:capped", "refused", "nobody", "person"]],        // an early retry adds a penalty
  [130472, ["marketing:withheld", "refused", "nobody", "person"]],
  [131050, ["marketing:stopped", "refused", "nobody", "person"]],

  [100, INVALID], [33, INVALID], [131008, INVALID], [131009, INVALID], [131051, INVALID], [135000, INVALID],
  [131052, MEDIA], [131053, MEDIA],
  [132000, TEMPLATE], [132001, TEMPLATE], [132005, TEMPLATE], [132007, TEMPLATE], [132008, TEMPLATE], [132012, TEMPLATE],
  [132018, TEMPLATE], [131064, TEMPLATE],
  [132015, TEMPLATE_PAUSED], [132016, TEMPLATE_PAUSED],
  [132068, FLOW], [132069, FLOW],

  [0, NO_TOKEN], [190, NO_TOKEN],
  [3, NO_PERMISSION], [10, NO_PERMISSION], [131005, NO_PERMISSION],
  [133000, UNREGISTERED], [133006, UNREGISTERED], [133010, UNREGISTERED], [133015, UNREGISTERED], [133016, UNREGISTERED], [131045, UNREGISTERED],
  [131031, LOCKED], [368, LOCKED],
  [131042, UNPAID],
  [131048, FLAGGED],
]);

// No wait is longer than this, so that a mended line is noticed within minutes.
const LONGEST_WAIT = 1_800;

/** Judges a Graph error code. `httpStatus` helps with codes the table does not know; a receipt has none. */
export function faultOf(code: number, httpStatus?: number): Verdict {
  return judge(GRAPH_FAULTS.get(code) ?? rowOfUnknown(code, httpStatus), code);
}

// A code of next year. Meta answered, so the message did not go out; whether it ever will, only the status hints at.
function rowOfUnknown(code: number, httpStatus = 400): Row {
  if (code >= 200 && code <= 299) return NO_PERMISSION;
  if (httpStatus === 429) return THROTTLED;
  if (httpStatus >= 500) return STUMBLED;
  if (httpStatus === 401 || httpStatus === 403) return NO_PERMISSION;
  return ["message:refused", "refused", "operator", "person"];
}

/** Judges an answer that is not Meta's: a proxy's page, an empty body, something that is no Graph error. */
export function faultOfStatus(httpStatus: number): Verdict {
  return judge(rowOfStatus(httpStatus), httpStatus);
}

function rowOfStatus(httpStatus: number): Row {
  if (httpStatus === 429) return THROTTLED;
  // A gateway that lost its patience may have passed the message on before.
  if (httpStatus >= 500 || httpStatus < 300) return ["provider:unclear", "unknown", "nobody", "person"];
  if (httpStatus === 408) return STUMBLED;
  if (httpStatus === 413) return INVALID;
  // A redirect, or a 4xx from something between us and Meta: every message would meet it, and none is at fault.
  return ["provider:unexpected", "again", "operator", "provider", 60, 1];
}

/** Judges a call without a whole answer. `wrote`: the request may have been read. */
export function faultOfSilence(wrote: boolean): Verdict {
  return judge(wrote ? ["provider:silent", "unknown", "nobody", "person"] : ["provider:unreachable", "again", "nobody", "provider", 5, 2]);
}

/** Judges a Graph error that Meta itself calls passing, whatever its code. */
export function faultOfTransient(code: number): Verdict {
  return judge(GRAPH_FAULTS.get(code) ?? STUMBLED, code);
}

/** The account or number in our settings is not there: a setting is wrong, not a message. */
export function faultOfSetting(code: number): Verdict {
  return judge(["sender:unknown", "again", "operator", "provider", 60, 1], code);
}

/** Judged before anything left: the message or the address is one that Meta's client refuses. */
export function faultOfInput(code: "message:invalid" | "number:invalid"): Verdict {
  return judge([code, "refused", "operator", "person"]);
}

/** Seconds before try `attempt + 1` to a person who was written to too fast: 1, 4, 16, 64 … */
export const pairBackoff = (attempt: number): number => wait(1, 4, attempt);

function judge([code, outcome, tell, scope, base = 0, factor = 1]: Row, provider?: number): Verdict {
  return {
    fault: { code, tell, scope, ...(provider === undefined ? {} : { provider }) },
    outcome,
    after: attempt => wait(base, factor, attempt),
  };
}

const wait = (base: number, factor: number, attempt: number): number =>
  Math.min(base * factor ** Math.min(Math.max(attempt, 0), 16), LONGEST_WAIT);
