/** Somebody tries proofs of a case that is not theirs, over the whole corridor. */
import { DatabaseSync } from "@photostructure/sqlite";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startTestPuente } from "../support/puente.ts";

test("after five wrong proofs the right one is not found either, from any phone; a person is offered each time", async () => {
  const puente = await startTestPuente();
  try {
    const tries = async (proof: string, number = "PA-2026-000001", person = puente.person("sms")): Promise<string> => {
      for (const text of ["hola", "1", "mi caso", number]) await person.says(text);
      return person.hears(proof);
    };
    const heard = await Promise.all(["111111", "111112", "111113", "111114", "111115"].map(proof => tries(proof)));
    const [locked, nowhere] = await Promise.all([tries("246810"), tries("246810", "PA-2026-999999")]);
    expect(new Set([...heard, locked, nowhere]).size).toBe(1);
    expect(locked).toMatch(/no encontr/i);
    expect(locked).toMatch(/2 Hablar con persona/);
    expect(await tries("310577", "PA-2026-000002")).toMatch(/PRUEBA/);

    const db = new DatabaseSync(join(puente.folder, "puente.db"));
    const kept = db.prepare("SELECT count(*) AS n FROM guess").get() as { n: number };
    expect(kept.n).toBe(6 * 3);                                          // five at the case, one at nothing; not the one that was found
    db.close();
  } finally {
    await puente.close();
  }
});
