import type { Delivery } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import { trackAttempts } from '../attempts-under-way.js';
import type { Claimed } from '../claimed.js';
import type { Attempt, QueueWorker, WorkOptions } from '../engine.js';
import { createStoreHealth } from '../store-health.js';
import type { Claims, Ended } from './claims.js';

/** How soon commits of other processes are noticed (ms); those of this process wake the worker at once. */
const POLL = 250;
/** How long the end of an attempt waits for others to end (ms), so that one write serves them all. */
const GATHER = 5;
/** How often to look for deliveries whose worker is gone (ms). */
const SWEEP = 1_000;
/** A clock that is this far behind where it was has been put back (ms). */
const CLOCK_STEP = 1_000;

export interface EmbeddedWorker extends QueueWorker {
  /** There may be something to do now. */
  wake(): void;
}

/** An attempt that is over, until it is written down. */
interface Ending extends Ended {
  written(): void;
  failed(error: unknown): void;
}

/** Takes due deliveries and runs their attempts until closed. */
export function startWorker(claims: Claims, options: WorkOptions, world: Pick<World, 'now' | 'log'>): EmbeddedWorker {
  const { concurrency, rateOf } = options;
  const health = createStoreHealth(world.log);
  const onDisk = new WeakMap<Delivery, Promise<void>>();
  let endings: Ending[] = [];

  /** Nothing leaves before its claim is on the disk: after a power failure it must be known to be in doubt. */
  const attempt: WorkOptions['attempt'] = async (delivery, signal) => {
    try {
      await onDisk.get(delivery);
    } catch (error) {
      later(health.failed(error));
      return { outcome: { type: 'release' } };
    }
    return options.attempt(delivery, signal);
  };
  /** With the others of the next turn; alone while something is wrong, so that one cannot hold up the others. */
  const settle = async (claimed: Claimed, result: Attempt): Promise<void> => {
    if (closing || health.failing) return claims.settle(claimed, result, rateOf);
    return new Promise((written, failed) => {
      endings.push({ claimed, attempt: result, written, failed });
      gather();
    });
  };
  const attempts = trackAttempts(attempt, settle, health, world.log);
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let woken = false;
  let sweepAt = 0;
  let lastNow = Number.POSITIVE_INFINITY;

  const wake = (): void => {
    if (woken || closing || health.failing) return;
    woken = true;
    setImmediate(turn);
  };
  const gather = (): void => {
    if (endings.length >= attempts.count) wake();
    else gathering ??= setTimeout(wake, GATHER);
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!closing) timer = setTimeout(turn, Math.max(1, ms));
  };

  /** One look at the queue. Also runs as a timer's callback: it must not throw. */
  const turn = (): void => {
    woken = false;
    clearTimeout(gathering);
    gathering = undefined;
    if (closing) return;
    try {
      followClock();
      sweep();
      work();
      const next = attempts.count < concurrency ? claims.nextDueAt() : undefined;
      health.recovered();
      later(Math.min(POLL, (next ?? Number.POSITIVE_INFINITY) - world.now()));
    } catch (error) {
      later(health.failed(error));
    }
  };

  /** At the start, and when the clock was put back, stored times may lie further ahead than they mean. */
  const followClock = (): void => {
    const now = world.now();
    if (now < lastNow - CLOCK_STEP) claims.repace(rateOf);
    lastNow = now;
  };
  const sweep = (): void => {
    if (performance.now() < sweepAt) return;
    claims.putBackLost(rateOf);
    sweepAt = performance.now() + SWEEP;
  };

  const work = (): void => {
    do {
      const ended = endings;
      const free = Math.max(0, concurrency - attempts.count + ended.length);
      if (ended.length + free === 0) return;
      endings = [];
      const taken = round(ended, free);
      if (!taken) return;
      const flushed = claims.flush();
      flushed.catch((error: unknown) => later(health.failed(error)));
      for (const claimed of taken) {
        onDisk.set(claimed, flushed);
        begin(claimed);
      }
    } while (attempts.count < concurrency);
  };
  const round = (ended: Ending[], limit: number): Claimed[] | undefined => {
    try {
      const taken = claims.round(ended, rateOf, limit);
      for (const { written } of ended) written();
      return taken;
    } catch (error) {
      for (const { failed } of ended) failed(error);
      throw error;
    }
  };
  const begin = (claimed: Claimed): void => {
    void attempts.run(claimed);
  };
  const writeDown = (): void => {
    for (const { claimed, attempt: result, written, failed } of endings.splice(0)) {
      settle(claimed, result).then(written, failed);
    }
  };

  later(1);
  return {
    wake,
    close: async (graceMs) => {
      closing = true;
      clearTimeout(timer);
      writeDown();
      await attempts.close(graceMs);
    },
  };
}
