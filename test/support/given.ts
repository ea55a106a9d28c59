/** What `npm run verify` verifies: the real library, texts and facts, with nothing changed. */
import { createWords } from "../../bot/words.ts";
import { library } from "../../flows/library/index.ts";
import { loadContent } from "../../server/content.ts";
import { ROOT } from "../../server/root.ts";
import type { Given } from "../../scripts/verify/given.ts";
import { factFiles, namedKeys } from "../../scripts/verify/sources.ts";

const content = loadContent({ name: "Fundación Casa del Puente", contact: "datos@casadelpuente.example" });
const [named, files] = [namedKeys(ROOT), factFiles(ROOT)];

/** A copy of its own, to be changed at will. */
export const realGiven = (over: Partial<Given> = {}): Given =>
  ({ library: structuredClone(library), content: structuredClone(content), today: "2026-11-24", production: false, named, factFiles: files, accepted: [], ...over });

export const realWords = () => createWords(content);
