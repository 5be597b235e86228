import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Claimed } from './claimed.js';
import type { Attempt, WorkOptions } from './engine.js';
import { ABORT_PATIENCE, runAttempt } from './run-attempt.js';
import type { StoreHealth } from './store-health.js';

/** The attempts that a worker is at, from the claim to the stored outcome. */
export interface AttemptsUnderWay<Settled> {
  readonly count: number;
  /** Runs the attempt and stores how it ended. @returns what settling gave, or undefined when the store stayed away until closing. */
  run(claimed: Claimed): Promise<Settled | undefined>;
  /** Waits for all of them, at most `graceMs`; then aborts them, and at last gives up on a store that does not answer. */
  close(graceMs: number): Promise<void>;
}

export function trackAttempts<Settled>(
  attempt: WorkOptions['attempt'],
  settle: (claimed: Claimed, attempt: Attempt) => Promise<Settled>,
  health: StoreHealth,
  log: Logger,
): AttemptsUnderWay<Settled> {
  const underWay = new Map<Promise<unknown>, AbortController>();
  const givenUp = new AbortController();

  /** What an attempt came to must not get lost because the store is away for a while: keeps trying until given up. */
  const store = async (claimed: Claimed, result: Attempt): Promise<Settled | undefined> => {
    while (!givenUp.signal.aborted) {
      try {
        const settled = await settle(claimed, result);
        health.recovered();
        return settled;
      } catch (error) {
        await sleep(health.failed(error), undefined, { signal: givenUp.signal }).catch(() => undefined);
      }
    }
    log.error(
      { delivery: claimed.id, outcome: result.outcome.type },
      'could not store how an attempt ended before closing; the delivery will be taken up in doubt',
    );
    return undefined;
  };

  return {
    get count() {
      return underWay.size;
    },
    run: (claimed) => {
      const abort = new AbortController();
      const done = runAttempt(claimed, attempt, abort, (late) => void store(claimed, late))
        .then((result) => store(claimed, result))
        .finally(() => underWay.delete(done));
      underWay.set(done, abort);
      return done;
    },
    close: async (graceMs) => {
      const finished = Promise.all(underWay.keys());
      if (await within(finished, graceMs)) return;
      for (const abort of underWay.values()) abort.abort(new Error('Postrider is shutting down'));
      // Each attempt now ends within runAttempt's patience; the store gets the same again to take the results.
      if (await within(finished, 2 * ABORT_PATIENCE)) return;
      givenUp.abort();
      await within(finished, ABORT_PATIENCE);
    },
  };
}

/** @returns whether the promise was fulfilled in time. */
export async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = new AbortController();
  const late = sleep(ms, false, { signal: timeout.signal }).catch(() => false);
  const result = await Promise.race([promise.then(() => true), late]);
  timeout.abort();
  return result;
}
