/** In development, while nobody has a password: an address in the terminal that lets a supervisor in, once. Its key is made
 *  at start and lives in memory; what is kept is the agent, who has no password and so cannot sign in any other way. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Access } from "./access.ts";
import { NEW_CARD } from "./agents.ts";
import type { Audit } from "./audit.ts";

export const GUEST = "supervisor";
export type Invitation = { path: string; take(key: string): Promise<string | null> };

/** `open`: whether this process may invite at all. */
export async function createInvitation({ access, audit, open }: { access: Access; audit: Audit; open: boolean }): Promise<Invitation | null> {
  if (!open || !await access.nobodyCanSignIn()) return null;
  const key = randomBytes(24).toString("base64url");
  let used = false;
  return {
    path: `/console/enter?key=${key}`,
    /** The token of a session, or null: a wrong key, or one that was used. */
    async take(shown) {
      const same = shown.length === key.length && timingSafeEqual(Buffer.from(shown), Buffer.from(key));
      if (used || !same) return null;
      used = true;
      if (!await access.agents.get(GUEST)) {
        await audit.record("start", "agent.hired", GUEST);
        await access.agents.hire(GUEST, { role: "supervisor", ...NEW_CARD, languages: ["es", "en", "fr", "pt", "ht", "ar"] });
      }
      return access.enter(GUEST, "development");
    },
  };
}
