import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import type { WorkOptions } from '../engine.js';
import { runAttempt } from '../run-attempt.js';
import type { Claims } from './claims.js';
import type { Deliveries } from './deliveries.js';

/** How often to look again while waiting for a channel (ms). */
const LOOK_AGAIN = 100;

/** See Queue.attemptNow. Deliveries of one channel go in the order of `ids`; channels do not wait for each other. */
export async function attemptNow(
  ids: string[],
  options: WorkOptions & { waitMs: number },
  claims: Claims,
  deliveries: Deliveries,
  world: Pick<World, 'now'>,
): Promise<Delivery[]> {
  const { rateOf, attempt, concurrency, waitMs } = options;
  const deadline = performance.now() + waitMs;
  claims.putBackLost(rateOf);

  const one = async (id: string): Promise<void> => {
    for (;;) {
      const taken = claims.take(id, rateOf);
      if (taken === undefined) return;
      if ('claim' in taken) {
        const settle = (result: Awaited<ReturnType<typeof attempt>>): void => claims.settle(taken, result, rateOf);
        settle(await runAttempt(taken, attempt, new AbortController(), settle));
        return;
      }
      const wait = taken.askAgainAt - world.now();
      const left = deadline - performance.now();
      if (wait > left || left <= 0) return;
      await sleep(Math.min(Math.max(1, wait), LOOK_AGAIN));
    }
  };

  const channels = new Map<string, string[]>();
  for (const id of ids) {
    const channel = deliveries.get(id)?.channel ?? '';
    channels.set(channel, [...(channels.get(channel) ?? []), id]);
  }
  const queues = [...channels.values()];
  const take = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const id of queue) await one(id);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, take));
  return ids.map((id) => deliveries.get(id)).filter((delivery) => delivery !== undefined);
}
