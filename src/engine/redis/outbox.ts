import type { DeliveryEvent } from '../../announce/delivery.js';
import type { PostRevision } from '../engine.js';
import { type Deliveries, type LaneChange, toLane } from './deliveries.js';
import type { RedisStore } from './redis-store.js';

/**
 * What is committed, and too much or too clever for the one script that commits it: deliveries of big commits, which are
 * inserted from here a portion at a time, and revisions of posts, which the state machine (JavaScript) gives to each of the
 * posts' deliveries. This cannot be the same atomic step; instead it can be done again from wherever it stopped, by any
 * process, in the order of the commits. A delivery remembers the last revision it got, so that an old one that is given
 * late is not mistaken for the newest.
 */
export interface Outbox {
  /** Inserts and applies everything. */
  empty(): Promise<void>;
}

/** Deliveries revised at once. */
const AT_ONCE = 50;
/** Deliveries inserted at once: Redis does nothing else for some milliseconds. */
const PORTION = 100;

/** An entry is its seq, a space, and one of these in JSON. */
type Entry = PostRevision | Staged;
/** Deliveries of a big commit: its token, how many there were, keys of the messages they show. */
interface Staged {
  deliveries: string;
  count: number;
  messages: string[];
}

export function createOutbox(
  store: RedisStore,
  deliveries: Deliveries,
  onChange: (lanes: LaneChange[], sure: boolean) => Promise<void>,
): Outbox {
  const unfold = async (entry: string, seq: number, { deliveries: token, count, messages }: Staged): Promise<void> => {
    for (;;) {
      const reply = await store.run<string>('unfold', token, entry, seq, count, PORTION, ...messages);
      const { left, lanes }: { left: number; lanes: string[][] } = JSON.parse(reply);
      await onChange(lanes.map(toLane), false);
      if (left === 0) return;
    }
  };
  const revise = async (entry: string, seq: number, revision: PostRevision): Promise<void> => {
    const { subject, message, dueAt, keepSent } = revision;
    const event: DeliveryEvent = message
      ? { type: 'revise', message, dueAt, keepSent }
      : { type: 'withdraw', dueAt, keepSent };
    const ids = await store.run<string[]>('toRevise', seq, subject);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => give(id, event, seq)));
    }
    await store.ask((redis) => redis.zrem(store.key('outbox'), entry));
  };
  const give = async (id: string, event: DeliveryEvent, seq: number): Promise<void> => {
    const [before] = await deliveries.get([id]);
    if (!before || before.delivery.kind === 'edition') return;
    const changed = await deliveries.apply(id, event, { entry: seq });
    if (changed) await onChange([changed.lane], true);
  };

  return {
    empty: async () => {
      for (const entry of await store.ask((redis) => redis.zrange(store.key('outbox'), '0', '-1'))) {
        const space = entry.indexOf(' ');
        const seq = Number(entry.slice(0, space));
        const content: Entry = JSON.parse(entry.slice(space + 1));
        if ('deliveries' in content) await unfold(entry, seq, content);
        else await revise(entry, seq, content);
      }
    },
  };
}
