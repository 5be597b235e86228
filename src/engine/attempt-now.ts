import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../announce/delivery.js';
import type { World } from '../world.js';
import type { Claimed } from './claimed.js';
import type { Attempt, WorkOptions } from './engine.js';
import { runAttempt } from './run-attempt.js';

/** How often to look again while waiting for a channel (ms). */
const LOOK_AGAIN = 100;

/** What {@link attemptNow} needs of an engine. */
export interface OneByOne {
  get(id: string): Promise<Delivery | undefined>;
  /** Takes this one if it may go now. @returns when to ask again (ms since the epoch), or undefined when it is not pending. */
  take(id: string): Promise<Claimed | { askAgainAt: number } | undefined>;
  settle(claimed: Claimed, attempt: Attempt): Promise<void>;
}

/** See Queue.attemptNow. Deliveries of one channel go in the order of `ids`; channels do not wait for each other. */
export async function attemptNow(
  ids: string[],
  { attempt, concurrency, waitMs }: WorkOptions & { waitMs: number },
  { get, take, settle }: OneByOne,
  world: Pick<World, 'now' | 'log'>,
): Promise<Delivery[]> {
  const deadline = performance.now() + waitMs;

  const one = async (id: string): Promise<void> => {
    for (;;) {
      const taken = await take(id);
      if (taken === undefined) return;
      if ('claim' in taken) {
        const late = (result: Attempt): void => {
          settle(taken, result).catch((error: unknown) =>
            world.log.warn({ err: error, delivery: id }, 'a late report was lost'),
          );
        };
        await settle(taken, await runAttempt(taken, attempt, new AbortController(), late));
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
    const channel = (await get(id))?.channel ?? '';
    channels.set(channel, [...(channels.get(channel) ?? []), id]);
  }
  const queues = [...channels.values()];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const id of queue) await one(id);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const results = await Promise.all(ids.map(get));
  return results.filter((delivery) => delivery !== undefined);
}
