/** Whether what a person told about their claim shall be remembered, and how to have it forgotten. */
import type { Flow, Option } from "../flow.ts";

const menu: Option = { label: "common.menu-label", to: { menu: true } };

export const remember: Flow = {
  id: "remember",
  version: 1,
  topic: "out-of-scope",
  start: "ask",
  steps: {
    ask: {
      kind: "consent",
      to: "stage",
      say: ["remember.ask"],
      options: [
        { label: "remember.yes", grants: "yes", to: { step: "kept" } },
        { label: "remember.no", to: { step: "not-kept" } },
      ],
    },
    kept: { kind: "answer", say: ["remember.kept"], options: [{ label: "remember.forget", to: { step: "forgotten" } }, menu] },
    "not-kept": { kind: "answer", say: ["remember.not-kept"], options: [menu] },
    forgotten: { kind: "forget", of: "everything", say: ["remember.forgotten"], options: [menu] },
  },
};
