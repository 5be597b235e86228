import { attemptDelivery, type Target } from '../announce/attempt-delivery.js';
import type { Delivery } from '../announce/delivery.js';
import type { Attempt, Engine, WorkOptions } from '../engine/engine.js';
import type { World } from '../world.js';
import type { Channels, OpenChannel } from './open-channels.js';

/** Attempts under way at once, over all channels. */
const CONCURRENCY = 20;

/** Where a channel's deliveries go, as an attempt needs it. */
export function targetOf({ kind, channel, options, language, onDoubt }: OpenChannel, timezone: string): Target {
  return {
    channel,
    onDoubt,
    render: (message, deliveryId) => kind.render(message, { language, timezone, deliveryId }, options),
  };
}

export interface WorkDeps {
  engine: Engine;
  channels: Channels;
  timezone: string;
  world: World;
}

/** How the queue works off deliveries with these channels. */
export function workOptions({ engine, channels, timezone, world }: WorkDeps): WorkOptions {
  const pause = (channel: string, reason: string) => {
    engine.subscriptions.pause(channel, reason).catch((error: unknown) => {
      world.log.error({ err: error, channel }, 'the subscriptions of a channel that is gone could not be paused');
    });
  };
  return {
    concurrency: CONCURRENCY,
    rateOf: (name) => {
      const channel = channels.get(name);
      return channel?.rate ?? channel?.kind.rate;
    },
    attempt: async (delivery, signal) => {
      const channel = channels.get(delivery.channel);
      if (!channel) return noChannel(delivery);
      // A subscribed place may have chosen its language.
      const chosen = channel.subscribed ? await engine.subscriptions.settings(channel.name) : {};
      const target = targetOf({ ...channel, ...chosen }, timezone);
      const { now, log } = world;
      return attemptDelivery(delivery, target, { now, log, signal, onGone: pause });
    },
  };
}

function noChannel({ channel }: Delivery): Attempt {
  const fault = {
    message: `there is no channel "${channel}" in the config any more`,
    hint: 'add it again and `postrider retry`, or leave it',
  };
  return { outcome: { type: 'never', fault } };
}
