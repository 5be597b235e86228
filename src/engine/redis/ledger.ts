import { DELIVERY_STATES, type Delivery, type DeliveryEvent, type DeliveryState } from '../../announce/delivery.js';
import { noDeliveries, spansOf } from '../delivery-counts.js';
import type { DeliveryQuery, Draft, EditionRecord, KnownPost, Ledger } from '../engine.js';
import { createCommit } from './create-commit.js';
import { type Deliveries, type LaneChange, stepOf } from './deliveries.js';
import type { Outbox } from './outbox.js';
import type { RedisStore, RedisWorld } from './redis-store.js';
import type { RedoLog } from './redo-log.js';

const DEFAULT_LIMIT = 100;
/** Rows read at once when a query has to leave some out. */
const PAGE = 200;

/** `onChange` is told of channels that may have become ready, `sure` when their place in the queue must be corrected. */
export function createLedger(
  store: RedisStore,
  deliveries: Deliveries,
  outbox: Outbox,
  redoLog: RedoLog,
  onChange: (lanes: LaneChange[], sure: boolean) => Promise<void>,
  world: RedisWorld,
): Ledger {
  const { key, ask } = store;

  const byIds = async (ids: string[]): Promise<Delivery[]> =>
    (await deliveries.get(ids)).map(({ delivery }) => delivery);

  return {
    known: async (ids) => {
      const replies = await ask((redis) => {
        const facts = redis.multi().hmget(key('facts'), 'revision', 'initialised', 'restoredFrom');
        // Redis wants one field at least; no post has an empty id.
        return (ids ? facts.hmget(key('posts'), '', ...ids) : facts.hvals(key('posts'))).exec();
      });
      const [facts, posts] = (replies ?? []).map(([error, reply]) => {
        if (error) throw error;
        return reply;
      }) as [(string | null)[], (string | null)[]];
      return {
        revision: Number(facts[0] ?? 0),
        initialised: facts[1] === '1',
        ...(facts[2] && { restoredFrom: Number(facts[2]) }),
        posts: posts.flatMap((record): KnownPost[] => (record === null ? [] : [JSON.parse(record)])),
      };
    },
    commit: createCommit(store, outbox, redoLog, onChange, world),
    delivery: async (id) => (await byIds([id]))[0],
    deliveries: async (query = {}) => list(query),
    countByState: async () => {
      const counts = await ask((redis) =>
        Promise.all(DELIVERY_STATES.map((state) => redis.zcard(key(`state:${state}`)))),
      );
      return Object.fromEntries(DELIVERY_STATES.map((state, i) => [state, counts[i]])) as Record<DeliveryState, number>;
    },
    countByTime: async (edges) => {
      // A seq is the time of creation in ms × 1000 (see scripts.ts).
      const spans = spansOf(edges).map(({ from, to }) => ({ from: `${from * 1000}`, to: `(${to * 1000}` }));
      return ask((redis) =>
        Promise.all(
          spans.map(async ({ from, to }) => {
            const counts = noDeliveries();
            const found = DELIVERY_STATES.map((state) => redis.zcount(key(`state:${state}`), from, to));
            for (const [i, n] of (await Promise.all(found)).entries()) counts[DELIVERY_STATES[i] as DeliveryState] = n;
            return counts;
          }),
        ),
      );
    },
    transition: async (id, event) => {
      const changed = await deliveries.apply(id, event, changeOf(event));
      if (changed) await onChange([changed.lane], true);
      return changed?.delivery;
    },
    dueRevisions: async (now, limit) =>
      byIds(await ask((redis) => redis.zrangebyscore(key('revisions'), '-inf', now, 'LIMIT', 0, limit))),
    createdSince: async (channel, since) => store.run('createdSince', since, channel),
    trim: async (before, limit) => {
      const done = (await ask((redis) => redis.hget(key('facts'), 'trimmed'))) ?? '0';
      const next = await store.run<[id: string, seq: string][]>('deliveriesAfter', `(${done}`, limit);
      // A seq is the time of creation in ms × 1000 (see scripts.ts).
      const old = next.filter(([, seq]) => Number(seq) < before * 1000);
      for (const [id] of old) await deliveries.apply(id, { type: 'trim' });
      const last = old.at(-1)?.[1];
      if (last !== undefined) await ask((redis) => redis.hset(key('facts'), 'trimmed', last));
      return old.length;
    },
    edition: async (id) => {
      const record = await ask((redis) => redis.hget(key('edition'), id));
      return record ? JSON.parse(record) : undefined;
    },
    editions: async ({ job, limit = DEFAULT_LIMIT } = {}) => {
      const ids = await ask((redis) => redis.zrevrange(key(job ? `editions:${job}` : 'editions'), 0, limit - 1));
      const records = ids.length > 0 ? await ask((redis) => redis.hmget(key('edition'), ...ids)) : [];
      return records.filter((record) => record !== null).map((record): EditionRecord => JSON.parse(record));
    },
    draft: async (id) => {
      const record = await ask((redis) => redis.hget(key('draft'), id));
      return record ? JSON.parse(record) : undefined;
    },
    drafts: async ({ waiting = false, limit = DEFAULT_LIMIT } = {}) => {
      const ids = await ask((redis) => redis.zrevrange(key(waiting ? 'drafts:waiting' : 'drafts'), 0, limit - 1));
      const records = ids.length > 0 ? await ask((redis) => redis.hmget(key('draft'), ...ids)) : [];
      return records.filter((record) => record !== null).map((record): Draft => JSON.parse(record));
    },
    recordScan: async (at) => {
      await ask((redis) => redis.hset(key('facts'), 'lastScan', at));
    },
    lastScan: async () => {
      const at = await ask((redis) => redis.hget(key('facts'), 'lastScan'));
      return at === null ? undefined : Number(at);
    },
  };

  /** What comes before a delivery, as a bound of scores; undefined: there is no such delivery. */
  async function seqBefore(id: string): Promise<string | undefined> {
    const seq = await ask((redis) => redis.hget(key(`delivery:${id}`), 'seq'));
    return seq === null ? undefined : `(${seq}`;
  }

  /** Reads the narrowest index, newest first, and leaves out what the query does not want. */
  async function list({
    states = [...DELIVERY_STATES],
    channel,
    subject,
    before,
    limit = DEFAULT_LIMIT,
  }: DeliveryQuery) {
    const last = before === undefined ? '+inf' : await seqBefore(before);
    if (last === undefined) return [];
    if (subject === undefined && channel === undefined) return byIds(await newestOf(states, last, limit));
    const index = key(subject !== undefined ? `subject:${subject}` : `channel:${channel}`);
    const wanted = (each: Delivery): boolean =>
      states.includes(each.state) &&
      (channel === undefined || each.channel === channel) &&
      (subject === undefined || each.subject === subject);
    const inStates = await countOf(states.map((state) => key(`state:${state}`)));
    const few = inStates < (await countOf([index])) ? await newestOf(states, last, inStates) : undefined;
    const found: Delivery[] = [];
    for (let from = 0; found.length < limit; from += PAGE) {
      const ids = few
        ? few.slice(from, from + PAGE)
        : await ask((redis) => redis.zrevrangebyscore(index, last, '-inf', 'LIMIT', from, PAGE));
      found.push(...(await byIds(ids)).filter(wanted));
      if (ids.length < PAGE) break;
    }
    return found.slice(0, limit);
  }

  async function countOf(indexes: string[]): Promise<number> {
    const counts = await ask((redis) => Promise.all(indexes.map((index) => redis.zcard(index))));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async function newestOf(states: DeliveryState[], last: string, limit: number): Promise<string[]> {
    const perState = await ask((redis) =>
      Promise.all(
        states.map((state) =>
          redis.zrevrangebyscore(key(`state:${state}`), last, '-inf', 'WITHSCORES', 'LIMIT', 0, limit),
        ),
      ),
    );
    const entries = perState.flatMap((reply) => pairs(reply.map(String)));
    return entries
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, limit)
      .map(([id]) => id);
  }
}

/** Somebody else than the queue takes or settles: its departure counts all the same. */
function changeOf(event: DeliveryEvent): Parameters<Deliveries['apply']>[2] {
  return event.type === 'settle' ? { step: stepOf(event.claim, event.outcome, undefined) } : undefined;
}

/** Replies such as [member, score, member, score]. */
function pairs(reply: string[]): [string, number][] {
  return Array.from({ length: reply.length / 2 }, (_, i) => [reply[2 * i] as string, Number(reply[2 * i + 1])]);
}
