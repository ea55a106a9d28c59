/** Flows and steps by name. Names come from outside (a tapped id, a session of another version): only what the library
 *  itself holds is found, never a property that every object has. */
import type { Flow, Library, Step } from "./flow.ts";
import type { TopicId } from "./ids.ts";

export function findFlow(library: Library, name: string): Flow | undefined {
  return Object.hasOwn(library.flows, name) ? library.flows[name] : undefined;
}

export function findStep(flow: Flow | undefined, name: string): Step | undefined {
  return flow && Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined;
}

export function flowOfTopic(library: Library, topic: TopicId): Flow | undefined {
  return Object.hasOwn(library.topics, topic) ? findFlow(library, library.topics[topic] ?? "") : undefined;
}
