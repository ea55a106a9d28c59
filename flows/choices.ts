/** The choices a step offers: each id says by itself what it means. */
import type { Library, Option } from "./flow.ts";
import type { Choice } from "./reply.ts";
import type { Place } from "./session.ts";

export function choicesOf(place: Place, options: readonly Option[] | undefined): Choice[] {
  return (options ?? []).map(({ to, label, emoji, about }) => ({
    id: "menu" in to ? "do:menu" : "topic" in to ? `topic:${to.topic}` : `go:${place.flow}/${to.step}`,
    label, ...(emoji !== undefined && { emoji }), ...(about !== undefined && { about }),
  }));
}

/** "Shall everything be deleted?": yes and no, which count only where they were asked. */
export function eraseChoices(place: Place, options: readonly Option[]): Choice[] {
  return ["yes", "no"].map((value, n) => ({ id: `set:${place.flow}/${place.step}/${value}`, label: options[n]!.label }));
}

/** What the step at a place offers; nothing where there is no such step. */
export function offered(library: Library, place: Place | null): Choice[] {
  const step = place ? library.flows[place.flow]?.steps[place.step] : undefined;
  if (!place || !step || !("options" in step) || !step.options) return [];
  return step.kind === "erase" ? eraseChoices(place, step.options) : choicesOf(place, step.options);
}
