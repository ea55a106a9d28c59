/** Which ticket an agent takes next: danger first, then what is theirs, then whoever waits longest among those they speak with, their
 *  topics before others. Whoever has waited too long is anybody's. Pure. */
import type { Millis } from "../../flows/ids.ts";
import type { Row } from "../routes/api-schemas.ts";
import type { Viewer } from "../staff/role.ts";

const MINUTE = 60_000;
/** After this a ticket is offered beyond an agent's topics; after the second, beyond their languages. Danger is at once. */
export const WIDER: { topics: Millis; languages: Millis } = { topics: 5 * MINUTE, languages: 15 * MINUTE };

/** `others`: owners who are on shift: what is theirs is left to them for as long as a topic is. Null: nothing for them now. */
export function nextFor(viewer: Pick<Viewer, "name" | "topics">, rows: readonly Row[], others: ReadonlySet<string>, at: Millis): Row | null {
  const fits = rows.filter(row => row.state === "waiting" && isFor(viewer, row, others, at - row.openedAt));
  return fits.toSorted((a, b) => rank(viewer, a) - rank(viewer, b) || a.openedAt - b.openedAt || a.id - b.id)[0] ?? null;
}

function isFor({ name, topics }: Pick<Viewer, "name" | "topics">, row: Row, others: ReadonlySet<string>, waited: Millis): boolean {
  if (row.owner === name) return true;
  const spoken = row.views.includes("waiting-mine");
  if (row.priority === "danger") return spoken || waited >= WIDER.topics;
  if (row.owner !== null && others.has(row.owner) && waited < WIDER.topics) return false;
  if (!spoken && waited < WIDER.languages) return false;
  return topics.length === 0 || topics.includes(row.topic) || waited >= WIDER.topics;
}

const rank = (viewer: Pick<Viewer, "name">, row: Row): number => row.priority === "danger" ? 0 : row.owner === viewer.name ? 1 : 2;
