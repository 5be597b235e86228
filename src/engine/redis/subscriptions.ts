import type { Subscription, Subscriptions } from '../engine.js';
import type { RedisStore } from './redis-store.js';

/** Subscriptions read at once. */
const PAGE = 5_000;

export function createSubscriptions({ key, run, ask }: RedisStore): Subscriptions {
  return {
    add: async ({ paused, ...subscription }) => {
      const { id, destination } = subscription;
      return (await run<number>('subscribe', id, destination, JSON.stringify(subscription), paused ?? '')) === 1;
    },
    remove: async (id) => {
      const record = await ask((redis) => redis.hget(key('subscriptions'), id));
      if (record === null) return false;
      const { destination }: Subscription = JSON.parse(record);
      return (await run<number>('unsubscribe', id, destination)) === 1;
    },
    list: async (destination) => {
      const index = key(destination === undefined ? 'subscriptions:order' : `subscriptions:of:${destination}`);
      const found: Subscription[] = [];
      for (let from = 0; ; from += PAGE) {
        const ids = await ask((redis) => redis.zrange(index, String(from), String(from + PAGE - 1)));
        if (ids.length === 0) return found;
        const records = await ask((redis) => redis.hmget(key('subscriptions'), ...ids));
        const pauses = await ask((redis) => redis.hmget(key('subscriptions:paused'), ...ids));
        for (const [i, record] of records.entries()) {
          const paused = pauses[i];
          if (record !== null) found.push({ ...JSON.parse(record), ...(typeof paused === 'string' && { paused }) });
        }
      }
    },
    pause: async (destination, reason) => {
      await run('pauseSubscriptions', destination, reason ?? '');
    },
    settings: async (destination) => {
      const settings = await ask((redis) => redis.hget(key('destinations'), destination));
      return settings === null ? {} : JSON.parse(settings);
    },
    saveSettings: async (destination, settings) => {
      await ask((redis) => redis.hset(key('destinations'), destination, JSON.stringify(settings)));
    },
  };
}
