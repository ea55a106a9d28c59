/** The library: every flow, which topic each answers, and the main menu. Greetings, thanks, a change of language and a wish
 *  for a person have no flow; the interpreter answers them. */
import type { Flow, Library } from "../flow.ts";
import { aboutPuente } from "./about-puente.ts";
import { asylumSteps } from "./asylum-steps.ts";
import { bankAccount } from "./bank-account.ts";
import { caseStatus } from "./case-status.ts";
import { childProtection } from "./child-protection.ts";
import { crisis } from "./crisis.ts";
import { deleteMyData } from "./delete-my-data.ts";
import { detentionDeportation } from "./detention-deportation.ts";
import { discrimination } from "./discrimination.ts";
import { foodCash } from "./food-cash.ts";
import { fraud } from "./fraud.ts";
import { genderViolence } from "./gender-violence.ts";
import { healthCare } from "./health-care.ts";
import { housing } from "./housing.ts";
import { inadeh } from "./inadeh.ts";
import { jobs } from "./jobs.ts";
import { menus } from "./menus.ts";
import { mentalHealth } from "./mental-health.ts";
import { SIGN } from "./signs.ts";
import { socialAssistance } from "./social-assistance.ts";
import { talentsWithoutBorders } from "./talents-without-borders.ts";
import { trafficking } from "./trafficking.ts";
import { university } from "./university.ts";
import { womenEntrepreneurs } from "./women-entrepreneurs.ts";
import { workPermitRenewal } from "./work-permit-renewal.ts";
import { workPermit } from "./work-permit.ts";
import { workRights } from "./work-rights.ts";

const topical: readonly Flow[] = [
  asylumSteps,
  caseStatus,
  workPermit,
  workPermitRenewal,
  workRights,
  inadeh,
  university,
  mentalHealth,
  talentsWithoutBorders,
  jobs,
  womenEntrepreneurs,
  bankAccount,
  socialAssistance,
  housing,
  foodCash,
  discrimination,
  fraud,
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
  flows: Object.fromEntries([...topical, menus].map(flow => [flow.id, flow])),
  topics: Object.fromEntries(topical.map(flow => [flow.topic, flow.id])),
  menu: [
    { id: "topic:asylum-steps", label: "topics.asylum-steps", emoji: SIGN["asylum-steps"] },
    { id: "topic:case-status", label: "topics.case-status", emoji: SIGN["case-status"] },
    { id: "go:menus/work", label: "topics.work", emoji: SIGN.work },
    { id: "go:menus/study", label: "topics.study", emoji: SIGN.study },
    { id: "topic:mental-health", label: "topics.mental-health", emoji: SIGN["mental-health"] },
  ],
};
