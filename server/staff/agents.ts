/** The people of the helpdesk, as papers: what the others may know of an agent in the clear, the secrets sealed. */
import type { TopicId } from "../../flows/ids.ts";
import type { Seal } from "../seal.ts";
import type { Paper, Staff } from "../store/staff.ts";
import type { StaffRole } from "./role.ts";
import { NO_SECRETS, type Secrets } from "./secrets.ts";

/** `languages`: any names; `topics`: preferred ones, and protection topics allowed beyond the role. `capacity`: open conversations at once. */
export type Card = { role: StaffRole; languages: string[]; topics: TopicId[]; capacity: number; onShift: boolean; active: boolean };
export type Agent = { name: string; version: number; card: Card; secrets: Secrets };

export const NEW_CARD: Omit<Card, "role"> = { languages: ["es"], topics: [], capacity: 5, onShift: true, active: true };

/** Short, and the same on every keyboard: it stands in holds, notes and the audit log. */
export const isName = (text: string): boolean => /^[a-z][a-z0-9.-]{1,31}$/.test(text);

export function createAgents({ staff, seal }: { staff: Staff; seal: Seal }) {
  const read = ({ id, version, body }: Paper): Agent => {
    const { secrets, ...card } = JSON.parse(body) as Card & { secrets: string };
    return { name: id, version, card, secrets: JSON.parse(seal.open("agent", Buffer.from(secrets, "base64"))) as Secrets };
  };
  const write = (card: Card, secrets: Secrets): string => JSON.stringify({ ...card, secrets: Buffer.from(seal.seal("agent", JSON.stringify(secrets))).toString("base64") });

  async function get(name: string): Promise<Agent | null> {
    const paper = await staff.paper("agent", name);
    return paper && read(paper);
  }

  return {
    get,
    all: async (): Promise<Agent[]> => (await staff.papers("agent")).map(read),
    hire: (name: string, card: Card, secrets: Secrets = NO_SECRETS): Promise<"done" | "stale"> => staff.revise("agent", name, 0, write(card, secrets)),
    /** `change` may be asked again when somebody was faster; null from it leaves everything. */
    async amend(name: string, change: (agent: Agent) => Pick<Agent, "card" | "secrets"> | null): Promise<"done" | "no" | "gone"> {
      for (;;) {
        const agent = await get(name);
        if (!agent) return "gone";
        const next = change(agent);
        if (!next) return "no";
        if (await staff.revise("agent", name, agent.version, write(next.card, next.secrets)) === "done") return "done";
      }
    },
  };
}
