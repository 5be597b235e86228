import { attemptDelivery, type Target } from '../announce/attempt-delivery.js';
import { type Delivery, MAX_ATTEMPTS } from '../announce/delivery.js';
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
  /** Told of every attempt and how it ended. */
  onAttempt?(delivery: Delivery, attempt: Attempt): void;
}

/** How the queue works off deliveries with these channels. */
export function workOptions({ engine, channels, timezone, world, onAttempt }: WorkDeps): WorkOptions {
  const report = (delivery: Delivery, attempt: Attempt): Attempt => {
    tell(delivery, attempt, world);
    onAttempt?.(delivery, attempt);
    return attempt;
  };
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
      if (!channel) return report(delivery, noChannel(delivery));
      // A subscribed place may have chosen its language.
      const chosen = channel.subscribed ? await engine.subscriptions.settings(channel.name) : {};
      const target = targetOf({ ...channel, ...chosen }, timezone);
      const { now, log } = world;
      return report(delivery, await attemptDelivery(delivery, target, { now, log, signal, onGone: pause }));
    },
  };
}

/** What an operator who reads the log must know of an attempt. */
function tell({ id, channel, attempts, message }: Delivery, { outcome }: Attempt, { log }: World): void {
  const about = { delivery: id, channel, title: message.title };
  switch (outcome.type) {
    case 'sent':
      log.info(about, 'sent');
      break;
    case 'never':
      log.error({ ...about, hint: outcome.fault.hint }, `failed: ${outcome.fault.message}`);
      break;
    case 'hold':
      log.error({ ...about, hint: outcome.fault.hint }, `held until a person decides: ${outcome.fault.message}`);
      break;
    case 'later':
    case 'doubt': {
      const last = attempts >= MAX_ATTEMPTS && !(outcome.type === 'later' && outcome.free);
      const level = last ? 'error' : 'warn';
      const then = last
        ? 'failed, after the last of its attempts'
        : outcome.type === 'later'
          ? 'will be tried again'
          : 'in doubt, will be settled';
      log[level]({ ...about, attempts, hint: outcome.fault.hint }, `${then}: ${outcome.fault.message}`);
      break;
    }
    case 'release':
      break;
  }
}

function noChannel({ channel }: Delivery): Attempt {
  const fault = {
    message: `there is no channel "${channel}" in the config any more`,
    hint: 'add it again and `postrider retry`, or leave it',
  };
  return { outcome: { type: 'never', fault } };
}
