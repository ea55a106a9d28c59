/** One request to a registry and what came of it: never more than 5 seconds or 64 KB, no redirect followed, and no fault that holds
 *  what was sent. Both the client and the conformance check ask through it. */

/** `body` is parsed JSON, undefined where it is none or too large. `retryAfter` in seconds. */
export type Answer = { kind: "answer"; status: number; headers: Headers; text: string; body: unknown } | { kind: "none"; why: "slow" | "down" };
export type Ask = (path: string, init?: { method?: string; body?: string; headers?: Record<string, string> }) => Promise<Answer>;

const LARGEST = 64 * 1024;            // bytes of an answer; a real one has under 1,000

/** `url` is a registry's address; paths are put behind it. Throws at once on an address that is none. */
export function createAsk(url: string, { timeoutMs = 5000, fetch: get = fetch }: { timeoutMs?: number; fetch?: typeof fetch } = {}): Ask {
  const base = address(url);
  return async (path, init = {}) => {
    try {
      // A redirect is not followed: the proof goes to the registry that was named, and nowhere else.
      const response = await get(base + path, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
      const text = await textOf(response);
      return { kind: "answer", status: response.status, headers: response.headers, text, body: parse(text) };
    } catch (error) {
      return { kind: "none", why: (error as { name?: unknown } | null)?.name === "TimeoutError" ? "slow" : "down" };
    }
  };
}

function address(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new Error("CASE_API_URL must be the http or https address of a case registry");
  if (parsed.username || parsed.password || parsed.search || parsed.hash) throw new Error("CASE_API_URL must hold no user, password, query or fragment");
  return parsed.href.replace(/\/+$/, "");
}

/** The body, "" when it is larger than any answer can be: the rest is not read. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

export const isSandbox = (headers: Headers): boolean => headers.get("x-registry-mode")?.toLowerCase() === "sandbox";
