/** What the phones show: a made-up person, the messages the server keeps of them, and those that have not reached it yet.
 *  In comes the event stream, out go messages. */
import { computed, signal } from "@preact/signals";
import type { SimulatorMessage, SimulatorSays, SimulatorThread } from "../../server/routes/types.ts";

export type Channel = SimulatorMessage["channel"];
/** A message on its way, or one that did not get there. */
export type Unsent = { id: string; channel: Channel; at: number; says: SimulatorSays; failed: boolean };
export type FromPerson = Extract<SimulatorMessage, { from: "person" }>;
export type FromPuente = Extract<SimulatorMessage, { from: "puente" }>;

const KEY = "puente-simulator-person";

export const person = signal(restore());
export const link = signal<"connecting" | "open" | "lost">("connecting");
export const channels = signal<SimulatorThread["channels"]>({ whatsapp: true, sms: true });
const messages = signal<readonly SimulatorMessage[]>([]);
const unsent = signal<readonly Unsent[]>([]);

const by = (channel: Channel) => computed(() => messages.value.filter(m => m.channel === channel));
const waitingBy = (channel: Channel) => computed(() => {
  const there = new Set(messages.value.map(m => (m.from === "person" ? m.id : "")));
  return unsent.value.filter(u => u.channel === channel && !there.has(u.id));
});
/** What the server keeps, oldest first. */
export const threads = { whatsapp: by("whatsapp"), sms: by("sms") };
/** What it does not have yet. */
export const waiting = { whatsapp: waitingBy("whatsapp"), sms: waitingBy("sms") };

const AGAIN_AFTER = 2_000;
let events: EventSource | null = null;

/** Follows the person's thread; the browser connects again by itself. */
export function connect(): void {
  events?.close();
  link.value = "connecting";
  events = new EventSource(`/simulator/events?person=${person.value}`);
  events.addEventListener("open", () => { link.value = "open"; });
  events.addEventListener("error", () => {
    link.value = "lost";
    if (events?.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_AFTER);   // refused: the browser has given up
  });
  events.addEventListener("thread", event => {
    const thread = JSON.parse(event.data as string) as SimulatorThread;
    channels.value = thread.channels;
    messages.value = merge(messages.value, thread.messages);
  });
  events.addEventListener("message", event => { put(JSON.parse(event.data as string) as SimulatorMessage); });
}

/** A server that was started anew has forgotten the thread; the phone has not. */
function merge(before: readonly SimulatorMessage[], now: readonly SimulatorMessage[]): SimulatorMessage[] {
  const all = new Map([...before, ...now].map(m => [m.n, m]));
  return [...all.values()].toSorted((a, b) => a.n - b.n);
}

function put(message: SimulatorMessage): void {
  const known = messages.value.findIndex(m => m.n === message.n);
  messages.value = known < 0 ? [...messages.value, message] : messages.value.with(known, message);
}

/** Another person, whom Puente has never met. */
export function newPerson(): void {
  person.value = invent();
  messages.value = [];
  unsent.value = [];
  connect();
}

export function send(channel: Channel, says: SimulatorSays): void {
  const one: Unsent = { id: crypto.randomUUID(), channel, at: Date.now(), says, failed: false };
  unsent.value = [...unsent.value, one];
  void post(one);
}

/** The same message again, under its own id, so that it is never answered twice. */
export function sendAgain(one: Unsent): void {
  unsent.value = [...unsent.value.filter(u => u.id !== one.id), { ...one, failed: false }];
  void post(one);
}

async function post({ id, channel, says }: Unsent): Promise<void> {
  let there = false;
  try {
    const response = await fetch("/simulator/send", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ channel, person: person.value, id, ...says }) });
    there = response.ok;
  } catch { /* no server: the bubble says so */ }
  unsent.value = there ? unsent.value.filter(u => u.id !== id) : unsent.value.map(u => (u.id === id ? { ...u, failed: true } : u));
}

/** What to send again of a message that the server could not store. */
export function unsentOf({ id, channel, at, said }: FromPerson): Unsent | null {
  switch (said.kind) {
    case "text": return { id, channel, at, says: { text: said.text }, failed: true };
    case "choice": return { id, channel, at, says: { choice: { id: said.id, title: said.title } }, failed: true };
    case "media": return { id, channel, at, says: { media: said.media, ...(said.caption !== undefined && { caption: said.caption }) }, failed: true };
    case "location": return { id, channel, at, says: { location: { latitude: said.latitude, longitude: said.longitude, ...(said.name !== undefined && { name: said.name }) } }, failed: true };
    case "quick-reply": case "contacts": case "order": case "unreadable": case "redacted": return null;
  }
}

/** The person survives a reload of the tab, and no longer than the tab. */
function restore(): string {
  const kept = sessionStorage.getItem(KEY);
  return kept !== null && /^507\d{8}$/.test(kept) ? kept : invent();
}

/** A Panamanian mobile number, 5076 and seven digits. */
function invent(): string {
  const digits = crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000_000;
  const number = `5076${String(digits).padStart(7, "0")}`;
  sessionStorage.setItem(KEY, number);
  return number;
}
