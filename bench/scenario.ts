/** The conversation that the load generator has with every bot it measures: five turns, one answer each. Expectations are
 *  loose about wording and strict about the topic, which an answer names in its first line. */

export type Turn = { do: { type: string } | { pick: number }; expect: RegExp };

export const SCENARIO: readonly Turn[] = [
  { do: { type: "hola" }, expect: /idioma|language/i },
  { do: { pick: 1 }, expect: /tema/i },
  { do: { type: "permiso de trabajo" }, expect: /^[^\n]*permiso de trabajo/i },
  { do: { type: "menu" }, expect: /tema/i },
  { do: { type: "inadeh" }, expect: /^[^\n]*inadeh/i },
];
