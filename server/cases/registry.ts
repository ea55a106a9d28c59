/** The case registry's client: a case number and its proof go out, in a body, never in an address; what comes back is an
 *  answer for the person, or a time to ask again. It never throws, and nothing it says holds a number or a proof. */
import type { LookupOutcome } from "../../flows/heard.ts";
import type { Millis } from "../../flows/ids.ts";

/** `answered` is final and told to the person. `again`: ask once more after so many seconds; `why` is a code for the log,
 *  the same that a caller who has no patience left puts into a `failed` outcome. */
export type LookupAnswer =
  | { kind: "answered"; outcome: LookupOutcome }
  | { kind: "again"; after: number; why: RegistryFault };

export type RegistryFault = "registry:slow" | "registry:down" | "registry:throttled" | "registry:broken" | "registry:unauthorized";

export type Registry = {
  /** `key`: of this question, the same when it is asked again. */
  lookup(caseNumber: string, proof: string, key?: string): Promise<LookupAnswer>;
  /** What the registry calls itself; `unknown` when it cannot be asked. Production refuses a sandbox. */
  mode(): Promise<"sandbox" | "live" | "unknown">;
};

export type RegistryOptions = {
  /** The registry's address; `/v1/lookups` is put behind it. */
  url: string;
  /** For the whole of a request, its body too. Default 5,000. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  now?: () => Millis;
};

const LARGEST = 64 * 1024;            // bytes of an answer; a real one has under 200
const SOON = 10;                      // seconds
const THROTTLED = 30;
const AN_OPERATOR_MUST_ACT = 900;     // a wrong key does not right itself in seconds
const LONGEST = 3600;                 // a Retry-After beyond an hour is asked again after an hour

/** Throws at once on an address that is none. */
export function createRegistry(options: RegistryOptions): Registry {
  const base = address(options.url);
  const { timeoutMs = 5000, fetch: get = fetch, now = Date.now } = options;
  // A redirect is not followed: the proof goes to the registry that was named, and nowhere else.
  const request = (path: string, init: RequestInit): Promise<Response> =>
    get(base + path, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });

  return {
    async lookup(caseNumber, proof) {
      try {
        const response = await request("/v1/lookups", {
          method: "POST", body: JSON.stringify({ caseNumber, proof }),
          headers: { "content-type": "application/json", accept: "application/json" },
        });
        return await read(response, now());
      } catch (error) {
        return { kind: "again", after: SOON, why: isTimeout(error) ? "registry:slow" : "registry:down" };
      }
    },
    async mode() {
      try {
        const response = await request("/v1/", { headers: { accept: "application/json" } });
        const body = record(parse(await textOf(response)));
        if (isSandbox(response) || body?.["mode"] === "sandbox") return "sandbox";
        return response.status < 500 ? "live" : "unknown";
      } catch {
        return "unknown";
      }
    },
  };
}

function address(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new Error("CASE_API_URL must be the http or https address of a case registry");
  if (parsed.username || parsed.password || parsed.search || parsed.hash) throw new Error("CASE_API_URL must hold no user, password, query or fragment");
  return parsed.href.replace(/\/+$/, "");
}

async function read(response: Response, at: Millis): Promise<LookupAnswer> {
  const { status } = response;
  const text = await textOf(response);
  const again = (why: RegistryFault, usual: number): LookupAnswer => ({ kind: "again", after: retryAfter(response, at) ?? usual, why });
  if (status === 200) return answered(found(parse(text), isSandbox(response)));
  if (status === 404 && !isPage(response)) return answered({ kind: "unknown" });
  if (status === 401 || status === 403) return { kind: "again", after: AN_OPERATOR_MUST_ACT, why: "registry:unauthorized" };
  if (status === 429) return again("registry:throttled", THROTTLED);
  if (status === 408 || status === 425 || status >= 500) return again("registry:broken", SOON);
  return answered(WRONG);
}

/** An answer that will be as wrong the next time. */
const WRONG: LookupOutcome = { kind: "failed", why: "registry:wrong" };

const answered = (outcome: LookupOutcome): LookupAnswer => ({ kind: "answered", outcome });

/** A stage we do not know is kept: what it means is not decided here. `next` is kept where it is a day or a word like a
 *  stage; free text of a registry is no reviewed text, and is left out. */
function found(answer: unknown, sandbox: boolean): LookupOutcome {
  const { stage, asOf, next } = record(answer) ?? {};
  const day = dayInPanama(asOf);
  if (!isWord(stage) || day === null) return WRONG;
  const then = dayInPanama(next) ?? (isWord(next) ? next : undefined);
  return { kind: "found", stage, asOf: day, ...(then !== undefined && { next: then }), sandbox };
}

const isWord = (value: unknown): value is string => typeof value === "string" && /^[a-z-]{1,40}$/.test(value);

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const PANAMA = -5 * 3_600_000;        // all year

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
function retryAfter(response: Response, at: Millis): number | null {
  const said = response.headers.get("retry-after");
  if (said === null) return null;
  const seconds = /^\d{1,9}$/.test(said.trim()) ? Number(said) : said.endsWith("GMT") ? (Date.parse(said) - at) / 1000 : NaN;
  return Number.isNaN(seconds) ? null : Math.min(LONGEST, Math.max(1, Math.ceil(seconds)));
}

const isSandbox = (response: Response): boolean => response.headers.get("x-registry-mode")?.toLowerCase() === "sandbox";

/** A 404 with a page is a wrong address or a proxy's answer; it says nothing about a case. */
const isPage = (response: Response): boolean => /^text\//i.test(response.headers.get("content-type") ?? "");

const isTimeout = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === "TimeoutError";

/** The body, "" when it is larger than any answer can be: the rest is not read. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null;
}
