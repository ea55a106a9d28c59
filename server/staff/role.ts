/** Who may do what at the helpdesk: roles, their rights, and which tickets somebody sees. Pure; decided here and nowhere
 *  else, on the server. */
import { findFlow } from "../../flows/find.ts";
import { TOPICS, type TopicId } from "../../flows/ids.ts";
import { library } from "../../flows/library/index.ts";
import type { Ticket } from "../store/store.ts";

export const STAFF_ROLES = ["agent", "senior", "supervisor", "protection", "admin", "auditor"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** `protection`: tickets on protection topics. `complaints`: complaints about us. `others`: what a colleague holds.
 *  `shift`: gives away what a colleague holds, sees who is on shift. `review`: canned answers. `staff`: agents and settings. */
export type Right = "answer" | "protection" | "complaints" | "others" | "shift" | "review" | "staff" | "audit";

const RIGHTS: Record<StaffRole, readonly Right[]> = {
  agent: ["answer"],
  senior: ["answer", "protection", "others"],
  supervisor: ["answer", "protection", "others", "shift", "review"],
  protection: ["answer", "protection", "complaints", "others", "review"],
  admin: ["staff"],
  auditor: ["audit"],
};

/** Roles whose password alone opens nothing. */
export const TWO_STEPS: readonly StaffRole[] = ["supervisor", "admin", "protection"];

export const SCOPES = ["read", "write", "audit"] as const;
export type Scope = (typeof SCOPES)[number];

/** Whoever asks. `scopes`: what the token allows; null for a person in a browser. */
export type Viewer = { name: string; role: StaffRole; languages: readonly string[]; topics: readonly TopicId[]; scopes: readonly Scope[] | null };

export const may = (viewer: Pick<Viewer, "role">, right: Right): boolean => RIGHTS[viewer.role].includes(right);

export const rightsOf = (role: StaffRole): readonly Right[] => RIGHTS[role];

const COMPLAINTS: TopicId = "complaint-feedback";
export const PROTECTION_TOPICS: ReadonlySet<TopicId> = new Set(TOPICS.filter(topic => findFlow(library, library.topics[topic] ?? "")?.protection));

export const isProtection = (topic: TopicId): boolean => PROTECTION_TOPICS.has(topic) || topic === COMPLAINTS;

/** Whoever holds a conversation goes on seeing it, whatever it turns into. */
export function sees(viewer: Viewer, ticket: Pick<Ticket, "topic" | "holder" | "owner">): boolean {
  if (!may(viewer, "answer")) return false;
  const { holder, topic } = ticket;
  if (holder.kind === "human" && holder.agent === viewer.name) return true;
  if (topic === COMPLAINTS) return may(viewer, "complaints");
  if (PROTECTION_TOPICS.has(topic) && !may(viewer, "protection") && !viewer.topics.includes(topic)) return false;
  return holder.kind !== "human" || may(viewer, "others");
}
