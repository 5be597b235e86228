import { EngineError } from '../engine.js';
import type { Database } from './database.js';

/** "Post" in ASCII: marks the file as ours in its header (`PRAGMA application_id`). */
const APPLICATION_ID = 0x506f7374;

/** What brings a database from version N to N + 1, in order. Never change one that was released; add the next. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

  -- Where a record is only ever read as a whole, it is kept as JSON.
  CREATE TABLE posts (id TEXT PRIMARY KEY, record TEXT NOT NULL);
  CREATE TABLE editions (id TEXT PRIMARY KEY, job TEXT NOT NULL, created_at TEXT NOT NULL, record TEXT NOT NULL);
  CREATE INDEX editions_of_job ON editions (job, created_at);

  -- seq is the order of creation: AUTOINCREMENT never gives one twice.
  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, subject TEXT NOT NULL, channel TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL,
    lease_until INTEGER, claim TEXT, owner TEXT, doubt_since INTEGER, held_for TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    fault TEXT, receipt TEXT, message TEXT NOT NULL,
    revision TEXT,                             -- a change of the message, still to be applied
    revision_due_at INTEGER                    -- set while it is sent and has one
  );
  CREATE INDEX deliveries_by_state ON deliveries (state, seq);
  CREATE INDEX deliveries_by_subject ON deliveries (subject, seq);
  CREATE INDEX deliveries_by_channel ON deliveries (channel, created_at, state);
  -- The queue's questions name these with INDEXED BY: left to itself SQLite may walk everything that waits in any channel.
  CREATE INDEX pending_in_order ON deliveries (channel, seq, due_at) WHERE state = 'pending';
  CREATE INDEX pending_by_due ON deliveries (channel, due_at) WHERE state = 'pending';
  CREATE INDEX revisions_by_due ON deliveries (revision_due_at) WHERE revision_due_at IS NOT NULL;
  CREATE INDEX sending_by_channel ON deliveries (channel, lease_until, owner) WHERE state = 'sending';

  -- One row a channel, kept in step with its deliveries, so that finding work is one look at one index however many
  -- channels there are.
  CREATE TABLE lanes (
    channel TEXT PRIMARY KEY,
    ready_at INTEGER,                          -- when it can be worked on; NULL: nothing waits, or one is under way
    turn_at INTEGER NOT NULL DEFAULT 0,        -- when it last had its turn
    paced_until INTEGER NOT NULL DEFAULT 0,    -- its own rate
    paused_until INTEGER NOT NULL DEFAULT 0    -- the platform said so
  ) WITHOUT ROWID;
  CREATE INDEX lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;

  -- The sliding window of each channel that has a rate.
  CREATE TABLE departures (
    channel TEXT NOT NULL, at INTEGER NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (channel, at, claim)
  ) WITHOUT ROWID;

  CREATE TABLE schedules (name TEXT PRIMARY KEY, handled_at INTEGER NOT NULL) WITHOUT ROWID;

  CREATE TABLE subscriptions (id TEXT PRIMARY KEY, destination TEXT NOT NULL, paused TEXT, record TEXT NOT NULL);
  CREATE INDEX subscriptions_of_destination ON subscriptions (destination);
  CREATE TABLE destinations (destination TEXT PRIMARY KEY, settings TEXT NOT NULL) WITHOUT ROWID;
  `,
  // Where what is being carried here comes from; see migrate.ts.
  'CREATE TABLE marks (text TEXT NOT NULL)',
  `
  CREATE TABLE drafts (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE INDEX drafts_waiting ON drafts (id) WHERE state = 'waiting';
  `,
  // See Delivery.onDoubt.
  'ALTER TABLE deliveries ADD COLUMN on_doubt TEXT',
];

/**
 * Brings the database to this program's schema. Each step is one transaction together with its version number, so a kill
 * in between leaves a whole version, and the next start goes on from there.
 *
 * @param steps other than ours, for tests: the schema of an earlier version, or of a later one
 * @throws {EngineError} when the file belongs to another program or to a newer Postrider.
 */
export function migrate(database: Database, steps: readonly string[] = MIGRATIONS): void {
  if (schemaVersion(database, steps.length) === steps.length) return;
  for (;;) {
    const done = database.transaction(() => {
      const version = schemaVersion(database, steps.length);
      const step = steps[version];
      if (step === undefined) return true;
      if (version === 0) database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(step);
      database.exec(`PRAGMA user_version = ${version + 1}`);
      return false;
    });
    if (done) return;
  }
}

/**
 * @returns the version of a database's schema; 0 when it is empty.
 * @throws {EngineError} when the file belongs to another program or to a newer Postrider.
 */
export function schemaVersion(database: Database, newest = MIGRATIONS.length): number {
  const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const application = database.get<{ application_id: number }>('PRAGMA application_id')?.application_id ?? 0;
  const tables = database.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0)) {
    throw new EngineError(
      `The database ${database.file} belongs to another program`,
      'move the file away, or set dataDir to another folder',
    );
  }
  if (version > newest) {
    throw new EngineError(
      `The database ${database.file} was written by a newer Postrider (schema ${version}; this one knows ${newest})`,
      'update Postrider, or restore the backup made before the update',
    );
  }
  return version;
}
