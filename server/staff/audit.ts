/** Who did what, for good: recorded before it is done, so that nothing is done that is not on record. Each entry is bound to
 *  the one before by a hash whose key lies wrapped under DATA_KEY: whoever changes the file cannot make it fit again. */
import type { Millis } from "../../flows/ids.ts";
import type { Seal } from "../seal.ts";
import type { Link, Staff } from "../store/staff.ts";

export type Act = "agent.hired" | "agent.changed" | "agent.password" | "signed-in" | "sign-in.refused" | "signed-out" | "passes.revoked" | "token.made" | "totp.set" | "code.on-paper"
  | "number.revealed" | "conversation.refused" | "protection.read" | "conversation.given" | "answer.changed" | "answer.reviewed" | "setting.changed" | "audit.read";

export type Audit = ReturnType<typeof createAudit>;
/** `n`: the number of the last good entry. */
export type Checked = { kind: "whole"; n: number; head: string } | { kind: "broken"; n: number };

const PAGE = 500;

export function createAudit({ staff, seal, now }: { staff: Staff; seal: Seal; now: () => Millis }) {
  // Words that were sealed are bound as they are sealed: the check needs no key but that of the hashes.
  const link: Link = (before, n, { at, who, what, about, why }) =>
    seal.hash("audit", JSON.stringify([Buffer.from(before).toString("base64"), n, at, who, what, about, why && Buffer.from(why).toString("base64")]));

  return {
    /** `about`: a conversation, an agent, a paper. `why`: in somebody's words; sealed. */
    record: (who: string, what: Act, about: string | number = "", why: string | null = null): Promise<number> =>
      staff.record({ at: now(), who, what, about: String(about), why: why === null ? null : seal.seal("audit", why) }, link),

    /** `head` is worth a note on paper: it shows later whether the end was cut off. */
    async check(): Promise<Checked> {
      let before: Uint8Array = new Uint8Array(0), n = 0;
      for (;;) {
        const page = await staff.audit(n, PAGE);
        for (const entry of page) {
          if (entry.n !== n + 1 || !Buffer.from(link(before, entry.n, entry)).equals(Buffer.from(entry.link))) return { kind: "broken", n };
          before = entry.link;
          n = entry.n;
        }
        if (page.length < PAGE) return { kind: "whole", n, head: Buffer.from(before).toString("hex") };
      }
    },

    async read(after: number, max: number): Promise<{ n: number; at: Millis; who: string; what: string; about: string; why: string | null }[]> {
      return (await staff.audit(after, max)).map(({ n, at, who, what, about, why }) => ({ n, at, who, what, about, why: why && seal.open("audit", why) }));
    },
  };
}
