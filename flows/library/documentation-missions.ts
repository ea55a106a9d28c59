/** Visits of several offices to Darién and Guna Yala. Dates are told where staff have announced them; nobody should wait for one. */
import type { Flow } from "../flow.ts";

export const documentationMissions: Flow = {
  id: "documentation-missions",
  version: 1,
  topic: "documentation-missions",
  start: "start",
  steps: {
    start: {
      kind: "answer",
      say: ["documentation-missions.start"],
      events: { of: "documentation-missions", title: "events.missions" },
      facts: ["missions-year", "missions-last-year", "onpar-phone", "asylum-deadline-months"],
      options: [
        { label: "documentation-missions.next-what", to: { step: "what" } },
        { label: "documentation-missions.next-darien", to: { topic: "darien-offices" } },
        { label: "documentation-missions.next-asylum-steps", to: { topic: "asylum-steps" } },
        { label: "follow.offer", to: { flow: "follow", step: "documentation-missions" } },
      ],
    },
    what: {
      kind: "answer",
      say: ["documentation-missions.what", "common.free"],
      facts: ["missions-year", "missions-places"],
      options: [
        { label: "documentation-missions.next-darien", to: { topic: "darien-offices" } },
        { label: "documentation-missions.next-residence", to: { topic: "permanent-residence" } },
        { label: "documentation-missions.next-baby", to: { topic: "birth-registration" } },
      ],
    },
  },
};
