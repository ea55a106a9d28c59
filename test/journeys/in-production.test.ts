/** What production adds to what is said, through the whole corridor: nothing unread goes out alone where a life hangs on it. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestPuente, type TestPuente } from "../support/puente.ts";

// SMS is configured, so that it may start; people write by WhatsApp, which is the loopback's
const PRODUCTION = {
  NODE_ENV: "production", PUBLIC_URL: "https://puente.example.org", DATA_KEY: randomBytes(32).toString("base64"), CASE_API_URL: "none",
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: "x", TWILIO_FROM: "+15005550006", TWILIO_API_URL: "http://127.0.0.1:9", ROLES: "web,converse,deliver",
};
let live: TestPuente, trial: TestPuente;
beforeAll(async () => { [live, trial] = [await startTestPuente(PRODUCTION), await startTestPuente()]; });
afterAll(async () => { await live.close(); await trial.close(); });

const CREOLE = "mwen vle touye tèt mwen";

test("a danger told in Creole is answered in Creole with the Spanish beneath, in one message; on trial in Creole alone", async () => {
  const [message, ...more] = await live.person("whatsapp").says(CREOLE);
  expect(more).toEqual([]);
  expect(message!.body).toMatch(/^Mèsi paske ou ekri sa[^]*\n\nEspañol: Gracias por escribirlo\./);
  expect(await trial.person("whatsapp").hears(CREOLE)).not.toContain("Español:");
});

test("Spanish, the source, stands alone", async () => {
  expect(await live.person("whatsapp").hears("me quiero matar")).not.toContain("Español:");
});
