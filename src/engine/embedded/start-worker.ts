import type { World } from '../../world.js';
import { trackAttempts } from '../attempts-under-way.js';
import type { Claimed } from '../claimed.js';
import type { Attempt, QueueWorker, WorkOptions } from '../engine.js';
import { createStoreHealth } from '../store-health.js';
import type { Claims } from './claims.js';

/** How soon commits of other processes are noticed (ms); those of this process wake the worker at once. */
const POLL = 250;
/** How often to look for deliveries whose worker is gone (ms). */
const SWEEP = 1_000;
/** A clock that is this far behind where it was has been put back (ms). */
const CLOCK_STEP = 1_000;

export interface EmbeddedWorker extends QueueWorker {
  /** There may be something to do now. */
  wake(): void;
}

/** Takes due deliveries and runs their attempts until closed. */
export function startWorker(claims: Claims, options: WorkOptions, world: Pick<World, 'now' | 'log'>): EmbeddedWorker {
  const { concurrency, rateOf, attempt } = options;
  const health = createStoreHealth(world.log);
  const settle = async (claimed: Claimed, result: Attempt): Promise<void> => claims.settle(claimed, result, rateOf);
  const attempts = trackAttempts(attempt, settle, health, world.log);
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let woken = false;
  let sweepAt = 0;
  let lastNow = Number.POSITIVE_INFINITY;

  const wake = (): void => {
    if (woken || closing || health.failing) return;
    woken = true;
    setImmediate(turn);
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!closing) timer = setTimeout(turn, Math.max(1, ms));
  };

  /** One look at the queue. Also runs as a timer's callback: it must not throw. */
  const turn = (): void => {
    woken = false;
    if (closing) return;
    try {
      followClock();
      sweep();
      takeWork();
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

  const takeWork = (): void => {
    while (attempts.count < concurrency) {
      const taken = claims.takeDue(rateOf, concurrency - attempts.count);
      if (!taken) return;
      for (const claimed of taken) begin(claimed);
    }
  };
  const begin = (claimed: Claimed): void => {
    attempts.run(claimed).then(wake);
  };

  later(1);
  return {
    wake,
    close: async (graceMs) => {
      closing = true;
      clearTimeout(timer);
      await attempts.close(graceMs);
    },
  };
}
