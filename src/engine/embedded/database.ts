import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { EngineError } from '../engine.js';
import { asEngineError, isBusy, isSqliteError } from './database-fault.js';
import { createLogFlush } from './log-flush.js';

/** What the embedded engine needs of a database: small enough that `node:sqlite` or better-sqlite3 could take its place. */
export interface Database {
  readonly file: string;
  /** Runs statements without parameters or results. */
  exec(sql: string): void;
  /** @returns how many rows changed. */
  run(sql: string, ...parameters: SqlValue[]): number;
  get<Row>(sql: string, ...parameters: SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...parameters: SqlValue[]): Row[];
  /** Runs `work` in one write transaction: all of it is durable when this returns, and nothing of it when this throws. */
  transaction<Result>(work: () => Result): Result;
  /**
   * The same without waiting for the disk: a process that is killed loses nothing of it, a power failure may until
   * {@link flush} has resolved.
   */
  quickTransaction<Result>(work: () => Result): Result;
  /**
   * Resolves when all that was committed before the call is on the disk. The event loop goes on meanwhile, and those who
   * wait at the same time share one wait. @throws {EngineError} when the disk fails.
   */
  flush(): Promise<void>;
  close(): void;
}

export type SqlValue = string | number | null;

/** How long to wait for another process's write (ms). Ours take a few milliseconds; a longer one is worth an error. */
const BUSY_TIMEOUT = 3_000;
/** Pages in the log before they are folded into the file, which waits for the disk: 16 MB. SQLite's own default is 1000. */
const CHECKPOINT = 4_000;

/**
 * Statements do not keep their connection alive in @photostructure/sqlite: without another reference the garbage
 * collector closes the database under them. So every open one is held here.
 */
const open = new Set<DatabaseSyncInstance>();

/**
 * Opens (or creates) a database file that several processes may use at once.
 * @param journal `one-file`: without a log beside it, for a copy that is to be carried about; fails when others have it open
 * @throws {EngineError} when it cannot be opened.
 */
export function openDatabase(file: string, journal: 'shared' | 'one-file' = 'shared'): Database {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw asEngineError(error, file);
    }
  };
  const connection: DatabaseSyncInstance = guarded(() => connect(file, journal));
  open.add(connection);
  const statements = new Map<string, StatementSyncInstance>();
  const prepared = (sql: string): StatementSyncInstance => {
    if (!open.has(connection)) throw new EngineError(`${file} is closed`, 'this is a fault in Postrider; report it');
    const statement = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const inTransaction = <Result>(work: () => Result): Result => {
    // IMMEDIATE: take the write lock now, rather than fail half-way because somebody else wrote meanwhile.
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  };
  const log = createLogFlush(`${file}-wal`);

  return {
    file,
    exec: (sql) => guarded(() => connection.exec(sql)),
    run: (sql, ...parameters) => guarded(() => prepared(sql).run(...parameters).changes),
    get: (sql, ...parameters) => guarded(() => prepared(sql).get(...parameters)),
    all: (sql, ...parameters) => guarded(() => prepared(sql).all(...parameters)),
    transaction: (work) => guarded(() => inTransaction(work)),
    quickTransaction: (work) =>
      guarded(() => {
        connection.exec('PRAGMA synchronous = NORMAL');
        try {
          return inTransaction(work);
        } finally {
          connection.exec('PRAGMA synchronous = FULL');
        }
      }),
    flush: () =>
      log.flush().catch((error: unknown) => {
        throw asEngineError(error, file);
      }),
    close: () => {
      if (!open.delete(connection)) return;
      statements.clear();
      log.close();
      foldWal(connection);
      guarded(() => connection.close());
    },
  };
}

function connect(file: string, journal: 'shared' | 'one-file'): DatabaseSyncInstance {
  mkdirSync(dirname(file), { recursive: true });
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
  try {
    // FULL: in WAL mode NORMAL may lose the last commits when the power fails, and a lost "sent" is a second message.
    const mode = journal === 'shared' ? 'WAL' : 'DELETE';
    patiently(() => connection.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = FULL;`));
    connection.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT}`);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * Leaves the whole database in its one file, so that it can be copied. SQLite does so itself when it closes, but
 * @photostructure/sqlite cannot finalize statements, and then SQLite only closes for good when they are collected.
 */
function foldWal(connection: DatabaseSyncInstance): void {
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // The log beside the file is as durable as the file; it is folded in by the next one who opens it.
    if (!isSqliteError(error)) throw error;
  }
}

/** The switch to WAL does not use the busy timeout: two processes that start at once on a new file need this. */
function patiently(work: () => void): void {
  const giveUp = performance.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUp) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
