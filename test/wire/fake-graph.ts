/** A small Graph API on loopback: it answers sends as a test tells it to, keeps what it was sent, and can break off at
 *  every point where a real connection does. It has no memory of messages and checks no shapes. */
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";

export type GraphRequest = { method: string; path: string; headers: Record<string, string | string[] | undefined>; body: string };

/** What the next request meets. `reset`: the connection is reset when the request has been read. `cut`: a 200 whose body
 *  ends early. `reset-in-body`: the same with a reset. `silence`: nothing, for ever. */
export type GraphAnswer =
  | { kind: "answer"; status: number; body: string; headers?: Record<string, string> }
  | { kind: "reset" } | { kind: "cut" } | { kind: "reset-in-body" } | { kind: "silence" };

export type FakeGraph = { url: string; requests: GraphRequest[]; connections(): number; next(answer: GraphAnswer): void; close(): Promise<void> };

export const accepted = (id: string): GraphAnswer => ({
  kind: "answer", status: 200, body: JSON.stringify({ messaging_product: "whatsapp", contacts: [{ input: "x" }], messages: [{ id }] }),
});

export const graphError = (status: number, code: number, more: object = {}, headers: Record<string, string> = {}): GraphAnswer => ({
  kind: "answer", status, headers, body: JSON.stringify({ error: { message: `(#${code}) no`, type: "OAuthException", code, ...more, fbtrace_id: "Atrace" } }),
});

/** Starts on a free port. Without a word about the next request it accepts it as `wamid.N`. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const requests: GraphRequest[] = [];
  const answers: GraphAnswer[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", chunk => { body += chunk; }).on("end", () => {
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      const answer = answers.shift() ?? accepted(`wamid.${requests.length}`);
      switch (answer.kind) {
        case "answer":
          response.writeHead(answer.status, { "content-type": answer.body.startsWith("{") ? "application/json; charset=UTF-8" : "text/html", ...answer.headers });
          return void response.end(answer.body);
        case "reset": return void request.socket.resetAndDestroy();
        case "cut": case "reset-in-body":
          response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
          return void response.write('{"messages":[{"id":"wamid', () => answer.kind === "cut" ? request.socket.end() : request.socket.resetAndDestroy());
        case "silence": return;
      }
    });
  });
  server.on("connection", () => { connections += 1; });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    next: answer => { answers.push(answer); },
    close: () => new Promise(resolve => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer((socket: Socket) => socket.destroy());
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
