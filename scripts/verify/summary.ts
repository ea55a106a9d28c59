/** A report for the terminal: what is wrong, what each topic holds, what the dearest paths cost. */
import type { Cost, Finding, Report, TopicReport } from "./given.ts";

const DEAREST = 10;

export function summary({ topics, languages, channels, paths, findings, warnings, byTopic, costs }: Report): string {
  const sms = costs.filter(cost => cost.channel === "sms");
  return [
    ...findings.map(shown), ...(findings.length ? [""] : []),
    ...(warnings.length ? ["Warnings", ...warnings.map(shown), ""] : []),
    "topic                     answers  paths  dearest SMS  findings  languages",
    ...byTopic.map(line), "",
    "dearest by SMS, all answers on the way                    segments  messages  taps",
    ...sms.slice(0, DEAREST).map(cost), "",
    `${counted(topics.length, "topic")}, ${languages.join(" ")}, ${channels.join(" and ")}: ${counted(paths, "path")} walked.`,
    `${spread(sms)}`,
    findings.length ? `${counted(findings.length, "finding")}.` : "No findings.",
  ].join("\n");
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
const shown = ({ rule, file, key, what, todo }: Finding): string => `${rule}  ${file}  ${key}: ${what}. ${todo[0]!.toUpperCase()}${todo.slice(1)}.`;
const line = ({ topic, answers, paths, segments, findings, languages }: TopicReport): string =>
  `${topic.padEnd(25)} ${String(answers).padStart(7)} ${String(paths).padStart(6)} ${String(segments).padStart(12)} ${String(findings).padStart(9)}  ${languages.join(" ")}`;
const cost = ({ to, language, taps, bubbles, segments }: Cost): string => `${`${language} ${to}`.padEnd(57)} ${String(segments).padStart(8)} ${String(bubbles).padStart(9)} ${String(taps).padStart(5)}`;

function spread(costs: Cost[]): string {
  if (!costs.length) return "";
  const [segments, taps] = [costs.map(c => c.segments).toSorted((a, b) => a - b), costs.map(c => c.taps).toSorted((a, b) => a - b)];
  const half = Math.floor(costs.length / 2);
  return `An answer costs ${segments[half]} SMS segments and ${taps[half]} taps in the middle, ${segments.at(-1)} and ${taps.at(-1)} at most.`;
}
