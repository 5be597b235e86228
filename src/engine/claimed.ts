import type { Delivery } from '../announce/delivery.js';
import type { Rate } from './engine.js';

/** A delivery that this process has taken; only who knows the claim may settle it. */
export type Claimed = Delivery & { claim: string };

export type RateOf = (channel: string) => Rate | undefined;

/**
 * How long a rate's window is kept, in ms: a little more than `per`, for clocks that do not run alike (half a percent, at
 * least 5 ms).
 */
export function windowOf(rate: Rate): number {
  return rate.per + Math.max(5, Math.ceil(rate.per / 200));
}
