/** The database file: made readable to its owner only, opened with full durability, brought to this code's schema, and
 *  held by one server process at a time. In: a path and a role. Out: an open connection, how to bring what it committed to
 *  the disk, and how to close it. */
import { chmodSync, closeSync, fdatasync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { MIGRATIONS, SCHEMA_VERSION } from "./migrations.ts";

export type Database = DatabaseSyncInstance;
export type Role = "server" | "admin";

/** `sync`: what was committed is on disk when it resolves; null for a database in memory. */
type Open = { db: Database; sync: (() => Promise<void>) | null; close(): void };

const BUSY = 5;               // SQLITE_BUSY
const WAIT = 3_000;           // ms another process may hold the write lock; without it BUSY is immediate
const MEMORY = ":memory:";

/** Opens or makes the database. Throws an error with one sentence that says what to do when it is held or too new. */
export function openFile(path: string, role: Role): Open {
  if (path !== MEMORY) own(path);
  const release = role === "server" && path !== MEMORY ? hold(path) : null;
  try {
    const db = new DatabaseSync(path, { timeout: WAIT });
    try {
      // NORMAL: the file is never broken by a power cut; that no commit is lost is `toDisk`'s, which nobody stands still for
      db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000;");
      bringUp(db, path, role);
      const disk = path === MEMORY ? null : toDisk(path);
      return { db, sync: disk && disk.sync, close: () => { disk?.close(); db.close(); release?.(); } };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    release?.();
    throw error;
  }
}

const flushed = promisify(fdatasync);

/** SQLite's own fsync of a commit, on a thread of Node's pool. Commits lie in the log, which stays the same file as long as
 *  a connection is open. A descriptor of our own takes no lock away when it is closed: SQLite locks the other two files. */
function toDisk(path: string): { sync(): Promise<void>; close(): void } {
  const log = openSync(`${path}-wal`, "r+");
  return { sync: () => flushed(log), close: () => closeSync(log) };
}

/** SQLite gives the WAL the mode of the database, so it is set before the first byte is written. */
function own(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}

/** One server process: a lock that the system drops when the process dies, however it dies. */
function hold(path: string): () => void {
  own(`${path}.lock`);
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (errcode(error) !== BUSY) throw error;
    throw new Error(`${path} is in use by another server process: stop that one, or give this one a STORE_URL of its own (a file is served by one process).`, { cause: error });
  }
  return () => lock.close();
}

function bringUp(db: Database, path: string, role: Role): void {
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) throw new Error(`${path} was written by a newer version of Puente (schema ${version}, this one knows ${SCHEMA_VERSION}): start that version, or restore a backup from before the update.`);
  if (version === SCHEMA_VERSION) return;
  // A server that runs knows its own schema only: nothing may change it underneath.
  const release = role === "admin" && path !== MEMORY ? hold(path) : null;
  try { migrate(db, SCHEMA_VERSION); } finally { release?.(); }
}

export function versionOf(db: Database): number {
  return (db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/** Runs the steps that are missing up to `target`, each with its number in one transaction. */
export function migrate(db: Database, target: number): void {
  for (let version = versionOf(db); version < target; version++) {
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(MIGRATIONS[version]!);
      db.exec(`PRAGMA user_version = ${version + 1}`);
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  }
}

/** A statement whose rows are arrays: naming the columns of a row costs more than reading them. */
export function listing(db: Database, sql: string): ReturnType<Database["prepare"]> {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

/** SQLite's own number for what went wrong; the package gives every error the same `code`. */
export function errcode(error: unknown): number | undefined {
  return (error as { errcode?: number } | null)?.errcode;
}
