/** A Twilio on loopback: accepts messages, lists them in pages, and fails on demand. What it does next is a queue of
 *  behaviours; with none it works. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Behaviour =
  | { kind: "answer"; status: number; body: string; headers?: Record<string, string> }
  | { kind: "reset" }                    // after the request was read; nothing is kept
  | { kind: "kept-then-reset" }          // the message is accepted, the answer never comes
  | { kind: "cut" }                      // 201 whose body ends in the middle; the message is accepted
  | { kind: "cut-refusal" }              // 400 whose body ends before its code
  | { kind: "silent" };                  // no answer at all

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; form: URLSearchParams };
export type Entry = Record<string, unknown>;

export type FakeTwilio = { url: string; accountSid: string; seen: Seen[]; list: Entry[]; next: Behaviour[]; close(): Promise<void> };

/** Twilio's error body. */
export function error(status: number, code: number, headers: Record<string, string> = {}): Behaviour {
  return { kind: "answer", status, headers, body: JSON.stringify({ code, message: "To +50761230045 is not right", more_info: "https://www.twilio.com/docs", status }) };
}

export async function fakeTwilio(accountSid: string, now: () => number, pageSize = 1000): Promise<FakeTwilio> {
  const fake = { accountSid, seen: [] as Seen[], list: [] as Entry[], next: [] as Behaviour[] };
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const server = createServer((request, response) => void readAll(request).then(body => answer(request, response, new URLSearchParams(body))));

  function answer(request: IncomingMessage, response: ServerResponse, form: URLSearchParams): void {
    const url = new URL(request.url ?? "/", "http://fake");
    fake.seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, form });
    const behaviour = fake.next.shift();
    if (behaviour?.kind === "answer") { response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body); return; }
    if (behaviour?.kind === "reset") { request.socket.destroy(); return; }
    if (behaviour?.kind === "silent") return;
    if (behaviour?.kind === "cut-refusal") { response.writeHead(400, { "content-length": 100 }).write('{"co', () => request.socket.destroy()); return; }
    if (url.pathname !== path) { response.writeHead(404).end(JSON.stringify({ code: 20404, status: 404 })); return; }
    if (request.method === "GET") { response.end(JSON.stringify(page(url.searchParams))); return; }
    const body = JSON.stringify(accept(form));
    if (behaviour?.kind === "kept-then-reset") { request.socket.destroy(); return; }
    response.writeHead(201, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    if (behaviour?.kind === "cut") response.write(body.slice(0, 30), () => request.socket.destroy());
    else response.end(body);
  }

  function accept(form: URLSearchParams): Entry {
    // As at the real one, what was only just accepted has no date_sent.
    const entry = { sid: "SM" + String(fake.list.length).padStart(32, "0"), account_sid: accountSid, to: form.get("To"), from: form.get("From"), body: form.get("Body"),
      status: "queued", direction: "outbound-api", num_media: "0", messaging_service_sid: form.get("MessagingServiceSid"), date_created: new Date(now()).toUTCString(), date_sent: null };
    fake.list.push(entry);
    return entry;
  }

  function page(query: URLSearchParams): Entry {
    const since = Date.parse(query.get("DateSent>") ?? "") || 0;
    const all = fake.list.filter(e => (!query.get("To") || e["to"] === query.get("To")) && (since === 0 || Date.parse(String(e["date_sent"])) >= since)).toReversed();
    const n = Number(query.get("Page") ?? 0), size = Math.min(Number(query.get("PageSize") ?? 50), pageSize);
    const more = all.length > (n + 1) * size;
    query.set("Page", String(n + 1));
    return { messages: all.slice(n * size, (n + 1) * size), page: n, page_size: size, next_page_uri: more ? `${path}?${query.toString()}` : null };
  }

  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(fake, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>(resolve => { server.close(() => resolve()); server.closeAllConnections(); }),
  });
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
