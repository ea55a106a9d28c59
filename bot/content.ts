/** Everything that is said, read and checked once: texts by language and namespace, facts, and who runs this line.
 *  `server/content.ts` makes it; `words.ts` speaks it. */
import type { Area } from "../flows/area.ts";
import type { Service } from "../flows/directory.ts";
import type { Fact } from "../flows/fact.ts";
import type { Language } from "../flows/ids.ts";
import type { FactId } from "../flows/reply.ts";

export type LanguageMeta = {
  language: Language;
  name: string;            // in itself: "Español", "العربية"
  latinName: string;       // for SMS lists: "Arabe"
  rtl: boolean;
  /** Every namespace is there. Only complete languages are offered. */
  complete: boolean;
  /** Namespaces a native speaker has read. Empty: none. */
  reviewed: string[];
};

export type Content = {
  /** Changes with any text or fact; an outbound row names the version it was checked against. */
  version: string;
  texts: Partial<Record<Language, Record<string, Record<string, string>>>>;   // language → namespace → key → text
  languages: Partial<Record<Language, LanguageMeta>>;
  facts: Record<FactId, Fact>;
  /** Areas by which nearness is reckoned, and offices as HSDS services, by the file they stand in.
   *  What was kept of an earlier version may have none. */
  directory?: { areas: Area[]; services: Record<string, Service[]> };
  operator: { name: string; contact: string };
};
