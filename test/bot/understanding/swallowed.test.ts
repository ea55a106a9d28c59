/** Idioms explain an alarming word only where they add something to it. Each of these was once taken for one. */
import { expect, test } from "@jest/globals";
import { danger } from "../../../bot/understanding/danger.ts";

test.each([
  ["my husband hits me", "gender-violence"], ["he hits me", "gender-violence"], ["my boyfriend hit me last night", "gender-violence"], ["he hit me with a belt", "gender-violence"], ["they hit me", "gender-violence"],
  ["my husband will kill me", "gender-violence"], ["my husband is going to kill me", "gender-violence"], ["my boyfriend is gonna kill me", "gender-violence"], ["he'll kill me", "gender-violence"], ["he will kill me when he finds out", "gender-violence"],
  ["she makes me work without pay and took my passport", "trafficking"], ["my boss makes me work and took my passport", "trafficking"],
  ["mi esposo me pega mucho", "gender-violence"], ["mi esposo me pega todo el tiempo", "gender-violence"], ["mi esposo me da golpes en la cara", "gender-violence"], ["me lastima que mi esposo me pegue", "gender-violence"], ["mi marido me va a matar si salgo", "gender-violence"],
  ["mi bebe no me responde", "health-care"], ["no me despierta mi bebe", "health-care"], ["me estan deteniendo", "detention-deportation"], ["me encerraron en el trabajo", "trafficking"],
  ["mon mari va me tuer", "gender-violence"], ["meu marido vai me matar", "gender-violence"],
])("%p is a hard danger of %s", (text, topic) => { expect(danger(text)).toMatchObject({ topic, level: "hard" }); });

test("a child's words about a parent are a child's", () => {
  expect(danger("My stepfather hits me, I am 15")).toMatchObject({ topic: "child-protection", level: "hard", kind: "child-writing" });
});

test.each(["they'll kill me if i go back", "my mom will kill me lol", "this song hits me hard", "me pega el sol", "me muero de risa", "this job makes me work late", "I will be killed by traffic", "el papa de mis hijos no me ayuda"])("%p interrupts nobody", text => {
  expect(danger(text)?.level).not.toBe("hard");
});
