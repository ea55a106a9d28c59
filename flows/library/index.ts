/** The library: every flow, which topic each answers, and the main menu. Greetings, thanks, a change of language and a wish
 *  for a person have no flow; the interpreter answers them. */
import type { Flow, Library } from "../flow.ts";
import { aboutPuente } from "./about-puente.ts";
import { appealDays } from "./appeal-days.ts";
import { asylumAdmission } from "./asylum-admission.ts";
import { asylumAppeal } from "./asylum-appeal.ts";
import { asylumApply } from "./asylum-apply.ts";
import { asylumDecision } from "./asylum-decision.ts";
import { asylumDocuments } from "./asylum-documents.ts";
import { asylumInterview } from "./asylum-interview.ts";
import { asylumRights } from "./asylum-rights.ts";
import { asylumSteps } from "./asylum-steps.ts";
import { bankAccount } from "./bank-account.ts";
import { birthRegistration } from "./birth-registration.ts";
import { caseStatus } from "./case-status.ts";
import { childProtection } from "./child-protection.ts";
import { chronicDisease } from "./chronic-disease.ts";
import { crisis } from "./crisis.ts";
import { darienOffices } from "./darien-offices.ts";
import { deleteMyData } from "./delete-my-data.ts";
import { detentionDeportation } from "./detention-deportation.ts";
import { diplomaValidation } from "./diploma-validation.ts";
import { disability } from "./disability.ts";
import { discrimination } from "./discrimination.ts";
import { documentationMissions } from "./documentation-missions.ts";
import { familyReunification } from "./family-reunification.ts";
import { follow } from "./follow.ts";
import { foodCash } from "./food-cash.ts";
import { fraud } from "./fraud.ts";
import { genderViolence } from "./gender-violence.ts";
import { healthCare } from "./health-care.ts";
import { housing } from "./housing.ts";
import { inadeh } from "./inadeh.ts";
import { jobs } from "./jobs.ts";
import { legalAid } from "./legal-aid.ts";
import { lgbtiq } from "./lgbtiq.ts";
import { lostDocuments } from "./lost-documents.ts";
import { mentalHealth } from "./mental-health.ts";
import { menus } from "./menus.ts";
import { migrationPermits } from "./migration-permits.ts";
import { missingRelative } from "./missing-relative.ts";
import { mobileClinics } from "./mobile-clinics.ts";
import { officesHours } from "./offices-hours.ts";
import { permanentResidence } from "./permanent-residence.ts";
import { refugeeCard } from "./refugee-card.ts";
import { remember } from "./remember.ts";
import { reproductiveHealth } from "./reproductive-health.ts";
import { resettlement } from "./resettlement.ts";
import { returnTransit } from "./return-transit.ts";
import { scholarships } from "./scholarships.ts";
import { schoolChildren } from "./school-children.ts";
import { SIGN } from "./signs.ts";
import { socialAssistance } from "./social-assistance.ts";
import { statelessness } from "./statelessness.ts";
import { talentsWithoutBorders } from "./talents-without-borders.ts";
import { trafficking } from "./trafficking.ts";
import { travelDocument } from "./travel-document.ts";
import { unaccompaniedChild } from "./unaccompanied-child.ts";
import { university } from "./university.ts";
import { withdrawClaim } from "./withdraw-claim.ts";
import { womenEntrepreneurs } from "./women-entrepreneurs.ts";
import { workPermit } from "./work-permit.ts";
import { workPermitRenewal } from "./work-permit-renewal.ts";
import { workRights } from "./work-rights.ts";

const topical: readonly Flow[] = [
  asylumSteps,
  asylumApply,
  asylumDocuments,
  asylumInterview,
  asylumAdmission,
  asylumDecision,
  asylumAppeal,
  asylumRights,
  caseStatus,
  workPermit,
  workPermitRenewal,
  workRights,
  inadeh,
  university,
  scholarships,
  schoolChildren,
  diplomaValidation,
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
  unaccompaniedChild,
  trafficking,
  detentionDeportation,
  healthCare,
  reproductiveHealth,
  chronicDisease,
  mobileClinics,
  disability,
  lgbtiq,
  refugeeCard,
  permanentResidence,
  familyReunification,
  statelessness,
  birthRegistration,
  documentationMissions,
  darienOffices,
  officesHours,
  legalAid,
  migrationPermits,
  travelDocument,
  withdrawClaim,
  lostDocuments,
  returnTransit,
  resettlement,
  missingRelative,
  aboutPuente,
  deleteMyData,
];

/** Every flow and the main menu, as data. */
export const library: Library = {
  flows: Object.fromEntries([...topical, menus, appealDays, remember, follow].map(flow => [flow.id, flow])),
  topics: Object.fromEntries([appealDays, ...topical].map(flow => [flow.topic, flow.id])),     // a flow of the topic's own comes before it
  menu: [
    { id: "topic:asylum-steps", label: "topics.asylum-steps", emoji: SIGN["asylum-steps"] },
    { id: "topic:case-status", label: "topics.case-status", emoji: SIGN["case-status"] },
    { id: "go:menus/work", label: "topics.work", emoji: SIGN.work },
    { id: "go:menus/study", label: "topics.study", emoji: SIGN.study },
    { id: "go:menus/life", label: "topics.life", emoji: SIGN.life },
  ],
  ways: {
    remember: { id: "go:remember/ask", label: "remember.offer" },
    news: { id: "go:follow/told", label: "follow.see" },
    forget: { id: "go:remember/forgotten", label: "remember.forget" },
  },
};
