/** Asks once, then everything is deleted. The interpreter takes the first option as yes and the second as no. */
import type { Flow } from "../flow.ts";

export const deleteMyData: Flow = {
  id: "delete-my-data",
  version: 1,
  topic: "delete-my-data",
  start: "ask",
  steps: {
    ask: {
      kind: "erase",
      say: ["delete-my-data.ask"],
      options: [
        { label: "delete-my-data.yes", to: { menu: true } },
        { label: "delete-my-data.no", to: { menu: true } },
      ],
    },
  },
};
