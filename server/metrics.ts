/** Counters and gauges in Prometheus' text. Labels name providers, outcomes and kinds, never people or topics of danger. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) => new Counter({ name: `puente_${name}`, help, labelNames, registers: [registry] });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) => new Gauge({ name: `puente_${name}`, help, labelNames, registers: [registry] });
  return {
    registry,
    accepted: counter("accepted_total", "Messages of people that were stored", ["provider"]),
    duplicates: counter("duplicates_total", "Messages that came again and were answered before", ["provider"]),
    stale: counter("stale_total", "Messages older than their id is remembered", ["provider"]),
    ignored: counter("ignored_total", "Parts of webhooks that are no message of a person, by kind", ["kind"]),
    signatures: counter("bad_signatures_total", "Webhooks refused for their signature", ["provider"]),
    turns: counter("turns_total", "Turns by how they ended", ["outcome"]),
    skills: counter("skills_total", "Messages answered by a skill, or a skill that failed", ["outcome"]),
    unclear: counter("unclear_total", "Messages that named no topic we were sure of, by the language they are written in", ["language"]),
    sends: counter("sends_total", "Sends by outcome", ["provider", "outcome"]),
    receipts: counter("receipts_total", "Receipts by status", ["provider", "status"]),
    lookups: counter("lookups_total", "Case look-ups by outcome", ["outcome"]),
    dead: gauge("dead_letters", "Messages set aside after their turn failed again and again", []),
    waiting: gauge("tickets_waiting", "Conversations that wait for a person", []),
    queue: gauge("queue_messages", "Messages waiting, by queue", ["queue"]),
    age: gauge("queue_age_seconds", "Age of the oldest message waiting, by queue", ["queue"]),
    lag: gauge("event_loop_lag_seconds", "How late this process runs", []),
    answer: new Histogram({ name: "puente_answer_seconds", help: "From stored to handed to the outbox", buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], registers: [registry] }),
  };
}
