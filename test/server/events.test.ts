/** What staff announce is told until its last day is over, and not a day longer. */
import { beforeEach, describe, expect, test } from "@jest/globals";
import { say } from "../../bot/channels/say.ts";
import { createWords } from "../../bot/words.ts";
import type { Event } from "../../flows/event.ts";
import type { Library } from "../../flows/flow.ts";
import type { Channel, Language } from "../../flows/ids.ts";
import { newSession } from "../../flows/session.ts";
import { turn } from "../../flows/turn.ts";
import { loadContent } from "../../server/content.ts";
import { LONGEST, readEvents, runEvents } from "../../server/events.ts";
import { textOf } from "../support/puente.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const kept = new Map<string, Uint8Array>();
const store = { recall: (name: string) => Promise.resolve(kept.get(name) ?? null), remember: (name: string, value: Uint8Array) => { kept.set(name, value); return Promise.resolve(); } };
let at = NOW;
beforeEach(() => { kept.clear(); at = NOW; });

async function staff(verb: string, flags: Record<string, string> = {}, id?: string): Promise<string> {
  const lines: string[] = [];
  await runEvents({ store, now: () => at, out: line => lines.push(line) }, id ? [verb, id] : [verb], flags);
  return lines.join("\n");
}
const MISSION = { as: "marta", kind: "documentation-missions", from: "2026-12-03", to: "2026-12-04", hours: "8:00 a 14:00", place: "Metetí, Darién: cancha municipal", institutions: "Tribunal Electoral y ONPAR", papers: "parte de nacimiento, si lo tienes" };
const events = (): Event[] => readEvents(kept.get("events") ?? null);

describe("the table", () => {
  test("is filled, listed and emptied", async () => {
    expect(await staff("list")).toMatch(/None announced/);
    const id = /^(\w+) is announced/.exec(await staff("add", MISSION))![1]!;
    expect(await staff("list")).toMatch(new RegExp(`${id}  2026-12-03 to 2026-12-04 .*Metetí.*Confirmed by marta on 2026-11-24`));
    expect(await staff("remove", {}, id)).toMatch(/no longer/);
    expect(events()).toEqual([]);
  });

  test.each<[Partial<typeof MISSION>, RegExp]>([
    [{ kind: "party" }, /--kind must be one of/], [{ from: "3 de diciembre" }, /--from must be a day/], [{ from: "2026-02-30" }, /--from must be a day/], [{ to: "2026-12-01" }, /before --from/],
    [{ from: "2026-11-01", to: "2026-11-02" }, /past/], [{ from: "2029-01-01", to: "" }, /over a year/], [{ as: "" }, /--as NAME/], [{ papers: " " }, /--papers is missing/], [{ place: "x".repeat(LONGEST.place + 1) }, /51 letters; 50 fit/],
  ])("refuses what would mislead: %j", async (wrong, why) => {
    expect(await staff("add", { ...MISSION, ...wrong })).toMatch(why);
    expect(events()).toEqual([]);
  });
});

describe("what people are told", () => {
  const library: Library = {
    flows: { m: { id: "m", version: 1, topic: "out-of-scope", start: "start", steps: { start: { kind: "answer", say: ["events-test.none"], events: { of: "documentation-missions", title: "events-test.title" } } } } },
    topics: {}, menu: [],
  };
  const content = loadContent({ name: "Casa", contact: "x" });
  for (const language of ["es", "en"] as const) content.texts[language]!["events-test"] = { title: "Misiones", none: "No hay fecha." };
  const words = createWords(content);
  const hears = (channel: Channel, language: Language = "es"): string => {
    const { reply } = turn(library, { ...newSession(), noticed: true, language }, { kind: "choice", id: "go:m/start" }, {}, at, () => "id", { languages: ["es", "en"], cases: "on", channel, waiting: false, events: events() });
    return say(reply!, channel, language, words, { strict: true }).map(textOf).join("\n");
  };

  test("the next ones, in order, until the last day is over in Panama", async () => {
    await staff("add", { ...MISSION, from: "2026-12-20", to: "", place: "Yaviza" });
    await staff("add", MISSION);
    expect(hears("whatsapp")).toMatch(/Misiones\n\nDel 3 de diciembre de 2026 al 4 de diciembre de 2026: Metetí[\s\S]*\n\n20 de diciembre de 2026: Yaviza/);
    expect(hears("whatsapp", "en")).toMatch(/3 December 2026 to 4 December 2026: Metetí/);
    expect(hears("sms")).not.toMatch(/Yaviza/);
    at = Date.UTC(2026, 11, 5, 4, 59);                     // 23:59 of the 4th in Panama
    expect(hears("whatsapp")).toMatch(/Metetí/);
    at += 60_000;
    expect(hears("whatsapp")).not.toMatch(/Metetí/);
    at = Date.UTC(2027, 0, 1);
    expect(hears("whatsapp")).toMatch(/No hay fecha/);
  });
});
