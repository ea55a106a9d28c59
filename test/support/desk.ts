/** Agents at the helpdesk's API of a Puente in the test's own process. */
import { NEW_CARD, type Card } from "../../server/staff/agents.ts";
import { hashPassword, NO_SECRETS } from "../../server/staff/secrets.ts";
import { CONSOLE_HEADER } from "../../server/routes/api.ts";
import type { TestPuente } from "./puente.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- tests name the fields they look at
export type Answered = { status: number; body: any; headers: Headers; text: string };
export type Caller = { name: string; token: string; get(path: string): Promise<Answered>; post(path: string, body?: unknown): Promise<Answered>; put(path: string, body: unknown): Promise<Answered>; del(path: string): Promise<Answered> };

const PASSWORD = "caballo bateria grapa";
let hashed: Promise<string> | null = null;

/** Every answer that any caller got, for whoever looks through all of them. */
export const answers: { path: string; text: string }[] = [];

export async function call(puente: TestPuente, method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {}): Promise<Answered> {
  const response = await fetch(`${puente.url}${path}`, { method, redirect: "manual", headers: { [CONSOLE_HEADER]: "1", ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
  const text = await response.text();
  answers.push({ path, text });
  return { status: response.status, headers: response.headers, text, body: /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : null };
}

/** An agent who has a session. */
export async function agentAt(puente: TestPuente, name: string, card: Partial<Card> = {}): Promise<Caller> {
  await puente.access.agents.hire(name, { role: "agent", ...NEW_CARD, ...card }, { ...NO_SECRETS, password: await (hashed ??= hashPassword(PASSWORD)) });
  return callerWith(puente, name, await puente.access.enter(name, "test"));
}

export function callerWith(puente: TestPuente, name: string, token: string): Caller {
  const headers = { cookie: `puente=${token}` };
  return {
    name, token,
    get: path => call(puente, "GET", `/api/v1${path}`, { headers }), post: (path, body) => call(puente, "POST", `/api/v1${path}`, { headers, body }),
    put: (path, body) => call(puente, "PUT", `/api/v1${path}`, { headers, body }), del: path => call(puente, "DELETE", `/api/v1${path}`, { headers }),
  };
}

export { PASSWORD };
