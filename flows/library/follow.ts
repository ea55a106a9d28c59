/** "Shall we tell you?": whoever waits for a mission, a clinic or a fair says where, and when it is safe to write. The message
 *  that we start names nothing; what it is about is told only to who answers it. */
import type { Flow, Option, Step } from "../flow.ts";
import type { EventKind } from "../event.ts";

const menu: Option = { label: "common.menu-label", to: { menu: true } };
const stop: Option = { label: "follow.stop", to: { step: "stopped" } };
const where = (of: EventKind): Step => ({ kind: "input", as: "province", of, say: ["follow.where"], again: "follow.where-again", next: { step: "when" } });

export const follow: Flow = {
  id: "follow",
  version: 1,
  topic: "out-of-scope",
  start: "documentation-missions",
  steps: {
    "documentation-missions": where("documentation-missions"),
    "mobile-clinics": where("mobile-clinics"),
    jobs: where("jobs"),
    when: {
      kind: "consent",
      to: "follow",
      say: ["follow.when"],
      options: [
        { label: "follow.hours-day", grants: "day", to: { step: "kept" } },
        { label: "follow.hours-morning", grants: "morning", to: { step: "kept" } },
        { label: "follow.hours-afternoon", grants: "afternoon", to: { step: "kept" } },
        { label: "follow.hours-night", grants: "night", to: { step: "kept" } },
        { label: "follow.do-not", to: { step: "not-kept" } },
      ],
    },
    kept: { kind: "answer", say: ["follow.kept"], options: [stop, menu] },
    "not-kept": { kind: "answer", say: ["follow.not-kept"], options: [menu] },
    told: {
      kind: "news",
      say: ["follow.none"],
      titles: { "documentation-missions": "events.missions", "mobile-clinics": "events.clinics", jobs: "events.jobs" },
      options: [stop, menu],
    },
    stopped: { kind: "forget", of: "follows", say: ["follow.stopped"], options: [menu] },
  },
};
