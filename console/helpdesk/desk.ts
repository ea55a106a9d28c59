/** Who is signed in, every line they may see, and where they look. Lines come as a list once, then as numbered events; after a
 *  cut the stream goes on from the last number, so the screen is what a fresh load would show. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Me, Row, View } from "../../server/routes/types.ts";
import { ended, get, OFFLINE, post, type Called } from "./api.ts";
import { clock, maybe, t } from "./words.ts";

export type Stage = "starting" | "password" | "code" | "enroll" | "paper" | "in";
export type Pane = "list" | "thread" | "card";

export const stage = signal<Stage>("starting");
export const me = signal<Me | null>(null);
export const link = signal<"connecting" | "open" | "lost">("connecting");
const rows = signal<ReadonlyMap<number, Row>>(new Map());
export const loaded = signal(false);
export const view = signal<View>("mine");
/** What is told at the foot of the page, for a while. */
export const said = signal("");
/** The session ended under somebody's hands. */
export const wasIn = signal(false);

export const rowOf = (id: number | null): Row | undefined => id === null ? undefined : rows.value.get(id);
export const may = (right: string): boolean => me.value?.rights.includes(right) ?? false;
export const isMine = (row: Row | undefined): boolean => row !== undefined && row.holder === me.value?.name;

// ── the time, as the server has it ────────────────────────────────────────────────────────────────────────────────

const TICK = 5_000;
let ahead = 0;
export const now = signal(Date.now());
const tick = (): void => { now.value = Date.now() + ahead; };
setInterval(tick, TICK);
function setClock(at: number): void { ahead = at - Date.now(); tick(); }

// ── where they look ───────────────────────────────────────────────────────────────────────────────────────────────

const PATH = /^\/console\/c\/(\d{1,15})(\/card)?$/;
const path = signal(location.pathname);
window.addEventListener("popstate", () => { path.value = location.pathname; });

export const openId = computed(() => Number(PATH.exec(path.value)?.[1] ?? 0) || null);
export const pane = computed<Pane>(() => { const m = PATH.exec(path.value); return !m ? "list" : m[2] ? "card" : "thread"; });

export function go(id: number | null, at: Pane = "thread"): void {
  const to = id === null || at === "list" ? "/console" : `/console/c/${id}${at === "card" ? "/card" : ""}`;
  if (to !== path.value) history.pushState(null, "", to);
  path.value = to;
}

// ── the lists ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Danger first, then whoever waits longest. */
const order = (a: Row, b: Row): number => Number(b.priority === "danger") - Number(a.priority === "danger") || waitsSince(a) - waitsSince(b) || a.id - b.id;
/** Since when they wait for an answer of a person. */
export const waitsSince = (row: Row): number => row.holder === null ? row.openedAt : row.heardAt;
export const answered = (row: Row): boolean => row.holder !== null && row.agentRepliedAt >= row.heardAt;

const sorted = computed(() => [...rows.value.values()].toSorted(order));
export const shown = computed(() => sorted.value.filter(r => r.views.includes(view.value) && !alone(r)));
/** In danger, and held by nobody: above every view. */
export const inDanger = computed(() => sorted.value.filter(alone));
const alone = (row: Row): boolean => row.priority === "danger" && row.state === "waiting";
export const count = (of: View): number => sorted.value.filter(r => r.views.includes(of)).length;

// ── what changes ──────────────────────────────────────────────────────────────────────────────────────────────────

const AGAIN_AFTER = 2_000, TOLD_FOR = 6_000;
let events: EventSource | null = null, after = 0, wasLost = false;
/** Events that came while a list was on its way. */
let meanwhile: { n: number; id: number; row: Row | null }[] | null = null;
const watchers: ((id: number | "all") => void)[] = [];
export const whenChanged = (watcher: (id: number | "all") => void): void => { watchers.push(watcher); };

async function load(): Promise<boolean> {
  meanwhile = [];
  const list = await get<{ feed: number; at: number; rows: Row[] }>("/conversations");
  const late = meanwhile;
  meanwhile = null;
  if (!list.ok) return false;
  const { feed, at, rows: fresh } = list.body, all = new Map(fresh.map(r => [r.id, r]));
  for (const { n, id, row } of late) if (n > feed) put(all, id, row);
  after = Math.max(after, feed);
  batch(() => { setClock(at); rows.value = all; loaded.value = true; });
  for (const watcher of watchers) watcher("all");
  return true;
}

function put(all: Map<number, Row>, id: number, row: Row | null): void {
  if (row) all.set(id, row);
  else all.delete(id);
}

function changeRow(id: number, row: Row | null): void {
  const all = new Map(rows.value);
  put(all, id, row);
  rows.value = all;
}

function follow(): void {
  events?.close();
  const stream = events = new EventSource(`/api/v1/events?after=${after}`);
  stream.addEventListener("open", () => {
    link.value = "open";
    if (wasLost) tell(t("caught-up"));
    wasLost = false;
  });
  stream.addEventListener("error", () => {
    link.value = "lost";
    wasLost = true;
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (stream === events) void reconnect(); }, AGAIN_AFTER);   // refused: the browser has given up
  });
  stream.addEventListener("change", event => {
    const { id, row } = JSON.parse(event.data as string) as { id: number; row: Row | null }, n = Number(event.lastEventId);
    after = n;
    meanwhile?.push({ n, id, row });
    changeRow(id, row);
    for (const watcher of watchers) watcher(id);
  });
  stream.addEventListener("refetch", event => { after = Number(event.lastEventId); void load(); });
}

async function reconnect(): Promise<void> {
  const who = await get<Me>("/me");
  if (who.ok) follow();
  else if (who.code === OFFLINE) setTimeout(() => void reconnect(), AGAIN_AFTER);
}

// ── in and out ────────────────────────────────────────────────────────────────────────────────────────────────────

const emptied: (() => void)[] = [];
/** Called when somebody else sits down: nothing of the one before stays. */
export const whenEmptied = (empty: () => void): void => { emptied.push(empty); };
let last = "";

/** Goes on with the session there is, or asks for one. */
export async function begin(): Promise<void> {
  const who = await get<Me>("/me");
  if (!who.ok) {
    if (who.code === OFFLINE) { link.value = "lost"; setTimeout(() => void begin(), AGAIN_AFTER); }
    else stage.value = "password";
    return;
  }
  if (last && last !== who.body.name) for (const empty of emptied) empty();
  last = who.body.name;
  batch(() => { me.value = who.body; setClock(who.body.at); stage.value = "in"; wasIn.value = false; });
  if (!may("answer")) return;
  while (!await load()) {
    if (stage.value !== "in") return;
    link.value = "lost";
    await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER));
  }
  if (!count("mine") && count("waiting-mine")) view.value = "waiting-mine";
  follow();
}

function leave(): void {
  events?.close();
  events = null;
  after = 0;
  batch(() => { rows.value = new Map(); loaded.value = false; me.value = null; link.value = "connecting"; stage.value = "password"; });
}

effect(() => { if (ended.value > 0 && stage.peek() === "in") { wasIn.value = true; leave(); } });

export async function signOut(): Promise<void> {
  await post("/logout");
  for (const empty of emptied) empty();
  last = "";
  leave();
  go(null);
}

export async function refreshMe(): Promise<void> {
  const who = await get<Me>("/me");
  if (who.ok) me.value = who.body;
}

// ── what is told ──────────────────────────────────────────────────────────────────────────────────────────────────

let quiet: ReturnType<typeof setTimeout> | undefined;
export function tell(text: string): void {
  said.value = text;
  clearTimeout(quiet);
  quiet = setTimeout(() => { said.value = ""; }, TOLD_FOR);
}

export function sentence({ code, retryAt }: { code: string; retryAt?: number }): string {
  return maybe(`fail.${code}`, t("fail.other", { code }), { time: retryAt === undefined ? "" : clock(retryAt) });
}

/** The answer, or null once what is wrong was told. */
export async function orTell<T>(called: Promise<Called<T>>): Promise<T | null> {
  const answer = await called;
  if (answer.ok) return answer.body;
  tell(answer.code === "conversation:held" ? t("taken", { who: answer.holder ?? "" }) : sentence(answer));
  return null;
}

/** Claims it, or says who was faster. */
export async function claim(id: number): Promise<void> {
  const done = await orTell(post<{ epoch: number }>(`/conversations/${id}/claim`));
  const row = rows.value.get(id);
  if (done && row && row.epoch <= done.epoch) changeRow(id, { ...row, holder: me.value!.name, state: "human", epoch: done.epoch });
  for (const watcher of watchers) watcher(id);
}

export async function claimNext(): Promise<void> {
  const done = await orTell(post<{ claimed: { id: number; epoch: number } | null }>("/conversations/next"));
  if (!done) return;
  if (!done.claimed) return tell(t("next.none"));
  view.value = "mine";
  go(done.claimed.id);
}
