/** Group commit: what is asked for in one turn of the event loop, or while the last group is on its way to the disk, is
 *  written in one transaction, so that one fsync makes many messages durable. The fsync runs beside the event loop. A write
 *  that fails costs only itself. Writes take effect in the order they were asked for. */
import type { Database } from "./file.ts";

export type Group = {
  /** Runs inside a transaction soon; the promise resolves when what it wrote is on disk. */
  write<T>(run: () => T): Promise<T>;
  /** Sees every write asked for before it, and shows nothing that is not on disk. */
  read<T>(run: () => T): Promise<T>;
  /** True when no write waits: a read of the file then shows all there is. */
  idle(): boolean;
  /** Writes what waits; refuses what comes later. */
  end(): Promise<void>;
};

type Op = { run: () => unknown; resolve: (value: never) => void; reject: (error: unknown) => void; result: unknown };

const TURNS = 4;
const MOST = 512;   // of one transaction: bounds how long the event loop stands still

/** `afresh` before each transaction and after one that was taken back, `committed` after one that stays. `sync` brings what
 *  was committed to the disk; null where there is none. */
export function group(db: Database, afresh: () => void, committed: () => void, sync: (() => Promise<void>) | null = null): Group {
  const begin = db.prepare("BEGIN IMMEDIATE"), commit = db.prepare("COMMIT");
  let waiting: Op[] = [];
  let scheduled = false, seen = 0, turns = 0;
  /** Of the group on its way to the disk: whether it got there. */
  let syncing: Promise<boolean> | null = null;
  let refused: Error | null = null;

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
    const ops = waiting.length <= MOST ? waiting : waiting.slice(0, MOST), done: Op[] = [];
    waiting = waiting.length <= MOST ? [] : waiting.slice(MOST);
    if (ops.length > 0) together(ops, done);
    if (sync && done.length > 0) syncing = reach(sync, done);
    else tell(done);
    schedule();
  }

  /** One transaction; those that stay are added to `done`. */
  function together(ops: Op[], done: Op[]): void {
    if (!opened(ops)) return;
    try {
      for (const op of ops) op.result = op.run();
    } catch (error) {
      undo();
      if (ops.length === 1) ops[0]!.reject(error);
      else for (const op of ops) together([op], done);
      return;
    }
    try {
      commit.run();
    } catch (error) {
      undo();
      for (const op of ops) op.reject(error);
      return;
    }
    for (const op of ops) done.push(op);
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

  /** A disk that refused once may have dropped what it was given: nobody can say what is kept until the file is read anew. */
  async function reach(disk: () => Promise<void>, done: Op[]): Promise<boolean> {
    try {
      await disk();
      tell(done);
    } catch (cause) {
      refused = new Error("the disk did not take what was written: look at the disk, then start this process again", { cause });
      for (const op of [...done, ...waiting.splice(0)]) op.reject(refused);
    }
    syncing = null;
    schedule();
    return refused?.cause === undefined;
  }

  function tell(done: Op[]): void {
    for (const op of done) op.resolve(op.result as never);
  }

  function schedule(): void {
    if (scheduled || syncing || waiting.length === 0) return;
    scheduled = true;
    setImmediate(gather);
  }

  function write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (refused) return reject(refused);
      waiting.push({ run, resolve, reject, result: undefined });
      schedule();
    });
  }

  return {
    write,
    read: async run => {
      if (waiting.length > 0) return write(run);
      if (refused) throw refused;
      const result = run();
      if (syncing && !await syncing) throw refused;
      return result;
    },
    idle: () => waiting.length === 0,
    end: async () => {
      refused ??= new Error("the store is closed");
      while (syncing || waiting.length > 0) await (syncing ?? flush());
    },
  };
}
