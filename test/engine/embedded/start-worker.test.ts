import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Claims, createClaims } from '../../../src/engine/embedded/claims.js';
import { openDatabase } from '../../../src/engine/embedded/database.js';
import { createDeliveries } from '../../../src/engine/embedded/deliveries.js';
import { createLanes } from '../../../src/engine/embedded/lanes.js';
import { createOwnerLock } from '../../../src/engine/embedded/owner-lock.js';
import { migrate } from '../../../src/engine/embedded/schema.js';
import { startWorker } from '../../../src/engine/embedded/start-worker.js';
import { EngineError } from '../../../src/engine/engine.js';
import { makeDelivery } from '../../support/make-delivery.js';
import { tempFolder } from '../../support/temp-folder.js';

const world = { now: Date.now, random: () => 0, log: pino({ level: 'silent' }) };

/** A worker on a real database whose disk takes as long to flush as the test says. */
function workerOn(flush: Claims['flush'], ids: string[]) {
  const database = openDatabase(join(tempFolder().path, 'postrider.db'));
  migrate(database);
  const lanes = createLanes(database);
  const deliveries = createDeliveries(database, lanes, world);
  const owner = createOwnerLock(`${database.file}-workers`);
  database.transaction(() => {
    for (const id of ids) deliveries.insert(makeDelivery(id, { channel: `channel-${id}` }));
  });
  const claims = { ...createClaims(database, deliveries, lanes, owner, world), flush };
  const round = vi.spyOn(claims, 'round');
  const attempted: string[] = [];
  const options = {
    concurrency: 10,
    rateOf: () => undefined,
    attempt: async ({ id }: { id: string }) => {
      attempted.push(id);
      return { outcome: { type: 'sent' as const, receipt: {} } };
    },
  };
  const worker = startWorker(claims, options, world);
  onTestFinished(async () => {
    await worker.close(0);
    owner.release();
    database.close();
  });
  const states = () => ids.map((id) => deliveries.get(id)?.state);
  return { attempted, states, deliveries, round };
}

it('sends nothing before the disk has its claim', async () => {
  let onDisk: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    onDisk = resolve;
  });
  const { attempted, states } = workerOn(() => slow, ['a', 'b']);
  await vi.waitFor(() => expect(states()).toEqual(['sending', 'sending']));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(attempted).toEqual([]);
  onDisk();
  await vi.waitFor(() => expect(states()).toEqual(['sent', 'sent']));
  expect(attempted).toEqual(['a', 'b']);
});

it('hands back what it took when the disk fails, and counts no attempt', async () => {
  let broken = true;
  const flush = async () => {
    if (broken) throw new EngineError('The disk failed', 'check it');
  };
  const { attempted, states, deliveries } = workerOn(flush, ['a']);
  await vi.waitFor(() => expect(deliveries.get('a')?.updatedAt).toBeGreaterThan(0));
  await vi.waitFor(() => expect(states()).toEqual(['pending']));
  expect(attempted).toEqual([]);
  broken = false;
  await vi.waitFor(() => expect(states()).toEqual(['sent']), { timeout: 10_000 });
  expect(attempted).toEqual(['a']);
  expect(deliveries.get('a')?.attempts).toBe(1);
});

it('writes down in one round what ends together', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const { states, round } = workerOn(async () => {}, ids);
  await vi.waitFor(() => expect(states()).toEqual(ids.map(() => 'sent')));
  const ended = round.mock.calls.map(([each]) => each.length).filter((count) => count > 0);
  expect(ended).toEqual([5]);
});
