/** The token a registry is asked with: fetched with the client id and secret, kept in memory while it lasts, and fetched once
 *  however many ask for it at the same time. */
import type { Millis } from "../../flows/ids.ts";
import type { Ask } from "./http.ts";
import { valid } from "./valid.ts";

export type Client = { id: string; secret: string };
/** `refused`: the registry does not know this client, and an operator must act. */
export type TokenFault = "refused" | "slow" | "down" | "broken";

export type Tokens = {
  get(): Promise<{ token: string } | { fault: TokenFault }>;
  /** The registry would not take this one: the next is fetched anew. */
  drop(token: string): void;
};

const AHEAD = 60_000;            // a token is let go this long before its end, or at three quarters of a short one

export function createTokens(ask: Ask, client: Client, now: () => Millis): Tokens {
  let kept: { token: string; until: Millis } | null = null;
  let asking: ReturnType<Tokens["get"]> | null = null;

  async function fetched(): ReturnType<Tokens["get"]> {
    const answer = await ask("/v1/token", {
      method: "POST", body: "grant_type=client_credentials",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json", authorization: `Basic ${Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString("base64")}` },
    });
    if (answer.kind === "none") return { fault: answer.why };
    if ([400, 401, 403].includes(answer.status)) return { fault: "refused" };
    if (answer.status !== 200 || !valid("Token", answer.body)) return { fault: "broken" };
    const { access_token: token, expires_in } = answer.body;
    kept = { token, until: now() + Math.max(expires_in * 1000 - AHEAD, expires_in * 750) };
    return { token };
  }

  return {
    get: async () => {
      if (kept && now() < kept.until) return { token: kept.token };
      asking ??= fetched().finally(() => { asking = null; });
      return asking;
    },
    drop: token => { if (kept?.token === token) kept = null; },
  };
}
