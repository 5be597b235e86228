import type { Delivery } from '../../announce/delivery.js';
import type { Archive, ArchiveEntry, ArchiveFact } from '../archive.js';
import type { DestinationSettings, Draft, EditionRecord, KnownPost, Subscription } from '../engine.js';
import type { Database, SqlValue } from './database.js';
import { type DeliveryRow, jsonOrNull, toDelivery } from './delivery-row.js';
import type { Lanes } from './lanes.js';
import type { OwnerLock } from './owner-lock.js';

/** Entries read at once. */
const PORTION = 500;
/** What the facts are called in the database. */
const FACTS: Record<ArchiveFact, string> = {
  initialised: 'initialised',
  lastScan: 'last-scan',
  restoredFrom: 'restored-from',
};

export function createArchive(database: Database, lanes: Lanes, owner: OwnerLock): Archive {
  const count = (table: string): number => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;

  /** Rows of a table in the order of their making, a portion at a time, so that a big one needs little memory. */
  function* portions<Row>(table: string, order: string, toEntry: (row: Row) => ArchiveEntry): Iterable<ArchiveEntry[]> {
    let after = -1;
    for (;;) {
      const rows = database.all<Row & { position: number }>(
        `SELECT *, ${order} AS position FROM ${table} WHERE ${order} > ? ORDER BY ${order} LIMIT ?`,
        after,
        PORTION,
      );
      if (rows.length === 0) return;
      yield rows.map(toEntry);
      after = rows.at(-1)?.position as number;
    }
  }

  const facts = (): ArchiveEntry[] =>
    (Object.keys(FACTS) as ArchiveFact[]).flatMap((name) => {
      const row = database.get<{ value: number }>('SELECT value FROM facts WHERE name = ?', FACTS[name]);
      return row ? [{ kind: 'fact' as const, name, value: row.value }] : [];
    });

  const { run } = database;
  const write = (entry: ArchiveEntry): unknown => {
    switch (entry.kind) {
      case 'post':
        return run(
          'INSERT OR REPLACE INTO posts (id, record) VALUES (?, ?)',
          entry.post.id,
          JSON.stringify(entry.post),
        );
      case 'edition': {
        const { id, job, createdAt } = entry.edition;
        return run(
          `INSERT INTO editions (id, job, created_at, record) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
          ...[id, job, createdAt, JSON.stringify(entry.edition)],
        );
      }
      case 'draft': {
        const { id, state, version } = entry.draft;
        return run(
          `INSERT INTO drafts (id, state, version, record) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version, record = excluded.record`,
          ...[id, state, version, JSON.stringify(entry.draft)],
        );
      }
      case 'delivery':
        return writeDelivery(entry.delivery);
      case 'subscription': {
        const { paused, ...subscription } = entry.subscription;
        return run(
          `INSERT INTO subscriptions (id, destination, paused, record) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET paused = excluded.paused, record = excluded.record`,
          ...[subscription.id, subscription.destination, paused ?? null, JSON.stringify(subscription)],
        );
      }
      case 'destination':
        return run(
          'INSERT OR REPLACE INTO destinations (destination, settings) VALUES (?, ?)',
          entry.destination,
          JSON.stringify(entry.settings),
        );
      case 'schedule':
        return run('INSERT OR REPLACE INTO schedules (name, handled_at) VALUES (?, ?)', entry.name, entry.handledAt);
      case 'fact':
        return run('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)', FACTS[entry.name], entry.value);
    }
  };
  const writeDelivery = (delivery: Delivery): void => {
    const { id, kind, subject, channel, state, attempts, dueAt, leaseUntil, claim, doubtSince, heldFor } = delivery;
    const { onDoubt, createdAt, updatedAt, fault, receipt, message, revision } = delivery;
    const columns: Record<string, SqlValue> = {
      ...{ id, kind, subject, channel, state, attempts, due_at: dueAt, lease_until: leaseUntil ?? null },
      ...{
        claim: claim ?? null,
        owner: null,
        doubt_since: doubtSince ?? null,
        on_doubt: onDoubt ?? null,
        held_for: heldFor ?? null,
      },
      ...{ created_at: createdAt, updated_at: updatedAt, fault: jsonOrNull(fault), receipt: jsonOrNull(receipt) },
      ...{ message: JSON.stringify(message), revision: jsonOrNull(revision) },
      revision_due_at: state === 'sent' ? (revision?.dueAt ?? null) : null,
    };
    const names = Object.keys(columns);
    database.run(
      `INSERT INTO deliveries (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
         ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      ...Object.values(columns),
    );
    lanes.refresh(channel);
  };

  return {
    where: `the database ${database.file}`,
    inUse: async () => owner.othersAlive(),
    counts: async () => ({
      post: count('posts'),
      edition: count('editions'),
      draft: count('drafts'),
      delivery: count('deliveries'),
      subscription: count('subscriptions'),
      destination: count('destinations'),
      schedule: count('schedules'),
      fact: facts().length,
    }),
    read: async function* () {
      yield* portions<{ record: string }>('posts', 'rowid', ({ record }) => ({
        kind: 'post',
        post: JSON.parse(record) as KnownPost,
      }));
      yield* portions<{ record: string }>('editions', 'rowid', ({ record }) => ({
        kind: 'edition',
        edition: JSON.parse(record) as EditionRecord,
      }));
      yield* portions<{ record: string }>('drafts', 'rowid', ({ record }) => ({
        kind: 'draft',
        draft: JSON.parse(record) as Draft,
      }));
      yield* portions<DeliveryRow>('deliveries', 'seq', (row) => ({ kind: 'delivery', delivery: toDelivery(row) }));
      yield* portions<{ record: string; paused: string | null }>('subscriptions', 'rowid', ({ record, paused }) => ({
        kind: 'subscription',
        subscription: { ...(JSON.parse(record) as Subscription), ...(paused !== null && { paused }) },
      }));
      yield database
        .all<{ destination: string; settings: string }>('SELECT destination, settings FROM destinations')
        .map(({ destination, settings }) => ({
          kind: 'destination',
          destination,
          settings: JSON.parse(settings) as DestinationSettings,
        }));
      yield database
        .all<{ name: string; handled_at: number }>('SELECT name, handled_at FROM schedules')
        .map(({ name, handled_at }) => ({ kind: 'schedule', name, handledAt: handled_at }));
      yield facts();
    },
    write: async (entries) => {
      database.transaction(() => {
        for (const entry of entries) write(entry);
      });
    },
    mark: async () => readMark(database),
    setMark: async (mark) => {
      database.transaction(() => {
        database.run('DELETE FROM marks');
        if (mark !== undefined) database.run('INSERT INTO marks (text) VALUES (?)', mark);
      });
    },
  };
}

/** See Archive.mark. */
export function readMark(database: Database): string | undefined {
  return database.get<{ text: string }>('SELECT text FROM marks')?.text;
}
