import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../announce/delivery.js';
import type { Config } from '../config/load-config.js';
import type { Engine } from '../engine/engine.js';
import type { World } from '../world.js';
import { openChannels } from './open-channels.js';
import { workOptions } from './targets.js';

/** How long a one-shot command waits for its deliveries to be settled, in ms. */
const PATIENCE = 20_000;

/**
 * Sends deliveries from a one-shot command, with the retries a worker would make, for at most 20 seconds. What is not
 * settled by then stays in the queue for the running Postrider.
 * @returns the deliveries as they are then
 */
export async function sendNow(ids: string[], engine: Engine, config: Config, world: World): Promise<Delivery[]> {
  const options = workOptions({
    engine,
    channels: await openChannels(config, world),
    timezone: config.site.timezone,
    world,
  });
  const deadline = world.now() + PATIENCE;
  for (;;) {
    const waitMs = Math.max(0, deadline - world.now());
    const deliveries = await engine.queue.attemptNow(ids, { ...options, waitMs });
    const open = deliveries.filter(({ state }) => state === 'pending' || state === 'sending');
    const next = Math.max(world.now() + 100, Math.min(...open.map(({ dueAt }) => dueAt)));
    if (open.length === 0 || next >= deadline) return deliveries;
    await sleep(next - world.now());
  }
}
