/** An answer with a held fact: it names its topic, tells nothing that is held, and betrays nobody. */
import { expect, test } from "@jest/globals";
import { createWords } from "../../bot/words.ts";
import { CHANNELS, LANGUAGES, type Language } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Reply } from "../../flows/reply.ts";
import type { Place } from "../../flows/session.ts";
import { say } from "../../bot/channels/say.ts";
import { loadContent } from "../../server/content.ts";
import { withoutHeld } from "../../server/held.ts";
import { textOf } from "../support/puente.ts";

const content = loadContent({ name: "Casa", contact: "x" });
for (const fact of Object.values(content.facts)) fact.held = true;
const words = createWords(content, { strict: true });
const at = (flow: string, step: string): Place => ({ flow, step, version: 1 });
const reply = (key: string): Reply => ({ lines: [{ key }], choices: [], facts: ["onpar-phone"], footer: "person-back" });
const shown = (what: Reply, place: Place | null): string[] => withoutHeld(what, words, library, place).lines.map(line => line.key);

test.each<[string, Reply, Place | null, string[]]>([
  ["a topic by its name", reply("work-permit.admitted"), at("work-permit", "admitted"), ["menus.work-permit", "common.checking"]],
  ["a flow beside a topic's own by that topic's", reply("appeal-days.refused"), at("appeal-days", "day-refused"), ["topics.asylum-appeal", "common.checking"]],
  ["what stands nowhere by what it is about", reply("case-status.off"), null, ["topics.case-status", "common.checking"]],
  ["what is about no topic not at all", reply("common.complaint"), null, ["common.checking"]],
  ["a protection topic not at all", reply("unaccompanied-child.carer-papers"), at("unaccompanied-child", "carer-papers"), ["common.checking"]],
  ["a danger's text as it is", { ...reply("danger.crisis"), safety: true }, at("crisis", "start"), ["danger.crisis"]],
])("%s", (_what, what, place, keys) => { expect(shown(what, place)).toEqual(keys); });

test("the notice to a stranger stays", () => {
  expect(shown({ ...reply("inadeh.start"), lines: [{ key: "inadeh.start" }, { key: "common.notice-1" }, { key: "common.notice-2" }] }, at("inadeh", "start"))).toEqual(["menus.inadeh", "common.checking", "common.notice-1", "common.notice-2"]);
});

const topics = Object.entries(library.topics).filter(([, flow]) => !library.flows[flow]!.protection);
test.each(topics.flatMap(([topic, flow]) => LANGUAGES.map((language): [string, string, Language] => [topic, flow, language])))("%s (%s) has a first line in %s, in one message", (_topic, flow, language) => {
  for (const channel of CHANNELS) {
    const messages = say(withoutHeld(reply("common.menu"), words, library, at(flow, library.flows[flow]!.start)), channel, language, words);
    expect(messages.map(textOf).join("|")).toMatch(/^[^\n|]{3,40}\n/);
  }
});
