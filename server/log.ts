/** Lines for operators: an event's name, and fields from a typed allow-list. There is no field that could hold words, a
 *  number, an address or a token; pino's redaction is only the net below. */
import { pino, type Logger } from "pino";

/** Every field a line may have. Counts, codes, ids of ours, names of providers and roles: nothing a person wrote. */
export type Fields = {
  provider?: string; channel?: string; role?: string; code?: string; providerCode?: number; status?: number;
  conversation?: number; seq?: number; attempts?: number; count?: number; ms?: number; port?: number; url?: string; path?: string;
  version?: string; missing?: string; fault?: string; hint?: string;
};

export type Log = {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
  /** An Error's name and stack frames, never its message: a library's message may quote what it choked on. */
  bug(event: string, error: unknown, fields?: Fields): void;
};

export function createLog(level: string, logger: Logger = pino({ level, base: null, redact: ["*.phone", "phone", "*.token", "token", "*.body", "body", "*.text", "text"] })): Log {
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
    bug: (event, error, fields) => logger.error({ event, ...fields, ...shape(error) }),
  };
}

function shape(error: unknown): { fault: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { fault: typeof error };
  const code = (error as { code?: unknown }).code;
  // The stack begins with the message, which may run over lines of its own.
  const stack = error.stack ?? "", told = stack.indexOf(error.message);
  const frames = stack.slice(told < 0 ? 0 : told + error.message.length).split("\n").filter(l => /^\s+at .*:\d+:\d+\)?$/.test(l)).slice(0, 6).map(l => l.trim().replace(/file:\/\/\S*\/(?=(dist|server|bot|flows|node_modules)\/)/, ""));
  return { fault: error.name, ...(typeof code === "string" && { code }), at: frames };
}

export const silentLog: Log = { info() {}, warn() {}, error() {}, bug() {} };
