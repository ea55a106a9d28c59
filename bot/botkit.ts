/** Botkit, contained: where others plug in skills (middleware, `hears`, `on`), headless. A message goes through Botkit's own
 *  pipeline with our turn as its last handler; what comes out is the reply that was collected, never something sent. A skill
 *  that throws, hangs or says what it may not costs its own answer, not the person's. Importing this file costs a second. */
import { Botkit, BotWorker } from "botkit";
import type { BotkitHandler, BotkitMessage } from "botkit";
import type { Channel, Language } from "../flows/ids.ts";
import type { Reply } from "../flows/reply.ts";

/** `conversation` is an opaque id: skills learn no number and no name. */
export type SkillMessage = { text: string; language: Language | null; conversation: string; channel: Channel };

/** `threw`: an error in a handler, a pattern or middleware. `hung`: not done at the deadline. `refused`: it said something
 *  that is no reply made by `say`. The error itself is not carried on: it may hold what a person wrote. */
export type SkillFault = "skill:threw" | "skill:hung" | "skill:refused";

/** `turn`: no skill answered, our turn did. `skill`: one did; `fault` is what went wrong after or beside its reply, which
 *  stands. `failed`: a skill went wrong without a reply and our turn answered instead; `name` is that skill. */
export type Answered<T> =
  | { kind: "turn"; turned: T }
  | { kind: "skill"; name: string; reply: Reply; fault?: SkillFault }
  | { kind: "failed"; name: string; why: SkillFault; turned: T };

/** `install` binds to the controller with `hears`, `on`, `interrupts` and `middleware.<point>.use`, at once. Names are unique. */
export type Skill = { name: string; install(controller: Botkit): void };

export type Skills = {
  /** Never sends. `ourTurn` is called once where no skill answered, with the text as middleware left it, and must be
   *  synchronous; an error of its own is thrown on. Default deadline 2,000 ms; what skills say after it is dropped.
   *  A handler that never gives the processor back cannot be ended. */
  answer<T>(message: SkillMessage, ourTurn: (text: string) => T, options?: { deadlineMs?: number }): Promise<Answered<T>>;
  /** Fires Botkit's `shutdown` event, and waits for its handlers as long as for a message's. */
  close(): Promise<void>;
};

/** Calls back after so many milliseconds, unless what it returned is called first. */
export type After = (ms: number, call: () => void) => () => void;

const DEADLINE = 2000;

/** Throws where a skill's `install` throws, or two have one name. */
export async function createSkills(skills: Skill[], { after = afterTimeout }: { after?: After } = {}): Promise<Skills> {
  const controller = new Botkit({ adapter: COLLECTING, storage: NOTHING, disable_webserver: true, disable_console: true });
  install(controller, skills);
  const botkit = controller as unknown as Pipeline;

  return {
    async answer<T>(message: SkillMessage, ourTurn: (text: string) => T, { deadlineMs = DEADLINE }: { deadlineMs?: number } = {}) {
      const turn = once(ourTurn);
      const run: Run = { reply: null, by: "", fault: null, speaking: "", saying: [], over: false, turn: turn.take };
      const incoming = asBotkit(message, run);
      await settled(walk(botkit, incoming, run), deadlineMs, run, after);
      run.over = true;
      return outcome(run, turn, textOf(incoming, message.text));
    },
    async close() {
      await settled(controller.shutdown(), DEADLINE, null, after);
    },
  };
}

// ── one message's run ─────────────────────────────────────────────────────────────────────────────────────────────

/** What is known of one message while skills have it. Found by the message's context, so that two messages at once, of one
 *  person or of two, never share one. */
type Run = {
  reply: Reply | null; by: string;
  fault: { why: SkillFault; name: string } | null;
  speaking: string;                    // the skill whose code was entered last
  saying: Promise<unknown>[];          // replies on their way, awaited or not by the skill
  over: boolean;
  turn: (text: string) => void;
};

const runs = new WeakMap<object, Run>();

type Turned<T> = { value: T } | { error: unknown };

function once<T>(ourTurn: (text: string) => T): { take: (text: string) => Turned<T>; taken: () => boolean } {
  let turned: Turned<T> | null = null;
  return {
    taken: () => turned !== null,
    take(text) {
      if (!turned) try { turned = { value: ourTurn(text) }; } catch (error) { turned = { error }; }
      return turned;
    },
  };
}

function outcome<T>(run: Run, turn: ReturnType<typeof once<T>>, text: string): Answered<T> {
  const { reply, by, fault } = run;
  if (reply && !turn.taken()) return { kind: "skill", name: by, reply, ...(fault && { fault: fault.why }) };
  const turned = turn.take(text);
  if ("error" in turned) throw turned.error;
  return fault ? { kind: "failed", name: fault.name, why: fault.why, turned: turned.value } : { kind: "turn", turned: turned.value };
}

function fail(run: Run | undefined, why: SkillFault, name: string): void {
  if (run && !run.over) run.fault ??= { why, name };
}

/** Resolves when the work is done, has thrown, or has had its time; never rejects. */
function settled(work: Promise<unknown>, ms: number, run: Run | null, after: After): Promise<void> {
  return new Promise(resolve => {
    const cancel = after(ms, () => { if (run) fail(run, "skill:hung", run.speaking); resolve(); });
    const end = (): void => { cancel(); resolve(); };
    work.then(end, () => { if (run) fail(run, "skill:threw", run.speaking); end(); });
  });
}

const afterTimeout: After = (ms, call) => {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
};

// ── through Botkit's pipeline ─────────────────────────────────────────────────────────────────────────────────────

/** What Botkit's own `handleTurn` calls; two of them its types keep to themselves. */
type Pipeline = Pick<Botkit, "middleware" | "spawn" | "trigger"> & {
  listenForInterrupts(bot: BotWorker, message: BotkitMessage): Promise<unknown>;
  listenForTriggers(bot: BotWorker, message: BotkitMessage): Promise<unknown>;
};

/** What `handleTurn` does, in its order, without dialogs and their state, which cost most of its time and know nothing of
 *  our session. There, an error in a handler is lost inside a callback and the turn never settles; here each step is awaited. */
async function walk(botkit: Pipeline, message: BotkitMessage, run: Run): Promise<void> {
  const { ingest, receive, interpret } = botkit.middleware;
  const stopped = (): boolean => run.over || run.fault !== null;
  const bot = await botkit.spawn({ context: message["context"], reference: message.reference, activity: message.incoming_message });
  await pass(ingest, bot, message);
  if (stopped()) return;
  await pass(receive, bot, message);
  if (stopped() || await botkit.listenForInterrupts(bot, message) !== false || stopped()) return;
  await pass(interpret, bot, message);
  if (stopped() || await botkit.listenForTriggers(bot, message) !== false || stopped()) return;
  await botkit.trigger(message.type, bot, message);
}

type Ware = { run(...args: unknown[]): void; use(fn: unknown): Ware };

function pass(ware: Ware, ...args: unknown[]): Promise<void> {
  return new Promise((resolve, reject) => { ware.run(...args, (error: unknown) => { if (error) reject(error); else resolve(); }); });
}

/** A message and an activity as skills know them from Botkit; beside it `language`, and the channel as the activity's `channelId`. */
function asBotkit({ text, language, conversation, channel }: SkillMessage, run: Run): BotkitMessage {
  const reference = { channelId: channel, user: { id: conversation }, bot: { id: "puente" }, conversation: { id: conversation } };
  const activity = { type: "message", text, channelId: channel, from: reference.user, recipient: reference.bot, conversation: reference.conversation, locale: language ?? undefined };
  const context = { activity, adapter: COLLECTING, turnState: new Map(), sendActivity: (said: unknown) => COLLECTING.sendActivities(context, [said]) };
  runs.set(context, run);
  return { type: "message", text, user: conversation, channel: conversation, language, reference, context, incoming_message: activity } as unknown as BotkitMessage;
}

const textOf = (message: BotkitMessage, otherwise: string): string => typeof message.text === "string" ? message.text : otherwise;

const runOf = (bot: unknown): Run | undefined => {
  const context: unknown = bot instanceof BotWorker ? bot.getConfig("context") : undefined;
  return typeof context === "object" && context !== null ? runs.get(context) : undefined;
};

// ── what skills say is collected ──────────────────────────────────────────────────────────────────────────────────

const NOTHING = { read: async () => ({}), write: async () => {}, delete: async () => {} };

/** In the place of Botkit's `say` and `reply`, which lose an error of the adapter inside a callback and never settle. A reply
 *  belongs to the message it answers, also when another message's bot says it. */
class CollectingWorker extends BotWorker {
  override say(said: Partial<BotkitMessage> | string): Promise<unknown> {
    return this.#collect(this.getConfig("context"), said);
  }
  override reply(source: Partial<BotkitMessage>, said: Partial<BotkitMessage> | string): Promise<unknown> {
    return this.#collect(source?.["context"] ?? this.getConfig("context"), said);
  }
  #collect(context: { sendActivity(said: unknown): Promise<unknown> }, said: Partial<BotkitMessage> | string): Promise<unknown> {
    const activity = this.ensureMessageFormat(said);
    const saying = pass(this.controller.middleware.send, this, activity).then(() => context.sendActivity(activity));
    saying.catch(() => {});              // a skill that did not await it must not end the process
    runs.get(context)?.saying.push(saying);
    return saying;
  }
}

/** The adapter. The first reply to a message is the one; what is said when its time is over goes nowhere. */
const COLLECTING = {
  botkit_worker: CollectingWorker,
  async sendActivities(context: object, activities: unknown[]): Promise<{ id: string }[]> {
    const run = runs.get(context);
    if (!run) throw new Error("a skill speaks only in answer to a message: use bot.reply(message, say(…))");
    for (const activity of activities) collect(run, activity as { type?: string; channelData?: { reply?: unknown } });
    return activities.map(() => ({ id: "" }));
  },
};

function collect(run: Run, activity: { type?: string; channelData?: { reply?: unknown } }): void {
  if (run.over || (activity.type ?? "message") !== "message") return;      // typing and the like mean nothing here
  const reply = activity.channelData?.reply;
  if (!isReply(reply)) {
    fail(run, "skill:refused", run.speaking);
    throw new Error("a skill says no text of its own: texts live in locales/, use bot.reply(message, say(reply))");
  }
  if (run.reply) return;
  run.reply = reply;
  run.by = run.speaking;
}

/** A safety text is for danger alone: skills have none. */
function isReply(value: unknown): value is Reply {
  if (typeof value !== "object" || value === null) return false;
  const { lines, choices, facts, safety } = value as Partial<Reply>;
  return Array.isArray(lines) && lines.length > 0 && lines.every(line => typeof line?.key === "string") &&
    Array.isArray(choices) && Array.isArray(facts) && safety === undefined;
}

// ── skills are installed under guard ──────────────────────────────────────────────────────────────────────────────

/** Everything a skill binds is wrapped: its name goes with it, and no error reaches Botkit, which would print it. */
function install(controller: Botkit, skills: Skill[]): void {
  const names = new Set(skills.map(({ name }) => name));
  if (names.size !== skills.length) throw new Error("two skills have one name");
  const last = controller.on.bind(controller);
  let installing = "unnamed";
  guardControllers(controller, () => installing);
  for (const skill of skills) {
    installing = skill.name;
    try { skill.install(controller); } catch (cause) { throw new Error(`the skill ${skill.name} could not be installed`, { cause }); }
  }
  installing = "unnamed";
  last("message", async (bot, message) => {
    const run = runOf(bot);
    if (run && !run.over && !run.reply && !run.fault) run.turn(textOf(message, ""));
  });
}

function guardControllers(controller: Botkit, name: () => string): void {
  const on = controller.on.bind(controller), hears = controller.hears.bind(controller), interrupts = controller.interrupts.bind(controller);
  controller.on = (events, handler) => on(events, guardHandler(handler, name()));
  controller.hears = (patterns, events, handler) => hears(guardPatterns(patterns, name()), events, guardHandler(handler, name()));
  controller.interrupts = (patterns, events, handler) => interrupts(guardPatterns(patterns, name()), events, guardHandler(handler, name()));
  for (const [point, ware] of Object.entries(controller.middleware) as [string, Ware][]) {
    const use = ware.use.bind(ware);
    ware.use = fn => Array.isArray(fn) ? (fn.forEach(one => ware.use(one)), ware) : use(guardMiddleware(point, fn as Middleware, name()));
  }
}

/** `false` is Botkit's word for "go no further". */
function guardHandler(handler: BotkitHandler, name: string): BotkitHandler {
  return async function (this: unknown, bot, message) {
    const run = runOf(bot);
    if (run?.over) return false;
    if (run) run.speaking = name;
    try {
      const result: unknown = await handler.call(this, bot, message);
      if (run?.saying.length) await Promise.allSettled(run.saying);
      return result;
    } catch {
      fail(run, "skill:threw", name);
      return false;
    }
  };
}

type Patterns = Parameters<Botkit["hears"]>[0];

function guardPatterns(patterns: Patterns, name: string): Patterns {
  const guard = (pattern: unknown): unknown => typeof pattern !== "function" ? pattern : async (message: BotkitMessage) => {
    const run = runs.get(message["context"] as object);
    if (run) run.speaking = name;
    return await (pattern as (message: BotkitMessage) => unknown)(message);
  };
  return (Array.isArray(patterns) ? patterns.map(guard) : guard(patterns)) as Patterns;
}

type Next = (error?: unknown) => void;
type Middleware = (...args: unknown[]) => unknown;

/** Middleware takes `next` or returns a promise, told apart by its number of parameters. One that does both and throws is lost
 *  by Botkit: here its error is `next`'s. */
function guardMiddleware(point: string, fn: Middleware, name: string): Middleware {
  const step = (args: unknown[], next: Next): void => {
    const run = runOf(args[0]);
    if (run?.over) return next(new Error("too late"));
    if (run) run.speaking = name;
    const failed: Next = error => { fail(run, "skill:threw", name); next(error ?? new Error("failed")); };
    const takesNext = fn.length > args.length;
    const go: Next = error => { if (error) failed(error); else next(); };
    try {
      const result = fn(...args, ...(takesNext ? [go] : []));
      if (isPromise(result)) result.then(takesNext ? undefined : () => next(), failed);
      else if (!takesNext) go(result instanceof Error ? result : undefined);
    } catch (error) {
      failed(error);
    }
  };
  return point === "spawn" ? (bot, next) => step([bot], next as Next) : (bot, message, next) => step([bot, message], next as Next);
}

const isPromise = (value: unknown): value is Promise<unknown> => typeof (value as Promise<unknown> | null)?.then === "function";
