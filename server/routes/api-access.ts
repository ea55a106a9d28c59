/** Signing in and out over HTTP: password, code, sessions and tokens of whoever asks. */
import { Type } from "typebox";
import { Problem } from "../helpdesk/problem.ts";
import { TOKEN_DAYS } from "../staff/access.ts";
import { rightsOf } from "../staff/role.ts";
import { BODY, setCookie, whoAsks, type Api, type ApiDeps } from "./api.ts";
import { Code, Confirmed, Done, HandedOver, HandOver, LoggedIn, Login, Me, NewToken, Offer, Passes, ShiftChange, Token } from "./api-schemas.ts";

const ANYONE = { needs: { who: "anyone", scope: null } } as const, HALF = { needs: { who: "half", scope: null } } as const;
const IN = { needs: { who: "in", scope: null } } as const, READ = { needs: { who: "in", scope: "read" } } as const;

export function accessRoutes(app: Api, { store, access, helpdesk, now, secure }: ApiDeps): void {
  app.post("/api/v1/login", { ...BODY, config: ANYONE, schema: { summary: "Name and password", body: Login, response: { 200: LoggedIn } } }, async (request, reply) => {
    const { name, password, label } = request.body;
    const done = await access.signIn(name, password, request.ip, label ?? "");
    switch (done.kind) {
      case "later": throw new Problem("login:later", { retryAt: done.at });
      case "wrong": throw new Problem("login:wrong");
      default:
        setCookie(reply, done.token, secure);
        return { next: done.next };
    }
  });

  app.post("/api/v1/totp/enroll", { ...BODY, config: HALF, schema: { summary: "A secret for an app that makes codes; its first code then goes to /totp", response: { 200: Offer } } }, async request => {
    const offer = await access.enroll(whoAsks(request).viewer.name);
    if (!offer) throw new Problem("codes:set");
    return offer;
  });

  app.post("/api/v1/totp", { ...BODY, config: HALF, schema: { summary: "The code of the app, or one from paper", body: Code, response: { 200: Confirmed } } }, async (request, reply) => {
    const done = await access.confirm(whoAsks(request), request.body.code.trim(), request.ip);
    switch (done.kind) {
      case "later": throw new Problem("login:later", { retryAt: done.at });
      case "wrong": throw new Problem("login:wrong");
      default:
        setCookie(reply, done.token, secure);
        return { next: "in" as const, paper: done.paper };
    }
  });

  app.post("/api/v1/logout", { ...BODY, config: IN, schema: { summary: "Ends this session", response: { 200: Done } } }, async (request, reply) => {
    await access.signOut(whoAsks(request));
    setCookie(reply, "", secure);
    return { done: true };
  });

  app.get("/api/v1/me", { config: READ, schema: { summary: "Who asks, and from where to follow the events", response: { 200: Me } } }, async request => {
    const { agent: { name, card } } = whoAsks(request);
    const { newest } = await store.feed(0, 0);
    return { name, role: card.role, rights: [...rightsOf(card.role)], languages: card.languages, topics: card.topics, capacity: card.capacity, onShift: card.onShift, held: (await helpdesk.loads()).get(name) ?? 0, feed: newest, at: now() };
  });

  app.put("/api/v1/me/shift", { ...BODY, config: IN, schema: { summary: "On shift or not; conversations stay where they are", body: ShiftChange, response: { 200: Done } } }, async request => {
    await setShift(whoAsks(request).viewer.name, request.body.onShift);
    return { done: true };
  });

  app.post("/api/v1/me/hand-over", { ...BODY, config: { needs: { who: "in", right: "answer", scope: null } }, schema: { summary: "The end of a shift: everything held goes to a colleague or back to the queue", body: HandOver, response: { 200: HandedOver } } }, async request => {
    const { viewer } = whoAsks(request);
    const handed = await helpdesk.handOver(viewer, request.body.to);
    await setShift(viewer.name, false);
    return { handed };
  });

  async function setShift(name: string, onShift: boolean): Promise<void> {
    await access.agents.amend(name, ({ card, secrets }) => ({ card: { ...card, onShift }, secrets }));
  }

  app.get("/api/v1/me/passes", { config: IN, schema: { summary: "One's sessions and tokens", response: { 200: Passes } } }, async request => {
    const { viewer, pass } = whoAsks(request);
    return (await access.passes(viewer.name)).map(p => ({ ...p, this: p.id === pass.id }));
  });

  app.delete("/api/v1/me/passes/:id", { ...BODY, config: IN, schema: { summary: "Ends one of them", params: Type.Object({ id: Type.String({ maxLength: 20 }) }), response: { 200: Done } } }, async request => {
    const { name } = whoAsks(request).viewer;
    return { done: await access.revoke(name, name, request.params.id) > 0 };
  });

  app.post("/api/v1/me/tokens", { ...BODY, config: IN, schema: { summary: "A token for a program", body: NewToken, response: { 200: Token } } }, async request => {
    const { label, scopes, days = TOKEN_DAYS } = request.body;
    return { token: await access.makeToken(whoAsks(request).viewer.name, label, scopes, days) };
  });
}
