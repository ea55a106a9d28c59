/** The levels beneath the main menu: each leads to topics, or to five more. */
import type { Flow, Option, Step } from "../flow.ts";
import type { TopicId } from "../ids.ts";
import { SIGN } from "./signs.ts";

const topic = (to: TopicId & keyof typeof SIGN): Option => ({ label: `menus.${to}`, emoji: SIGN[to], to: { topic: to } });
const further = (step: "money" | "papers" | "more"): Option => ({ label: `menus.next-${step}`, emoji: SIGN[step], to: { step } });
const choose = (name: string, options: Option[]): Step => ({ kind: "ask", say: [`menus.${name}`], options });

export const menus: Flow = {
  id: "menus",
  version: 2,
  topic: "out-of-scope",
  start: "work",
  steps: {
    work: choose("work", [topic("work-permit"), topic("jobs"), topic("talents-without-borders"), topic("work-rights"), further("money")]),
    money: choose("money", [topic("bank-account"), topic("women-entrepreneurs"), topic("social-assistance"), topic("food-cash"), topic("fraud")]),
    study: choose("study", [topic("inadeh"), topic("university"), topic("school-children"), topic("scholarships"), topic("diploma-validation")]),
    life: choose("life", [topic("mental-health"), topic("health-care"), further("papers"), topic("legal-aid"), further("more")]),
    papers: choose("papers", [topic("refugee-card"), topic("permanent-residence"), topic("family-reunification"), topic("birth-registration"), topic("lost-documents")]),
    more: choose("more", [topic("housing"), topic("disability"), topic("offices-hours"), topic("complaint-feedback"), topic("about-puente")]),
  },
};
