/** What proves an agent: a password under argon2id, a code of the minute, codes on paper. Nothing here is kept in the
 *  clear: passwords and paper codes are hashed, and the whole is sealed with the agent. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { Secret, TOTP } from "otpauth";
import type { Millis } from "../../flows/ids.ts";
import type { Seal } from "../seal.ts";

/** `step`: the half minute of the last code that was taken, so that none is taken twice. `paper`: hashes of codes left. */
export type Secrets = { password: string | null; totp: { secret: string; step: number } | null; offered: string | null; paper: string[] };

export const NO_SECRETS: Secrets = { password: null, totp: null, offered: null, paper: [] };

// OWASP's second choice of argon2id: 19 MiB, 2 passes, 1 lane; 58 ms on the build machine
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const STEP = 30_000;
const PAPER_CODES = 10;
const LEAST = 12, MOST = 200;

/** What is wrong with a new password, in a sentence; null if nothing is. */
export function weakness(password: string, name: string): string | null {
  if (password.length < LEAST) return `Use at least ${LEAST} characters; several words are easy to remember.`;
  if (password.length > MOST) return `Use at most ${MOST} characters.`;
  if (new Set(password).size < 5 || password.toLowerCase().includes(name.toLowerCase())) return "That is too easy to guess.";
  return null;
}

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

let nobody: Promise<string> | null = null;

/** As slow for a name that nobody has: the time tells nothing. */
export async function passwordFits(secrets: Secrets | null, password: string): Promise<boolean> {
  const known = secrets?.password ?? await (nobody ??= hashPassword(randomBytes(16).toString("hex")));
  const fits = await verify(known, password.slice(0, MOST + 1));
  return fits && typeof secrets?.password === "string";
}

/** A fresh secret for an app that makes codes, and the address its camera reads. */
export function offerTotp(name: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: totp(secret.base32, name).toString() };
}

const totp = (secret: string, label: string): TOTP => new TOTP({ issuer: "Puente", label, secret: Secret.fromBase32(secret) });

/** The step of a code that fits now, one half minute early or late; null if it does not. */
export function stepOf(secret: string, code: string, at: Millis): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totp(secret, "").validate({ token: code, timestamp: at, window: 1 });
  return delta === null ? null : Math.floor(at / STEP) + delta;
}

/** Codes for paper, and what is kept of them. */
export function paperCodes(seal: Seal): { codes: string[]; kept: string[] } {
  const codes = Array.from({ length: PAPER_CODES }, () => new Secret({ buffer: bytes(5) }).base32.replace(/^(.{4})/, "$1-"));
  return { codes, kept: codes.map(code => keptOf(seal, code)) };
}

const bytes = (n: number): ArrayBuffer => new Uint8Array(randomBytes(n)).buffer;
const keptOf = (seal: Seal, code: string): string => Buffer.from(seal.hash("backup-code", code.toUpperCase().replace(/[^A-Z2-7]/g, ""))).toString("base64");

/** The secrets after this code was given, or null where it fits nothing. A code is good once. */
export function takeCode(seal: Seal, secrets: Secrets, code: string, at: Millis): Secrets | null {
  if (!secrets.totp) return null;
  const step = stepOf(secrets.totp.secret, code, at);
  if (step !== null) return step > secrets.totp.step ? { ...secrets, totp: { ...secrets.totp, step } } : null;
  const given = Buffer.from(keptOf(seal, code)), found = secrets.paper.findIndex(kept => kept.length === given.length && timingSafeEqual(Buffer.from(kept), given));
  return found < 0 ? null : { ...secrets, paper: secrets.paper.toSpliced(found, 1) };
}
