import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupDatabase } from '../../../src/engine/embedded/backup-database.js';
import { restoreDatabase } from '../../../src/engine/embedded/restore-database.js';
import { type Draft, EngineError } from '../../../src/engine/engine.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { openEngine } from '../../support/open-engine.js';
import { tempFolder } from '../../support/temp-folder.js';

const NOW = Date.parse('2022-02-10T00:00:00Z');
const DAY = 86_400_000;

/** An edition that goes out by itself when nobody says no. */
const waitingDraft: Draft = {
  ...{ id: 'weekly/2022-W06', job: 'weekly', version: 1, state: 'waiting', createdAt: '2022-02-09T00:00:00Z' },
  ...{ deadline: NOW + DAY, onTimeout: 'send', deliveries: [], source: {} },
  edition: {
    ...{ id: 'weekly/2022-W06', job: 'weekly', from: '', to: '', title: '周报', markdown: '', posts: [], readings: [] },
    createdAt: '2022-02-09T00:00:00Z',
  },
};

function place() {
  const { path, write } = tempFolder();
  const file = join(path, 'data/postrider.sqlite');
  const backup = join(path, 'copies/backup.sqlite');
  // Not the same place: SQLite lets go of a file only when this process has collected its statements.
  const elsewhere = join(path, 'elsewhere/postrider.sqlite');
  const make = (force = false) => backupDatabase({ file, to: backup, force, now: () => NOW });
  return { path, write, file, backup, elsewhere, make };
}

describe('a backup', () => {
  it('is one file that says when it was made, and holds what was committed before it', async () => {
    const { file, backup, make } = place();
    const { ledger } = openEngine({}, file);
    await ledger.commit({ posts: [], deliveries: [makeDelivery('a'), makeDelivery('b')] });
    expect(make()).toMatchObject({ file: backup, madeAt: NOW, posts: 0, deliveries: 2 });
    await ledger.commit({ deliveries: [makeDelivery('c')] });
    expect(readdirSync(dirname(backup))).toEqual(['backup.sqlite']);
    const copy = new DatabaseSync(backup, { readOnly: true });
    onTestFinished(() => copy.close());
    expect(copy.prepare('SELECT id FROM deliveries ORDER BY seq').all()).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    expect(copy.prepare("SELECT value FROM facts WHERE name = 'backup-made-at'").get()).toMatchObject({ value: NOW });
  });

  it('leaves no half a file where it cannot be written, and keeps the one that was there', () => {
    const { path, write, file, backup, make } = place();
    openEngine({}, file);
    make();
    const before = readFileSync(backup);
    expect(() => make()).toThrow(EngineError);
    write('file', '');
    expect(() => backupDatabase({ file, to: join(path, 'file/b.sqlite'), force: false, now: () => NOW })).toThrow(
      EngineError,
    );
    expect(readFileSync(backup).equals(before)).toBe(true);
    expect(readdirSync(path).toSorted()).toEqual(['copies', 'data', 'file']);
  });
});

describe('a backup that is restored', () => {
  it('begins its schedules anew, once, whoever opens it', async () => {
    const { file, backup, elsewhere, make } = place();
    const before = openEngine({ now: () => NOW }, file);
    await before.schedule.markHandled('digest weekly', NOW - 9 * DAY);
    await before.ledger.commit({
      posts: [],
      deliveries: [makeDelivery('waits'), makeDelivery('held', { state: 'held' })],
    });
    await before.ledger.commit({ drafts: [waitingDraft] });
    make();
    await before.close();

    expect(restoreDatabase({ from: backup, file: elsewhere, now: () => NOW + DAY })).toMatchObject({
      madeAt: NOW,
      deliveries: 2,
    });
    const later = NOW + 2 * DAY;
    const one = openEngine({ now: () => later }, elsewhere);
    expect(await one.schedule.handled('digest weekly')).toBe(later);
    expect(await one.ledger.known()).toMatchObject({ restoredFrom: NOW, initialised: true });
    expect(await one.ledger.delivery('waits')).toMatchObject({ state: 'pending', doubtSince: NOW, onDoubt: 'hold' });
    expect(await one.ledger.delivery('held')).toMatchObject({ state: 'held' });

    expect(await one.ledger.drafts({ waiting: true })).toEqual([]);
    expect(await one.ledger.draft('weekly/2022-W06')).toMatchObject({
      ...{ state: 'skipped', version: 2 },
      decided: { by: 'the restore of the backup of 2022-02-10T00:00:00.000Z', at: later },
    });

    await one.ledger.transition('waits', { type: 'skip', fault: { message: 'looked' } });
    const { ledger, schedule } = openEngine({ now: () => later + DAY }, elsewhere);
    expect(await ledger.delivery('waits')).toMatchObject({ state: 'skipped' });
    expect(await schedule.handled('digest weekly')).toBe(later);
  });

  it('brings the newest changes of a copy whose log is beside it', async () => {
    const { path, file } = place();
    const { ledger } = openEngine({}, file);
    await ledger.commit({ deliveries: [makeDelivery('in the log')] });
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(path, `copy.sqlite${suffix}`));
    const there = join(path, 'other/postrider.sqlite');
    expect(restoreDatabase({ from: join(path, 'copy.sqlite'), file: there, now: () => NOW }).deliveries).toBe(1);
    expect(existsSync(`${there}-wal`)).toBe(false);
  });

  it('is only read: it may lie where nobody may write', async () => {
    const { file, backup, elsewhere, make } = place();
    await openEngine({}, file).close();
    make();
    const bytes = readFileSync(backup);
    chmodSync(backup, 0o400);
    restoreDatabase({ from: backup, file: elsewhere, now: () => NOW });
    await openEngine({}, elsewhere).close();
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(backup))).toEqual(['backup.sqlite']);
  });
});
