import type { ConceptWords } from "../concepts.ts";
export const ar: ConceptWords = {};
