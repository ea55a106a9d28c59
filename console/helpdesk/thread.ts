/** The conversation that is open: its card, its messages, what is being written, and what has not reached the server yet.
 *  Words live in this page's memory and on the server, never in the browser's store. */
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Conversation, Item } from "../../server/routes/types.ts";
import { get, OFFLINE, post, put } from "./api.ts";
import { isMine, loaded, openId, orTell, rowOf, sentence, stage, whenChanged, whenEmptied } from "./desk.ts";
import { t } from "./words.ts";

export const card = signal<Conversation | null>(null);
export const items = signal<readonly Item[]>([]);
export const older = signal(false);
export const gone = signal(false);
/** A person wrote while an answer to them was being written. */
export const wroteMeanwhile = signal(false);

const PAGE = 50, MOST = 200, AGAIN_AFTER = 3_000;
let loading: Promise<void> | null = null, again = false;

function refresh(): void {
  if (loading) { again = true; return; }
  loading = load().finally(() => {
    loading = null;
    if (again) { again = false; refresh(); }
  });
}

async function load(): Promise<void> {
  const id = openId.value;
  if (id === null || stage.value !== "in") return;
  if (loaded.value && !rowOf(id)) { gone.value = true; return; }      // asking for what is not theirs would go on record
  const limit = Math.min(MOST, Math.max(PAGE, items.value.length));
  const [one, thread] = await Promise.all([get<Conversation>(`/conversations/${id}`), get<{ items: Item[]; older: boolean }>(`/conversations/${id}/thread?limit=${limit}`)]);
  if (id !== openId.value) { again = true; return; }
  if (!one.ok || !thread.ok) {
    const problem = one.ok ? thread : one;
    if (problem.ok) return;
    gone.value = problem.code === "conversation:unknown";
    if (problem.code === OFFLINE) setTimeout(refresh, AGAIN_AFTER);
    return;
  }
  const before = new Set(items.value.map(i => i.key)), fresh = thread.body.items;
  const from = items.value.findIndex(i => i.key === fresh[0]?.key), earlier = from > 0 ? items.value.slice(0, from) : [];
  batch(() => {
    if (before.size && (texts.value.get(id) ?? "") && fresh.some(i => i.from === "person" && !before.has(i.key))) wroteMeanwhile.value = true;
    items.value = [...earlier, ...fresh];
    if (!earlier.length) older.value = thread.body.older;
    gone.value = false;
    if (one.body.draft !== null && !texts.value.has(id)) setText(id, one.body.draft);
    card.value = one.body;
  });
  settle(id, fresh);
}

export async function loadOlder(): Promise<void> {
  const id = openId.value, first = items.value[0];
  if (id === null || !first) return;
  const page = await orTell(get<{ items: Item[]; older: boolean }>(`/conversations/${id}/thread?before=${first.key}&limit=${PAGE}`));
  if (page && id === openId.value) batch(() => { items.value = [...page.items, ...items.value]; older.value = page.older; });
}

let lastOpen: number | null = null;
effect(() => {
  const id = openId.value;
  if (stage.value !== "in") return;
  if (id !== lastOpen) batch(() => { card.value = null; items.value = []; older.value = false; gone.value = false; wroteMeanwhile.value = false; });
  lastOpen = id;
  untracked(refresh);
});
whenChanged(id => { if (id === "all" || id === openId.peek()) refresh(); });

// ── what is being written ─────────────────────────────────────────────────────────────────────────────────────────

const DRAFT_AFTER = 700, TOUCH_EVERY = 60_000;
export const texts = signal<ReadonlyMap<number, string>>(new Map());
export const notes = signal<ReadonlyMap<number, string>>(new Map());
export const draftState = signal<"" | "keeping" | "kept" | "failed">("");
const timers = new Map<number, ReturnType<typeof setTimeout>>(), touched = new Map<number, number>();
let saving: Promise<unknown> = Promise.resolve();

const setText = (id: number, text: string): void => { texts.value = new Map(texts.value).set(id, text); };
export const setNote = (id: number, text: string): void => { notes.value = new Map(notes.value).set(id, text); };

/** A reply changes under somebody's hands: it is kept on the server, and the hold with it. */
export function writing(id: number, text: string): void {
  setText(id, text);
  draftState.value = "keeping";
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => keep(id), DRAFT_AFTER));
  const row = rowOf(id);
  if (!row || !isMine(row) || Date.now() - (touched.get(id) ?? 0) < TOUCH_EVERY) return;
  touched.set(id, Date.now());
  void post(`/conversations/${id}/touch`, { epoch: row.epoch });
}

function keep(id: number): void {
  saving = saving.then(async () => {
    const text = texts.value.get(id) ?? "";
    const done = await put(`/conversations/${id}/draft`, { text: text || null });
    if (openId.value === id) draftState.value = done.ok ? text ? "kept" : "" : "failed";
  });
}

// ── what has not got there ────────────────────────────────────────────────────────────────────────────────────────

export type Unsent = { clientId: string; id: number; kind: "replies" | "notes"; text: string; epoch: number; state: "sending" | "waiting" | "taken" | "failed"; why: string };
const outbox = signal<readonly Unsent[]>([]);
export const unsent = computed(() => outbox.value.filter(u => u.id === openId.value));

export function send(kind: Unsent["kind"], text: string): void {
  const id = openId.value, row = rowOf(id);
  if (id === null || !row || !text.trim()) return;
  const one: Unsent = { clientId: crypto.randomUUID(), id, kind, text, epoch: row.epoch, state: "sending", why: "" };
  clearTimeout(timers.get(id));
  batch(() => {
    outbox.value = [...outbox.value, one];
    if (kind === "notes") setNote(id, "");
    else { setText(id, ""); draftState.value = ""; wroteMeanwhile.value = false; }
  });
  void flush();
}

let flushing: Promise<void> | null = null, retry: ReturnType<typeof setTimeout> | undefined;
/** One after the other, oldest first, each under its own id, so that it is taken once however often it is sent. */
function flush(): Promise<void> {
  return flushing ??= (async () => {
    for (let next = due(); next; next = due()) if (!await post1(next)) break;
  })().finally(() => { flushing = null; });
}
const due = (): Unsent | undefined => outbox.value.find(u => u.state === "sending" || u.state === "waiting");

/** Whether the server answered. */
async function post1({ clientId, id, kind, text, epoch }: Unsent): Promise<boolean> {
  await saving;
  const done = await post(`/conversations/${id}/${kind}`, { clientId, text, ...(kind === "replies" && { epoch }) });
  if (!done.ok && (done.code === OFFLINE || done.code === "server:failed" || done.code === "session:none")) {
    change(clientId, { state: "waiting" });
    clearTimeout(retry);
    retry = setTimeout(() => void flush(), AGAIN_AFTER);
    return false;
  }
  if (!done.ok) change(clientId, { state: "failed", why: sentence(done) });
  else if (kind === "notes") discard(clientId);
  else change(clientId, { state: "taken" });
  if (id === openId.value) refresh();
  return true;
}

const change = (clientId: string, to: Partial<Unsent>): void => { outbox.value = outbox.value.map(u => u.clientId === clientId ? { ...u, ...to } : u); };
export const discard = (clientId: string): void => { outbox.value = outbox.value.filter(u => u.clientId !== clientId); };

/** Back into the field, to be sent anew: never by itself, since the hold was lost. */
export function writeAgain({ clientId, id, kind, text }: Unsent): void {
  const field = kind === "notes" ? notes : texts, before = field.value.get(id);
  const joined = before ? `${before}\n${text}` : text;
  if (kind === "notes") setNote(id, joined);
  else writing(id, joined);
  discard(clientId);
}

/** What the thread shows by now is unsent no more. */
function settle(id: number, shown: readonly Item[]): void {
  const there = new Set(shown.map(i => i.clientId));
  if (outbox.value.some(u => u.id === id && there.has(u.clientId))) outbox.value = outbox.value.filter(u => u.id !== id || !there.has(u.clientId));
}

window.addEventListener("online", () => void flush());
window.addEventListener("beforeunload", event => { if (outbox.value.some(u => u.state !== "taken")) event.preventDefault(); });
effect(() => { if (stage.value === "in") untracked(() => void flush()); });

whenEmptied(() => batch(() => {
  for (const timer of timers.values()) clearTimeout(timer);
  texts.value = new Map(); notes.value = new Map(); outbox.value = []; card.value = null; items.value = []; lastOpen = null;
}));

/** `state` in words. */
export const unsentState = ({ state, why }: Unsent): string => state === "failed" ? `${t("out.failed")}: ${why}` : state === "waiting" ? t("out.waiting") : t("out.sending");
