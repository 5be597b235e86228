import type { Subscription, Subscriptions } from '../engine.js';
import type { Database } from './database.js';

interface SubscriptionRow {
  paused: string | null;
  record: string;
}

export function createSubscriptions(database: Database): Subscriptions {
  return {
    add: async ({ paused, ...subscription }) =>
      database.run(
        'INSERT INTO subscriptions (id, destination, paused, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
        ...[subscription.id, subscription.destination, paused ?? null, JSON.stringify(subscription)],
      ) > 0,
    remove: async (id) => database.run('DELETE FROM subscriptions WHERE id = ?', id) > 0,
    list: async (destination) =>
      database
        .all<SubscriptionRow>(
          'SELECT paused, record FROM subscriptions WHERE ?1 IS NULL OR destination = ?1 ORDER BY rowid',
          destination ?? null,
        )
        .map(toSubscription),
    pause: async (destination, reason) => {
      database.run('UPDATE subscriptions SET paused = ? WHERE destination = ?', reason ?? null, destination);
    },
    settings: async (destination) => {
      const row = database.get<{ settings: string }>(
        'SELECT settings FROM destinations WHERE destination = ?',
        destination,
      );
      return row ? JSON.parse(row.settings) : {};
    },
    saveSettings: async (destination, settings) => {
      database.run(
        `INSERT INTO destinations (destination, settings) VALUES (?, ?)
           ON CONFLICT (destination) DO UPDATE SET settings = excluded.settings`,
        destination,
        JSON.stringify(settings),
      );
    },
  };
}

function toSubscription({ paused, record }: SubscriptionRow): Subscription {
  return { ...JSON.parse(record), ...(paused !== null && { paused }) };
}
