import type { DeliveryEvent } from '../../announce/delivery.js';
import type { PostRevision } from '../engine.js';
import type { Deliveries, LaneChange } from './deliveries.js';
import type { RedisStore } from './redis-store.js';

/**
 * Revisions of posts are stored with the commit that knows of them, and then given to each of the posts' deliveries. The
 * state machine is JavaScript, so this cannot be the same atomic step; instead it can be done again from wherever it
 * stopped, by any process. A delivery remembers the last entry it got, so that an old one that is given late is not
 * mistaken for the newest.
 */
export interface Outbox {
  /** Gives every entry to its deliveries. */
  empty(): Promise<void>;
}

/** Deliveries changed at once. */
const AT_ONCE = 50;

export function createOutbox(
  store: RedisStore,
  deliveries: Deliveries,
  onChange: (lanes: LaneChange[], sure: boolean) => Promise<void>,
): Outbox {
  const give = async (id: string, event: DeliveryEvent, entry: number): Promise<void> => {
    const [before] = await deliveries.get([id]);
    if (!before || before.delivery.kind === 'edition') return;
    const changed = await deliveries.apply(id, event, { entry });
    if (changed) await onChange([changed.lane], true);
  };

  return {
    empty: async () => {
      for (const entry of await store.ask((redis) => redis.zrange(store.key('outbox'), '0', '-1'))) {
        const space = entry.indexOf(' ');
        const seq = Number(entry.slice(0, space));
        const { subject, message, dueAt, keepSent }: PostRevision = JSON.parse(entry.slice(space + 1));
        const event: DeliveryEvent = message
          ? { type: 'revise', message, dueAt, keepSent }
          : { type: 'withdraw', dueAt, keepSent };
        const ids = await store.run<string[]>('toRevise', seq, subject);
        for (let from = 0; from < ids.length; from += AT_ONCE) {
          await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => give(id, event, seq)));
        }
        await store.ask((redis) => redis.zrem(store.key('outbox'), entry));
      }
    },
  };
}
