/** Group commit: what is asked for in one turn of the event loop is written in one transaction, so that one fsync makes
 *  many messages durable. A write that fails costs only itself. Writes take effect in the order they were asked for. */
import type { Database } from "./file.ts";

export type Group = {
  /** Runs inside a transaction soon; the promise resolves when what it wrote is on disk. */
  write<T>(run: () => T): Promise<T>;
  /** Sees every write asked for before it. */
  read<T>(run: () => T): Promise<T>;
  /** True when no write waits: a read of the file then shows all there is. */
  idle(): boolean;
  /** Writes what waits; refuses what comes later. */
  end(): void;
};

type Op = { run: () => unknown; resolve: (value: never) => void; reject: (error: unknown) => void; result: unknown };

const TURNS = 4;
const MOST = 512;   // of one transaction: bounds how long the event loop stands still

/** `afresh` before each transaction and after one that was taken back, `committed` after one that is on disk. */
export function group(db: Database, afresh: () => void, committed: () => void): Group {
  const begin = db.prepare("BEGIN IMMEDIATE"), commit = db.prepare("COMMIT");
  let waiting: Op[] = [];
  let scheduled = false, ended = false, seen = 0, turns = 0;

  /** A group that still grows is left to grow for a few turns of the loop: fewer fsyncs, and nobody waits that has come alone. */
  function gather(): void {
    if (waiting.length > seen && waiting.length < MOST && turns < TURNS) {
      seen = waiting.length;
      turns++;
      setImmediate(gather);
    } else flush();
  }

  function flush(): void {
    scheduled = false;
    seen = turns = 0;
    const ops = waiting.length <= MOST ? waiting : waiting.slice(0, MOST);
    waiting = waiting.length <= MOST ? [] : waiting.slice(MOST);
    if (waiting.length > 0) schedule();
    if (ops.length > 0) together(ops);
  }

  function together(ops: Op[]): void {
    if (!opened(ops)) return;
    try {
      for (const op of ops) op.result = op.run();
    } catch (error) {
      undo();
      if (ops.length === 1) ops[0]!.reject(error);
      else for (const op of ops) together([op]);
      return;
    }
    try {
      commit.run();
    } catch (error) {
      undo();
      for (const op of ops) op.reject(error);
      return;
    }
    for (const op of ops) op.resolve(op.result as never);
    committed();
  }

  function opened(ops: Op[]): boolean {
    try {
      begin.run();
      afresh();
      return true;
    } catch (error) {
      for (const op of ops) op.reject(error);
      return false;
    }
  }

  /** Some errors (a full disk) have ended the transaction already. */
  function undo(): void {
    if (db.isTransaction) db.exec("ROLLBACK");
    afresh();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(gather);
  }

  function write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (ended) return reject(new Error("the store is closed"));
      waiting.push({ run, resolve, reject, result: undefined });
      schedule();
    });
  }

  return {
    write,
    read: async run => {
      if (waiting.length > 0) return write(run);
      if (ended) throw new Error("the store is closed");
      return run();
    },
    idle: () => waiting.length === 0,
    end: () => {
      ended = true;
      while (waiting.length > 0) flush();
    },
  };
}
