import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { OLDEST_DUE } from '../../../src/engine/embedded/claims.js';
import { NEXT_READY, READY_LANES, REFRESH_LANE } from '../../../src/engine/embedded/lanes.js';
import { openEmbeddedEngine } from '../../../src/engine/embedded/open-embedded-engine.js';
import { type Engine, EngineError } from '../../../src/engine/engine.js';
import { startLoopbackPlatform } from '../../support/loopback-platform.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { startWorkerProcess } from '../../support/start-worker-process.js';
import { tempFolder } from '../../support/temp-folder.js';

interface LogLine {
  level: number;
  msg: string;
  hint?: string;
}

/** Opens the engine on a file; it is closed when the test ends. `lines` gets what it logs. */
function open(file: string, lines: LogLine[] = []): Engine {
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const engine = openEmbeddedEngine({ file, now: Date.now, random: () => 0, log });
  onTestFinished(() => engine.close());
  return engine;
}

/** What opening the file says. */
function refusal(file: string): { message: string; hint: string } {
  try {
    open(file);
  } catch (error) {
    if (error instanceof EngineError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('it opened');
}

describe('opening the database', () => {
  it('makes the file and its folders', () => {
    const file = join(tempFolder().path, 'a/b/postrider.db');
    open(file);
    expect(existsSync(file)).toBe(true);
  });

  it('names the file and what to do when it is not a database', () => {
    const file = tempFolder().write('postrider.db', 'certainly not a database\n'.repeat(200));
    expect(refusal(file)).toEqual({
      message: `The database ${file} is not a database`,
      hint: 'move the file away, or set dataDir to another folder',
    });
    expect(readFileSync(file, 'utf8')).toContain('certainly not a database');
  });

  it('says that a damaged file is damaged', async () => {
    const file = join(tempFolder().path, 'postrider.db');
    const engine = openEmbeddedEngine({ file, now: Date.now, random: () => 0, log: pino({ level: 'silent' }) });
    await engine.ledger.commit({ deliveries: Array.from({ length: 500 }, (_, i) => makeDelivery(`d${i}`)) });
    await engine.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096, bytes.length - 4_096);
    writeFileSync(file, bytes);

    // At opening or at the first look, whichever meets the damage.
    const use = async () => open(file).ledger.deliveries();
    await expect(use()).rejects.toMatchObject({
      name: 'EngineError',
      message: `The database ${file} is damaged`,
      hint: expect.stringContaining('backup'),
    });
  });

  it('leaves the database of another program alone', () => {
    const file = join(tempFolder().path, 'postrider.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE recipes (name)');
    other.close();
    expect(refusal(file).message).toBe(`The database ${file} belongs to another program`);
  });

  it('leaves a database alone that a newer version wrote', () => {
    const file = join(tempFolder().path, 'postrider.db');
    open(file);
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(refusal(file)).toEqual({
      message: expect.stringMatching(/was written by a newer Postrider \(schema 99; this one knows \d+\)/),
      hint: 'update Postrider, or restore the backup made before the update',
    });
  });

  it('says so when the path is a folder, or its folder is a file', () => {
    const folder = tempFolder();
    mkdirSync(join(folder.path, 'folder.db'));
    expect(refusal(join(folder.path, 'folder.db')).message).toContain('cannot be opened');
    folder.write('file', '');
    expect(refusal(join(folder.path, 'file/postrider.db')).message).toMatch(
      /^The folder of the database .* cannot be made/,
    );
  });

  it('says so when another program keeps it locked', () => {
    const file = join(tempFolder().path, 'postrider.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE t (a); PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    onTestFinished(() => other.close());
    expect(refusal(file)).toEqual({
      message: `The database ${file} is locked by another program`,
      hint: 'close what keeps it open (a backup, a database browser)',
    });
  });

  it('lets several processes make a new file at the same moment', async () => {
    const [address, platform] = [
      { type: 'embedded' as const, file: join(tempFolder().path, 'postrider.db') },
      await startLoopbackPlatform('neither'),
    ];
    const commit = Array.from({ length: 20 }, (_, i) => ({ id: `d${i}`, channel: `channel-${i % 3}` }));
    const workers = [1, 2, 3, 4].map(() =>
      startWorkerProcess({ address, platform, onDoubt: 'resend', commit, concurrency: 2, endWhenDone: true }),
    );
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    expect(platform.messages.map(({ key }) => key).toSorted()).toEqual(commit.map(({ id }) => id).toSorted());
  });
});

describe('a store that fails while the queue works', () => {
  it('is reported once, not in a hot loop, and work goes on when it is over', async () => {
    const file = join(tempFolder().path, 'postrider.db');
    const lines: LogLine[] = [];
    const engine = open(file, lines);
    const sent: string[] = [];
    engine.queue.work({
      concurrency: 2,
      rateOf: () => undefined,
      attempt: async ({ id }) => {
        sent.push(id);
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await engine.ledger.commit({ deliveries: [makeDelivery('a')] });
    await vi.waitFor(async () => expect((await engine.ledger.delivery('a'))?.state).toBe('sent'));

    // The table is gone for a while, so every look at the queue fails.
    const other = new DatabaseSync(file, { timeout: 1_000 });
    onTestFinished(() => other.close());
    other.exec('ALTER TABLE lanes RENAME TO lanes_away');
    await vi.waitFor(() => expect(lines.filter(({ level }) => level === 50)).toHaveLength(1), { timeout: 3_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(lines.filter(({ level }) => level === 50)).toHaveLength(1);
    expect(lines.find(({ level }) => level === 50)).toMatchObject({
      msg: expect.stringContaining(`The database ${file} failed`),
      hint: expect.any(String),
    });
    await expect(engine.ledger.commit({ deliveries: [makeDelivery('never')] })).rejects.toThrow(EngineError);

    other.exec('ALTER TABLE lanes_away RENAME TO lanes');
    await engine.ledger.commit({ deliveries: [makeDelivery('b')] });
    await vi.waitFor(() => expect(sent).toEqual(['a', 'b']), { timeout: 8_000 });
    await vi.waitFor(() => expect(lines.filter(({ msg }) => msg === 'the store works again')).toHaveLength(1), {
      timeout: 3_000,
    });
    expect(await engine.ledger.delivery('never')).toBeUndefined();
  });

  it('does not lose how an attempt ended meanwhile', async () => {
    const file = join(tempFolder().path, 'postrider.db');
    const engine = open(file);
    const other = new DatabaseSync(file, { timeout: 1_000 });
    onTestFinished(() => other.close());
    let attempts = 0;
    engine.queue.work({
      concurrency: 2,
      rateOf: () => undefined,
      attempt: async () => {
        attempts++;
        other.exec('ALTER TABLE lanes RENAME TO lanes_away');
        setTimeout(() => other.exec('ALTER TABLE lanes_away RENAME TO lanes'), 700);
        return { outcome: { type: 'sent', receipt: { ts: '1' } } };
      },
    });
    await engine.ledger.commit({ deliveries: [makeDelivery('a')] });
    await vi.waitFor(
      async () => expect(await engine.ledger.delivery('a')).toMatchObject({ state: 'sent', receipt: { ts: '1' } }),
      { timeout: 8_000 },
    );
    expect(attempts).toBe(1);
  });
});

describe('many channels', () => {
  it('finds the one that is ready among thousands that are not, at once', async () => {
    const file = join(tempFolder().path, 'postrider.db');
    const engine = open(file);
    const channels = Array.from({ length: 3_000 }, (_, i) => `channel-${i}`);
    await engine.ledger.commit({
      deliveries: channels.flatMap((channel) => [1, 2].map((n) => makeDelivery(`${channel}-${n}`, { channel }))),
    });
    let attempts = 0;
    engine.queue.work({
      concurrency: 50,
      rateOf: () => ({ count: 1, per: 3_600_000 }),
      attempt: async () => {
        attempts++;
        return { outcome: { type: 'sent', receipt: {} } };
      },
    });
    await vi.waitFor(() => expect(attempts).toBe(3_000), { timeout: 20_000 });

    const started = performance.now();
    await engine.ledger.commit({ deliveries: [makeDelivery('new', { channel: 'good' })] });
    await vi.waitFor(async () => expect((await engine.ledger.delivery('new'))?.state).toBe('sent'), { interval: 5 });
    expect(performance.now() - started).toBeLessThan(200);
    expect(attempts).toBe(3_001);
  });

  it('finds its work by index, without sorting or scanning, however much waits', () => {
    const file = join(tempFolder().path, 'postrider.db');
    open(file);
    const database = new DatabaseSync(file);
    onTestFinished(() => database.close());
    const plan = (sql: string): string[] =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }: { detail: string }) => detail);
    expect(plan(READY_LANES)).toEqual([expect.stringMatching(/^SEARCH lanes USING (COVERING )?INDEX lanes_ready/)]);
    expect(plan(NEXT_READY)).toEqual([expect.stringMatching(/^SEARCH lanes USING (COVERING )?INDEX lanes_ready/)]);
    expect(plan(OLDEST_DUE)).toEqual(['SEARCH deliveries USING INDEX pending_in_order (channel=?)']);
    for (const step of plan(REFRESH_LANE).filter((detail) => detail.includes('deliveries'))) {
      expect(step).toMatch(
        /^SEARCH deliveries USING COVERING INDEX (sending_by_channel|pending_by_due) \(channel=\?\)/,
      );
    }
  });
});
