import type { ConceptWords } from "../concepts.ts";
export const en: ConceptWords = {};
