/** Conversations over HTTP, on the helpdesk's verbs. */
import { BODY, whoAsks, type Api, type ApiDeps } from "./api.ts";
import { Claimed, Conversation, ConversationParams as params, Done, Draft, Epoch, LetGo, List, ListQuery, Next, Note, PhoneNumber, Reply, Thread, ThreadQuery, Why } from "./api-schemas.ts";

const READ = { needs: { who: "in", right: "answer", scope: "read" } } as const, WRITE = { needs: { who: "in", right: "answer", scope: "write" } } as const;
const DONE = { done: true };

export function conversationRoutes(app: Api, { helpdesk }: ApiDeps): void {
  app.get("/api/v1/conversations", { config: READ, schema: { summary: "What is open and theirs to see: danger first, then the longest waiting", querystring: ListQuery, response: { 200: List } } },
    request => helpdesk.list(whoAsks(request).viewer, request.query.view));

  app.get("/api/v1/conversations/:id", { config: READ, schema: { summary: "The top card", params, response: { 200: Conversation } } },
    request => helpdesk.one(whoAsks(request).viewer, request.params.id));

  app.get("/api/v1/conversations/:id/thread", { config: READ, schema: { summary: "The last messages, or those before a key; oldest first", params, querystring: ThreadQuery, response: { 200: Thread } } },
    request => helpdesk.thread(whoAsks(request).viewer, request.params.id, request.query));

  app.post("/api/v1/conversations/:id/claim", { ...BODY, config: WRITE, schema: { summary: "Exactly one of two wins; the other is told who (409)", params, response: { 200: Claimed } } },
    request => helpdesk.claim(whoAsks(request).viewer, request.params.id));

  app.post("/api/v1/conversations/next", { ...BODY, config: WRITE, schema: { summary: "Claims whoever is next for this agent: danger, theirs, then the longest waiting by language and topic", response: { 200: Next } } },
    async request => ({ claimed: await helpdesk.claimNext(whoAsks(request).viewer) }));

  app.post("/api/v1/conversations/:id/touch", { ...BODY, config: WRITE, schema: { summary: "Keeps the hold: ten minutes from now", params, body: Epoch, response: { 200: Done } } },
    request => helpdesk.touch(whoAsks(request).viewer, request.params.id, request.body.epoch).then(() => DONE));

  app.post("/api/v1/conversations/:id/replies", { ...BODY, config: WRITE, schema: { summary: "To the person; once for a clientId. It is parked where WhatsApp's window is closed", params, body: Reply, response: { 202: Done } } },
    async (request, reply) => {
      await helpdesk.reply(whoAsks(request).viewer, request.params.id, request.body);
      return reply.code(202).send(DONE);
    });

  app.post("/api/v1/conversations/:id/notes", { ...BODY, config: WRITE, schema: { summary: "To the colleagues alone; once for a clientId", params, body: Note, response: { 200: Done } } },
    request => helpdesk.note(whoAsks(request).viewer, request.params.id, request.body).then(() => DONE));

  app.put("/api/v1/conversations/:id/draft", { ...BODY, config: WRITE, schema: { summary: "What is begun; null takes it away", params, body: Draft, response: { 200: Done } } },
    request => helpdesk.keepDraft(whoAsks(request).viewer, request.params.id, request.body.text).then(() => DONE));

  app.post("/api/v1/conversations/:id/let-go", { ...BODY, config: WRITE, schema: { summary: "return to the bot, resolve (outcome), requeue, give (to), snooze (until)", params, body: LetGo, response: { 200: Done } } },
    request => helpdesk.letGo(whoAsks(request).viewer, request.params.id, request.body).then(() => DONE));

  app.post("/api/v1/conversations/:id/number", { ...BODY, config: { needs: { who: "in", right: "answer", scope: null } }, schema: { summary: "The number itself, for a reason that is on record", params, body: Why, response: { 200: PhoneNumber } } },
    async request => ({ number: await helpdesk.number(whoAsks(request).viewer, request.params.id, request.body.why) }));
}
