/** The shapes of `/api/v1`, each written once: what is sent is cut to them, what comes in is checked by them, the types and
 *  the OpenAPI description are made of them. A field that is not here never leaves. */
import { Type, type Static, type TSchema } from "typebox";
import { CHANNELS, LANGUAGES, TOPICS } from "../../flows/ids.ts";
import { SCOPES, STAFF_ROLES } from "../staff/role.ts";

const among = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.String({ enum: [...values] }));
const orNull = <T extends TSchema>(schema: T) => Type.Unsafe<Static<T> | null>({ ...schema, nullable: true });
const At = Type.Integer({ description: "milliseconds since 1970, UTC" });
const Text = (most: number, least = 1) => Type.String({ minLength: least, maxLength: most });
const Name = Type.String({ pattern: "^[a-z][a-z0-9.-]{1,31}$" });
const Language = among(LANGUAGES), Topic = among(TOPICS);

export const Problem = Type.Object({ type: Type.String(), title: Type.String(), status: Type.Integer(), code: Type.String(), holder: Type.Optional(Type.String()), retryAt: Type.Optional(At) });
export const Done = Type.Object({ done: Type.Boolean() });

// ── who asks ──────────────────────────────────────────────────────────────────────────────────────────────────────
export const Login = Type.Object({ name: Text(32), password: Text(200), label: Type.Optional(Text(80)) });
export const LoggedIn = Type.Object({ next: among(["in", "code", "enroll"]) });
export const Code = Type.Object({ code: Text(12) });
export const Confirmed = Type.Object({ next: among(["in"]), paper: Type.Array(Type.String(), { description: "codes for paper, shown this once" }) });
export const Offer = Type.Object({ secret: Type.String(), uri: Type.String() });
export const Me = Type.Object({
  name: Type.String(), role: among(STAFF_ROLES), rights: Type.Array(Type.String()), languages: Type.Array(Type.String()), topics: Type.Array(Type.String()),
  capacity: Type.Integer(), onShift: Type.Boolean(), held: Type.Integer(), feed: Type.Integer({ description: "the number of the last event: follow /api/v1/events from here" }), at: At,
});
export const ShiftChange = Type.Object({ onShift: Type.Boolean() });
export const Passes = Type.Array(Type.Object({ id: Type.String(), kind: among(["session", "token"]), label: Type.String(), scopes: Type.Array(Type.String()), madeAt: At, seenAt: At, until: At, this: Type.Boolean() }));
export const NewToken = Type.Object({ label: Text(80), scopes: Type.Array(among(SCOPES), { minItems: 1, uniqueItems: true }), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })) });
export const Token = Type.Object({ token: Type.String({ description: "shown this once" }) });

// ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────────
export const VIEWS = ["mine", "waiting-mine", "waiting", "awaiting-person", "parked", "snoozed", "held"] as const;
export type View = (typeof VIEWS)[number];

export const Row = Type.Object({
  id: Type.Integer(), alias: Type.String({ description: "stands for the person; not their number" }), channel: among(CHANNELS), language: Language,
  otherLanguage: Type.Boolean({ description: "they speak one that has no texts here; its name is in the conversation" }),
  topic: Topic, protection: Type.Boolean(), priority: among(["danger", "normal"]), state: among(["waiting", "human", "snoozed"]),
  holder: orNull(Type.String()), owner: orNull(Type.String()), epoch: Type.Integer(), openedAt: At, heardAt: At, agentRepliedAt: At,
  windowEndsAt: orNull(At), inSeq: Type.Integer(), outSeq: Type.Integer(), parked: Type.Boolean(), optedOut: Type.Boolean(), snoozedUntil: orNull(At),
  views: Type.Array(among(VIEWS)),
});
export type Row = Static<typeof Row>;

export const ListQuery = Type.Object({ view: Type.Optional(among(VIEWS)) });
export const List = Type.Object({ feed: Type.Integer(), at: At, rows: Type.Array(Row) });
export const ConversationParams = Type.Object({ id: Type.Integer({ minimum: 1 }) });

const FactTold = Type.Object({ id: Type.String(), about: Type.String(), value: Type.String(), source: Type.String(), sourceDate: Type.String(), status: Type.String(), held: Type.Boolean() });
export const Conversation = Type.Object({
  row: Row, number: Type.String({ description: "masked" }), speaks: orNull(Type.String()), mayReply: Type.Boolean(), draft: orNull(Type.String()),
  asked: orNull(Type.Object({ at: At, text: Type.String() }, { description: "the person's last message before the ticket was opened" })),
  told: orNull(Type.Object({ at: At, text: Type.String(), facts: Type.Array(FactTold) }, { description: "the bot's last answer, and what it was built on" })),
});
export type Conversation = Static<typeof Conversation>;

export const Item = Type.Object({
  key: Type.String(), from: among(["person", "agent", "bot", "system", "note"]), at: At, kind: Type.String(), text: Type.String(),
  state: Type.String(), code: orNull(Type.String()), agent: orNull(Type.String()), clientId: orNull(Type.String()), safety: Type.Boolean(), facts: Type.Array(Type.String()),
});
export type Item = Static<typeof Item>;
export const ThreadQuery = Type.Object({ before: Type.Optional(Text(24)), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) });
export const Thread = Type.Object({ items: Type.Array(Item), older: Type.Boolean() });

export const LONGEST = 4_000;
const ClientId = Type.String({ pattern: "^[\\w-]{8,64}$" });
export const Epoch = Type.Object({ epoch: Type.Integer({ minimum: 0 }) });
export const Claimed = Type.Object({ epoch: Type.Integer() });
export const Next = Type.Object({ claimed: orNull(Type.Object({ id: Type.Integer(), epoch: Type.Integer() }, { description: "null: nobody waits for you now" })) });
export const Reply = Type.Object({ clientId: ClientId, epoch: Type.Integer({ minimum: 0 }), text: Text(LONGEST) });
export const Note = Type.Object({ clientId: ClientId, text: Text(LONGEST) });
export const Draft = Type.Object({ text: orNull(Type.String({ maxLength: LONGEST })) });
export const LETTING_GO = ["return", "resolve", "requeue", "give", "snooze"] as const;
export const LetGo = Type.Object({ epoch: Type.Integer({ minimum: 0 }), how: among(LETTING_GO), outcome: Type.Optional(Text(40)), to: Type.Optional(Name), until: Type.Optional(At) });
export const Why = Type.Object({ why: Text(300, 5) });
export const PhoneNumber = Type.Object({ number: Type.String() });
export const HandOver = Type.Object({ to: Type.Optional(Name) });
export const HandedOver = Type.Object({ handed: Type.Array(Type.Object({ id: Type.Integer(), alias: Type.String(), topic: Topic, priority: among(["danger", "normal"]) })) });

// ── the desk's papers ─────────────────────────────────────────────────────────────────────────────────────────────
export const PaperParams = Type.Object({ id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,60}$" }) });
const Variant = Type.Object({ language: Language, text: Type.String(), reviewed: Type.Boolean(), by: Type.String(), reviewedBy: orNull(Type.String()) });
export const Answer = Type.Object({ id: Type.String(), version: Type.Integer(), title: Type.String(), topic: orNull(Topic), variants: Type.Array(Variant) });
export const Answers = Type.Array(Answer);
export type Answer = Static<typeof Answer>;
export const NewAnswer = Type.Object({ version: Type.Integer({ minimum: 0 }), title: Text(80), topic: Type.Optional(orNull(Topic)), variants: Type.Array(Type.Object({ language: Language, text: Text(LONGEST) }), { minItems: 1, maxItems: LANGUAGES.length }) });
export const Review = Type.Object({ version: Type.Integer({ minimum: 1 }), language: Language });
export const Version = Type.Object({ version: Type.Integer() });

const Clock = Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" });
export const Hours = Type.Object({ week: Type.Array(Type.Object({ day: Type.Integer({ minimum: 0, maximum: 6, description: "0 is Sunday" }), from: Clock, to: Clock }), { maxItems: 28 }), closed: Type.Array(Type.String({ format: "date" }), { maxItems: 100 }) });
export const Teams = Type.Array(Type.Object({ name: Text(40), topics: Type.Array(Topic), agents: Type.Array(Name) }), { maxItems: 50 });
export const Outcomes = Type.Array(Type.Object({ code: Type.String({ pattern: "^[a-z][a-z-]{1,30}$" }), label: Text(60) }), { minItems: 1, maxItems: 40 });
export const Settings = Type.Object({ hours: Type.Object({ version: Type.Integer(), value: Hours }), teams: Type.Object({ version: Type.Integer(), value: Teams }), outcomes: Type.Object({ version: Type.Integer(), value: Outcomes }) });
export type Settings = Static<typeof Settings>;
export const revised = <T extends TSchema>(value: T) => Type.Object({ version: Type.Integer({ minimum: 0 }), value });

export const Colleagues = Type.Array(Type.Object({ name: Type.String(), role: among(STAFF_ROLES), languages: Type.Array(Type.String()), topics: Type.Array(Type.String()), onShift: Type.Boolean(), active: Type.Boolean(), capacity: Type.Integer(), held: Type.Integer() }));
export const AgentParams = Type.Object({ name: Name });
const card = { role: among(STAFF_ROLES), languages: Type.Array(Text(40), { minItems: 1, maxItems: 20 }), topics: Type.Array(Topic, { uniqueItems: true }), capacity: Type.Integer({ minimum: 1, maximum: 50 }) };
export const NewAgent = Type.Object({ name: Name, password: Text(200), ...card });
export const AgentChange = Type.Object({ ...card, active: Type.Boolean(), forgetCodes: Type.Optional(Type.Boolean({ description: "for a lost phone: codes are set up anew at the next sign-in" })) });
export const AuditQuery = Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) });
export const AuditPage = Type.Array(Type.Object({ n: Type.Integer(), at: At, who: Type.String(), what: Type.String(), about: Type.String(), why: orNull(Type.String()) }));
