/** What the helpdesk agrees on: canned answers, one answer with a variant for each language, each read by somebody who did not
 *  write it; opening hours, teams, outcomes. Versioned: of two who change one, one is told. */
import type { Language, TopicId } from "../../flows/ids.ts";
import type { Answer, Settings } from "../routes/api-schemas.ts";
import type { Audit } from "../staff/audit.ts";
import type { Staff } from "../store/staff.ts";
import { Problem } from "./problem.ts";

export type SettingName = keyof Settings;
type Kept = Omit<Answer, "id" | "version">;
export type Papers = ReturnType<typeof createPapers>;

const DEFAULTS: { [K in SettingName]: Settings[K]["value"] } = {
  hours: { week: [1, 2, 3, 4, 5].map(day => ({ day, from: "08:00", to: "16:00" })), closed: [] },
  teams: [],
  outcomes: [{ code: "answered", label: "Respondido" }, { code: "referred", label: "Derivado" }, { code: "no-reply", label: "La persona no contesta" }, { code: "other", label: "Otro" }],
};

export function createPapers({ staff, audit }: { staff: Staff; audit: Audit }) {
  async function setting<K extends SettingName>(name: K): Promise<Settings[K]> {
    const paper = await staff.paper("setting", name);
    return (paper ? { version: paper.version, value: JSON.parse(paper.body) as unknown } : { version: 0, value: DEFAULTS[name] }) as Settings[K];
  }

  async function revise(kind: "answer" | "setting", id: string, version: number, body: string | null): Promise<{ version: number }> {
    if (await staff.revise(kind, id, version, body) === "stale") throw new Problem("paper:stale");
    return { version: version + 1 };
  }

  async function answer(id: string): Promise<{ version: number; kept: Kept } | null> {
    const paper = await staff.paper("answer", id);
    return paper && { version: paper.version, kept: JSON.parse(paper.body) as Kept };
  }

  return {
    settings: async (): Promise<Settings> => ({ hours: await setting("hours"), teams: await setting("teams"), outcomes: await setting("outcomes") }),

    async change<K extends SettingName>(by: string, name: K, version: number, value: Settings[K]["value"]): Promise<{ version: number }> {
      await audit.record(by, "setting.changed", name);
      return revise("setting", name, version, JSON.stringify(value));
    },

    answers: async (): Promise<Answer[]> => (await staff.papers("answer")).map(({ id, version, body }) => ({ id, version, ...JSON.parse(body) as Kept })),

    /** A text that was changed must be read again; one that was not stays read. */
    async write(by: string, id: string, { version, title, topic, variants }: { version: number; title: string; topic: TopicId | null; variants: { language: Language; text: string }[] }): Promise<{ version: number }> {
      const before = await answer(id);
      const kept: Kept = { title, topic, variants: variants.map(v => before?.kept.variants.find(b => b.language === v.language && b.text === v.text) ?? { ...v, reviewed: false, by, reviewedBy: null }) };
      await audit.record(by, "answer.changed", id);
      return revise("answer", id, version, JSON.stringify(kept));
    },

    async review(by: string, id: string, version: number, language: Language): Promise<{ version: number }> {
      const before = await answer(id), variant = before?.kept.variants.find(v => v.language === language);
      if (!before || !variant) throw new Problem("paper:unknown");
      if (variant.by === by) throw new Problem("review:own");
      await audit.record(by, "answer.reviewed", `${id} ${language}`);
      return revise("answer", id, version, JSON.stringify({ ...before.kept, variants: before.kept.variants.map(v => v === variant ? { ...v, reviewed: true, reviewedBy: by } : v) }));
    },

    async remove(by: string, id: string, version: number): Promise<void> {
      await audit.record(by, "answer.changed", id);
      await revise("answer", id, version, null);
    },
  };
}
