import type { Engine } from '../engine/engine.js';

/** Deliveries gone through at a beat: a few milliseconds of the store's time. */
const PORTION = 100;
/** How long to rest when nothing is left to do (ms, by a clock that nobody sets). */
const REST = 60 * 60_000;

/**
 * Lets go of the bulky parts of deliveries older than `keep` (ms), little by little until closed; may run in any number
 * of processes.
 */
export function runRetention(
  { schedule, ledger }: Pick<Engine, 'schedule' | 'ledger'>,
  { keep }: { keep: number },
): { close(): Promise<void> } {
  if (keep === Number.POSITIVE_INFINITY) return { close: async () => {} };
  let restUntil = Number.NEGATIVE_INFINITY;
  return schedule.beat(async (now) => {
    if (performance.now() < restUntil) return;
    const done = await ledger.trim(now - keep, PORTION);
    if (done < PORTION) restUntil = performance.now() + REST;
  });
}
