/** Questions that people asked and that once led nowhere, or to the wrong topic. */
import { expect, test } from "@jest/globals";
import { reading } from "../../../bot/understanding/reading.ts";

test.each([
  ["me negaron el refugio", "asylum-appeal"], ["me rechazaron", "asylum-appeal"], ["me sacaron de la finca", "asylum-apply"], ["they denied my asylum", "asylum-appeal"],
  ["me pidio sexo a cambio de comida", "complaint-feedback"], ["un funcionario me pidio plata para el refugio", "complaint-feedback"],
  ["no me pagan en el trabajo", "work-rights"], ["el dueño no me quiere pagar", "work-rights"], ["How can I get a work permit?", "work-permit"],
  ["es gratis?", "about-puente"], ["van a avisar a migracion", "about-puente"], ["is it free", "about-puente"], ["where is free legal aid", "legal-aid"],
  ["quiero trabajar", "jobs"], ["kote dosye mwen", "case-status"],
])("%p opens %s", (text, topic) => { expect(reading.topic(text, reading.guess(text))).toBe(topic); });

test("a Creole word for can is no case", () => { expect(reading.topic("ki kote mwen ka jwenn avoka", "ht")).toBe("legal-aid"); expect(reading.topic("mwen ka vini", "ht")).toBeNull(); });
test("a Spanish question of two words is not taken for French", () => { expect(reading.guess("es gratis?")).not.toBe("fr"); });
