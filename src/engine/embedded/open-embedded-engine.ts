import { resolve } from 'node:path';
import type { World } from '../../world.js';
import { attemptNow, type OneByOne } from '../attempt-now.js';
import type { Engine } from '../engine.js';
import { unfinished } from '../migrate.js';
import { createArchive, readMark } from './archive.js';
import { createClaims } from './claims.js';
import { openDatabase } from './database.js';
import { createDeliveries } from './deliveries.js';
import { createLanes } from './lanes.js';
import { createLedger } from './ledger.js';
import { createOwnerLock } from './owner-lock.js';
import { createSchedule } from './schedule.js';
import { migrate } from './schema.js';
import { type EmbeddedWorker, startWorker } from './start-worker.js';
import { createSubscriptions } from './subscriptions.js';
import { takeUpBackup } from './take-up-backup.js';

export interface EmbeddedOptions extends Pick<World, 'now' | 'random' | 'log'> {
  /** The database file; it and its folder are made when missing. Not on a network disk: SQLite's locks fail there. */
  file: string;
  /** For migrate.ts: the database may hold a part of what is being carried to it. Any other use of such a one is refused. */
  carrying?: boolean;
}

/**
 * The engine for one machine: everything in one SQLite file, which several processes (a server and the command line)
 * may use at once.
 * @throws {EngineError} when the file cannot be used.
 */
export function openEmbeddedEngine({ file, carrying = false, ...world }: EmbeddedOptions): Engine {
  const database = openDatabase(resolve(file));
  try {
    migrate(database);
    const mark = readMark(database);
    if (mark !== undefined && !carrying) throw unfinished(mark, `The database ${database.file}`);
  } catch (error) {
    database.close();
    throw error;
  }
  const owner = createOwnerLock(`${database.file}-workers`);
  const lanes = createLanes(database);
  const deliveries = createDeliveries(database, lanes, world);
  takeUpBackup(database, deliveries, world);
  const claims = createClaims(database, deliveries, lanes, owner, world);
  const workers = new Set<EmbeddedWorker>();
  const beats = new Set<{ close(): Promise<void> }>();
  const schedule = createSchedule(database, world);

  return {
    type: 'embedded',
    ledger: createLedger(database, deliveries, () => {
      for (const worker of workers) worker.wake();
    }),
    queue: {
      work: (options) => {
        owner.tidy();
        const worker = startWorker(claims, options, world);
        workers.add(worker);
        return {
          close: async (graceMs) => {
            await worker.close(graceMs);
            workers.delete(worker);
          },
        };
      },
      attemptNow: async (ids, options) => {
        const { rateOf } = options;
        claims.putBackLost(rateOf);
        const oneByOne: OneByOne = {
          get: async (id) => deliveries.get(id),
          take: async (id) => claims.take(id, rateOf),
          settle: async (claimed, attempt) => claims.settle(claimed, attempt, rateOf),
        };
        return attemptNow(ids, options, oneByOne, world);
      },
      depth: async () =>
        database.get<{ n: number }>("SELECT count(*) AS n FROM deliveries WHERE state = 'pending'")?.n ?? 0,
      lanes: async (channels) => channels.map((channel) => lanes.look(channel, world.now())),
    },
    schedule: {
      ...schedule,
      beat: (onBeat) => {
        const beat = schedule.beat(onBeat);
        beats.add(beat);
        return beat;
      },
    },
    subscriptions: createSubscriptions(database),
    archive: createArchive(database, lanes, owner),
    ping: async () => {
      database.get('SELECT value FROM facts LIMIT 1');
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close(0)));
      await Promise.all([...beats].map((beat) => beat.close()));
      owner.release();
      database.close();
    },
  };
}
