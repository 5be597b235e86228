import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EngineError } from '../engine.js';
import { openDatabase } from './database.js';
import { asEngineError, isBusy, isDamage } from './database-fault.js';
import { type BackupContents, backupTime, inspectBackup } from './inspect-backup.js';
import { createOwnerLock } from './owner-lock.js';
import { putInPlace } from './put-in-place.js';
import { BACKUP_MADE_AT } from './take-up-backup.js';

export interface RestoreOptions {
  /** A file that `backupDatabase` wrote, or a plain copy of a database; it is only read. */
  from: string;
  /** Where the database belongs. */
  file: string;
  now(): number;
}

export interface Restored extends BackupContents {
  file: string;
  /** The moment the ledger is put back to (ms since the epoch). */
  madeAt: number;
  /** The database that was there, moved aside; undefined: there was none. */
  aside?: string;
}

/**
 * Puts a backup in the place of the database, which is kept beside it. Whoever opens it next takes it up; see
 * take-up-backup.ts.
 * @throws {EngineError} when the backup cannot be used, or the database is in use.
 */
export function restoreDatabase({ from, file, now }: RestoreOptions): Restored {
  if (!existsSync(from)) throw new EngineError(`There is no file ${from}`, 'check the name');
  if (resolve(from) === resolve(file)) throw new EngineError(`${from} is the database itself`, 'give a backup of it');
  const draft = `${file}.restoring`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const { madeAt, contents } = prepare(from, draft);
    const aside = existsSync(file) ? moveAside(file, now()) : undefined;
    putInPlace(draft, file);
    return { file, madeAt, ...contents, ...(aside !== undefined && { aside }) };
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw asEngineError(error, file);
  }
}

function prepare(from: string, draft: string): { madeAt: number; contents: BackupContents } {
  rmSync(draft, { force: true });
  copyFileSync(from, draft);
  // A plain copy of a database that was in use has its newest changes beside it.
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${draft}-wal`);
  const database = openDatabase(draft, 'one-file');
  try {
    const contents = inspectBackup(database);
    const madeAt = backupTime(database);
    database.run('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)', BACKUP_MADE_AT, madeAt);
    return { madeAt, contents };
  } finally {
    database.close();
  }
}

/**
 * Gives the present database a second name, under which it stays when its own is taken over: at no moment is there none.
 * Its log must not stay: SQLite would read it into the restored database.
 */
function moveAside(file: string, now: number): string {
  if (createOwnerLock(`${file}-workers`).othersAlive()) throw inUse(file);
  const aside = `${file}.before-restore-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`;
  foldLog(file);
  linkOrCopy(file, aside);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

function linkOrCopy(file: string, aside: string): void {
  try {
    linkSync(file, aside);
  } catch (error) {
    // Some file systems know no second names.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(file, aside);
  }
}

/** Leaving WAL mode takes the log into the file, and fails when anybody else has the database open. */
function foldLog(file: string): void {
  try {
    openDatabase(file, 'one-file').close();
  } catch (error) {
    // A damaged database is a reason to restore: it is moved aside with its log as it is.
    if (!isDamage(error)) throw isBusy(error) ? inUse(file) : error;
  }
}

function inUse(file: string): EngineError {
  return new EngineError(`The database ${file} is in use`, 'stop every Postrider that uses it, then run this again');
}
