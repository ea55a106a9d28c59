/** Puente without a process: everything wired in order, stopped in reverse. `main.ts` runs it; talk, admin and the tests
 *  run it in their own process. Read it as a table of contents. */
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Skills } from "../bot/botkit.ts";
import type { Words } from "../bot/words.ts";
import type { Channel, Language, Millis } from "../flows/ids.ts";
import { library } from "../flows/library/index.ts";
import { createAccept, type Accept } from "./accept.ts";
import { createApp } from "./app.ts";
import { createAttention } from "./attention.ts";
import { createRegistry, type Registry } from "./cases/registry.ts";
import { createClock } from "./clock.ts";
import { ConfigFaulty, isLoopback, type Config } from "./config.ts";
import { ContentFaulty, loadContent } from "./content.ts";
import { keepContents } from "./contents.ts";
import { createConverse, freshId } from "./converse.ts";
import { createDeliver } from "./deliver.ts";
import { createLog, type Log } from "./log.ts";
import { createLookups } from "./lookups.ts";
import type { Loop } from "./loop.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createLoopback } from "./providers/loopback.ts";
import type { Sender } from "./providers/provider.ts";
import type { RespondDeps } from "./respond.ts";
import { health } from "./routes/health.ts";
import { simulator } from "./routes/simulator.ts";
import { webhooks } from "./routes/webhooks.ts";
import { createSeal, type Seal } from "./seal.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { createVocabulary } from "./vocabulary.ts";

export type Puente = {
  url: string; store: Store; seal: Seal; accept: Accept; metrics: Metrics; words: Words;
  /** The loopback providers of channels that are not configured. */
  loopback: Partial<Record<Channel, ReturnType<typeof createLoopback>>>;
  /** Reads texts and facts anew. A fault in them is logged, and the last good ones go on. */
  reload(): Promise<void>;
  close(): Promise<void>;
};

/** `listen`: off for the terminal. `contentFrom`: the folder that holds `locales/` and `flows/facts/`, if it is another. */
export async function startPuente(config: Config, options: { now?: () => Millis; log?: Log; listen?: boolean; strangerLanguage?: Language | undefined; contentFrom?: string } = {}): Promise<Puente> {
  const { now = Date.now, log = createLog(config.logLevel), listen = true, contentFrom } = options;
  const has = (role: string): boolean => config.roles.has(role as never);
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await Promise.resolve().then(step).catch(error => log.bug("stop.failed", error));
  };
  let draining = false, url = "";
  try {
    const content = loadContent(config.operator, contentFrom);
    const metrics = createMetrics();
    const store = await openStore(config.storeUrl, { role: "server", log, production: config.production, ...(options.now && { now }) });
    undo.push(() => store.close());
    const seal = await createSeal(config.dataKeys, store);
    const contents = await keepContents(store, content);
    let vocabulary = createVocabulary(library, contents.words());
    const reload = async (): Promise<void> => {
      try {
        await contents.replace(loadContent(config.operator, contentFrom));
        vocabulary = createVocabulary(library, contents.words());
        log.info("content.reloaded", { version: contents.words().version });
      } catch (error) {
        if (!(error instanceof ContentFaulty)) throw error;
        log.error("content.faulty", { hint: `the last good texts go on. ${error.message}` });
      }
    };
    undo.push(repeat(DECISIONS_EVERY, () => contents.refresh().then(changed => { if (changed) log.info("facts.decided", { version: contents.words().version }); }, error => log.bug("facts.unread", error))));
    const accept = createAccept({ store, seal, now, metrics, log });

    const senders = await createSenders(config, () => url);
    const configured = { whatsapp: config.whatsapp, sms: config.twilio };
    const loopback = Object.fromEntries(senders.filter(s => !configured[s.channel]).map(s => [s.channel, s])) as Puente["loopback"];

    const loops: Partial<Record<"converse" | "deliver" | "lookups", Loop[]>> = {};
    if (has("converse")) {
      const { registry, close } = await openRegistry(config);
      undo.push(close);
      const skills = await loadSkills();
      undo.push(() => skills.close());
      const deps: RespondDeps = { library, words: contents.words, events: contents.events, vocabulary: (session, at) => vocabulary(session, at), skills, seal, ids: freshId, cases: config.cases.mode === "none" ? "off" : "on", log, production: config.production, strangerLanguage: options.strangerLanguage };
      const lookups = createLookups({ store, seal, accept, registry, now, log, metrics });
      loops.lookups = [lookups];
      loops.converse = [createConverse({ ...deps, store, now, metrics, onLookups: () => lookups.wake() })];
    }
    if (has("deliver")) {
      const attention = createAttention(now);
      undo.push(() => attention.end());
      loops.deliver = senders.map(sender => createDeliver({ store, sender, seal, library, wordsOf: contents.of, now, log, metrics, unknownHold: config.unknownHoldMs, listeningSince: attention.since,
        sendsPerSecond: sender.name === "whatsapp" ? config.whatsapp!.sendsPerSecond : sender.name === "twilio" ? config.twilio!.sendsPerSecond : 0 }));
    }
    store.onReady(what => { for (const loop of loops[what === "inbound" ? "converse" : "deliver"] ?? []) loop.wake(); });

    const app = createApp(log);
    health(app, { store, metrics, draining: () => draining, now });
    if (has("web")) {
      await app.register(scope => { webhooks(scope, { accept, whatsapp: config.whatsapp, twilio: config.twilio, publicUrl: () => config.publicUrl || url, log, metrics }); });
      if (!config.production && isLoopback(config.host)) await app.register(scope => simulator(scope, { accept, loopback, now }));
    }
    if (listen) {
      await listenOn(app, config);
      undo.push(() => app.close());
      const { port } = app.server.address() as AddressInfo;
      url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
    }

    const workers = Object.values(loops).flat();
    const clock = has("clock") ? createClock({ store, seal, accept, senders, now, log, metrics }) : null;
    for (const worker of workers) worker.start();
    clock?.start();
    // Together: nothing new is taken while one of them finishes.
    undo.push(async () => { await Promise.allSettled([...workers.map(worker => worker.drain()), clock?.stop()]); });
    return { url, store, seal, accept, metrics, words: contents.words(), loopback, reload, close: async () => { draining = true; await stop(); } };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What staff decide or announce beside this process is taken up within this many milliseconds. */
const DECISIONS_EVERY = 1_000;

function repeat(every: number, what: () => Promise<void>): () => void {
  const timer = setInterval(() => void what(), every).unref();
  return () => clearInterval(timer);
}

async function listenOn(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as { code?: string }).code === "EADDRINUSE") throw new Error(`Port ${port} on ${host} is taken by another program. Set PORT to a free one.`, { cause: error });
    throw error;
  }
}

/** A sender a channel: the provider that is configured, else the loopback of the simulator. */
async function createSenders(config: Config, url: () => string): Promise<Sender[]> {
  const { whatsapp, twilio } = config;
  const delivers = config.roles.has("deliver") || config.roles.has("clock");
  return [
    whatsapp ? (delivers ? (await import("./providers/whatsapp/send.ts")).createWhatsApp(whatsapp) : createLoopback("whatsapp")) : createLoopback("whatsapp"),
    twilio ? (delivers ? await (await import("./providers/twilio/send.ts")).createTwilio({
      ...twilio, authToken: twilio.authTokens[0]!, statusUrl: ref => { const base = config.publicUrl || url(); return base ? `${base}/webhooks/sms/status?ref=${ref}` : null; },
    }) : createLoopback("sms")) : createLoopback("sms"),
  ];
}

async function openRegistry({ cases, production }: Config): Promise<{ registry: Registry; close(): Promise<void> }> {
  switch (cases.mode) {
    case "registry": {
      const registry = createRegistry({ url: cases.url });
      if (production && await registry.mode() === "sandbox") throw new ConfigFaulty("CASE_API_URL: this registry calls itself a sandbox; its cases are made up. Name the real one, or `none`.");
      return { registry, close: () => Promise.resolve() };
    }
    case "none": return { registry: { mode: () => Promise.resolve("unknown"), lookup: () => Promise.resolve({ kind: "answered", outcome: { kind: "failed", why: "registry:none" } }) }, close: () => Promise.resolve() };
    case "sandbox": {
      const { createSandbox } = await import("../sandbox/app.ts");
      const sandbox = createSandbox();
      return { registry: createRegistry({ url: await sandbox.listen({ host: "127.0.0.1", port: 0 }) }), close: () => sandbox.close() };
    }
  }
}

/** Late: Botkit costs most of the start. */
async function loadSkills(): Promise<Skills> {
  const [{ createSkills }, { thanks }] = await Promise.all([import("../bot/botkit.ts"), import("../bot/skills/thanks.ts")]);
  return createSkills([thanks]);
}

