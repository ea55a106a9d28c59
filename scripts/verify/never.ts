/** What is never said, whoever writes or translates: what is wrong or does harm, and on a lock screen what is nobody's business. */
import type { TextKey } from "../../flows/reply.ts";
import { namesOf } from "../../server/held.ts";
import { bare, formsOf, sayOf, spotsOf, textFile, textsOf, type Finding, type Given } from "./given.ts";
import { INTIMATE, NEVER, NOWHERE, TELLING } from "./lists.ts";

/** Letters of a line of doubt: it is one short line. */
const DOUBT = { whole: 80, sms: 45 } as const;
const LOCK_SCREEN = 80;

export function verifyNever(given: Given): Finding[] {
  return [...said(given), ...facts(given), ...doubts(given), ...intimate(given)];
}

function said({ content }: Given): Finding[] {
  return textsOf(content).flatMap(({ language, key, text, file }) => NEVER.flatMap(({ what, words, todo }): Finding[] => {
    const found = words[language]?.exec(bare(text)) ?? words.any?.exec(bare(text));
    return found ? [{ rule: "never-said", file, key, what: `says ${what}: "${found[0]}"`, todo }] : [];
  }));
}

function facts({ content, factFiles }: Given): Finding[] {
  return Object.values(content.facts).filter(({ value }) => NOWHERE.test(value)).map(({ id, value }) =>
    ({ rule: "never-said", file: factFiles[id] ?? "flows/facts", key: id, what: `tells ${value}, which is not for the people who write here`, todo: "remove it" }));
}

function doubts({ content }: Given): Finding[] {
  return textsOf(content).filter(({ key }) => key.startsWith("common.doubt-")).flatMap(({ key, text, file }): Finding[] => {
    const most = key.endsWith("_sms") ? DOUBT.sms : DOUBT.whole;
    return text.length > most || text.includes("\n") ? [{ rule: "too-long", file, key, what: `a line of doubt of ${text.length} letters, ${most} at most in one line`, todo: "shorten it" }] : [];
  });
}

/** Answers on sexuality, pregnancy or HIV: what a lock screen shows of them tells nobody. */
function intimate({ library, content }: Given): Finding[] {
  const flows = spotsOf(library).filter(({ flow }) => INTIMATE.flows.includes(flow.id));
  const keys: TextKey[] = [...flows.flatMap(({ step }) => sayOf(step).slice(0, 1)), ...flows.map(({ flow }) => namesOf(flow.topic)[0]), ...INTIMATE.keys];
  return textsOf(content).filter(({ base, key }) => keys.includes(base) && formsOf(content, "es", [base]).length > 0 && !key.startsWith("danger.")).flatMap(({ language, key, text }): Finding[] => {
    const found = TELLING[language].exec(bare(text).slice(0, LOCK_SCREEN));
    return found ? [{ rule: "betrays", file: textFile(language, key), key, what: `shows "${found[0]}" on a lock screen`, todo: "say it further down" }] : [];
  });
}
