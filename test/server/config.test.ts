import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { ConfigFaulty, readConfig } from "../../server/config.ts";

const folder = mkdtempSync(join(tmpdir(), "puente-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const KEY = Buffer.alloc(32, 7).toString("base64");
const WHATSAPP = { WHATSAPP_APP_SECRET: "a", WHATSAPP_VERIFY_TOKEN: "b", WHATSAPP_ACCESS_TOKEN: "c", WHATSAPP_PHONE_NUMBER_ID: "1", WHATSAPP_BUSINESS_ACCOUNT_ID: "2" };
const PRODUCTION = { NODE_ENV: "production", PUBLIC_URL: "https://puente.example.org", DATA_KEY: KEY, STORE_URL: "sqlite:/data/p.db", CASE_API_URL: "none", OPERATOR_NAME: "Casa", OPERATOR_CONTACT: "datos@example.org", ...WHATSAPP };
const faultOf = (env: NodeJS.ProcessEnv): string => { try { readConfig(env, folder); return ""; } catch (error) { expect(error).toBeInstanceOf(ConfigFaulty); return (error as Error).message; } };

describe("configuration", () => {
  test("development needs nothing, listens on loopback and has both channels on loopback", () => {
    expect(readConfig({}, folder)).toMatchObject({ production: false, host: "127.0.0.1", port: 8080, whatsapp: null, twilio: null, cases: { mode: "sandbox" }, unknownHoldMs: 8000 });
  });

  test("the development key is made once, for the owner alone", () => {
    const [first, second] = [readConfig({}, folder).dataKeys[0]!, readConfig({}, folder).dataKeys[0]!];
    expect(first).toEqual(second);
    expect(first).toHaveLength(32);
    expect(statSync(join(folder, "data.key")).mode & 0o777).toBe(0o600);
  });

  test("production names everything that is missing in one message", () => {
    const fault = faultOf({ NODE_ENV: "production" });
    for (const name of ["PUBLIC_URL", "DATA_KEY", "STORE_URL", "CASE_API_URL", "OPERATOR_NAME", "OPERATOR_CONTACT", "one complete channel"]) expect(fault).toContain(name);
  });

  test("production with all of it starts", () => {
    expect(readConfig(PRODUCTION, folder)).toMatchObject({ production: true, cases: { mode: "none" }, whatsapp: { appSecrets: ["a"], apiUrl: "https://graph.facebook.com" } });
  });

  test.each([
    ["a half-set WhatsApp", { WHATSAPP_APP_SECRET: "a" }, "WHATSAPP_ACCESS_TOKEN"],
    ["a half-set Twilio", { TWILIO_ACCOUNT_SID: "AC1", TWILIO_FROM: "+15550001111" }, "TWILIO_AUTH_TOKEN"],
    ["a port that is none", { PORT: "http" }, "PORT"],
    ["a role that is none", { ROLES: "web,worker" }, "ROLES"],
    ["a key of the wrong length", { DATA_KEY: "c2hvcnQ=" }, "32 bytes"],
    ["an address that is none", { PUBLIC_URL: "puente" }, "PUBLIC_URL"],
    ["a store of another kind", { STORE_URL: "postgres://127.0.0.1" }, "STORE_URL"],
    ["a secret's file that is not there", { WHATSAPP_APP_SECRET_FILE: "/no/such/file" }, "WHATSAPP_APP_SECRET_FILE"],
  ])("%s is said by name, in any mode", (_label, env, name) => {
    expect(faultOf(env)).toContain(name);
  });

  test.each([["a plain PUBLIC_URL", { PUBLIC_URL: "http://puente.example.org" }, "https"], ["the sandbox", { CASE_API_URL: "" }, "CASE_API_URL"], ["a crash point", { PUENTE_CRASH_AT: "before-send:1" }, "PUENTE_CRASH_AT"]])("production refuses %s", (_label, env, name) => {
    expect(faultOf({ ...PRODUCTION, ...env })).toContain(name);
  });

  test("secrets may hold two values during a change, and come from a file", () => {
    const path = join(folder, "secret");
    writeFileSync(path, "new, old\n");
    const { WHATSAPP_APP_SECRET: _unused, ...rest } = WHATSAPP;
    expect(readConfig({ ...rest, WHATSAPP_APP_SECRET_FILE: path }, folder).whatsapp!.appSecrets).toEqual(["new", "old"]);
  });

  test("no fault repeats a secret", () => {
    expect(faultOf({ WHATSAPP_APP_SECRET: "s3cret-value", DATA_KEY: "bm90IGEga2V5" })).not.toMatch(/s3cret-value|bm90IGEga2V5/);
  });
});
