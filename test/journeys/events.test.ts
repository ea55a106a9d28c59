/** What is pushed to the console: whoever applies the events, however often the stream is cut, has what a fresh list shows. */
import { get, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Row } from "../../server/routes/api-schemas.ts";
import type { Change } from "../../server/routes/api-events.ts";
import { agentAt, callerWith, type Caller } from "../support/desk.ts";
import { startTestPuente, type Person, type TestPuente } from "../support/puente.ts";

let puente: TestPuente, at = Date.now(), marta: Caller, luis: Caller;
beforeAll(async () => {
  puente = await startTestPuente({}, { now: () => at, listen: true });
  marta = await agentAt(puente, "marta", { role: "supervisor" });
  luis = await agentAt(puente, "luis");
});
afterAll(() => puente.close());

type Event = { id: number; event: string; data: Change };
const open: IncomingMessage[] = [];
afterEach(() => { for (const response of open.splice(0)) response.destroy(); });

/** A stream of events from `after` on; `next` waits until one fits. */
async function follow(who: Caller, after: number, header = false) {
  const events: Event[] = [], waiting = new Set<() => void>();
  let raw = "", ended = false;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${puente.url}/api/v1/events${header ? "" : `?after=${after}`}`, { headers: { cookie: `puente=${who.token}`, ...(header && { "last-event-id": String(after) }) } }, resolve).on("error", reject);
  });
  open.push(response);
  let text = "";
  response.setEncoding("utf8").on("data", (chunk: string) => {
    raw += chunk;
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const fields = Object.fromEntries(text.slice(0, end).split("\n").map(l => [l.slice(0, l.indexOf(":")), l.slice(l.indexOf(":") + 1).trim()]));
      text = text.slice(end + 2);
      if (fields["event"]) events.push({ id: Number(fields["id"]), event: fields["event"], data: JSON.parse(fields["data"]!) as Change });
    }
    for (const look of waiting) look();
  }).on("close", () => { ended = true; for (const look of waiting) look(); }).on("error", () => {});
  return {
    response, events, raw: () => raw, ended: () => ended,
    /** Resolves when `fits` is true; looked at after every chunk. */
    until: (fits: () => boolean): Promise<void> => new Promise(resolve => {
      const look = (): void => { if (fits()) { waiting.delete(look); resolve(); } };
      waiting.add(look);
      look();
    }),
    cut: (): void => { response.destroy(); },
  };
}

type Screen = Map<number, Row>;
const fresh = async (who: Caller): Promise<{ feed: number; screen: Screen }> => {
  const { feed, rows } = (await who.get("/conversations")).body as { feed: number; rows: Row[] };
  return { feed, screen: new Map(rows.map(r => [r.id, r])) };
};
function apply(screen: Screen, { data: { id, row } }: Event): void {
  if (row) screen.set(id, row);
  else screen.delete(id);
}
const sorted = (screen: Screen): [number, Row][] => [...screen].toSorted((a, b) => a[0] - b[0]);

async function ticketOf(person: Person): Promise<number> {
  const before = new Set((await puente.store.tickets()).map(t => t.conversation));
  for (const text of ["hola", "1", "0"]) await person.says(text);
  return (await puente.store.tickets()).find(t => !before.has(t.conversation))!.conversation;
}

describe("the stream of events", () => {
  test("a new ticket, its messages and its holder appear, without a word that was written", async () => {
    const { feed } = await fresh(marta), stream = await follow(marta, feed), person = puente.person("whatsapp");
    const id = await ticketOf(person);
    await person.says("PalabraPlantada y mi numero 61234567");
    await stream.until(() => stream.events.some(e => e.data.row?.inSeq === 4));
    await luis.post(`/conversations/${id}/claim`);
    await stream.until(() => stream.events.some(e => e.data.row?.holder === "luis"));
    expect(stream.raw()).not.toMatch(/PalabraPlantada|61234567|hola/);
    expect(stream.response.headers["content-type"]).toMatch(/event-stream/);
    expect(stream.response.headers["cache-control"]).toBe("no-store");
  });

  test("what somebody may see no more is told to be gone, by its id alone", async () => {
    const id = await ticketOf(puente.person("whatsapp")), { feed } = await fresh(luis), stream = await follow(luis, feed);
    await marta.post(`/conversations/${id}/claim`);
    await stream.until(() => stream.events.length > 0);
    expect(stream.events.at(-1)!.data).toEqual({ id, row: null });
  });

  test("a number this feed never gave is answered by refetch, and by the number to go on from", async () => {
    const { feed } = await fresh(marta), stream = await follow(marta, feed + 1_000, true);
    await stream.until(() => stream.events.length > 0);
    expect(stream.events).toEqual([{ id: feed, event: "refetch", data: {} }]);
  });

  test("ends with its session", async () => {
    const guest = callerWith(puente, "luis", await puente.access.enter("luis", "second browser"));
    const stream = await follow(guest, (await fresh(guest)).feed);
    await guest.post("/logout");
    at += 31_000;
    await stream.until(stream.ended);
    expect((await guest.get("/me")).status).toBe(401);
  });

  test("applied over any cuts, the events give what a fresh list shows", async () => {
    const people = [puente.person("whatsapp"), puente.person("sms"), puente.person("whatsapp")];
    const ids = [await ticketOf(people[0]!), await ticketOf(people[1]!), await ticketOf(people[2]!)];
    const held = new Map<string, number>(), who = { marta, luis };
    type Step = { do: "says" | "claim" | "requeue" | "resolve" | "snooze" | "note" | "reply" | "cut" | "wait"; of: 0 | 1 | 2; by: "marta" | "luis" };
    const steps = fc.array(fc.record({ do: fc.constantFrom<Step["do"]>("says", "claim", "claim", "requeue", "resolve", "snooze", "note", "reply", "cut", "cut", "wait"), of: fc.constantFrom<Step["of"]>(0, 1, 2), by: fc.constantFrom<Step["by"]>("marta", "luis") }), { minLength: 4, maxLength: 14 });
    let runs = 0;
    await fc.assert(fc.asyncProperty(steps, async list => {
      const watchers = await Promise.all([marta, luis].map(async caller => {
        const { feed, screen } = await fresh(caller);
        return { caller, screen, last: feed, applied: 0, stream: await follow(caller, feed) };
      }));
      const take = (w: (typeof watchers)[number]): void => {
        for (const event of w.stream.events.slice(w.applied)) { expect(event.event).toBe("change"); apply(w.screen, event); w.last = event.id; }
        w.applied = w.stream.events.length;
      };
      for (const [i, step] of list.entries()) {
        const id = ids[step.of]!, caller = who[step.by], epoch = held.get(`${step.by} ${id}`) ?? 0;
        at += 1;
        switch (step.do) {
          case "says": await people[step.of]!.says("0"); break;
          case "claim": { const { status, body } = await caller.post(`/conversations/${id}/claim`); if (status === 200) held.set(`${step.by} ${id}`, body.epoch); break; }
          case "requeue": await caller.post(`/conversations/${id}/let-go`, { epoch, how: "requeue" }); break;
          case "resolve": await caller.post(`/conversations/${id}/let-go`, { epoch, how: "resolve", outcome: "answered" }); break;
          case "snooze": await caller.post(`/conversations/${id}/let-go`, { epoch, how: "snooze", until: at + 1000 }); break;
          case "note": await caller.post(`/conversations/${id}/notes`, { clientId: `note-${runs}-${i}-abc`, text: "nota" }); break;
          case "reply": await caller.post(`/conversations/${id}/replies`, { clientId: `reply-${runs}-${i}-abc`, epoch, text: "hola" }); break;
          case "wait": at += 1001; await puente.store.lapse(at); break;
          case "cut": {
            const w = watchers[step.by === "marta" ? 0 : 1]!;
            take(w);
            w.stream.cut();
            w.stream = await follow(w.caller, w.last, true);
            w.applied = 0;
            break;
          }
        }
        runs++;
      }
      await puente.idle();
      for (const w of watchers) {
        const { feed, screen } = await fresh(w.caller);
        await w.stream.until(() => { take(w); return w.last >= feed; });
        expect(sorted(w.screen)).toEqual(sorted(screen));
        w.stream.cut();
      }
    }), { numRuns: 40 });
  }, 120_000);
});
