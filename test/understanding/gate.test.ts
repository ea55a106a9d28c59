/** What is understood must not fall: figures on the development set, each held to within a point of the last recorded. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { figuresOf, judge, readMessages, type Figures } from "../../scripts/score/figures.ts";

const FOLDER = join(import.meta.dirname, "dev"), RECORD = join(import.meta.dirname, "figures.json");
const LESS_IS_BETTER = new Set(["false hard", "false any", "alarming, false hard"]);
const SLACK = 1;

const files = readdirSync(FOLDER).filter(name => name.endsWith(".jsonl"));
const judged = files.flatMap(name => readMessages(readFileSync(join(FOLDER, name), "utf8"), name)).map(judge);
const now = figuresOf(judged);
if (process.env["UPDATE_FIGURES"]) writeFileSync(RECORD, `${JSON.stringify(now, null, 2)}\n`);
const before = JSON.parse(readFileSync(RECORD, "utf8")) as Figures;

describe("understanding on the development set does not fall by more than a point", () => {
  test.each(Object.keys(before["all"]!))("%s", name => {
    const [was, is] = [before["all"]![name]!, now["all"]![name]!];
    const fell = LESS_IS_BETTER.has(name) ? is.share - was.share : was.share - is.share;
    expect({ name, is: is.share, fell: fell > SLACK }).toEqual({ name, is: is.share, fell: false });
  });

  // A language has few messages: two of them are the slack there.
  test.each(Object.keys(before).filter(language => language !== "all"))("in %s the first topic and danger", language => {
    for (const name of ["top-1", "danger found"]) {
      const was = before[language]![name]!, is = now[language]![name]!;
      expect({ name, fell: was.share - is.share > 200 / was.of }).toEqual({ name, fell: false });
    }
  });
});

test("the development set is of a size to see a point, in all six languages", () => {
  expect(files).toHaveLength(6);
  expect(judged.length).toBeGreaterThan(350);
});

test("no message of the development set is an example that the model learnt from", () => {
  const examples = new Set(readdirSync("bot/understanding/examples").flatMap(name => readFileSync(join("bot/understanding/examples", name), "utf8").split("\n").map(line => line.replace(/^!/, "").trim())));
  expect(judged.map(({ message }) => message.text).filter(text => examples.has(text))).toEqual([]);
});
