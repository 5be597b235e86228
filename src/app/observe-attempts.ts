import type { Delivery } from '../announce/delivery.js';
import type { Attempt } from '../engine/engine.js';
import type { Metrics } from '../web/create-metrics.js';
import type { World } from '../world.js';
import { SUBSCRIBED } from './read-gauges.js';

/** Counts attempts by channel and outcome. @param configured names of the channels in the config */
export function observeAttempts(metrics: Metrics, configured: ReadonlySet<string>, { now }: Pick<World, 'now'>) {
  return ({ channel, createdAt }: Delivery, { outcome }: Attempt): void => {
    metrics.observeAttempt({
      channel: configured.has(channel) ? channel : SUBSCRIBED,
      outcome: outcome.type,
      ...(outcome.type === 'sent' && { latency: (now() - createdAt) / 1000 }),
    });
  };
}
