import type { Redis } from 'ioredis';
import { DELIVERY_STATES } from '../../announce/delivery.js';
import type { Archive, ArchiveEntry, ArchiveFact } from '../archive.js';
import type { Draft, EditionRecord, KnownPost, Subscriptions } from '../engine.js';
import { type Deliveries, restoreArguments } from './deliveries.js';
import type { LostClaims } from './lost-claims.js';
import type { Outbox } from './outbox.js';
import type { RedisStore } from './redis-store.js';

/** Entries read at once. */
const PORTION = 500;
const FACTS: ArchiveFact[] = ['initialised', 'lastScan', 'restoredFrom'];

interface Parts {
  deliveries: Deliveries;
  outbox: Outbox;
  subscriptions: Subscriptions;
  lostClaims: LostClaims;
}

export function createArchive(
  { key, ask, run, script, prefix, where }: RedisStore,
  { deliveries, outbox, subscriptions, lostClaims }: Parts,
): Archive {
  /** The values of a hash, a portion at a time. */
  async function* hash(name: string): AsyncIterable<[field: string, value: string][]> {
    let cursor = '0';
    do {
      const [next, flat] = await ask((redis) => redis.hscan(key(name), cursor, 'COUNT', PORTION));
      cursor = next;
      yield Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] as string, flat[2 * i + 1] as string]);
    } while (cursor !== '0');
  }
  /** The members of a sorted set in order, a portion at a time. */
  async function* ordered(name: string): AsyncIterable<string[]> {
    for (let from = 0; ; from += PORTION) {
      const members = await ask((redis) => redis.zrange(key(name), String(from), String(from + PORTION - 1)));
      if (members.length === 0) return;
      yield members;
    }
  }
  const facts = async (): Promise<ArchiveEntry[]> => {
    const values = await ask((redis) => redis.hmget(key('facts'), ...FACTS));
    return FACTS.flatMap((name, i) => {
      const value = values[i];
      return typeof value === 'string' ? [{ kind: 'fact' as const, name, value: Number(value) }] : [];
    });
  };

  const writeOne = async (redis: Redis, entry: ArchiveEntry): Promise<unknown> => {
    switch (entry.kind) {
      case 'post':
        return redis.hset(key('posts'), entry.post.id, JSON.stringify(entry.post));
      case 'edition': {
        const { id, job } = entry.edition;
        return script(redis, 'restoreEdition', id, job, JSON.stringify(entry.edition));
      }
      case 'draft': {
        const { id, version, state } = entry.draft;
        return script(redis, 'restoreDraft', id, version, state, JSON.stringify(entry.draft));
      }
      case 'delivery':
        return script(redis, 'restoreDelivery', ...restoreArguments(entry.delivery));
      case 'subscription': {
        const { paused, ...subscription } = entry.subscription;
        const { id, destination } = subscription;
        return script(redis, 'restoreSubscription', id, destination, JSON.stringify(subscription), paused ?? '');
      }
      case 'destination':
        return redis.hset(key('destinations'), entry.destination, JSON.stringify(entry.settings));
      case 'schedule':
        return redis.hset(key('schedules'), entry.name, entry.handledAt);
      case 'fact':
        return redis.hset(key('facts'), entry.name, entry.value);
    }
  };

  return {
    where: `the ledger ${prefix} in Redis at ${where}`,
    inUse: () => lostClaims.othersAlive(),
    counts: async () => {
      const states = await ask((redis) =>
        Promise.all(DELIVERY_STATES.map((state) => redis.zcard(key(`state:${state}`)))),
      );
      const [post, edition, draft, subscription, destination, schedule] = await ask((redis) =>
        Promise.all(
          ['posts', 'edition', 'draft', 'subscriptions', 'destinations', 'schedules'].map((name) =>
            redis.hlen(key(name)),
          ),
        ),
      );
      return {
        post: post as number,
        edition: edition as number,
        draft: draft as number,
        delivery: states.reduce((sum, count) => sum + count, 0),
        subscription: subscription as number,
        destination: destination as number,
        schedule: schedule as number,
        fact: (await facts()).length,
      };
    },
    read: async function* () {
      await outbox.empty();
      for await (const posts of hash('posts')) {
        yield posts.map(([, record]) => ({ kind: 'post', post: JSON.parse(record) as KnownPost }));
      }
      for await (const ids of ordered('editions')) {
        const records = await ask((redis) => redis.hmget(key('edition'), ...ids));
        yield records.flatMap((record) =>
          record === null ? [] : [{ kind: 'edition' as const, edition: JSON.parse(record) as EditionRecord }],
        );
      }
      for await (const ids of ordered('drafts')) {
        const records = await ask((redis) => redis.hmget(key('draft'), ...ids));
        yield records.flatMap((record) =>
          record === null ? [] : [{ kind: 'draft' as const, draft: JSON.parse(record) as Draft }],
        );
      }
      for (let after = '-inf'; ; ) {
        const page = await run<[id: string, seq: string][]>('deliveriesAfter', after, PORTION);
        if (page.length === 0) break;
        const stored = await deliveries.get(page.map(([id]) => id));
        yield stored.map(({ delivery }) => ({ kind: 'delivery', delivery }));
        after = `(${page.at(-1)?.[1]}`;
      }
      for (const subscription of await subscriptions.list()) yield [{ kind: 'subscription', subscription }];
      for await (const destinations of hash('destinations')) {
        yield destinations.map(([destination, settings]) => ({
          kind: 'destination',
          destination,
          settings: JSON.parse(settings),
        }));
      }
      for await (const schedules of hash('schedules')) {
        yield schedules.map(([name, at]) => ({ kind: 'schedule', name, handledAt: Number(at) }));
      }
      yield await facts();
    },
    write: async (entries) => {
      // Without waiting for each, and yet in their order (it is that of their making): one connection keeps it. What is
      // repeated as a whole after a failure keeps the place it got first.
      await ask((redis) => Promise.all(entries.map((entry) => writeOne(redis, entry))));
    },
    mark: async () => (await ask((redis) => redis.get(key('mark')))) ?? undefined,
    setMark: async (mark) => {
      await ask<unknown>((redis) => (mark === undefined ? redis.del(key('mark')) : redis.set(key('mark'), mark)));
    },
  };
}
