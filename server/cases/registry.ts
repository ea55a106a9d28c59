/** The case registry's client: a case number and its proof go out, in a body, never in an address; what comes back is an
 *  answer for the person, or a time to ask again. It never throws, and nothing it says holds a number or a proof. */
import type { Appointment, LookupOutcome } from "../../flows/heard.ts";
import type { Millis } from "../../flows/ids.ts";
import { createCircuit, PROBE_EVERY } from "../circuit.ts";
import type { Contract } from "./contract.ts";
import { createAsk, isSandbox, type Answer } from "./http.ts";
import { createTokens, type Client } from "./token.ts";
import { valid } from "./valid.ts";

/** `answered` is final and told to the person. `again`: ask once more after so many seconds; `why` is a code for the log,
 *  the same that a caller who has no patience left puts into a `failed` outcome. */
export type LookupAnswer = { kind: "answered"; outcome: LookupOutcome } | Again;
type Again = { kind: "again"; after: number; why: RegistryFault };

export type RegistryFault = "registry:slow" | "registry:down" | "registry:throttled" | "registry:broken" | "registry:unauthorized";

/** `gone`: the cursor is older than what is kept; begin without one. */
export type ChangesAnswer = { kind: "page"; page: Contract["Changes"] } | { kind: "gone" } | { kind: "wrong" } | Again;

export type Registry = {
  /** `key`: of this question, the same when it is asked again. */
  lookup(caseNumber: string, proof: string, key?: string): Promise<LookupAnswer>;
  /** What has changed in all cases since a cursor, the oldest first. */
  changes(after: string | null, limit?: number): Promise<ChangesAnswer>;
  /** What the registry calls itself; `unknown` when it cannot be asked. Production refuses a sandbox. */
  mode(): Promise<"sandbox" | "live" | "unknown">;
};

export type RegistryOptions = {
  /** The registry's address; `/v1/lookups` is put behind it. */
  url: string;
  /** Without one nothing proves who asks: for the sandbox, or a registry behind mutual TLS. */
  client?: Client | undefined;
  /** For the whole of a request, its body too. Default 5,000. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  now?: () => Millis;
};

const SOON = 10;                      // seconds
const THROTTLED = 30;
const AN_OPERATOR_MUST_ACT = 900;     // a wrong key does not right itself in seconds
const LONGEST = 3600;                 // a Retry-After beyond an hour is asked again after an hour

/** Throws at once on an address that is none. */
export function createRegistry({ url, client, now = Date.now, ...options }: RegistryOptions): Registry {
  const ask = createAsk(url, options), tokens = client ? createTokens(ask, client, now) : null, circuit = createCircuit();

  /** One answer, with a token where there is a client; a token the registry will not take any more is replaced once. */
  async function asked(path: string, init: { method?: string; body?: string; headers: Record<string, string> }, fresh = false): Promise<Extract<Answer, { kind: "answer" }> | Again> {
    if (!fresh && circuit.allows(now()) < 1) return again("registry:down", PROBE_EVERY / 1000);
    const got = await tokens?.get();
    if (got && "fault" in got) return unauthorized(got.fault);
    const answer = await ask(path, { ...init, headers: { ...init.headers, ...(got && { authorization: `Bearer ${got.token}` }) } });
    circuit.saw(answer.kind === "none" || answer.status >= 500, now());
    if (answer.kind === "none") return again(`registry:${answer.why}`, SOON);
    if (answer.status !== 401 || !got || fresh) return answer;
    tokens!.drop(got.token);
    return asked(path, init, true);
  }

  function unauthorized(why: "refused" | "slow" | "down" | "broken"): Again {
    if (why !== "refused") circuit.saw(true, now());
    return why === "refused" ? again("registry:unauthorized", AN_OPERATOR_MUST_ACT) : again(`registry:${why}`, SOON);
  }

  return {
    async lookup(caseNumber, proof, key) {
      const answer = await asked("/v1/lookups", {
        method: "POST", body: JSON.stringify({ caseNumber, proof }),
        headers: { "content-type": "application/json", accept: "application/json", ...(key && { "idempotency-key": key }) },
      });
      if (answer.kind === "again") return answer;
      if (answer.status === 200) return answered(found(answer.body, isSandbox(answer.headers), now()));
      if (answer.status === 404 && !isPage(answer.headers)) return answered({ kind: "unknown" });
      return later(answer, now()) ?? answered(WRONG);
    },
    async changes(after, limit) {
      const query = new URLSearchParams({ ...(after !== null && { after }), ...(limit !== undefined && { limit: String(limit) }) }).toString();
      const answer = await asked(`/v1/changes${query && `?${query}`}`, { headers: { accept: "application/json" } });
      if (answer.kind === "again") return answer;
      if (answer.status === 410) return { kind: "gone" };
      if (answer.status !== 200) return later(answer, now()) ?? { kind: "wrong" };
      // A page that says there is more and gives the same cursor would be read for ever.
      return valid("Changes", answer.body) && !(answer.body.more && answer.body.cursor === after) ? { kind: "page", page: answer.body } : { kind: "wrong" };
    },
    async mode() {
      const answer = await ask("/v1/", { headers: { accept: "application/json" } });
      if (answer.kind === "none") return "unknown";
      if (isSandbox(answer.headers) || record(answer.body)?.["mode"] === "sandbox") return "sandbox";
      return answer.status < 500 ? "live" : "unknown";
    },
  };
}

const again = (why: RegistryFault, after: number): Again => ({ kind: "again", after, why });

/** What a status other than an answer means: when to ask again, or null where that would be as wrong the next time. */
function later({ status, headers }: Extract<Answer, { kind: "answer" }>, at: Millis): Again | null {
  if (status === 401 || status === 403) return again("registry:unauthorized", AN_OPERATOR_MUST_ACT);
  if (status === 429) return again("registry:throttled", retryAfter(headers, at) ?? THROTTLED);
  if (status === 408 || status === 425 || status >= 500) return again("registry:broken", retryAfter(headers, at) ?? SOON);
  return null;
}

/** An answer that will be as wrong the next time. */
const WRONG: LookupOutcome = { kind: "failed", why: "registry:wrong" };

const answered = (outcome: LookupOutcome): LookupAnswer => ({ kind: "answered", outcome });

/** A stage we do not know is kept: what it means is not decided here. `next` is kept where it is a day or a word like a stage;
 *  free text of a registry is no reviewed text, and is left out. An answer that contradicts itself or comes from the future is
 *  wrong; what is optional and broken is passed over. */
function found(answer: unknown, sandbox: boolean, at: Millis): LookupOutcome {
  const { stage, asOf, next, changedOn, appointments } = record(answer) ?? {};
  if (!valid("Stage", stage) || !valid("Moment", asOf)) return WRONG;
  const day = dayInPanama(asOf), changed = dayInPanama(changedOn);
  if (day === null || day > dayOf(at + CLOCKS_APART + PANAMA) || (changed !== null && changed > day)) return WRONG;
  const then = dayInPanama(next) ?? (valid("Stage", next) ? next : undefined);
  const appointment = nextOf(appointments, dayOf(at + PANAMA));
  return { kind: "found", stage, asOf: day, ...(then !== undefined && { next: then }), ...(appointment && { appointment }), sandbox };
}

/** The earliest from today on. One that is not what the contract says is passed over. */
function nextOf(appointments: unknown, today: string): Appointment | null {
  const all = Array.isArray(appointments) ? appointments.filter(one => valid("Appointment", one)) : [];
  const [first] = all.filter(one => one.on >= today).toSorted((a, b) => a.on + (a.at ?? "") < b.on + (b.at ?? "") ? -1 : 1);
  return first ? { on: first.on, ...(first.at && { at: first.at }), place: first.place } : null;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const PANAMA = -5 * 3_600_000;        // all year
const CLOCKS_APART = 86_400_000;      // a date in UTC, or a clock that is ahead, is not yet the future

/** `YYYY-MM-DD`, as the calendar in Panama has it; null for what is no date, the 31st of February included. */
function dayInPanama(value: unknown): string | null {
  const parts = typeof value === "string" ? ISO.exec(value) : null;
  if (!parts) return null;
  const [whole, day, zone] = parts;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || dayOf(midnight) !== day) return null;
  if (!zone) return Number.isNaN(Date.parse(whole)) ? null : day;
  const moment = Date.parse(whole.replace(" ", "T"));
  return Number.isNaN(moment) ? null : dayOf(moment + PANAMA);
}

const dayOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10);

/** Seconds, from a number or a date; null where there is none that can be read. */
function retryAfter(headers: Headers, at: Millis): number | null {
  const said = headers.get("retry-after");
  if (said === null) return null;
  const seconds = /^\d{1,9}$/.test(said.trim()) ? Number(said) : said.endsWith("GMT") ? (Date.parse(said) - at) / 1000 : NaN;
  return Number.isNaN(seconds) ? null : Math.min(LONGEST, Math.max(1, Math.ceil(seconds)));
}

/** A 404 with a page is a wrong address or a proxy's answer; it says nothing about a case. */
const isPage = (headers: Headers): boolean => /^text\//i.test(headers.get("content-type") ?? "");

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null;
}
