/** The table of Graph codes: who is held up, who is told, and how long a retry waits. */
import { describe, expect, test } from "@jest/globals";
import { GRAPH_FAULTS } from "../../../server/providers/whatsapp/faults.ts";
import { faultOf, pairBackoff } from "../../../server/providers/whatsapp.ts";

describe("the fault table", () => {
  test.each([
    ["throughput slows everybody", 130429, "again", "provider", "nobody"],
    ["the app's call limit slows everybody", 4, "again", "provider", "nobody"],
    ["the pair limit holds up one person", 131056, "again", "person", "nobody"],
    ["a closed window waits for the person", 131047, "parked", "person", "nobody"],
    ["undeliverable is not tried again", 131026, "refused", "person", "agent"],
    ["a dead token keeps the queue and calls the operator", 190, "again", "provider", "operator"],
    ["a missing permission too", 10, "again", "provider", "operator"],
    ["an unpaid account too", 131042, "again", "provider", "operator"],
    ["a locked account too", 131031, "again", "provider", "operator"],
    ["an unregistered number too", 133010, "again", "provider", "operator"],
    ["a template that does not exist is the operator's", 132001, "refused", "person", "operator"],
  ])("%s", (_label, code, outcome, scope, tell) => {
    expect(faultOf(code)).toMatchObject({ outcome, fault: { scope, tell, provider: code } });
  });

  test("every permission code from 200 to 299 is one", () => {
    for (let code = 200; code < 300; code++) expect(faultOf(code).fault.code).toBe("permission:missing");
  });

  test("every fault reads noun:fault, and what is tried again waits at least a second", () => {
    for (const code of GRAPH_FAULTS.keys()) {
      const { fault, outcome, after } = faultOf(code);
      expect(fault.code).toMatch(/^[a-z]+:[a-z-]+$/);
      if (outcome === "again") for (const attempt of [0, 1, 5, 50]) expect(after(attempt)).toBeGreaterThanOrEqual(1);
      else expect(after(3)).toBe(0);
    }
  });

  test("what is never sent again is not what a later window or payment would mend", () => {
    const refused = [...GRAPH_FAULTS].filter(([, [, outcome, , scope]]) => outcome === "refused" && scope === "provider");
    expect(refused).toEqual([]);
  });

  test("the pair limit waits 4^n seconds, and no wait passes half an hour", () => {
    expect([0, 1, 2, 3, 4].map(pairBackoff)).toEqual([1, 4, 16, 64, 256]);
    expect([0, 1, 2].map(attempt => faultOf(131056).after(attempt))).toEqual([1, 4, 16]);
    expect(pairBackoff(500)).toBe(1_800);
    expect(pairBackoff(-1)).toBe(1);
  });
});
