/** For load balancers and Prometheus. Ready is false while the store is unreachable or the process is draining. */
import type { FastifyInstance } from "fastify";
import type { Millis } from "../../flows/ids.ts";
import type { Metrics } from "../metrics.ts";
import type { Store } from "../store/store.ts";

export function health(app: FastifyInstance, deps: { store: Store; metrics: Metrics; draining: () => boolean; now: () => Millis }): void {
  app.get("/health/live", () => ({ live: true }));

  app.get("/health/ready", async (_request, reply) => {
    if (deps.draining()) return reply.code(503).send({ ready: false, why: "draining" });
    try {
      await deps.store.ping();
      return { ready: true };
    } catch {
      return reply.code(503).send({ ready: false, why: "store" });
    }
  });

  app.get("/metrics", async (_request, reply) => {
    await fill(deps);
    return reply.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics());
  });
}

async function fill({ store, metrics, now }: { store: Store; metrics: Metrics; now: () => Millis }): Promise<void> {
  const at = now();
  const { inbound, oldestInbound, outbound, oldestOutbound, tickets, dead } = await store.backlog(at);
  metrics.queue.set({ queue: "inbound" }, inbound);
  metrics.queue.set({ queue: "outbound" }, outbound);
  metrics.age.set({ queue: "inbound" }, oldestInbound === null ? 0 : Math.max(0, at - oldestInbound) / 1000);
  metrics.age.set({ queue: "outbound" }, oldestOutbound === null ? 0 : Math.max(0, at - oldestOutbound) / 1000);
  metrics.waiting.set(tickets);
  metrics.dead.set(dead);
}
