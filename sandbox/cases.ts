/** The sandbox's cases: made up, at least one in every stage. `PA-2026-000001` with proof `246810` is there for good;
 *  documentation and outside checks name it. */
import type { Contract } from "../server/cases/contract.ts";

/** Days as the contract has them. `contactRestricted`: looked up, it is not there. Appointments are so many days from today, so that they
 *  are always still to come. */
export type Case = Omit<Contract["Case"], "appointments"> & {
  caseNumber: string; proof: string; contactRestricted?: true;
  appointments?: (Omit<Contract["Appointment"], "on"> & { inDays: number })[];
};

const ONPAR = "ONPAR, Ciudad de Panamá";

export const CASES: readonly Case[] = [
  { caseNumber: "PA-2026-000001", proof: "246810", stage: "admitted", asOf: "2026-09-14" },
  { caseNumber: "PA-2026-000002", proof: "310577", stage: "received", asOf: "2026-10-02", changedOn: "2026-10-02", next: "certificate" },
  { caseNumber: "PA-2026-000003", proof: "904126", stage: "certificate", asOf: "2026-09-28", changedOn: "2026-09-21", next: "2026-12-28",
    appointments: [{ id: "a-31", kind: "certificate", inDays: 34, at: "09:00", place: ONPAR }] },
  { caseNumber: "PA-2026-000004", proof: "775031", stage: "not-admitted", asOf: "2026-08-19", changedOn: "2026-08-17", noticeOn: "2026-08-18" },
  { caseNumber: "PA-2026-000005", proof: "K4471M", stage: "interview", asOf: "2026-10-05", changedOn: "2026-10-01", next: "2026-11-17",
    appointments: [{ id: "a-54", kind: "interview", inDays: 9, at: "10:30", place: ONPAR }, { id: "a-55", kind: "document", inDays: 40, place: ONPAR }] },
  { caseNumber: "PA-2025-004410", proof: "618293", stage: "conare", asOf: "2026-07-30", changedOn: "2026-05-12" },
  { caseNumber: "PA-2025-003127", proof: "502846", stage: "recognised", asOf: "2026-06-11", changedOn: "2026-06-09", noticeOn: "2026-06-10",
    appointments: [{ id: "a-12", kind: "document", inDays: 20, at: "14:00", place: ONPAR }] },
  // Decided, and the notice not yet given: no day to count from.
  { caseNumber: "PA-2025-002098", proof: "839174", stage: "refused", asOf: "2026-09-21", changedOn: "2026-09-18", appointments: [{ id: "a-77", kind: "notice", inDays: 2, at: "08:15", place: ONPAR }] },
  { caseNumber: "PA-2025-002311", proof: "644208", stage: "refused", asOf: "2026-09-30", changedOn: "2026-09-22", noticeOn: "2026-09-29" },
  { caseNumber: "PA-2024-011873", proof: "267450", stage: "appeal", asOf: "2026-05-08" },
  { caseNumber: "PA-2023-000764", proof: "151902", stage: "closed", asOf: "2025-02-26", changedOn: "2025-02-26" },
  { caseNumber: "PA-2022-000310", proof: "930115", stage: "other", asOf: "2026-03-03" },
  { caseNumber: "PA-2026-000117", proof: "483365", stage: "received", asOf: "2026-10-09" },
  // A child's file opens with the proof of the adult who filed it: PA-2026-000230.
  { caseNumber: "PA-2026-000231", proof: "729018", stage: "admitted", asOf: "2026-08-03" },
  { caseNumber: "PA-2026-000230", proof: "729018", stage: "admitted", asOf: "2026-08-03" },
  { caseNumber: "PA-2024-008541", proof: "H20664", stage: "interview", asOf: "2026-10-01" },
  // In danger from those around them: for whoever asks, not there.
  { caseNumber: "PA-2026-000404", proof: "518820", stage: "interview", asOf: "2026-10-01", contactRestricted: true, appointments: [{ id: "a-90", kind: "interview", inDays: 5, at: "09:00", place: ONPAR }] },
  // Another form of number: older files keep the one they were opened with.
  { caseNumber: "CASE123456789", proof: "990412", stage: "conare", asOf: "2026-04-22" },
];
