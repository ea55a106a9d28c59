/** What is said to a person, in no language and on no channel: keys of texts, with values, and the choices they have.
 *  `bot/channels` renders it. It survives JSON.stringify: an outbound row stores it and it is rendered again when sent. */

/** A key of locales/: `namespace.key`, where the namespace is the file's name. */
export type TextKey = string;
export type FactId = string;

/** What fills a placeholder: a plain value, a date (`YYYY-MM-DD`, written out in the person's language, with its weekday if
 *  wanted, or that alone), or another text. */
export type Value = string | number | { date: string; weekday?: true | "only" } | { key: TextKey };
export type Values = Record<string, Value>;

/** One paragraph. What stands `under` it begins a line of its own, without a gap; only a line with values has such. */
export type Line = { key: TextKey; values?: Values; under?: Line[] };

/** A choice's id says by itself what it means, so that a tap on an old list still means what it said then:
 *  `topic:<id>` opens a topic, `do:<word>` a word that works everywhere, `lang:<code>` a language,
 *  `go:<flow>/<step>` a step, `go:<flow>` that flow's start, `set:<flow>/<step>/<value>` an answer to that step's question. */
export type ChoiceId = string;

/** `values` fill the label. `emoji` stands before the label on WhatsApp only. `about` is a list row's second line on WhatsApp, never needed to understand. */
export type Choice = { id: ChoiceId; label: TextKey; values?: Values; emoji?: string; about?: TextKey };

export type Reply = {
  /** Paragraphs, in order. The first names the topic, except in danger texts. */
  lines: Line[];
  /** At most 5, so that SMS can number them; the choice of language alone may have 7. */
  choices: Choice[];
  /** Facts told: they decide the one line of doubt, and are recorded with the turn. */
  facts: FactId[];
  /** A safety text is sent even when an agent has taken the conversation since. It never hedges and gets no footer. */
  safety?: true;
  /** The one-line footer "0 a person, 9 back". Left out where the choices already hold both, and in safety texts. */
  footer?: "person-back" | "person";
};
