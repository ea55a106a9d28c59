/** Texts on which a life, a case or a consent hangs, by key. Where no native speaker has read one in a language, production
 *  sends the Spanish beneath it. A text of such a class that is not marked here is a finding of `npm run verify`. */
import type { TextKey } from "./reply.ts";

export type GraveClass = "safety" | "consent" | "deadline" | "opt-out";

const KEYS: Record<GraveClass, readonly TextKey[]> = {
  safety: [
    "danger.first", "danger.quiet", "danger.soft", "danger.received", "danger.later", "danger.trouble", "danger.human-asked", "danger.human-already",
    "danger.crisis", "danger.crisis-writing", "danger.crisis-relative", "danger.crisis-child", "danger.gender-violence", "danger.sexual-violence",
    "danger.trafficking", "danger.child-protection", "danger.child-writing", "danger.detention", "danger.detention-relative", "danger.health-care",
    "reproductive-health.unprotected", "common.consulate",
    "unaccompanied-child.first", "unaccompanied-child.quiet", "unaccompanied-child.seen", "unaccompanied-child.who",
    "unaccompanied-child.child", "unaccompanied-child.child-papers", "unaccompanied-child.carer", "unaccompanied-child.carer-papers",
  ],
  consent: ["common.notice-1", "common.notice-2"],
  deadline: [
    "asylum-apply.start", "asylum-appeal.start", "asylum-appeal.second", "appeal-days.refused", "appeal-days.not-admitted", "legal-aid.refused",
    "migration-permits.none", "migration-permits.refused", "return-transit.not-claimed", "documentation-missions.start",
    "birth-registration.hospital", "birth-registration.home", "common.doubt-deadline",
  ],
  "opt-out": ["common.stopped", "common.started"],
};

/** Key → why it is grave. */
export const GRAVE: ReadonlyMap<TextKey, GraveClass> = new Map((Object.keys(KEYS) as GraveClass[]).flatMap(what => KEYS[what].map(key => [key, what] as const)));
