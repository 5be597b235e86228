import type { Logger } from 'pino';
import { EngineError } from './engine.js';

/**
 * A store that fails while work goes on: says so once (not at every try), makes the tries rarer, and says when it is
 * over.
 */
export interface StoreHealth {
  readonly failing: boolean;
  /** A try failed. @returns how long to wait before the next one (ms). */
  failed(error: unknown): number;
  /** A try went well. */
  recovered(): void;
}

const FIRST_WAIT = 250;
const LONGEST_WAIT = 5_000;
/** Only when nothing has failed for this long is it over (ms): some things work while others fail. */
const CALM = 500;

export function createStoreHealth(log: Logger): StoreHealth {
  let failures = 0;
  let said = '';
  let lastFailure = Number.NEGATIVE_INFINITY;
  return {
    get failing() {
      return failures > 0;
    },
    failed: (error) => {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== said) {
        said = message;
        if (error instanceof EngineError) log.error({ hint: error.hint }, `${message}; trying again until it works`);
        else log.error({ err: error }, 'unexpected error in the queue; trying again until it works');
      }
      const now = performance.now();
      // Several attempts at once find the same store gone: that is one failure.
      if (failures === 0 || now - lastFailure > FIRST_WAIT / 2) failures++;
      lastFailure = now;
      return Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
    },
    recovered: () => {
      if (failures === 0 || performance.now() - lastFailure < CALM) return;
      log.info('the store works again');
      failures = 0;
      said = '';
    },
  };
}
