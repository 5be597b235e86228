import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../engine.js';
import { openDatabase } from './database.js';
import { asEngineError } from './database-fault.js';
import { type BackupContents, inspectBackup } from './inspect-backup.js';
import { putInPlace } from './put-in-place.js';
import { schemaVersion } from './schema.js';
import { BACKUP_MADE_AT } from './take-up-backup.js';

export interface BackupOptions {
  /** The database, which may be in use. */
  file: string;
  /** Where the copy goes; its folder is made when missing. */
  to: string;
  /** Replace a file that is there. */
  force: boolean;
  now(): number;
}

export interface Backup extends BackupContents {
  file: string;
  /** The state it holds is that of this moment (ms since the epoch). */
  madeAt: number;
  bytes: number;
}

/**
 * Writes a consistent copy of the database while others work with it, reads the copy back and only then gives it its name.
 * VACUUM INTO sees one moment of the database, holds nobody up, and leaves out what was deleted; SQLite's online backup
 * would begin anew whenever another process writes.
 * @throws {EngineError} when there is no database, `to` exists and may not be replaced, or the disk fails.
 */
export function backupDatabase({ file, to, force, now }: BackupOptions): Backup {
  if (!existsSync(file))
    throw new EngineError(`There is no database ${file} yet`, 'check dataDir, or start Postrider once');
  if (existsSync(to) && !statSync(to).isFile()) throw new EngineError(`${to} is not a file`, 'give the name of a file');
  if (existsSync(to) && !force)
    throw new EngineError(`${to} exists already`, 'choose another name, or give --force to replace it');
  const draft = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
  try {
    mkdirSync(dirname(to), { recursive: true });
    rmSync(draft, { force: true });
    // Before the copy begins: what is written down later than this is not in it.
    const madeAt = now();
    copy(file, draft);
    const contents = finish(draft, madeAt);
    putInPlace(draft, to);
    return { file: to, madeAt, bytes: statSync(to).size, ...contents };
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw asEngineError(error, to);
  }
}

function copy(file: string, draft: string): void {
  const database = openDatabase(file);
  try {
    if (schemaVersion(database) === 0) throw new EngineError(`The database ${file} is empty`, 'start Postrider once');
    database.run('VACUUM INTO ?', draft);
  } finally {
    database.close();
  }
}

function finish(draft: string, madeAt: number): BackupContents {
  const database = openDatabase(draft, 'one-file');
  try {
    database.run('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)', BACKUP_MADE_AT, madeAt);
    return inspectBackup(database);
  } finally {
    database.close();
  }
}
