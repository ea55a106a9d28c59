/** A report for the terminal: what is wrong, what each topic holds, what the dearest paths cost. */
import { LANGUAGES } from "../../flows/ids.ts";
import type { Cost, Finding, Report, TopicReport } from "./given.ts";

const DEAREST = 10;

export function summary({ topics, languages, channels, paths, findings, warnings, byTopic, costs, staff }: Report): string {
  const sms = costs.filter(({ channel }) => channel === "sms");
  return [
    ...findings.map(shown), ...(findings.length ? [""] : []),
    ...(warnings.length ? ["Warnings", ...warnings.map(shown), ""] : []),
    row("topic, and the way to each of its answers", "taps", "messages", "SMS segments"),
    ...byTopic.flatMap(topic => [about(topic), ...ways(sms.filter(cost => cost.topic === topic.topic))]), "",
    row(`the ${DEAREST} dearest`, "taps", "messages", "SMS segments"),
    ...sms.slice(0, DEAREST).map(({ to, language, taps, bubbles, segments }) => row(`${language} ${to}`, taps, bubbles, segments)), "",
    `${counted(topics.length, "topic")}, ${languages.join(" ")}, ${channels.join(" and ")}: ${counted(paths, "path")} walked.`,
    ...spread(sms), ...(staff ? [staff] : []),
    findings.length ? `${counted(findings.length, "finding")}.` : "No findings.",
  ].join("\n");
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
const shown = ({ rule, file, key, what, todo }: Finding): string => `${rule}  ${file}  ${key}: ${what}. ${todo.charAt(0).toUpperCase()}${todo.slice(1)}.`;
const row = (what: string, taps: string | number, bubbles: string | number, segments: string | number): string => `${what.padEnd(54)} ${String(taps).padStart(4)} ${String(bubbles).padStart(9)}  ${segments}`;
const about = ({ topic, answers, paths, findings, languages }: TopicReport): string =>
  `${topic}: ${counted(answers, "answer")}, ${counted(paths, "path")}, ${languages.join(" ")}${findings ? `, ${counted(findings, "finding")}` : ""}`;

/** One line an answer, what it costs in each language side by side. */
function ways(costs: Cost[]): string[] {
  return [...new Set(costs.map(({ to }) => to))].map(to => ({ to, same: costs.filter(cost => cost.to === to) })).map(({ to, same }) => row(`  ${to}`, same[0]!.taps, same[0]!.bubbles, LANGUAGES.flatMap(l => same.filter(cost => cost.language === l)).map(cost => `${cost.language} ${cost.segments}`).join("  ")));
}

function spread(costs: Cost[]): string[] {
  if (!costs.length) return [];
  const [segments, taps] = [costs.map(c => c.segments).toSorted((a, b) => a - b), costs.map(c => c.taps).toSorted((a, b) => a - b)];
  const half = Math.floor(costs.length / 2);
  return [`An answer costs ${segments[half]} SMS segments and ${taps[half]} taps in the middle, ${segments.at(-1)} and ${taps.at(-1)} at most.`];
}
