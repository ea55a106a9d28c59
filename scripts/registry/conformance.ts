/** Whether a case registry keeps the contract, asked over HTTP as a caller asks. In: an address, a client, and cases that may be
 *  asked about. Out: the rules that were kept, and each violation as a sentence. No sentence holds a number or a proof. */
import { CONTRACT, type Contract } from "../../server/cases/contract.ts";
import { createAsk, isSandbox, type Answer } from "../../server/cases/http.ts";
import { createTokens, type Client } from "../../server/cases/token.ts";
import { fault, valid } from "../../server/cases/valid.ts";
import { isLoopback } from "../../server/config.ts";

type Question = Contract["LookupRequest"];
/** Cases of the registry that are there to be asked about. The check guesses some thirty times at the first. */
export type Cases = { known: (Question & { stage?: string })[]; restricted?: Question };
export type Checked = { kept: string[]; violations: string[] };

type Got = Extract<Answer, { kind: "answer" }> & { path: string; method: string; ms: number };
type Call = (path: string, init?: { method?: string; body?: string; headers?: Record<string, string> }) => Promise<Got>;
type Run = { call: Call; lookup: (question: object, headers?: Record<string, string>) => Promise<Got>; cases: Cases; absent: Question; client: Client | undefined; url: string; seen: Got[]; now: number };
type Rule = { name: string; check(run: Run): Promise<string[]> | string[] };

export class Unreachable extends Error {
  override name = "Unreachable";
}

export async function checkRegistry(url: string, { client, cases, now = Date.now() }: { client?: Client | undefined; cases: Cases; now?: number }): Promise<Checked> {
  const ask = createAsk(url), seen: Got[] = [];
  const got = client && await createTokens(ask, client, () => now).get();
  if (got && "fault" in got && got.fault !== "broken") throw new Unreachable(got.fault === "refused" ? "The registry gives no token for this client id and secret." : "The registry's /v1/token does not answer.");
  const token = got && "token" in got ? got.token : undefined;
  const call: Call = async (path, init = {}) => {
    const begun = performance.now();
    const answer = await ask(path, { ...init, headers: { ...(token && { authorization: `Bearer ${token}` }), ...init.headers } });
    if (answer.kind === "none") throw new Unreachable(answer.why === "slow" ? `${path} did not answer within five seconds.` : `${path} can't be reached.`);
    const met = { ...answer, path, method: init.method ?? "GET", ms: performance.now() - begun };
    seen.push(met);
    return met;
  };
  const lookup: Run["lookup"] = (question, headers) => call("/v1/lookups", { method: "POST", body: JSON.stringify(question), headers: { "content-type": "application/json", ...headers } });
  const run: Run = { call, lookup, cases, absent: { caseNumber: "PA-1999-000000", proof: "000000" }, client, url, seen, now };
  const checked: Checked = { kept: [], violations: [] };
  for (const { name, check } of RULES.filter(rule => client || rule.check !== tokens)) {
    const violations = await check(run);
    if (violations.length) checked.violations.push(...violations);
    else checked.kept.push(name);
  }
  return checked;
}

const RULES: readonly Rule[] = [
  { name: "it is reached over https", check: ({ url }) => unless(url.startsWith("https:") || isLoopback(new URL(url).hostname), "It is reached without https: a number and a proof could be read on the way.") },
  { name: "it says what it is", check: about },
  { name: "tokens are for who knows the secret", check: tokens },
  { name: "a case is found, and is what the contract says", check: found },
  { name: "unknown, wrong and restricted are one answer", check: sameBytes },
  { name: "a wrong request is refused, and nothing more is taken than a number and a proof", check: refuses },
  { name: "nothing can be asked in an address", check: addresses },
  { name: "a question may be repeated", check: repeats },
  { name: "changes are read by cursor, each once", check: changes },
  { name: "not found takes as long as it takes, whatever the number", check: sameTime },
  { name: "no answer is kept on the way, repeats a secret, or fails without a reason", check: everyAnswer },
];

const unless = (right: boolean, violation: string): string[] => (right ? [] : [violation]);

async function about({ call }: Run): Promise<string[]> {
  const { status, body, headers } = await call("/v1/");
  if (status !== 200) return [`GET /v1/ answers ${status}, not 200.`];
  const why = fault("About", body);
  if (why) return [`GET /v1/ is not what the contract says: ${why}.`];
  const { mode, contract } = body as Contract["About"];
  return [
    ...unless(contract !== undefined, "GET /v1/ does not say which version of the contract is spoken."),
    ...unless((mode === "sandbox") === isSandbox(headers), "Its mode and its header X-Registry-Mode contradict each other."),
  ];
}

async function tokens({ call, client, absent }: Run): Promise<string[]> {
  const id = client!.id, asked = (secret: string) => call("/v1/token", { method: "POST", body: "grant_type=client_credentials", headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}` } });
  const [given, refused] = [await asked(client!.secret), await asked(`${client!.secret}x`)];
  const bare = await call("/v1/lookups", { method: "POST", body: JSON.stringify(absent), headers: { "content-type": "application/json", authorization: "" } });
  const why = given.status === 200 ? fault("Token", given.body) : `its status is ${given.status}`;
  return [
    ...unless(why === null, `A token is not what the contract says: ${why}.`),
    ...unless(refused.status === 401, `A wrong secret gets ${refused.status} at /v1/token, not 401.`),
    ...unless(bare.status === 401, `A look-up without a token gets ${bare.status}, not 401.`),
    ...unless(bare.status !== 401 || /^Bearer/i.test(bare.headers.get("www-authenticate") ?? ""), "A 401 does not name Bearer in WWW-Authenticate."),
  ];
}

async function found({ lookup, cases, now }: Run): Promise<string[]> {
  const all: string[] = [];
  for (const [at, { stage, ...question }] of cases.known.entries()) {
    const { status, headers, body } = await lookup(question), its = `The answer to known case ${at + 1}`;
    if (status !== 200) { all.push(`${its} is ${status}, not 200.`); continue; }
    const why = headers.get("content-type")?.startsWith("application/json") ? fault("Case", body) : "it is not application/json";
    if (why) { all.push(`${its} is not what the contract says: ${why}.`); continue; }
    all.push(...sound(its, body as Contract["Case"], now), ...unless(stage === undefined || (body as Contract["Case"]).stage === stage, `${its} says another stage than expected.`));
  }
  return all;
}

/** What a schema can't say. */
function sound(its: string, told: Contract["Case"], now: number): string[] {
  const day = (text: string): string => text.slice(0, 10), as = day(told.asOf), dates = (told.appointments ?? []).map(one => one.on);
  const foreign = [...Object.keys(told).filter(key => !(key in CONTRACT.$defs.Case.properties)), ...(told.appointments ?? []).flatMap(one => Object.keys(one)).filter(key => !(key in CONTRACT.$defs.Appointment.properties))];
  return [
    ...unless(foreign.length === 0, `${its} holds what the contract does not have: ${[...new Set(foreign)].join(", ")}.`),
    ...unless(CONTRACT.$defs.Stage["x-known"].includes(told.stage), `${its} is in a stage that the contract does not have: ${told.stage}.`),
    ...unless(Date.parse(as) <= now + 86_400_000, `${its} is as of a day still to come.`),
    ...unless((told.changedOn ?? as) <= as, `${its} changed after its own date.`),
    ...unless((told.noticeOn ?? as) <= as, `${its} has a notice from after its own date.`),
    ...unless(dates.every((on, at) => at === 0 || on >= dates[at - 1]!), `${its} has appointments out of order.`),
    ...unless(new Set((told.appointments ?? []).map(one => one.id)).size === dates.length, `${its} has two appointments with one id.`),
  ];
}

/** Headers but `Date`, which may differ, and how the bytes travel. */
const shown = ({ status, headers, text }: Got): string => JSON.stringify([status, [...headers].filter(([name]) => !/^(date|connection|keep-alive|transfer-encoding)$/.test(name)), text]);

async function sameBytes({ lookup, cases, absent }: Run): Promise<string[]> {
  const { caseNumber, proof } = cases.known[0]!;
  const nobody = await lookup(absent), wrong = await lookup({ caseNumber, proof: changed(proof) });
  const restricted = cases.restricted && await lookup(cases.restricted), otherForm = await lookup({ caseNumber: "nothing like it", proof: "x" });
  return [
    ...unless(nobody.status === 404, `A number that does not exist gets ${nobody.status}, not 404.`),
    ...unless(shown(wrong) === shown(nobody), "A wrong proof gets another answer than a number that does not exist: it tells that the case exists."),
    ...unless(!restricted || shown(restricted) === shown(nobody), "A person whose contact is restricted gets another answer than a number that does not exist."),
    ...unless(shown(otherForm) === shown(nobody), "A number of another form gets another answer than one that does not exist."),
  ];
}

/** Another proof of the same form. */
const changed = (proof: string): string => proof.replace(/.$/, last => (last === "1" ? "2" : "1"));

async function refuses({ call, lookup, absent }: Run): Promise<string[]> {
  const json = { "content-type": "application/json" }, post = (body: string, headers: Record<string, string> = json) => call("/v1/lookups", { method: "POST", body, headers });
  const bad: [what: string, got: Got][] = [
    ["a phone beside the number", await lookup({ ...absent, phone: "50760000000" })], ["no proof", await lookup({ caseNumber: absent.caseNumber })], ["an empty proof", await lookup({ ...absent, proof: "" })],
    ["a proof that is a number", await lookup({ ...absent, proof: 0 })], ["a list", await lookup([absent])], ["broken JSON", await post("{")], ["an empty body", await post("")],
    ["a form", await post("caseNumber=PA-1999-000000&proof=000000", { "content-type": "application/x-www-form-urlencoded" })], ["a body over 4 KB", await post(JSON.stringify({ ...absent, padding: "x".repeat(8_000) }))],
  ];
  return bad.flatMap(([what, { status }]) => unless([400, 413, 415, 422].includes(status), `${what[0]!.toUpperCase()}${what.slice(1)} gets ${status}: it must be refused with 400, 413, 415 or 422.`));
}

async function addresses({ call, absent }: Run): Promise<string[]> {
  const { status } = await call(`/v1/lookups?${new URLSearchParams(absent)}`);
  return unless([400, 404, 405].includes(status), `GET /v1/lookups gets ${status}: a number in an address must never be looked at.`);
}

async function repeats({ lookup, cases, now }: Run): Promise<string[]> {
  const { stage: _stage, ...question } = cases.known[0]!, key = { "idempotency-key": `check-${now}` };
  const [first, second] = [await lookup(question, key), await lookup(question, key)], other = await lookup({ ...question, proof: changed(question.proof) }, key);
  return [
    ...unless(first.status === second.status && first.text === second.text, "The same question with the same Idempotency-Key gets another answer."),
    ...unless(other.status === 422, `An Idempotency-Key that comes again with another body gets ${other.status}, not 422.`),
  ];
}

const PAGES_AT_MOST = 2_000;

async function changes({ call, cases }: Run): Promise<string[]> {
  const ids = new Set<string>(), numbers = new Set<string>();
  let cursor = "";
  for (let pages = 0, more = true; more; pages++) {
    const path = `/v1/changes?limit=200${cursor && `&after=${cursor}`}`, { status, body } = await call(path);
    if (status !== 200) return [`GET /v1/changes answers ${status}, not 200.`];
    if (!valid("Changes", body)) return [`A page of changes is not what the contract says: ${fault("Changes", body)}.`];
    for (const change of body.changes) {
      if (ids.has(change.id)) return ["A change comes twice, under two cursors."];
      ids.add(change.id);
      numbers.add(change.caseNumber);
      const foreign = Object.keys(change).filter(key => !(key in CONTRACT.$defs.Change.properties));
      if (foreign.length) return [`A change holds what the contract does not have: ${foreign.join(", ")}.`];
    }
    if (body.more && (body.cursor === cursor || pages > PAGES_AT_MOST)) return ["The pages of changes have no end: a cursor does not move on."];
    ({ cursor, more } = body);
  }
  const [end, small, again, bad] = [await call(`/v1/changes?after=${cursor}`), await call("/v1/changes?limit=1"), await call("/v1/changes?limit=1"), await call("/v1/changes?limit=0")];
  return [
    ...unless(end.status === 200 && valid("Changes", end.body) && !end.body.changes.some(change => ids.has(change.id)), "The last cursor gives changes again that were read before it."),
    ...unless(valid("Changes", small.body) && small.body.changes.length <= 1, "The limit of a page is not kept."),
    ...unless(small.text === again.text, "The same page of changes is not the same twice."),
    ...unless(bad.status === 400, `A limit of 0 gets ${bad.status}, not 400.`),
    ...unless(!cases.restricted || !numbers.has(cases.restricted.caseNumber), "A change names the case of a person whose contact is restricted."),
  ];
}

const TIMES = 15;
/** Milliseconds, and a part of the whole: a busy machine is not a leak. */
const MAY_DIFFER = 15, MAY_DIFFER_BY = 0.25;

async function sameTime({ lookup, cases, absent }: Run): Promise<string[]> {
  const { caseNumber, proof } = cases.known[0]!, kinds = { nobody: absent, wrong: { caseNumber, proof: changed(proof) }, ...(cases.restricted && { restricted: cases.restricted }) };
  const times: Record<string, number[]> = {};
  for (let i = 0; i < TIMES; i++) for (const [kind, question] of Object.entries(kinds)) (times[kind] ??= []).push((await lookup(question)).ms);
  const middle = (kind: string): number | undefined => times[kind]?.toSorted((a, b) => a - b)[TIMES >> 1];
  const nobody = middle("nobody")!;
  const apart = (kind: string): boolean => Math.abs((middle(kind) ?? nobody) - nobody) > Math.max(MAY_DIFFER, nobody * MAY_DIFFER_BY);
  return [
    ...unless(!apart("wrong"), "A wrong proof takes another time than a number that does not exist: it tells that the case exists."),
    ...unless(!apart("restricted"), "A restricted person takes another time than a number that does not exist."),
  ];
}

/** Over all that was asked before. */
function everyAnswer({ seen, cases }: Run): string[] {
  const secrets = [...cases.known, ...(cases.restricted ? [cases.restricted] : [])];
  const all = new Set<string>();
  for (const { path, method, status, headers, text, body } of seen) {
    const at = path.replace(/\?.*/, ""), asks = at !== "/v1/" && !(at === "/v1/lookups" && method === "GET");
    const told = text + JSON.stringify([...headers]);
    if (secrets.some(one => told.includes(one.proof) || at !== "/v1/changes" && told.includes(one.caseNumber))) all.add(`${at} repeats a number or a proof in its answer.`);
    if (asks && !/no-store/.test(headers.get("cache-control") ?? "")) all.add(`${at} does not say Cache-Control: no-store.`);
    if (isSandbox(seen[0]!.headers) && !isSandbox(headers)) all.add(`${at} is a sandbox's and does not say so in X-Registry-Mode.`);
    if (asks && status >= 400 && at !== "/v1/token") {
      if (!headers.get("content-type")?.startsWith("application/problem+json")) all.add(`${at} fails with ${status} and no application/problem+json.`);
      else if (!valid("Problem", body) || body.status !== status) all.add(`${at} fails with ${status} and a problem that is not what the contract says: ${fault("Problem", body) ?? "its status is another"}.`);
    }
    if ((status === 429 || status === 503) && !/^\d+$/.test(headers.get("retry-after") ?? "")) all.add(`${at} answers ${status} without Retry-After in seconds.`);
    if (status >= 300 && status < 400) all.add(`${at} answers with a redirect, which nobody follows.`);
  }
  return [...all];
}
