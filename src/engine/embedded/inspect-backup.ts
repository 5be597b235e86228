import { statSync } from 'node:fs';
import { EngineError } from '../engine.js';
import type { Database } from './database.js';
import { schemaVersion } from './schema.js';
import { readMadeAt } from './take-up-backup.js';

/** What is in a copy of a database. */
export interface BackupContents {
  posts: number;
  editions: number;
  deliveries: number;
  subscriptions: number;
}

/**
 * Reads a whole copy of a database and looks for damage.
 * @throws {EngineError} when it is damaged, empty, another program's or a newer Postrider's.
 */
export function inspectBackup(database: Database): BackupContents {
  const { file } = database;
  if (schemaVersion(database) === 0)
    throw new EngineError(`${file} is empty`, 'choose a file that `postrider backup` made');
  const [verdict] = database.all<{ integrity_check: string }>('PRAGMA integrity_check(1)');
  if (verdict?.integrity_check !== 'ok') {
    throw new EngineError(
      `${file} is damaged: ${verdict?.integrity_check}`,
      'use an earlier backup, and check the disk',
    );
  }
  const count = (table: string): number => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  return {
    posts: count('posts'),
    editions: count('editions'),
    deliveries: count('deliveries'),
    subscriptions: count('subscriptions'),
  };
}

/** When the copy was made (ms since the epoch). A plain copy does not say: then the last thing written down in it, or else its file's time. */
export function backupTime(database: Database): number {
  const written = database.get<{ at: number | null }>(
    `SELECT max(at) AS at FROM (SELECT max(updated_at) AS at FROM deliveries UNION ALL
       SELECT value FROM facts WHERE name = 'last-scan')`,
  )?.at;
  return readMadeAt(database) ?? written ?? Math.trunc(statSync(database.file).mtimeMs);
}
