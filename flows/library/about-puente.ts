/** "Who are you?", from any state: who runs this, what it is not, and who reads what is written. */
import type { Flow, Option } from "../flow.ts";

const erase: Option = { label: "about-puente.next-delete", to: { topic: "delete-my-data" } };
const human: Option = { label: "about-puente.next-human", to: { topic: "talk-to-human" } };

export const aboutPuente: Flow = {
  id: "about-puente",
  version: 1,
  topic: "about-puente",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["about-puente.start"],
      options: [{ label: "about-puente.next-who-sees", to: { step: "who-sees" } }, erase, human],
    },
    "who-sees": { kind: "answer", say: ["about-puente.who-sees"], options: [erase, human] },
  },
};
