/** The names that outsiders rely on: languages, channels, topics and dangers. Lists first, types from them. */

export const LANGUAGES = ["es", "en", "fr", "pt", "ht", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ["whatsapp", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Topics this library answers today. Ids are public and only grow. */
export const TOPICS = [
  "asylum-steps",
  "case-status",
  "work-permit",
  "inadeh",
  "university",
  "mental-health",
  "talents-without-borders",
  "crisis",
  "gender-violence",
  "child-protection",
  "trafficking",
  "detention-deportation",
  "health-care",
  "about-puente",
  "language-change",
  "talk-to-human",
  "delete-my-data",
  "complaint-feedback",
  "greeting",
  "thanks",
  "out-of-scope",
  "asylum-apply",
  "asylum-documents",
  "asylum-interview",
  "asylum-admission",
  "asylum-decision",
  "asylum-appeal",
  "asylum-rights",
  "refugee-card",
  "permanent-residence",
  "family-reunification",
  "work-permit-renewal",
  "work-rights",
  "scholarships",
  "school-children",
  "diploma-validation",
  "reproductive-health",
  "chronic-disease",
  "mobile-clinics",
  "jobs",
  "women-entrepreneurs",
  "bank-account",
  "social-assistance",
  "housing",
  "documentation-missions",
  "birth-registration",
  "statelessness",
  "darien-offices",
  "legal-aid",
  "offices-hours",
  "migration-permits",
  "fraud",
  "missing-relative",
  "resettlement",
  "return-transit",
  "lost-documents",
  "travel-document",
  "withdraw-claim",
  "unaccompanied-child",
  "lgbtiq",
  "disability",
  "food-cash",
  "discrimination",
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
