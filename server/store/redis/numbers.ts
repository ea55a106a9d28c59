/** Terms and counts that the scripts and their callers share. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Words go this long after the last answer, unless a ticket is open. */
export const FORGET_AFTER = 24 * HOUR;
/** How long danger keeps an address after its person asked to be forgotten. */
export const KEPT_FOR = 72 * HOUR;
export const DANGER_PRIORITY = 1;
/** Conversations are spread over this many hash tags; each is a place of its own for its indexes. It is part of every
 *  conversation's id: never change it for a database that is in use. */
export const SHARDS = 128;
