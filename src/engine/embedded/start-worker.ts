import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../world.js';
import type { Attempt, QueueWorker, WorkOptions } from '../engine.js';
import { ABORT_PATIENCE, runAttempt } from '../run-attempt.js';
import { createStoreHealth } from '../store-health.js';
import type { Claimed, Claims } from './claims.js';

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
  const underWay = new Map<string, { done: Promise<void>; abort: AbortController }>();
  const givenUp = new AbortController();
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
      const next = underWay.size < concurrency ? claims.nextDueAt() : undefined;
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
    while (underWay.size < concurrency) {
      const taken = claims.takeDue(rateOf, concurrency - underWay.size);
      if (!taken) return;
      for (const claimed of taken) begin(claimed);
    }
  };
  const begin = (claimed: Claimed): void => {
    const abort = new AbortController();
    const done = runAttempt(claimed, attempt, abort, (late) => void settle(claimed, late))
      .then((result) => settle(claimed, result))
      .then(() => {
        underWay.delete(claimed.claim);
        wake();
      });
    underWay.set(claimed.claim, { done, abort });
  };

  /** What an attempt came to must not get lost because the store is away for a while: keeps trying until given up. */
  const settle = async (claimed: Claimed, result: Attempt): Promise<void> => {
    while (!givenUp.signal.aborted) {
      try {
        claims.settle(claimed, result, rateOf);
        return;
      } catch (error) {
        await sleep(health.failed(error), undefined, { signal: givenUp.signal }).catch(() => undefined);
      }
    }
    world.log.error(
      { delivery: claimed.id, outcome: result.outcome.type },
      'could not store how an attempt ended before closing; the delivery will be taken up in doubt',
    );
  };

  later(1);
  return {
    wake,
    close: async (graceMs) => {
      closing = true;
      clearTimeout(timer);
      const attempts = [...underWay.values()];
      const finished = Promise.all(attempts.map(({ done }) => done));
      if (await within(finished, graceMs)) return;
      for (const { abort } of attempts) abort.abort(new Error('Postrider is shutting down'));
      // Each attempt now ends within runAttempt's patience; the store gets the same again to take the results.
      if (await within(finished, 2 * ABORT_PATIENCE)) return;
      givenUp.abort();
      await finished;
    },
  };
}

async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = new AbortController();
  const late = sleep(ms, false, { signal: timeout.signal }).catch(() => false);
  const result = await Promise.race([promise.then(() => true), late]);
  timeout.abort();
  return result;
}
