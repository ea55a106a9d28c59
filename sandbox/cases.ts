/** The sandbox's cases: made up, at least one in every stage. `PA-2026-000001` with proof `246810` is there for good;
 *  documentation and outside checks name it. */

export const STAGES = ["received", "certificate", "admitted", "not-admitted", "interview", "conare", "recognised", "refused", "appeal", "closed"] as const;
export type Stage = (typeof STAGES)[number];

/** `asOf`: the day of the last change. `next`: the day of the next step, where one is set. Both `YYYY-MM-DD`. */
export type Case = { caseNumber: string; proof: string; stage: Stage; asOf: string; next?: string };

export const CASES: readonly Case[] = [
  { caseNumber: "PA-2026-000001", proof: "246810", stage: "admitted", asOf: "2026-09-14" },
  { caseNumber: "PA-2026-000002", proof: "310577", stage: "received", asOf: "2026-10-02" },
  { caseNumber: "PA-2026-000003", proof: "904126", stage: "certificate", asOf: "2026-09-28", next: "2026-12-28" },
  { caseNumber: "PA-2026-000004", proof: "775031", stage: "not-admitted", asOf: "2026-08-19" },
  { caseNumber: "PA-2026-000005", proof: "K4471M", stage: "interview", asOf: "2026-10-05", next: "2026-11-17" },
  { caseNumber: "PA-2025-004410", proof: "618293", stage: "conare", asOf: "2026-07-30" },
  { caseNumber: "PA-2025-003127", proof: "502846", stage: "recognised", asOf: "2026-06-11" },
  { caseNumber: "PA-2025-002098", proof: "839174", stage: "refused", asOf: "2026-09-21" },
  { caseNumber: "PA-2024-011873", proof: "267450", stage: "appeal", asOf: "2026-05-08" },
  { caseNumber: "PA-2023-000764", proof: "151902", stage: "closed", asOf: "2025-02-26" },
  { caseNumber: "PA-2026-000117", proof: "483365", stage: "received", asOf: "2026-10-09" },
  { caseNumber: "PA-2026-000230", proof: "729018", stage: "admitted", asOf: "2026-08-03" },
  { caseNumber: "PA-2024-008541", proof: "H20664", stage: "interview", asOf: "2026-10-01" },
  // Another form of number: older files keep the one they were opened with.
  { caseNumber: "CASE123456789", proof: "990412", stage: "conare", asOf: "2026-04-22" },
];
