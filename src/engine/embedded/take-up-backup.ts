import type { World } from '../../world.js';
import type { Draft } from '../engine.js';
import type { Database } from './database.js';
import type { Deliveries } from './deliveries.js';

/** A fact that only the file of a backup has: when it was made (ms since the epoch). */
export const BACKUP_MADE_AT = 'backup-made-at';

/**
 * A database that is opened and was a backup has been restored, with `postrider restore` or by hand. From then on it is
 * careful about everything that may have happened since it was made: what waited is in doubt, drafts are closed, schedules
 * begin anew, and the next scan announces nothing (see Ledger.known). Does nothing for any other database.
 */
export function takeUpBackup(
  database: Database,
  deliveries: Deliveries,
  { now, log }: Pick<World, 'now' | 'log'>,
): void {
  if (readMadeAt(database) === undefined) return;
  const restored = database.transaction(() => {
    const madeAt = readMadeAt(database);
    // Another process was faster.
    if (madeAt === undefined) return undefined;
    const inDoubt = database
      .all<{ id: string; state: string }>(
        `SELECT id, state FROM deliveries
          WHERE state IN ('pending', 'sending') OR (state = 'skipped' AND revision IS NOT NULL)`,
      )
      .filter(({ id, state }) => deliveries.apply(id, { type: 'restored', madeAt }) && state !== 'skipped').length;
    closeDrafts(database, madeAt, now());
    database.run('UPDATE schedules SET handled_at = max(handled_at, ?)', now());
    database.run('DELETE FROM facts WHERE name = ?', BACKUP_MADE_AT);
    database.run("INSERT OR REPLACE INTO facts (name, value) VALUES ('restored-from', ?)", madeAt);
    return { madeAt, inDoubt };
  });
  if (!restored) return;
  log.warn(
    { inDoubt: restored.inDoubt },
    `the ledger is that of the backup of ${new Date(restored.madeAt).toISOString()}: what waited then is in doubt, and the next scan announces nothing`,
  );
}

/** An edition that waited to be let out may have gone out since, and must not go out by itself when its time is over. */
function closeDrafts(database: Database, madeAt: number, at: number): void {
  const by = `the restore of the backup of ${new Date(madeAt).toISOString()}`;
  for (const { record } of database.all<{ record: string }>("SELECT record FROM drafts WHERE state = 'waiting'")) {
    const draft: Draft = JSON.parse(record);
    const closed: Draft = { ...draft, state: 'skipped', version: draft.version + 1, decided: { by, at } };
    database.run(
      'UPDATE drafts SET state = ?, version = ?, record = ? WHERE id = ?',
      ...[closed.state, closed.version, JSON.stringify(closed), closed.id],
    );
  }
}

export function readMadeAt(database: Database): number | undefined {
  return database.get<{ value: number }>('SELECT value FROM facts WHERE name = ?', BACKUP_MADE_AT)?.value;
}
