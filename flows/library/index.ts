/** The library: every flow, which topic each answers, and the main menu. Greetings, thanks, a change of language and a wish
 *  for a person have no flow; the interpreter answers them. */
import type { Flow, Library } from "../flow.ts";
import { aboutPuente } from "./about-puente.ts";
import { appealDays } from "./appeal-days.ts";
import { asylumSteps } from "./asylum-steps.ts";
import { caseStatus } from "./case-status.ts";
import { childProtection } from "./child-protection.ts";
import { crisis } from "./crisis.ts";
import { deleteMyData } from "./delete-my-data.ts";
import { detentionDeportation } from "./detention-deportation.ts";
import { genderViolence } from "./gender-violence.ts";
import { healthCare } from "./health-care.ts";
import { inadeh } from "./inadeh.ts";
import { menus } from "./menus.ts";
import { mentalHealth } from "./mental-health.ts";
import { SIGN } from "./signs.ts";
import { talentsWithoutBorders } from "./talents-without-borders.ts";
import { trafficking } from "./trafficking.ts";
import { university } from "./university.ts";
import { workPermit } from "./work-permit.ts";

const topical: readonly Flow[] = [
  asylumSteps,
  caseStatus,
  workPermit,
  inadeh,
  university,
  mentalHealth,
  talentsWithoutBorders,
  crisis,
  genderViolence,
  childProtection,
  trafficking,
  detentionDeportation,
  healthCare,
  aboutPuente,
  deleteMyData,
];

/** Every flow and the main menu, as data. */
export const library: Library = {
  flows: Object.fromEntries([...topical, menus, appealDays].map(flow => [flow.id, flow])),
  topics: Object.fromEntries([appealDays, ...topical].map(flow => [flow.topic, flow.id])),     // a flow of the topic's own comes before it
  menu: [
    { id: "topic:asylum-steps", label: "topics.asylum-steps", emoji: SIGN["asylum-steps"] },
    { id: "topic:case-status", label: "topics.case-status", emoji: SIGN["case-status"] },
    { id: "go:menus/work", label: "topics.work", emoji: SIGN.work },
    { id: "go:menus/study", label: "topics.study", emoji: SIGN.study },
    { id: "topic:mental-health", label: "topics.mental-health", emoji: SIGN["mental-health"] },
  ],
};
