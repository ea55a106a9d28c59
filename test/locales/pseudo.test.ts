/** A language of made-up letters: whatever comes out in plain ones was written in the code instead of in `locales/`. */
import { expect, test } from "@jest/globals";
import { say } from "../../bot/channels/say.ts";
import { createWords } from "../../bot/words.ts";
import { library } from "../../flows/library/index.ts";
import { newSession } from "../../flows/session.ts";
import { turn } from "../../flows/turn.ts";
import { loadContent } from "../../server/content.ts";
import { textOf } from "../support/puente.ts";

const LETTERS: Record<string, string> = Object.fromEntries(Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ").map(letter => [letter, String.fromCodePoint(letter.codePointAt(0)! + (letter > "Z" ? 0x430 - 0x61 : 0x410 - 0x41))]));
/** Values in braces stay; letters become Cyrillic ones. */
const pseudo = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\{\{[^}]*\}\}|[A-Za-z]/g, part => LETTERS[part] ?? part);

const content = loadContent({ name: "1", contact: "2" });
content.texts.en = Object.fromEntries(Object.entries(content.texts.en!).map(([name, texts]) => [name, Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]))]));
for (const fact of Object.values(content.facts)) fact.value = "3";
const words = createWords(content);
const steps = Object.values(library.flows).flatMap(flow => Object.keys(flow.steps).map(step => `${flow.id}/${step}`));

test("every word that is said comes from locales/", () => {
  const plain = steps.flatMap(step => {
    const { reply } = turn(library, { ...newSession(), noticed: true, language: "en" }, { kind: "choice", id: `go:${step}` }, {}, Date.UTC(2026, 10, 24, 12), () => "id", { languages: ["es", "en"], cases: "on", channel: "whatsapp", waiting: false });
    if (!reply) return [];
    const said = say(reply, "whatsapp", "en", words, { today: "2026-11-24", strict: false }).map(textOf).join("\n");
    return (said.match(/[A-Za-z]{2,}/g) ?? []).map(word => `${step}: ${word}`);
  });
  expect(steps.length).toBeGreaterThan(40);
  expect(plain).toEqual([]);
});
