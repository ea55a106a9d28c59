/** A registry that can't be guessed at: wrong answers are counted for a day under the case, the address and all together, in the
 *  store. Beyond the limit nothing is asked, and the answer is the one for a wrong number, after the same time. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Millis } from "../../flows/ids.ts";
import type { Seal } from "../seal.ts";
import type { Limit, Store } from "../store/store.ts";
import type { LookupAnswer, Registry } from "./registry.ts";

/** Guesses a day: at one case, from one address, and by everybody. The right answer, and none, are no guess. */
export const GUESSES = { case: 5, address: 10, all: 1_000 } as const;
export const WINDOW = 86_400_000;
/** "Not found" comes at a multiple of this after the question, however long it took to know. Milliseconds. */
export const STRIDE = 1_000;

/** `from`: whoever asks, as something that outlives an erasure. */
export type Question = { id: string; caseNumber: string; proof: string; from: string };

/** Which limit was reached. */
const LIMITED = ["guesses:case", "guesses:address", "guesses:all"] as const;
type Limited = (typeof LIMITED)[number];

export type Guarded = {
  lookup(question: Question): Promise<LookupAnswer & { limited?: Limited }>;
  /** The question `id` was no guess. */
  forgive(id: string): Promise<void>;
};

export function createGuarded({ registry, store, seal, now, wait = ms => sleep(ms) }: { registry: Pick<Registry, "lookup">; store: Pick<Store, "guess" | "forgive">; seal: Pick<Seal, "hash">; now: () => Millis; wait?: (ms: number) => Promise<unknown> }): Guarded {
  const limit = (scope: keyof typeof GUESSES, what: string): Limit => ({ key: seal.hash("guess", `${scope}:${what}`), max: GUESSES[scope] });

  return {
    async lookup({ id, caseNumber, proof, from }) {
      const begun = now();
      const reached = await store.guess(id, [limit("case", alike(caseNumber)), limit("address", from), limit("all", "")], begun, begun - WINDOW);
      const limited = reached === null ? undefined : LIMITED[reached]!;
      if (limited === "guesses:all") return { kind: "answered", outcome: { kind: "failed", why: limited }, limited };
      const answer: LookupAnswer = limited ? { kind: "answered", outcome: { kind: "unknown" } } : await registry.lookup(caseNumber, proof, id);
      if (answer.kind === "answered" && answer.outcome.kind === "unknown") await wait(STRIDE - Math.max(0, now() - begun) % STRIDE);
      return { ...answer, ...(limited && { limited }) };
    },
    forgive: id => store.forgive(id),
  };
}

/** Forms of a number that a lenient registry may take for the same one are one: dashes and a group's leading zeros count for nothing. */
const alike = (caseNumber: string): string => (caseNumber.match(/[A-Z]+|\d+/g) ?? []).map(part => part.replace(/^0+/, "")).join("");
