/** What is shown of a number, and how it is found in a text. */
import { expect, test } from "@jest/globals";
import { masked, maskedIn } from "../../../server/helpdesk/mask.ts";

const NUMBER = "50768889231", SHOWN = "+507 ••• ••31";

test.each(["68889231", "6888-9231", "6888 9231", "6888.9231", "+507 6888-9231", "+50768889231", "507 6888 9231", "(507) 6888 9231", "6 8 8 8 9 2 3 1", "6888\u00a09231", "6888–9231"])("%s is masked in a sentence", typed => {
  const text = maskedIn(`llame al ${typed}, gracias`, NUMBER);
  expect(text).toContain("••31, gracias");
  expect(text.replaceAll(SHOWN, "")).not.toMatch(/\d/);
});

test.each(["otro numero 61112223", "ruta 1688892310", "PA-2026-000001", "9231", "مرحبا ٦٨"])("%s stays as it is", text => expect(maskedIn(text, NUMBER)).toBe(text));

test("without a number nothing is masked, and nothing is shown", () => {
  expect(maskedIn("6888 9231", "")).toBe("6888 9231");
  expect(masked("")).toBe("•••");
  expect(masked(NUMBER)).toBe(SHOWN);
});
