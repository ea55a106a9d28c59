/** Every threshold of understanding. The measurements that set them are in docs/understanding.md. */
export const THRESHOLDS = {
  /** A danger that no list knows, by the model: from here on a discreet question is asked. */
  feared: 0.17,
  /** Share of the best topic from which it is answered at once. */
  sure: 0.55,
  /** The same where there are three words at most and none names a topic. */
  few: 0.85,
  /** The same for a topic of danger that no list found: its answer interrupts. */
  grave: 0.8,
  /** How sure the model must be of another danger to name that one instead of the one a list found. */
  otherDanger: 0.75,
  /** Share from which three choices are offered; below it the likeliest topics. */
  likely: 0.2,
  /** What a topic must reach to be offered at all. */
  offered: 0.015,
  /** What a second need must reach beside the first to be heard too. */
  beside: 0.2,
} as const;
