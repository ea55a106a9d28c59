/** The sandbox's feed of changes: oldest first, numbered for good, read by a cursor and told to one webhook, signed. */
import { createHmac } from "node:crypto";
import type { Contract } from "../server/cases/contract.ts";

type Change = Contract["Change"];

/** Where changes are told at once, and the secret they are signed with. */
export type Webhook = { url: string; secret: string };

/** The first that are kept; older ones are gone, and so are their cursors. */
const KEPT_FROM = 3;
const DAY = 86_400_000;

export function createChanges(now: () => number, webhook?: Webhook) {
  const begun = now();
  const changes: Change[] = MADE_UP.map(([caseNumber, what, daysAgo, urgent], at) =>
    ({ id: `c-${KEPT_FROM + at}`, caseNumber, changedAt: new Date(begun - daysAgo * DAY).toISOString(), what, ...(urgent && { urgent }) }));

  return {
    /** `bad`: no cursor of ours. `gone`: older than what is kept. */
    page(after: string | undefined, limit: number): Contract["Changes"] | "bad" | "gone" {
      const from = after === undefined ? KEPT_FROM : Number(/^n([0-9]{1,9})$/.exec(after)?.[1] ?? NaN);
      if (Number.isNaN(from) || from > KEPT_FROM + changes.length) return "bad";
      if (from < KEPT_FROM) return "gone";
      const page = changes.slice(from - KEPT_FROM, from - KEPT_FROM + limit);
      const next = from + page.length;
      return { changes: page, cursor: `n${next}`, more: next < KEPT_FROM + changes.length };
    },

    /** One more. Resolves when the webhook was tried: one that fails is left to the cursor. */
    async report(change: Omit<Change, "id" | "changedAt">): Promise<Change> {
      const made = { id: `c-${KEPT_FROM + changes.length}`, changedAt: new Date(now()).toISOString(), ...change };
      changes.push(made);
      if (webhook) await tell(webhook, { changes: [made] }, now()).catch(() => {});
      return made;
    },
  };
}

const MADE_UP: readonly (readonly [caseNumber: string, what: string, daysAgo: number, urgent?: true])[] = [
  ["PA-2026-000003", "stage", 28], ["PA-2026-000003", "appointment", 27], ["PA-2025-003127", "appointment", 21],
  ["PA-2026-000005", "stage", 12], ["PA-2026-000005", "appointment", 12], ["PA-2025-002098", "stage", 6, true],
  ["PA-2025-002098", "appointment", 6, true], ["PA-2025-002311", "notice", 3, true], ["PA-2026-000117", "stage", 1],
];

async function tell({ url, secret }: Webhook, told: Contract["Told"], at: number): Promise<void> {
  const body = JSON.stringify(told);
  await fetch(url, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(5000), headers: { "content-type": "application/json", "x-puente-signature": sign(body, secret, at) } });
}

/** `t=UNIX,v1=HEX` over the time, a dot and the body. */
function sign(body: string, secret: string, at: number): string {
  const t = Math.floor(at / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}
