/** What the helpdesk agrees on, who is there, and the audit log, over HTTP. */
import { Type } from "typebox";
import { Problem } from "../helpdesk/problem.ts";
import { may } from "../staff/role.ts";
import { hashPassword, NO_SECRETS, weakness } from "../staff/secrets.ts";
import { BODY, whoAsks, type Api, type ApiDeps } from "./api.ts";
import { AgentChange, AgentParams, Answers, AuditPage, AuditQuery, Colleagues, Done, Hours, NewAgent, NewAnswer, Outcomes, PaperParams as params, Review, revised, Settings, Teams, Version } from "./api-schemas.ts";

const READ = { needs: { who: "in", scope: "read" } } as const, WRITE = { needs: { who: "in", right: "answer", scope: null } } as const;
const REVIEW = { needs: { who: "in", right: "review", scope: null } } as const, STAFF = { needs: { who: "in", right: "staff", scope: null } } as const;
const PAGE = 200;

export function deskRoutes(app: Api, { access, audit, helpdesk, papers }: ApiDeps): void {
  app.get("/api/v1/answers", { config: READ, schema: { summary: "Canned answers, each with a variant for every language", response: { 200: Answers } } }, () => papers.answers());

  app.put("/api/v1/answers/:id", { ...BODY, config: WRITE, schema: { summary: "A new answer (version 0) or the next version of one; a text that changed must be read again", params, body: NewAnswer, response: { 200: Version } } },
    request => papers.write(whoAsks(request).viewer.name, request.params.id, { ...request.body, topic: request.body.topic ?? null }));

  app.post("/api/v1/answers/:id/review", { ...BODY, config: REVIEW, schema: { summary: "A variant has been read, by somebody who did not write it", params, body: Review, response: { 200: Version } } },
    request => papers.review(whoAsks(request).viewer.name, request.params.id, request.body.version, request.body.language));

  app.delete("/api/v1/answers/:id", { ...BODY, config: REVIEW, schema: { summary: "Takes it away", params, querystring: Type.Object({ version: Type.Integer({ minimum: 1 }) }), response: { 200: Done } } },
    request => papers.remove(whoAsks(request).viewer.name, request.params.id, request.query.version).then(() => ({ done: true })));

  app.get("/api/v1/settings", { config: READ, schema: { summary: "Opening hours, teams, outcomes", response: { 200: Settings } } }, () => papers.settings());
  app.put("/api/v1/settings/hours", { ...BODY, config: STAFF, schema: { body: revised(Hours), response: { 200: Version } } }, request => papers.change(whoAsks(request).viewer.name, "hours", request.body.version, request.body.value));
  app.put("/api/v1/settings/teams", { ...BODY, config: STAFF, schema: { body: revised(Teams), response: { 200: Version } } }, request => papers.change(whoAsks(request).viewer.name, "teams", request.body.version, request.body.value));
  app.put("/api/v1/settings/outcomes", { ...BODY, config: STAFF, schema: { body: revised(Outcomes), response: { 200: Version } } }, request => papers.change(whoAsks(request).viewer.name, "outcomes", request.body.version, request.body.value));

  app.get("/api/v1/agents", { config: READ, schema: { summary: "The colleagues; those who are disabled for admins alone", response: { 200: Colleagues } } }, async request => {
    const { viewer } = whoAsks(request), loads = await helpdesk.loads();
    return (await access.agents.all()).filter(a => a.card.active || may(viewer, "staff")).map(({ name, card }) => ({ name, ...card, held: loads.get(name) ?? 0 }));
  });

  app.post("/api/v1/agents", { ...BODY, config: STAFF, schema: { summary: "A new colleague, with a first password", body: NewAgent, response: { 200: Done } } }, async request => {
    const { name, password, ...card } = request.body;
    if (weakness(password, name)) throw new Problem("password:weak");
    await audit.record(whoAsks(request).viewer.name, "agent.hired", name);
    const done = await access.agents.hire(name, { ...card, onShift: false, active: true }, { ...NO_SECRETS, password: await hashPassword(password) });
    if (done === "stale") throw new Problem("paper:stale");
    return { done: true };
  });

  app.put("/api/v1/agents/:name", { ...BODY, config: STAFF, schema: { summary: "What a colleague may; whoever is disabled or loses their codes is signed out everywhere", params: AgentParams, body: AgentChange, response: { 200: Done } } }, async request => {
    const { forgetCodes, ...card } = request.body, { name } = request.params, by = whoAsks(request).viewer.name;
    await audit.record(by, "agent.changed", name);
    const done = await access.agents.amend(name, before => ({ card: { ...before.card, ...card }, secrets: forgetCodes ? { ...before.secrets, totp: null, offered: null, paper: [] } : before.secrets }));
    if (done === "gone") throw new Problem("paper:unknown");
    if (!card.active || forgetCodes) await access.revoke(by, name, null);
    return { done: true };
  });

  app.get("/api/v1/audit", { config: { needs: { who: "in", right: "audit", scope: "audit" } }, schema: { summary: "Who did what, from an entry on", querystring: AuditQuery, response: { 200: AuditPage } } }, async request => {
    await audit.record(whoAsks(request).viewer.name, "audit.read");
    return audit.read(request.query.after ?? 0, PAGE);
  });
}
