/** Where the library leads: no dead end, no round of questions without an answer, nothing that nobody comes to, and every
 *  topic near. Texts are not looked at, but for a topic's name. */
import { reading } from "../../bot/understanding/reading.ts";
import type { Words } from "../../bot/words.ts";
import type { Goto, Library, Step } from "../../flows/flow.ts";
import { findFlow, findStep, flowOfTopic } from "../../flows/find.ts";
import { DANGERS, TOPICS, type Language, type TopicId } from "../../flows/ids.ts";
import type { Choice } from "../../flows/reply.ts";
import { bare, flowFile, leadsTo, optionsOf, sayOf, sentencesOf, spotsOf, type Finding, type Given } from "./given.ts";

/** Topics that the interpreter answers by itself. */
export const FLOWLESS: readonly TopicId[] = ["complaint-feedback", "greeting", "thanks", "talk-to-human", "language-change", "out-of-scope"];
/** Topics that a word opens which works everywhere: "who are you", "delete my data". */
const COMMANDED: readonly TopicId[] = ["about-puente", "delete-my-data"];
/** From the main menu, that many answers away at most. */
const NEAR = 3;
const INDEX = "flows/library/index.ts";

export function verifyLibrary({ library }: Given, words: Words): Finding[] {
  return [...topics(library), ...deadEnds(library), ...loops(library), ...unreached(library), ...far(library, words)];
}

export const answered = (library: Library, topic: TopicId): boolean => FLOWLESS.includes(topic) || flowOfTopic(library, topic) !== undefined;

function topics(library: Library): Finding[] {
  const unanswered = (key: string, what: string): Finding => ({ rule: "topic-unanswered", file: INDEX, key, what, todo: "list a flow for it, or lead elsewhere" });
  return [
    ...TOPICS.filter(topic => !answered(library, topic)).map(topic => unanswered(topic, "the topic leads to no flow")),
    ...Object.keys(library.topics).filter(topic => !(TOPICS as readonly string[]).includes(topic)).map(topic => unanswered(topic, "is no topic of flows/ids.ts")),
    ...Object.entries(library.flows).filter(([id, flow]) => flow.id !== id || !findStep(flow, flow.start)).map(([id]) => unanswered(id, "the flow is kept under another name, or starts at a step it lacks")),
    ...library.menu.filter(choice => !choiceLeads(library, choice)).map(choice => unanswered(choice.id, "a choice of the main menu leads nowhere")),
  ];
}

function choiceLeads(library: Library, { id }: Choice): boolean {
  const [kind = "", rest = ""] = id.split(/:(.*)/s);
  if (kind === "topic") return answered(library, rest as TopicId);
  return kind !== "go" || enters(library, rest) !== null;
}

function deadEnds(library: Library): Finding[] {
  const found = (flow: string, key: string, what: string, todo: string): Finding => ({ rule: "dead-end", file: flowFile(flow), key, what, todo });
  const moved = Object.values(library.flows).flatMap(flow => Object.entries(flow.moved ?? {}).flatMap(([from, to]) => [
    ...(flow.steps[from] ? [found(flow.id, from, "is said to have moved, and is there", "take it out of `moved`")] : []),
    ...(flow.steps[to] ? [] : [found(flow.id, from, `moved to ${to}, which is not there`, "say where people who stood in it go now")]),
  ]));
  return [...moved, ...spotsOf(library).flatMap(({ flow, id, step }) => [
    ...leadsTo(step).filter(to => !leads(library, flow.id, to)).map(to => found(flow.id, id, `leads to ${shown(to)}, which is not there`, "correct the name, or add it")),
    ...((step.kind === "ask" || step.kind === "erase") && step.options.length < 2 ? [found(flow.id, id, "asks with fewer than two options", "add one, or make it an answer")] : []),
    ...("say" in step && step.say.length === 0 ? [found(flow.id, id, "says nothing", "name a text in `say`")] : []),
  ])];
}

const shown = (to: Goto): string => "menu" in to ? "the menu" : "topic" in to ? `the topic ${to.topic}` : `the step ${wayOf("", to)}`;

/** `flow/step`, or `flow` for its start; a step alone is one of the same flow. */
const wayOf = (flow: string, to: { flow?: string; step?: string }): string => `${to.flow ?? flow}/${to.step ?? ""}`;

/** The node that a way enters, or null where there is none. */
function enters(library: Library, way: string): Node | null {
  const [name = "", id = ""] = way.split("/");
  const flow = findFlow(library, name), step = id || flow?.start || "";
  return findStep(flow, step) ? `${name}/${step}` : null;
}

function leads(library: Library, flow: string, to: Goto): boolean {
  return "menu" in to ? to.menu : "topic" in to ? answered(library, to.topic) : enters(library, wayOf(flow, to)) !== null;
}

// ── rounds ────────────────────────────────────────────────────────────────────────────────────────────────────────

type Node = `${string}/${string}`;

function next(library: Library, flow: string, step: Step): Node[] {
  return leadsTo(step).flatMap((to): Node[] => {
    if ("menu" in to) return [];
    const other = "topic" in to ? flowOfTopic(library, to.topic) : undefined;
    const node = "topic" in to ? other && enters(library, other.id) : enters(library, wayOf(flow, to));
    return node ? [node] : [];
  });
}

/** Something is settled here: an answer, a hand-over, a look-up, a danger's details; or it leads to the menu or a person. */
function settles(step: Step): boolean {
  if (leadsTo(step).some(to => "menu" in to || "topic" in to && FLOWLESS.includes(to.topic))) return true;
  return step.kind === "safety" ? step.ticket !== undefined || optionsOf(step).length === 0 : step.kind !== "ask" && step.kind !== "input";
}

function loops(library: Library): Finding[] {
  const spots = spotsOf(library);
  const ends = new Set<Node>(spots.filter(({ step }) => settles(step)).map(({ flow, id }): Node => `${flow.id}/${id}`));
  for (let grew = true; grew;) {
    const more = spots.filter(({ flow, id, step }) => !ends.has(`${flow.id}/${id}`) && next(library, flow.id, step).some(node => ends.has(node)));
    for (const { flow, id } of more) ends.add(`${flow.id}/${id}`);
    grew = more.length > 0;
  }
  return spots.filter(({ flow, id }) => !ends.has(`${flow.id}/${id}`)).map(({ flow, id }) =>
    ({ rule: "loop", file: flowFile(flow.id), key: id, what: "its choices lead from question to question and never to an answer", todo: "lead one of them to an answer" }));
}

/** From every topic, the main menu and, for dangers of a kind, an entry of their own: `start-relative`. */
function unreached(library: Library): Finding[] {
  const spots = spotsOf(library), seen = new Set<Node>();
  const visit = (node: Node | null): void => {
    if (!node || seen.has(node)) return;
    seen.add(node);
    const [flow = "", id = ""] = node.split("/");
    for (const further of next(library, flow, findStep(findFlow(library, flow), id)!)) visit(further);
  };
  for (const id of Object.values(library.topics)) visit(enters(library, id));
  for (const { id } of library.menu) if (id.startsWith("go:")) visit(enters(library, id.slice("go:".length)));
  for (const { flow, id } of spots) if (id.startsWith("start-")) visit(`${flow.id}/${id}`);
  return spots.filter(({ flow, id }) => !seen.has(`${flow.id}/${id}`)).map(({ flow, id }) => ({ rule: "step-unreached", file: flowFile(flow.id), key: id, what: "nothing leads to this step", todo: "lead an option to it, or remove it" }));
}

// ── near ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Danger is looked for in every message: it needs no name. */
const isDanger = (library: Library, topic: TopicId): boolean => { const flow = flowOfTopic(library, topic); return (DANGERS as readonly string[]).includes(topic) || findStep(flow, flow?.start ?? "")?.kind === "safety"; };

/** A topic is named by a label that leads to it, or by the first sentence of its answer. */
function far(library: Library, words: Words): Finding[] {
  const within = nearMenu(library);
  return (Object.keys(library.topics) as TopicId[]).filter(topic => answered(library, topic) && !isDanger(library, topic) && !COMMANDED.includes(topic) && !within.has(topic)).flatMap(topic =>
    words.languages.filter(language => !namesOf(library, words, language, topic).some(name => reading.topic(name, language) === topic)).map((language): Finding =>
      ({ rule: "topic-far", file: `bot/understanding/topics/${language}.ts`, key: topic, what: `is more than ${NEAR} answers from the main menu, and its own name does not open it in ${language}`, todo: "add the phrases people ask for it with" })));
}

function namesOf(library: Library, words: Words, language: Language, topic: TopicId): string[] {
  const flow = flowOfTopic(library, topic)!, step = findStep(flow, flow.start);
  const labels = [...library.menu.filter(c => c.id === `topic:${topic}`).map(c => c.label), ...spotsOf(library).flatMap(s => optionsOf(s.step)).filter(o => "topic" in o.to && o.to.topic === topic).map(o => o.label)];
  const first = step ? sayOf(step).slice(0, 1) : [];
  return [...labels, ...first].filter(key => words.has(language, key)).map(key => sentencesOf(bare(words.text(language, key)))[0] ?? "");
}

function nearMenu(library: Library): Set<TopicId> {
  const topicsFound = new Set<TopicId>(), seen = new Set<Node>();
  let level: Node[] = library.menu.flatMap(({ id }): Node[] => {
    const [kind, rest = ""] = id.split(/:(.*)/s);
    const node = enters(library, kind === "topic" ? flowOfTopic(library, rest as TopicId)?.id ?? "" : rest);
    return node ? [node] : [];
  });
  for (let depth = 1; depth <= NEAR; depth++) {
    const further: Node[] = [];
    for (const node of level) {
      if (seen.has(node)) continue;
      seen.add(node);
      const [name = "", id = ""] = node.split("/");
      const flow = findFlow(library, name), step = findStep(flow, id);
      if (!flow || !step) continue;
      if (library.topics[flow.topic] === flow.id) topicsFound.add(flow.topic);
      further.push(...next(library, name, step));
    }
    level = further;
  }
  return topicsFound;
}
