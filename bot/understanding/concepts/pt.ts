import type { ConceptWords } from "../concepts.ts";
export const pt: ConceptWords = {};
