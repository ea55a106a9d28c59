/** What is said in place of an answer that tells a fact which staff hold: its topic, and that it is being checked. What the
 *  answer offers stays. */
import type { Words } from "../bot/words.ts";
import { findFlow } from "../flows/find.ts";
import type { Library } from "../flows/flow.ts";
import { TOPICS, type TopicId } from "../flows/ids.ts";
import type { Line, Reply } from "../flows/reply.ts";
import type { Place } from "../flows/session.ts";
import { BETRAYABLE, NOTICE } from "../flows/turn.ts";

/** `place`: where the conversation stands with this answer. */
export function withoutHeld(reply: Reply, words: Words, library: Library, place: Place | null): Reply {
  if (reply.safety || !reply.facts.some(id => words.fact(id)?.held)) return reply;
  const notice = new Set(NOTICE.map(line => line.key));
  return { ...reply, lines: [...nameOf(reply, words, library, place), { key: "common.checking" }, ...reply.lines.filter(line => notice.has(line.key))], facts: [], footer: reply.footer ?? "person" };
}

/** The first line names the topic; where that would betray somebody nothing does. */
function nameOf(reply: Reply, words: Words, library: Library, place: Place | null): Line[] {
  const flow = place ? findFlow(library, place.flow) : undefined;
  const topic = flow?.topic ?? TOPICS.find(id => id === reply.lines[0]?.key.split(".")[0]);
  if (!topic || flow?.protection || BETRAYABLE.has(topic)) return [];
  const key = namesOf(topic).find(name => words.has("es", name));
  return key ? [{ key }] : [];
}

/** The keys that name a topic, the better first: its name, or what the menus call it. */
export const namesOf = (topic: TopicId): [string, string] => [`topics.${topic}`, `menus.${topic}`];
