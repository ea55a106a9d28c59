/** One fixed sign a topic, shown before its label in WhatsApp's menus: people who read little find their topic by it. */
export const SIGN = {
  "asylum-steps": "🧭",
  "case-status": "🔎",
  work: "💼",
  study: "🎓",
  "mental-health": "💚",
} as const;
