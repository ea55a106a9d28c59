/** Every threshold of understanding, with the measurement that set it: docs/understanding.md has the tables. */
export const THRESHOLDS = {
  /** A danger that no list knows, by the model: from here on a discreet question is asked. */
  feared: 0.15,
  /** Share of the best topic from which it is answered at once. */
  sure: 0.45,
  /** Share from which three choices are offered; below it the likeliest topics or a person. */
  likely: 0.15,
  /** What a second need must reach beside the first to be heard too. */
  beside: 0.25,
} as const;
