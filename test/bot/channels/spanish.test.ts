/** The Spanish beneath grave texts that no native speaker has read: never instead of them, never cut, within what a provider takes. */
import { describe, expect, test } from "@jest/globals";
import type { Content } from "../../../bot/content.ts";
import { createWords, type Words } from "../../../bot/words.ts";
import { LIMITS, say } from "../../../bot/channels/say.ts";
import { countSegments } from "../../../bot/channels/segments.ts";
import { CHANNELS } from "../../../flows/ids.ts";
import type { Choice, Reply } from "../../../flows/reply.ts";
import { smallContent } from "../content.ts";

type Texts = Record<string, string>;
const LABELS: Texts = { yes: "Sí", no: "No" };

function wordsWith(es: Texts, ht: Texts | null, reviewed: string[] = []): Words {
  const content: Content = smallContent();
  content.texts.es = { ...content.texts.es, danger: { ...LABELS, ...es } };
  if (ht) content.texts.ht = { ...content.texts.ht, danger: { yes: "Wi", no: "Non", ...ht } };
  content.languages.ht!.reviewed = reviewed;
  return createWords(content, { strict: true });
}

const YES_NO: Choice[] = [{ id: "go:x/yes", label: "danger.yes" }, { id: "go:x/no", label: "danger.no" }];
const reply = (over: Partial<Reply> = {}): Reply => ({ lines: [{ key: "danger.first" }], choices: [], facts: [], safety: true, ...over });
const PLAIN = wordsWith({ first: "¿Puedes leer ahora? Está aquí.", first_sms: "¿Puedes leer?" }, { first: "Èske ou ka li kounye a?" });

describe.each(CHANNELS)("on %s", channel => {
  const said = (words: Words, over: Partial<Reply> = {}, language: "ht" | "es" = "ht"): string => say(reply(over), channel, language, words, { spanish: true })[0]!.body;

  test("it stands beneath a translation that nobody has read", () => {
    expect(said(PLAIN)).toMatch(channel === "sms" ? /^Eske ou ka li kounye a\?\nEspañol: ¿Puedes leer\?$/ : /^Èske ou ka li kounye a\?\n\nEspañol: ¿Puedes leer ahora\? Está aquí\.$/);
  });

  test.each<[string, string]>([
    ["where a native speaker has read the text", said(wordsWith({ first: "Te leo." }, { first: "M ap li ou." }, ["danger"]))],
    ["beneath Spanish itself", said(PLAIN, {}, "es")],
    ["beneath a text on which nothing hangs", said(PLAIN, { lines: [{ key: "common.menu" }] })],
    ["beneath what was said in Spanish for want of a translation", said(wordsWith({ first: "Te leo." }, null))],
    ["on trial", say(reply(), channel, "ht", PLAIN)[0]!.body],
  ])("it does not stand %s", (_where, body) => { expect(body).not.toContain("Español:"); });

  test("of a longer answer it repeats the grave lines alone, with their values", () => {
    const words = wordsWith({ later: "Hasta el {{day}}." }, { later: "Jiska {{day}}." });
    expect(said(words, { lines: [{ key: "common.menu" }, { key: "danger.later", values: { day: { date: "2026-11-27" } } }] })).toMatch(/Kisa ou bezwen\?\n+Jiska 27 novanm 2026\.\n+Español: Hasta el 27 de noviembre de 2026\.$/);
  });
});

describe("the limits of the providers", () => {
  const long = (letters: number): string => "Ale nan lopital. ".repeat(Math.ceil(letters / 17)).slice(0, letters - 1) + ".";
  const onWhatsApp = (words: Words, over: Partial<Reply> = {}) => say(reply({ choices: YES_NO, ...over }), "whatsapp", "ht", words, { spanish: true })[0]!;

  test("where the whole does not fit beside buttons, the short Spanish does", () => {
    const message = onWhatsApp(wordsWith({ first: long(900), first_sms: "Ve al hospital." }, { first: long(900) }));
    expect(message).toMatchObject({ kind: "buttons", body: `${long(900)}\n\nEspañol: Ve al hospital.` });
    expect(message.body.length).toBeLessThanOrEqual(LIMITS.interactive);
  });

  test("where that does not fit either, the choices are numbered and the Spanish is whole", () => {
    const message = onWhatsApp(wordsWith({ first: long(900), first_sms: long(400) }, { first: long(900) }));
    expect(message).toEqual({ kind: "text", body: `${long(900)}\n\n1 Wi\n2 Non\n\nEspañol: ${long(900)}` });
  });

  test("what is too long even so is a fault to the check, and to a person the text as it is, uncut", () => {
    const words = wordsWith({ first: long(3200) }, { first: long(900) });
    expect(() => onWhatsApp(words)).toThrow(expect.objectContaining({ code: "body:too-long", key: "danger.first" }));
    expect(say(reply({ choices: YES_NO }), "whatsapp", "ht", words, { spanish: true, strict: false })[0]).toMatchObject({ kind: "buttons", body: long(900) });
  });

  test.each([[798, true], [799, false]] as const)("an SMS of %s letters in Spanish fits 1,600 with a text of 792: %s", (letters, fits) => {
    const words = wordsWith({ first: long(letters) }, { first: long(792) });
    const bare = say(reply(), "sms", "ht", words)[0]!;
    const whole = (strict: boolean) => say(reply(), "sms", "ht", words, { spanish: true, strict })[0]!;
    if (!fits) { expect(() => whole(true)).toThrow(expect.objectContaining({ code: "body:too-long" })); expect(whole(false)).toEqual(bare); return; }
    const message = whole(true);
    expect(message).toEqual({ kind: "sms", body: `${bare.body}\nEspañol: ${long(letters)}`, ...countSegments(message.body) });
    expect(message.body).toHaveLength(LIMITS.sms);
  });
});
