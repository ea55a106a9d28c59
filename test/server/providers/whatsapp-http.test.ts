/** The fetch under the sender: one deadline, kept connections, and the truth about whether bytes could have left. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createFetch } from "../../../server/providers/http.ts";
import type { Fetch } from "../../../server/providers/http.ts";
import { accepted, closedPort, startFakeGraph } from "../../wire/fake-graph.ts";
import type { FakeGraph } from "../../wire/fake-graph.ts";

let graph: FakeGraph;
beforeAll(async () => { graph = await startFakeGraph(); });
afterAll(() => graph.close());

const post = (call: Fetch, url = graph.url) => call(`${url}/x?y=1`, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"ñ":"🙏"}' });

describe("an answer", () => {
  test("is whole, with status, headers in any case, text and JSON", async () => {
    graph.next({ kind: "answer", status: 404, body: '{"a":"ñ"}', headers: { "X-One": "1" } });
    const answer = await post(createFetch());
    expect([answer.ok, answer.status, answer.headers.get("x-ONE"), answer.headers.get("nothing")]).toEqual([false, 404, "1", null]);
    expect([await answer.text(), await answer.json()]).toEqual(['{"a":"ñ"}', { a: "ñ" }]);
    expect(graph.requests.at(-1)).toMatchObject({ path: "/x?y=1", body: '{"ñ":"🙏"}', headers: { "content-length": "13" } });
  });

  test("that is no JSON throws only when read as such", async () => {
    graph.next({ kind: "answer", status: 200, body: "<p>" });
    const answer = await post(createFetch());
    await expect(answer.json()).rejects.toThrow(SyntaxError);
    expect(await answer.text()).toBe("<p>");
  });
});

describe("no answer", () => {
  test("a refused connection wrote nothing", async () => {
    await expect(post(createFetch(), await closedPort())).rejects.toMatchObject({ code: "ECONNREFUSED", wrote: false, cause: { code: "ECONNREFUSED" } });
  });

  test("a failed TLS handshake wrote nothing", async () => {
    await expect(post(createFetch(), graph.url.replace("http:", "https:"))).rejects.toMatchObject({ wrote: false });
  });

  test.each(["reset", "cut", "reset-in-body"] as const)("after a %s bytes may have left", async kind => {
    graph.next({ kind });
    await expect(post(createFetch())).rejects.toMatchObject({ wrote: true });
  });

  test("silence ends at the deadline, and bytes may have left", async () => {
    graph.next({ kind: "silence" });
    await expect(post(createFetch({ timeoutMs: 40 }))).rejects.toMatchObject({ code: "TIMEOUT", wrote: true });
  });

  test("who waited for a connection until the deadline wrote nothing", async () => {
    const call = createFetch({ timeoutMs: 40, maxSockets: 1 });
    graph.next({ kind: "silence" });
    const outcomes = await Promise.allSettled([post(call), post(call)]);
    expect(outcomes.map(outcome => outcome.status === "rejected" && outcome.reason.wrote)).toEqual([true, false]);
  });

  test("who waited and got a used connection that then broke may have written", async () => {
    const call = createFetch({ maxSockets: 1 });
    graph.next(accepted("first"));
    graph.next({ kind: "reset" });
    const [first, second] = await Promise.allSettled([post(call), post(call)]);
    expect(first?.status).toBe("fulfilled");
    expect(second).toMatchObject({ status: "rejected", reason: { wrote: true } });
  });

  test("an answer without end is cut off", async () => {
    graph.next({ kind: "answer", status: 200, body: "x".repeat(5_000) });
    await expect(post(createFetch({ maxBytes: 1_000 }))).rejects.toMatchObject({ code: "TOO_LARGE", wrote: true });
  });
});
