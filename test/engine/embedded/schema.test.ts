import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { backupDatabase } from '../../../src/engine/embedded/backup-database.js';
import { openDatabase } from '../../../src/engine/embedded/database.js';
import { MIGRATIONS, migrate } from '../../../src/engine/embedded/schema.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { openEngine } from '../../support/open-engine.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';

const MESSAGE = JSON.stringify(makeDelivery('x').message);

/** A file as a program of that schema version left it: one post known, one delivery sent, one that waits. */
function fileOfVersion(version: number): string {
  const file = join(tempFolder().path, 'postrider.db');
  const database = openDatabase(file);
  migrate(database, MIGRATIONS.slice(0, version));
  database.exec(`
    INSERT INTO facts (name, value) VALUES ('initialised', 1), ('revision', 3), ('last-scan', 1643871600000);
    INSERT INTO posts (id, record) VALUES ('p1', '{"id":"p1","url":"https://blog.example.org/a/","gone":false}');
    INSERT INTO deliveries (id, kind, subject, channel, state, attempts, due_at, created_at, updated_at, receipt, message)
      VALUES ('sent', 'post', 'p1', 'community', 'sent', 1, 5, 5, 6, '{"ts":"1.2"}', '${MESSAGE}'),
             ('waits', 'post', 'p1', 'other', 'pending', 0, 5, 5, 5, NULL, '${MESSAGE}');
    INSERT INTO lanes (channel, ready_at) VALUES ('community', NULL), ('other', 5);
    INSERT INTO schedules (name, handled_at) VALUES ('digest weekly', 7);
    INSERT INTO destinations (destination, settings) VALUES ('slack/C1', '{"language":"en"}');`);
  database.close();
  return file;
}

const versionOf = (file: string): number => {
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  return database.prepare('PRAGMA user_version').get().user_version;
};

describe('a database of an earlier version', () => {
  it.each(MIGRATIONS.map((_, i) => ({ version: i + 1 })))(
    '$version is taken up whole, and worked on',
    async ({ version }) => {
      const file = fileOfVersion(version);
      expect(versionOf(file)).toBe(version);
      const { ledger, queue, schedule, subscriptions } = openEngine({}, file);
      expect(versionOf(file)).toBe(MIGRATIONS.length);
      expect(await ledger.known()).toMatchObject({ initialised: true, revision: 3, posts: [{ id: 'p1' }] });
      expect(await ledger.delivery('sent')).toMatchObject({ state: 'sent', receipt: { ts: '1.2' } });
      expect(await ledger.lastScan()).toBe(1_643_871_600_000);
      expect(await schedule.handled('digest weekly')).toBe(7);
      expect(await subscriptions.settings('slack/C1')).toEqual({ language: 'en' });
      expect((await ledger.commit({ deliveries: [makeDelivery('sent')] })).created).toEqual([]);

      const attempt = async () => ({ outcome: { type: 'sent', receipt: {} } }) as const;
      queue.work({ concurrency: 1, rateOf: () => undefined, attempt });
      await vi.waitFor(async () => expect((await ledger.delivery('waits'))?.state).toBe('sent'), 10_000);
    },
  );

  it('is backed up as it is, before anything changes it', async () => {
    const file = fileOfVersion(1);
    const backup = join(tempFolder().path, 'before-the-update.sqlite');
    expect(backupDatabase({ file, to: backup, force: false, now: () => 9 })).toMatchObject({ posts: 1, deliveries: 2 });
    expect([versionOf(file), versionOf(backup)]).toEqual([1, 1]);
  });

  it('is brought on by steps that never change once they are written', () => {
    // A step that changes leaves databases that were there before behind. Add a new one instead.
    const prints = MIGRATIONS.map((step) => createHash('sha256').update(step).digest('hex').slice(0, 8));
    expect(prints).toEqual(['4d7d1b3d', '61551691', 'd06734be', '50e3f801']);
  });
});

describe('a migration that is killed', () => {
  const STEP = `ALTER TABLE deliveries ADD COLUMN note TEXT; UPDATE deliveries SET note = message;`;
  /** So long that nobody waits for it: what is killed meanwhile is killed in the middle. */
  const BRAKE = `CREATE TABLE never AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12)
    SELECT count(*) AS i FROM n;`;

  it('leaves the database as it was, to be used and to be brought on', { timeout: 120_000 }, async () => {
    const file = join(tempFolder().path, 'postrider.db');
    const engine = openEngine({}, file);
    const message = { ...makeDelivery('a').message, text: '很长的摘要。'.repeat(50) };
    const many = Array.from({ length: 10_000 }, (_, i) => makeDelivery(`d${i}`, { message, state: 'skipped' }));
    await engine.ledger.commit({ deliveries: many });
    await engine.close();

    const script = join(import.meta.dirname, '../../support/migration-process.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, file, JSON.stringify([STEP + BRAKE])], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    // It writes before it commits: more than fits into its memory goes to the log.
    await until(() => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000, 60_000);
    child.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');

    expect(versionOf(file)).toBe(MIGRATIONS.length);
    const after = openEngine({}, file);
    expect(await after.ledger.countByState()).toMatchObject({ skipped: 10_000 });
    await after.ledger.commit({ deliveries: [makeDelivery('meanwhile')] });
    await after.close();

    const newer = openDatabase(file);
    migrate(newer, [...MIGRATIONS, STEP]);
    expect(newer.get('SELECT count(*) AS n FROM deliveries WHERE note = message')).toEqual({ n: 10_001 });
    expect(newer.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    newer.close();
    expect(versionOf(file)).toBe(MIGRATIONS.length + 1);
    expect(() => openEngine({}, file)).toThrow(
      `was written by a newer Postrider (schema ${MIGRATIONS.length + 1}; this one knows ${MIGRATIONS.length})`,
    );
  });
});
