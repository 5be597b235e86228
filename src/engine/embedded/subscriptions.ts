import type { Subscription, Subscriptions } from '../engine.js';
import type { Database } from './database.js';

interface SubscriptionRow {
  id: string;
  destination: string;
  kind: Subscription['kind'];
  value: string;
  created_by: string;
  created_at: number;
  paused: string | null;
}

export function createSubscriptions(database: Database): Subscriptions {
  return {
    add: async ({ id, destination, kind, value, createdBy, createdAt, paused }) =>
      database.run(
        `INSERT INTO subscriptions (id, destination, kind, value, created_by, created_at, paused)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
        ...[id, destination, kind, value, createdBy, createdAt, paused ?? null],
      ) > 0,
    remove: async (id) => database.run('DELETE FROM subscriptions WHERE id = ?', id) > 0,
    list: async (destination) =>
      (destination === undefined
        ? database.all<SubscriptionRow>('SELECT * FROM subscriptions ORDER BY rowid')
        : database.all<SubscriptionRow>('SELECT * FROM subscriptions WHERE destination = ? ORDER BY rowid', destination)
      ).map(toSubscription),
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

function toSubscription(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    destination: row.destination,
    kind: row.kind,
    value: row.value,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.paused !== null && { paused: row.paused }),
  };
}
