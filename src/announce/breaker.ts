import type { NewDelivery, Rate } from '../engine/engine.js';
import type { DeliveryFault } from './delivery.js';

/** What the breaker looks at in a channel. */
export interface Traffic {
  /** Deliveries created for it within the breaker's time. */
  recent: number;
  /** It stands still already, with deliveries that wait for a person. */
  stopped: boolean;
}

/**
 * Holds the new deliveries of every channel that would get more than `breaker` allows, and of those that stand still.
 * @param traffic of every channel in `deliveries`
 * @returns the deliveries, and the channels that are stopped with why
 */
export function breakCircuits(
  deliveries: readonly NewDelivery[],
  traffic: ReadonlyMap<string, Traffic>,
  breaker: Rate,
): { deliveries: NewDelivery[]; stopped: Map<string, DeliveryFault> } {
  const leaving = new Map<string, number>();
  for (const { channel, state } of deliveries) {
    if (state !== 'skipped') leaving.set(channel, (leaving.get(channel) ?? 0) + 1);
  }
  const stopped = new Map<string, DeliveryFault>();
  for (const [channel, count] of leaving) {
    const { recent, stopped: already } = traffic.get(channel) ?? { recent: 0, stopped: false };
    if (!already && recent + count <= breaker.count) continue;
    const limit = `${breaker.count} within ${breaker.per / 1000} s`;
    stopped.set(channel, {
      message: already
        ? 'the channel was stopped because too much was about to leave at once'
        : `${recent + count} messages were about to leave at once, and announce.breaker allows ${limit}`,
      hint: 'see whether they should go out; `postrider retry` sends them',
    });
  }
  return {
    stopped,
    deliveries: deliveries.map((delivery) => {
      const fault = delivery.state === 'skipped' ? undefined : stopped.get(delivery.channel);
      return fault ? { ...delivery, state: 'held', heldFor: 'breaker', fault } : delivery;
    }),
  };
}
