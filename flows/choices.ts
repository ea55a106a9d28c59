/** The choices a step offers: each id says by itself what it means. */
import { findFlow, findStep } from "./find.ts";
import type { Goto, Library, Option, Step } from "./flow.ts";
import { LANGUAGES, type TopicId } from "./ids.ts";
import type { Choice, ChoiceId } from "./reply.ts";
import type { Place } from "./session.ts";

// Choices that stand outside the flows.
export const MENU: Choice = { id: "do:menu", label: "common.menu-label" };
export const HUMAN: Choice = { id: "do:human", label: "common.human-label" };
export const RESUME: Choice = { id: "do:resume", label: "common.yes" };
export const OTHER: Choice = { id: "do:other-language", label: "languages.other", emoji: "🗣" };
export const AGAIN: Choice = { id: "topic:case-status", label: "case-status.try-again" };
export const LANGUAGE_CHOICES: readonly Choice[] = LANGUAGES.map(l => ({ id: `lang:${l}`, label: `languages.${l}` }));
const OUTSIDE: ReadonlyMap<ChoiceId, Choice> = new Map([MENU, HUMAN, RESUME, OTHER, AGAIN, ...LANGUAGE_CHOICES].map(c => [c.id, c]));

/** A choice that stands outside the flows, or in the main menu, by its id. */
export function outside(library: Library, id: ChoiceId): Choice | undefined {
  return library.menu.find(c => c.id === id) ?? OUTSIDE.get(id);
}

/** A topic as the main menu, or what it leads to, offers it. */
export function inMenu(library: Library, topic: TopicId): Choice | undefined {
  const id: ChoiceId = `topic:${topic}`;
  for (const choice of library.menu) {
    const [flow = "", step = ""] = choice.id.startsWith("go:") ? choice.id.slice(3).split("/") : [];
    const found = choice.id === id ? choice : offered(library, { flow, step, version: 0 }).find(c => c.id === id);
    if (found) return found;
  }
  return undefined;
}

/** A topic as the menus offer it, else as the first answer that leads to it does. */
export function topicChoice(library: Library, topic: TopicId): Choice | undefined {
  const shown = inMenu(library, topic);
  if (shown) return shown;
  for (const flow of Object.values(library.flows)) for (const step of Object.values(flow.steps)) {
    const option = flow.protection ? undefined : optionsOf(step).find(({ to }) => "topic" in to && to.topic === topic);
    if (option) return { id: `topic:${topic}`, label: option.label, ...(option.emoji !== undefined && { emoji: option.emoji }) };
  }
  return undefined;
}

export function choicesOf(place: Place, options: readonly Option[] | undefined): Choice[] {
  return (options ?? []).map(({ to, label, emoji, about }) => ({
    id: idOf(place.flow, to),
    label, ...(emoji !== undefined && { emoji }), ...(about !== undefined && { about }),
  }));
}

/** What a choice that leads there is called. */
export function idOf(flow: string, to: Goto): ChoiceId {
  if ("menu" in to) return "do:menu";
  if ("topic" in to) return `topic:${to.topic}`;
  if ("flow" in to) return to.step === undefined ? `go:${to.flow}` : `go:${to.flow}/${to.step}`;
  return `go:${flow}/${to.step}`;
}

/** The days that a date may be, in words, and a way on for who does not know. */
export function dateChoices(place: Place, dates: readonly string[], unsure: Option): Choice[] {
  return [...dates.map(date => ({ id: `set:${place.flow}/${place.step}/${date}`, label: "common.date", values: { date: { date } } })), ...choicesOf(place, [unsure])];
}

/** "Shall everything be deleted?": yes and no, which count only where they were asked. */
export function eraseChoices(place: Place, options: readonly Option[]): Choice[] {
  return ["yes", "no"].map((value, n) => ({ id: `set:${place.flow}/${place.step}/${value}`, label: options[n]!.label }));
}

/** What the step at a place offers; nothing where there is no such step. */
export function offered(library: Library, place: Place | null): Choice[] {
  const step = place ? findStep(findFlow(library, place.flow), place.step) : undefined;
  if (!place || !step) return [];
  return step.kind === "erase" ? eraseChoices(place, step.options) : choicesOf(place, optionsOf(step));
}

/** The options of a step, whatever its kind. */
export function optionsOf(step: Step): readonly Option[] {
  if ("unsure" in step && step.kind === "input") return [step.unsure];
  return "options" in step ? step.options ?? [] : [];
}
