/** The proof that each path of the library fits and ends well: the library, its texts and facts in, what is wrong and what
 *  each path costs out. Pure: files, arguments and printing are `scripts/verify.ts`. */
import { createWords } from "../../bot/words.ts";
import { CHANNELS, LANGUAGES, TOPICS, type TopicId } from "../../flows/ids.ts";
import { turn } from "../../flows/turn.ts";
import { verifyCounts } from "./counts.ts";
import { verifyEase } from "./ease.ts";
import { liveFacts, overdue, verifyFacts } from "./facts.ts";
import type { Finding, Given, Report, TopicReport } from "./given.ts";
import { answered, verifyLibrary } from "./library.ts";
import { unmarked, unreviewed } from "./live.ts";
import { verifyNever } from "./never.ts";
import { once, verifyPhone } from "./phone.ts";
import { verifyTexts } from "./texts.ts";
import { walk, type Interpret, type Walked } from "./walk.ts";

export function verify(given: Given, interpret: Interpret = turn): Report {
  const { library, content } = given;
  const words = createWords(content, { strict: true });
  const walked = walk(library, words, content, interpret);
  const phone = verifyPhone(given, words, walked, interpret);
  const findings = sorted([
    ...verifyLibrary(given, words),
    ...verifyFacts(given, walked.said),
    ...verifyTexts(given, phone.keys),
    ...phone.findings,
    ...verifyCounts(given),
    ...verifyEase(given),
    ...verifyNever(given),
    ...unmarked(given),
    ...(given.production ? [...unreviewed(given), ...liveFacts(given)] : []),
  ]);
  return {
    topics: TOPICS.filter(topic => answered(library, topic)),
    languages: LANGUAGES.filter(language => walked.said.some(said => said.language === language)),
    channels: [...CHANNELS],
    paths: walked.said.length,
    findings,
    warnings: overdue(given),
    byTopic: (Object.keys(library.topics) as TopicId[]).map(topic => aboutTopic(given, walked, phone.costs, findings, topic)),
    costs: phone.costs,
  };
}

function sorted(findings: Finding[]): Finding[] {
  return once(findings).toSorted((a, b) => a.file.localeCompare(b.file) || a.key.localeCompare(b.key) || a.rule.localeCompare(b.rule));
}

function aboutTopic({ library }: Given, { said }: Walked, costs: Report["costs"], findings: Finding[], topic: TopicId): TopicReport {
  const flow = library.topics[topic]!, own = said.filter(one => one.topic === topic);
  return {
    topic, answers: Object.keys(library.flows[flow]?.steps ?? {}).length,
    languages: LANGUAGES.filter(language => own.some(one => one.language === language)), paths: own.length,
    segments: Math.max(0, ...costs.filter(cost => cost.topic === topic).map(cost => cost.segments)),
    findings: findings.filter(({ file, key }) => file === `flows/library/${flow}.ts` || file.endsWith(`/${flow}.json`) || key.startsWith(`${flow}.`)).length,
  };
}
