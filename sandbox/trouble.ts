/** How the sandbox misbehaves when asked to: everything a registry in the world does on a bad day. */
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";

/** `down` cuts the connection; `garbage` answers 200 with a page; `flapping` fails every other time; `malformed` stops in the middle;
 *  `oversized` never ends; `wrong` has no stage; `contradictory` changed after its own date; `unheard` is in a stage nobody knows. */
export const TROUBLES = ["down", "500", "garbage", "throttled", "flapping", "malformed", "oversized", "wrong", "contradictory", "unheard"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** `delayMs` before each answer. */
export type Switches = { delayMs?: number; fail?: Trouble };

/** What is wrong before anything is looked at: an answer, or null where the request goes on. */
export async function before({ delayMs, fail }: Switches, count: number, closing: AbortSignal, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | null> {
  if (delayMs) await wait(delayMs, undefined, { signal: closing }).catch(() => {});
  switch (fail) {
    case "down": request.raw.socket.destroy(); return reply.hijack();
    case "500": return reply.code(500).type("application/problem+json").send(JSON.stringify({ type: "about:blank", title: "The registry failed", status: 500 }));
    case "garbage": return reply.type("text/html").send("<html><body>We will be back soon</body></html>");
    case "throttled": return later(reply, 429, 2);
    case "flapping": return count % 2 ? later(reply, 503, 1) : null;
    default: return null;
  }
}

function later(reply: FastifyReply, status: 429 | 503, seconds: number): FastifyReply {
  return reply.code(status).header("retry-after", seconds).type("application/problem+json").send(JSON.stringify({ type: "about:blank", title: "Not now", status }));
}

/** What is wrong with a case that was found. */
export function spoil(fail: Trouble | undefined, found: Record<string, unknown>): string {
  const text = JSON.stringify(found);
  switch (fail) {
    case "malformed": return text.slice(0, -3);
    case "oversized": return JSON.stringify({ ...found, padding: "x".repeat(100_000) });
    case "wrong": return JSON.stringify({ ...found, stage: undefined });
    case "contradictory": return JSON.stringify({ ...found, changedOn: "2099-01-01" });
    case "unheard": return JSON.stringify({ ...found, stage: "second-review" });
    default: return text;
  }
}
