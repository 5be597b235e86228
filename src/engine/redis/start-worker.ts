import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, type Job, Worker } from 'bullmq';
import { type AttemptsUnderWay, trackAttempts, within } from '../attempts-under-way.js';
import type { QueueWorker, WorkOptions } from '../engine.js';
import { ABORT_PATIENCE } from '../run-attempt.js';
import { createStoreHealth } from '../store-health.js';
import type { Claims } from './claims.js';
import type { LaneChange } from './deliveries.js';
import type { Dispatcher, LaneJob } from './dispatcher.js';
import { BEAT, type LostClaims } from './lost-claims.js';
import type { Outbox } from './outbox.js';
import { QUEUE, type QueueConnection } from './queue-connection.js';
import { asRedisFault } from './redis-fault.js';
import type { RedisStore, RedisWorld } from './redis-store.js';
import type { RedoLog } from './redo-log.js';

/** A worker that does not renew its hold on a channel for this long has lost it (ms); the ledger decides who sends. */
const LOCK = 5_000;
const LOOK_FOR_STALLED = 1_000;
/**
 * How long a channel keeps its turn while one delivery follows another (ms): so that thousands of them do not each have
 * to queue up, and that nobody notices the wait.
 */
const TURN = 250;
/** How soon BullMQ tries again what the broken connection interrupted (ms). */
const RETRY = 1_000;

interface Parts {
  store: RedisStore;
  claims: Claims;
  lostClaims: LostClaims;
  dispatcher: Dispatcher;
  outbox: Outbox;
  redoLog: RedoLog;
}

/** Works off channels as BullMQ hands them out, one attempt at a turn, until closed. */
export function startWorker(
  { store, claims, lostClaims, redoLog, dispatcher, outbox }: Parts,
  connection: QueueConnection,
  options: WorkOptions,
  world: RedisWorld,
): QueueWorker {
  const { rateOf, attempt, concurrency } = options;
  const health = createStoreHealth(world.log);
  const attempts: AttemptsUnderWay<LaneChange> = trackAttempts(
    attempt,
    (claimed, result) => claims.settle(claimed, result, rateOf),
    health,
    world.log,
  );
  const stopped = new AbortController();
  let closing = false;

  const readyAt = async (channel: string): Promise<number | undefined> => {
    const score = await store.ask((redis) => redis.zscore(store.key('lanes'), channel));
    return score === null ? undefined : Number(score);
  };
  /** One attempt in a channel. @returns when its next can be (ms since the epoch), or undefined when nothing waits. */
  const attemptOne = async (channel: string): Promise<number | undefined> => {
    if (closing) return readyAt(channel);
    const taken = await claims.take(channel, rateOf);
    if (taken === undefined) return undefined;
    if (!('claim' in taken)) return taken.askAgainAt;
    return (await attempts.run(taken))?.after;
  };
  /** One turn of a channel. @returns when its next is (ms since the epoch), or undefined when nothing waits. */
  const turn = async (channel: string): Promise<number | undefined> => {
    const ends = performance.now() + TURN;
    for (;;) {
      const next = await attemptOne(channel);
      if (closing || next === undefined || next > world.now() || performance.now() > ends) return next;
    }
  };
  const process = async (job: Job<LaneJob>, token: string | undefined): Promise<void> => {
    const { channel } = job.data;
    let next: number | undefined;
    try {
      next = await turn(channel);
      health.recovered();
    } catch (error) {
      next = world.now() + health.failed(error);
    }
    if (next === undefined) return;
    await job.moveToDelayed(Date.now() + Math.max(0, next - world.now()), token);
    // What came in while the job was on its way there found it neither waiting nor delayed.
    const earlier = await readyAt(channel);
    if (earlier !== undefined && earlier < next - 1) {
      await dispatcher.tell([{ channel, before: next, after: earlier }], false);
    }
    throw new DelayedError();
  };

  const worker = new Worker<LaneJob>(QUEUE, process, {
    ...connection.options,
    concurrency,
    lockDuration: LOCK,
    stalledInterval: LOOK_FOR_STALLED,
    runRetryDelay: RETRY,
    // Turns are not counted: what a channel's deliveries have been through is in the ledger.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', (error) => {
    if (closing) return;
    if (isLostHold(error)) {
      // Somebody else has the channel's turn by now; who sends what is decided in the ledger.
      world.log.debug({ err: error }, 'a turn took too long');
      return;
    }
    void rest(health.failed(asRedisFault(error, store.where)));
  });
  let resting = false;
  /** BullMQ asks again at once after an error such as OOM, thousands of times a second: so it must not ask. */
  const rest = async (ms: number): Promise<void> => {
    if (resting) return;
    resting = true;
    await worker.pause(true);
    await sleep(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
    resting = false;
    if (!closing) await worker.resume();
  };
  // As above: what came in before the job was removed found it there.
  worker.on('completed', ({ data: { channel } }) => {
    readyAt(channel)
      .then((after) => dispatcher.tell([{ channel, after }], true))
      .catch((error: unknown) => health.failed(error));
  });

  const look = async (): Promise<void> => {
    await dispatcher.refill().catch((error: unknown) => health.failed(error));
    while (!stopped.signal.aborted) {
      let wait = BEAT;
      try {
        await lostClaims.beat();
        if (await ourTurnToLook()) await lookAfterEverything();
      } catch (error) {
        wait = health.failed(error);
      }
      await sleep(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  /** One of all processes looks after what nobody else would. */
  const ourTurnToLook = async (): Promise<boolean> =>
    (await store.ask((redis) => redis.set(store.key('looking'), store.owner, 'PX', BEAT - 100, 'NX'))) === 'OK';
  const lookAfterEverything = async (): Promise<void> => {
    await dispatcher.tell(await lostClaims.putBack(rateOf), true);
    // An edit of what Redis has forgotten would look as if it had been changed since.
    if (redoLog.quietFor() === 0) await outbox.empty();
    await dispatcher.repair();
  };
  const looking = look();

  return {
    close: async (graceMs) => {
      closing = true;
      const closed = worker.close();
      await attempts.close(graceMs);
      stopped.abort();
      await Promise.race([looking, sleep(ABORT_PATIENCE)]);
      await lostClaims.leave();
      if (!(await within(Promise.all([closed, looking]), 2 * ABORT_PATIENCE))) connection.disconnect();
      await closed;
      connection.disconnect();
    },
  };
}

function isLostHold(error: Error): boolean {
  return /^(could not renew lock|Missing lock|Lock mismatch)/.test(error.message);
}
