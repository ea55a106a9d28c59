import type { ConceptWords } from "../concepts.ts";
export const fr: ConceptWords = {};
