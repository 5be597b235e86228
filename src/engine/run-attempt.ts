import type { Delivery } from '../announce/delivery.js';
import type { Attempt, WorkOptions } from './engine.js';

/** How long a claim holds (ms). An attempt takes at most two calls of 15 s (asking, sending). */
export const LEASE = 60_000;
/** How long an attempt gets to answer after its signal aborted (ms). */
export const ABORT_PATIENCE = 2_000;

/**
 * Runs one attempt and always comes back: an attempt that throws, or that does not end within its lease or within
 * {@link ABORT_PATIENCE} of its abortion, may have sent something and is in doubt.
 * `late` is called when it reports after all; a receipt is still worth having.
 */
export async function runAttempt(
  delivery: Delivery,
  attempt: WorkOptions['attempt'],
  abort: AbortController,
  late: (attempt: Attempt) => void,
): Promise<Attempt> {
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, then: () => void): void => {
    timers.add(setTimeout(then, ms));
  };
  const overdue = new Promise<Attempt>((resolve) => {
    abort.signal.addEventListener('abort', () =>
      after(ABORT_PATIENCE, () => resolve(inDoubt('the attempt did not end when it was told to'))),
    );
    after(LEASE - 2 * ABORT_PATIENCE, () => abort.abort(new Error('the attempt took too long')));
  });
  let over = false;
  const answer = Promise.resolve()
    .then(() => attempt(delivery, abort.signal))
    .catch((error: unknown) => inDoubt(`unexpected: ${error instanceof Error ? error.message : String(error)}`))
    .then((result) => {
      if (over) late(result);
      return result;
    });
  try {
    return await Promise.race([answer, overdue]);
  } finally {
    over = true;
    for (const timer of timers) clearTimeout(timer);
  }
}

function inDoubt(message: string): Attempt {
  return { outcome: { type: 'doubt', fault: { message } } };
}
