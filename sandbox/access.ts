/** The sandbox's door: tokens for a client id and secret, and who may ask. Where no client is named, everyone may. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Contract } from "../server/cases/contract.ts";

export type Client = { id: string; secret: string };

const LIVES = 300;               // seconds

export function createAccess(now: () => number, client?: Client) {
  const tokens = new Map<string, number>();

  return {
    /** By HTTP Basic, as RFC 6749 has it: both halves are form-encoded. */
    issue(authorization: string | undefined): Contract["Token"] | null {
      if (client && !equal(basic(authorization), `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`)) return null;
      for (const [token, until] of tokens) if (until <= now()) tokens.delete(token);
      const token = randomBytes(24).toString("base64url");
      tokens.set(token, now() + LIVES * 1000);
      return { access_token: token, token_type: "Bearer", expires_in: LIVES };
    },
    allows(authorization: string | undefined): boolean {
      if (!client) return true;
      const token = /^Bearer (\S{1,200})$/i.exec(authorization ?? "")?.[1];
      return token !== undefined && (tokens.get(token) ?? 0) > now();
    },
  };
}

const basic = (authorization = ""): string => Buffer.from(/^Basic (\S{1,2000})$/i.exec(authorization)?.[1] ?? "", "base64").toString("utf8");

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** In the same time, however much of it is right. */
export const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
