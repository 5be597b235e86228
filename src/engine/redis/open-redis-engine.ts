import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, type Telemetry } from 'bullmq';
import { attemptNow } from '../attempt-now.js';
import { startBeat } from '../beat.js';
import { type Engine, EngineError, type QueueWorker } from '../engine.js';
import { unfinished } from '../migrate.js';
import { createArchive } from './archive.js';
import { inspectRedis } from './check-redis.js';
import { createClaims } from './claims.js';
import { createDeliveries, type LaneChange } from './deliveries.js';
import { createDispatcher, type LaneJob } from './dispatcher.js';
import { createLedger } from './ledger.js';
import { lookAtLane } from './look-at-lane.js';
import { createLostClaims } from './lost-claims.js';
import { createOutbox } from './outbox.js';
import { openQueueConnection, QUEUE, queueOptions } from './queue-connection.js';
import { asRedisFault, isRefusal } from './redis-fault.js';
import { createRedisStore, type RedisStore, type RedisWorld } from './redis-store.js';
import { createRedoLog, QUIET } from './redo-log.js';
import { OWNERS_KEPT } from './scripts/owners.js';
import { startWorker } from './start-worker.js';
import { createSubscriptions } from './subscriptions.js';

export interface RedisEngineOptions extends RedisWorld {
  /** `redis://` or `rediss://`, with user, password and database if need be. */
  url: string;
  /** Begins the name of every key, so that several Postriders can share a Redis. */
  prefix: string;
  /** How long to wait for a Redis that does not answer yet (ms); a server may wait for ever (Infinity). */
  patience?: number;
  /** Traces and measurements of BullMQ's part; see load-telemetry.ts. */
  telemetry?: Telemetry;
  /** For migrate.ts: the ledger may hold a part of what is being carried to it. Any other use of such a one is refused. */
  carrying?: boolean;
}

/**
 * The engine for many processes and machines: BullMQ hands out the channels that have something to do, the ledger in
 * the same Redis says what, and whether. See docs/decisions/redis-engine.md.
 * @throws {EngineError} when Redis does not answer within `patience`, refuses us, or is too old.
 */
export async function openRedisEngine(options: RedisEngineOptions): Promise<Engine> {
  const { url, prefix, patience = 5_000, telemetry, carrying = false, ...world } = options;
  const store = createRedisStore(url, prefix, world);
  const redoLog = createRedoLog(store.redis, world.log);
  try {
    await connect(store, patience, world);
    await inspect(store, world);
    const mark = await store.ask((redis) => redis.get(store.key('mark')));
    if (mark !== null && !carrying) throw unfinished(mark, `The ledger ${prefix} in Redis at ${store.where}`);
  } catch (error) {
    store.redis.disconnect();
    throw error;
  }

  const queue = new Queue<LaneJob>(QUEUE, queueOptions(store.redis, prefix, telemetry));
  queue.on('error', (error) => world.log.debug({ err: error }, 'an error in the queue'));
  const dispatcher = createDispatcher(queue, store, world);
  const told = new Set<Promise<void>>();
  /** The queue is told without being waited for: the ledger has it, and the queue would be repaired. */
  const tell = async (lanes: LaneChange[], sure: boolean): Promise<void> => {
    const telling = dispatcher.tell(lanes, sure).finally(() => told.delete(telling));
    told.add(telling);
  };
  const deliveries = createDeliveries(store, world);
  const outbox = createOutbox(store, deliveries, tell);
  const claims = createClaims(store, deliveries, redoLog, world);
  const lostClaims = createLostClaims(store, deliveries, claims, redoLog, world);
  if ((await startedLately(store)) && (await lostClaims.othersAlive(OWNERS_KEPT))) redoLog.letOthersCatchUp();
  const subscriptions = createSubscriptions(store);
  const workers = new Set<QueueWorker>();
  const beats = new Set<{ close(): Promise<void> }>();

  return {
    type: 'redis',
    ledger: createLedger(store, deliveries, outbox, redoLog, tell, world),
    queue: {
      work: (work) => {
        const connection = openQueueConnection(url, prefix, `postrider-${store.owner}`, telemetry);
        const worker = startWorker({ store, claims, lostClaims, redoLog, dispatcher, outbox }, connection, work, world);
        workers.add(worker);
        return {
          close: async (graceMs) => {
            await worker.close(graceMs);
            workers.delete(worker);
          },
        };
      },
      attemptNow: async (ids, work) => {
        const { rateOf } = work;
        await lostClaims.beat();
        await tell(await lostClaims.putBack(rateOf), true);
        const get = async (id: string) => (await deliveries.get([id]))[0]?.delivery;
        const oneByOne = {
          get,
          take: async (id: string) => {
            const delivery = await get(id);
            const waits = delivery?.state === 'pending' || delivery?.state === 'sending';
            return waits ? claims.take(delivery.channel, rateOf, id) : undefined;
          },
          settle: async (
            ...[claimed, attempt]: [Parameters<typeof claims.settle>[0], Parameters<typeof claims.settle>[1]]
          ) => tell([await claims.settle(claimed, attempt, rateOf)], true),
        };
        return attemptNow(ids, work, oneByOne, world);
      },
      depth: () => store.ask((redis) => redis.zcard(store.key('state:pending'))),
      lanes: (channels) => Promise.all(channels.map((channel) => lookAtLane(channel, store, world.now()))),
    },
    schedule: {
      beat: (onBeat) => {
        // Whoever watches the schedule makes deliveries, and so is at work, from now on; see Archive.inUse.
        const said = lostClaims.beat().catch((error: unknown) => {
          world.log.warn({ err: error }, 'others cannot be told yet that this one works');
        });
        const beat = startBeat((now) => Promise.all([onBeat(now), lostClaims.beat()]).then(() => undefined), world);
        const close = async () => {
          await said;
          await beat.close();
          await lostClaims.leave();
        };
        beats.add({ close });
        return { close };
      },
      handled: async (name) => {
        const at = await store.ask((redis) => redis.hget(store.key('schedules'), name));
        return at === null ? undefined : Number(at);
      },
      markHandled: async (name, at) => {
        await store.run('markHandled', name, at);
      },
    },
    subscriptions,
    archive: createArchive(store, { deliveries, outbox, subscriptions, lostClaims }),
    // Loaded when somebody looks: it is bigger than all the rest of the engine.
    board: async (path) => (await import('./open-board.js')).openBoard(queue, path),
    ping: async () => {
      await store.ask((redis) => redis.ping());
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close(0)));
      await Promise.all([...beats].map((beat) => beat.close()));
      await Promise.all(told);
      await queue.close();
      store.redis.disconnect();
    },
  };
}

/** Says once what is wrong, and tries again until the patience is over. */
async function connect({ redis, where }: RedisStore, patience: number, world: RedisWorld): Promise<void> {
  let last: unknown;
  redis.on('error', (error: Error) => {
    last = error;
  });
  const deadline = performance.now() + patience;
  const ready = new Promise<boolean>((resolve) => void redis.once('ready', () => resolve(true)));
  // The first failure is reported by the event above, and ioredis goes on trying.
  redis.connect().catch((error: unknown) => {
    last ??= error;
  });
  let said = false;
  while (!(await Promise.race([ready, sleep(100, false)]))) {
    const late = performance.now() > deadline;
    if (last === undefined) {
      if (!late) continue;
      throw new EngineError(`Redis at ${where} does not answer`, 'check host and port in engine.url, and that it runs');
    }
    const fault = asRedisFault(last, where);
    if (late || isRefusal(last) || !(fault instanceof EngineError)) throw fault;
    const until = Number.isFinite(patience) ? 'for a few seconds' : 'until it does not';
    if (!said) world.log.warn({ hint: fault.hint }, `${fault.message}; trying again ${until}`);
    said = true;
  }
}

/** Whether others that were connected to this Redis may not be back yet. */
async function startedLately({ redis, ask }: RedisStore): Promise<boolean> {
  const info = await ask(() => redis.info('server'));
  return Number(/^uptime_in_seconds:(\d+)/m.exec(info)?.[1]) * 1_000 <= QUIET;
}

async function inspect({ redis, where, ask }: RedisStore, { log }: RedisWorld): Promise<void> {
  for (const { severity, message, hint } of await ask(() => inspectRedis(redis, where))) {
    if (severity === 'error') throw new EngineError(message, hint);
    log.warn({ hint }, message);
  }
}
