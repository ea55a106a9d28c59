/** The environment, read and checked once, at the edge. Everything that is wrong or missing is said in one message. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";
import { STORES } from "./store/open.ts";

export const ROLES = ["web", "converse", "deliver", "clock"] as const;
export type Role = (typeof ROLES)[number];

export type WhatsAppConfig = { appSecrets: string[]; verifyTokens: string[]; accessToken: string; phoneNumberId: string; businessAccountId: string; apiUrl: string; apiVersion: string; sendsPerSecond: number };
export type TwilioConfig = { accountSid: string; authTokens: string[]; from?: string; messagingServiceSid?: string; apiUrl: string; sendsPerSecond: number };
export type Config = {
  production: boolean; host: string; port: number; publicUrl: string;
  operator: { name: string; contact: string };
  storeUrl: string; roles: ReadonlySet<Role>; dataKeys: Buffer[];
  whatsapp: WhatsAppConfig | null; twilio: TwilioConfig | null;
  unknownHoldMs: number;
  cases: { mode: "sandbox" } | { mode: "none" } | { mode: "registry"; url: string };
  logLevel: string;
};

/** What stops the process at start. Its message is for the operator and names every variable at once. */
export class ConfigFaulty extends Error {
  override name = "ConfigFaulty";
}

const LOOPBACK = /^(127(\.\d+){3}|localhost|::1)$/;
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

export function readConfig(env: NodeJS.ProcessEnv, keyFolder = join(ROOT, "data")): Config {
  const faults: string[] = [];
  const production = env["NODE_ENV"] === "production";
  const get = (name: string): string => value(env, name, faults);
  const list = (name: string): string[] => get(name).split(",").map(v => v.trim()).filter(Boolean);
  const number = (name: string, fallback: number, max: number): number => {
    const text = get(name);
    if (text === "") return fallback;
    const n = Number(text);
    if (Number.isFinite(n) && n >= 0 && n <= max) return n;
    faults.push(`${name} must be a number from 0 to ${max}`);
    return fallback;
  };
  const url = (name: string, fallback: string): string => {
    const text = get(name) || fallback;
    if (text && !URL.canParse(text)) faults.push(`${name} must be an address such as https://example.org`);
    return text.replace(/\/+$/, "");
  };

  const host = get("HOST") || "127.0.0.1", port = number("PORT", 8080, 65_535);
  const publicUrl = url("PUBLIC_URL", "");
  const whatsapp = group(["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_BUSINESS_ACCOUNT_ID"], get, faults, "WhatsApp")
    ? { appSecrets: list("WHATSAPP_APP_SECRET"), verifyTokens: list("WHATSAPP_VERIFY_TOKEN"), accessToken: list("WHATSAPP_ACCESS_TOKEN")[0]!, phoneNumberId: get("WHATSAPP_PHONE_NUMBER_ID"), businessAccountId: get("WHATSAPP_BUSINESS_ACCOUNT_ID"),
        apiUrl: url("WHATSAPP_API_URL", "https://graph.facebook.com"), apiVersion: get("WHATSAPP_API_VERSION") || "v26.0", sendsPerSecond: number("WHATSAPP_SENDS_PER_SECOND", 80, 10_000) }
    : null;
  const sender = get("TWILIO_FROM") ? "TWILIO_FROM" : "TWILIO_MESSAGING_SERVICE_SID";
  const twilio = group(["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", sender], get, faults, "Twilio (TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID)")
    ? { accountSid: get("TWILIO_ACCOUNT_SID"), authTokens: list("TWILIO_AUTH_TOKEN"), ...(get("TWILIO_FROM") && { from: get("TWILIO_FROM") }), ...(get("TWILIO_MESSAGING_SERVICE_SID") && { messagingServiceSid: get("TWILIO_MESSAGING_SERVICE_SID") }),
        apiUrl: url("TWILIO_API_URL", "https://api.twilio.com"), sendsPerSecond: number("TWILIO_SENDS_PER_SECOND", 0, 10_000) }
    : null;
  const roles = new Set((list("ROLES").length ? list("ROLES") : [...ROLES]) as Role[]);
  for (const role of roles) if (!ROLES.includes(role)) faults.push(`ROLES: "${role}" is none of ${ROLES.join(", ")}`);
  const cases = casesOf(get("CASE_API_URL"), faults);
  const operator = { name: get("OPERATOR_NAME") || "(prueba / test)", contact: get("OPERATOR_CONTACT") || "-" };

  if (production) {
    const missing = ["PUBLIC_URL", "DATA_KEY", "STORE_URL", "CASE_API_URL", "OPERATOR_NAME", "OPERATOR_CONTACT"].filter(n => !get(n));
    if (missing.length) faults.push(`missing: ${missing.join(", ")}`);
    if (!whatsapp && !twilio) faults.push("missing: one complete channel (the five WHATSAPP_… values, or TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM)");
    if (cases.mode === "sandbox") faults.push("CASE_API_URL: the sandbox is for development; name the registry, or `none`");
    if (publicUrl && !publicUrl.startsWith("https://")) faults.push("PUBLIC_URL must begin with https:// in production");
    if (get("PUENTE_CRASH_AT")) faults.push("PUENTE_CRASH_AT is for crash tests only");
  }
  const storeUrl = storeOf(get("STORE_URL") || "sqlite:data/puente.db", faults);
  const dataKeys = get("DATA_KEY") ? keysOf(list("DATA_KEY"), faults) : production || faults.length ? [] : [developmentKey(keyFolder)];
  if (faults.length) throw new ConfigFaulty(`Puente can't start with these settings:\n- ${faults.join("\n- ")}\nEach may also come from a file: NAME_FILE=/path. docs/running.md explains them.`);
  return { production, host, port, publicUrl, operator, storeUrl, roles, dataKeys, whatsapp, twilio, unknownHoldMs: number("UNKNOWN_HOLD_SECONDS", 8, 600) * 1000, cases, logLevel: get("LOG_LEVEL") || "info" };
}

function value(env: NodeJS.ProcessEnv, name: string, faults: string[]): string {
  const file = env[`${name}_FILE`];
  if (!file) return env[name]?.trim() ?? "";
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    const fault = `${name}_FILE can't be read`;
    if (!faults.includes(fault)) faults.push(fault);
    return "";
  }
}

/** All set, or none: a half-set channel is an error in any mode. */
function group(names: string[], get: (name: string) => string, faults: string[], what: string): boolean {
  const missing = names.filter(n => !get(n));
  if (missing.length > 0 && missing.length < names.length) faults.push(`${what} is half set; missing: ${missing.join(", ")}`);
  return missing.length === 0;
}

function casesOf(text: string, faults: string[]): Config["cases"] {
  if (text === "") return { mode: "sandbox" };
  if (text === "none") return { mode: "none" };
  if (!URL.canParse(text)) faults.push("CASE_API_URL must be an address, or `none`");
  return { mode: "registry", url: text.replace(/\/+$/, "") };
}

/** A store's address as it is; what is wrong with it is added to `faults`. */
export function storeOf(text: string, faults: string[]): string {
  if (!STORES.test(text)) faults.push("STORE_URL must begin with sqlite:, redis://, rediss://, redis-cluster:// or rediss-cluster://");
  return text;
}

function keysOf(texts: string[], faults: string[]): Buffer[] {
  const keys = texts.map(t => Buffer.from(t, "base64"));
  if (keys.some(k => k.length !== 32)) faults.push("DATA_KEY must be 32 bytes in base64 (make one: openssl rand -base64 32); several are comma-separated, newest first");
  return keys;
}

/** Development only: a key made once and kept beside the data, for the owner alone. */
function developmentKey(folder: string): Buffer {
  const path = join(folder, "data.key");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(32).toString("base64"), { mode: 0o600 });
  }
  chmodSync(path, 0o600);
  return Buffer.from(readFileSync(path, "utf8").trim(), "base64");
}
