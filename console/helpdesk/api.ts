/** Calls to `/api/v1`: an answer, a problem by its code, or no connection. Nothing here throws. */
import { signal } from "@preact/signals";

export type Problem = { ok: false; code: string; holder?: string; retryAt?: number };
export type Called<T> = { ok: true; body: T } | Problem;

/** No answer at all, or one of a proxy that is not ours. */
export const OFFLINE = "offline";

/** Counts up whenever the server knew no session of this browser. */
export const ended = signal(0);

export async function call<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<Called<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method, headers: { ...(method !== "GET" && { "x-puente-console": "1" }), ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json() as T & Partial<Problem>;
    if (response.ok) return { ok: true, body: answer };
    if (answer.code === "session:none") ended.value++;
    return { ok: false, code: answer.code ?? OFFLINE, ...(answer.holder !== undefined && { holder: answer.holder }), ...(answer.retryAt !== undefined && { retryAt: answer.retryAt }) };
  } catch {
    return { ok: false, code: OFFLINE };
  }
}

export const get = <T>(path: string): Promise<Called<T>> => call<T>("GET", path);
export const post = <T = { done: boolean }>(path: string, body?: unknown): Promise<Called<T>> => call<T>("POST", path, body);
export const put = <T = { done: boolean }>(path: string, body: unknown): Promise<Called<T>> => call<T>("PUT", path, body);
