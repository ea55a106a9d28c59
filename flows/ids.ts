/** The names that outsiders rely on: languages, channels, topics and dangers. Lists first, types from them. */

export const LANGUAGES = ["es", "en", "fr", "pt", "ht", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ["whatsapp", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Topics this library answers today. Ids are public and only grow. */
export const TOPICS = [
  "asylum-steps",
  "asylum-apply",
  "asylum-documents",
  "asylum-interview",
  "asylum-admission",
  "asylum-decision",
  "asylum-appeal",
  "asylum-rights",
  "case-status",
  "work-permit",
  "work-permit-renewal",
  "work-rights",
  "inadeh",
  "university",
  "scholarships",
  "school-children",
  "diploma-validation",
  "mental-health",
  "talents-without-borders",
  "jobs",
  "women-entrepreneurs",
  "bank-account",
  "social-assistance",
  "housing",
  "food-cash",
  "discrimination",
  "fraud",
  "crisis",
  "gender-violence",
  "child-protection",
  "unaccompanied-child",
  "trafficking",
  "detention-deportation",
  "health-care",
  "reproductive-health",
  "chronic-disease",
  "mobile-clinics",
  "disability",
  "lgbtiq",
  "refugee-card",
  "permanent-residence",
  "family-reunification",
  "statelessness",
  "birth-registration",
  "documentation-missions",
  "darien-offices",
  "offices-hours",
  "legal-aid",
  "migration-permits",
  "travel-document",
  "withdraw-claim",
  "lost-documents",
  "return-transit",
  "resettlement",
  "missing-relative",
  "about-puente",
  "language-change",
  "talk-to-human",
  "delete-my-data",
  "complaint-feedback",
  "greeting",
  "thanks",
  "out-of-scope",
] as const;
export type TopicId = (typeof TOPICS)[number];

/** What a danger is about. A medical emergency is reported under `health-care`. */
export const DANGERS = ["crisis", "gender-violence", "child-protection", "trafficking", "detention-deportation", "health-care"] as const;
export type DangerTopic = (typeof DANGERS)[number] & TopicId;

/** Milliseconds since 1970, UTC. */
export type Millis = number;

/** Ends a switch over a union: a case that was forgotten does not compile, and throws if it comes at run time. */
export function never(x: never): never {
  throw new Error(`unexpected value of kind ${typeof x}`);
}
