import type { ConceptWords } from "../concepts.ts";
export const ht: ConceptWords = {};
