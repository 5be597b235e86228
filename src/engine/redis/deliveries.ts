import { createHash } from 'node:crypto';
import { type Delivery, type DeliveryEvent, type Outcome, transition } from '../../announce/delivery.js';
import type { Message } from '../../message/message.js';
import { windowOf } from '../claimed.js';
import { EngineError, type Rate } from '../engine.js';
import type { RedisStore, RedisWorld } from './redis-store.js';

/** A delivery as it is stored, at a version. */
export interface Stored {
  delivery: Delivery;
  version: string;
  /** The engine that claimed it, or ''. */
  owner: string;
}

/** When a channel can be worked on (ms since the epoch), before and after a change; undefined: nothing to do. */
export interface LaneChange {
  channel: string;
  before?: number;
  after?: number;
}

/** What a change of a delivery means for its channel's pace. */
export interface Step {
  type: 'arrive' | 'release';
  claim: string;
  rate: Rate | undefined;
  /** The whole channel waits until then (ms since the epoch). */
  pauseUntil?: number;
}

export type Written =
  | { type: 'done'; lane: LaneChange }
  /** Somebody else was faster. */
  | { type: 'conflict' }
  /** It got a later entry of the outbox already. */
  | { type: 'stale' };

export interface Deliveries {
  get(ids: string[]): Promise<Stored[]>;
  /** Writes one that Redis lacks. It begins at version 1 again, without an owner. @returns whether Redis lacked it */
  insert(delivery: Delivery): Promise<boolean>;
  /** Writes what a delivery became, if it still is at the version it was reckoned from. */
  write(before: Stored, after: Delivery, change?: { owner?: string; step?: Step; entry?: number }): Promise<Written>;
  /** Applies an event of the state machine, again and again until nobody else was faster. */
  apply(
    id: string,
    event: DeliveryEvent,
    change?: { step?: Step; entry?: number },
  ): Promise<{ delivery: Delivery; lane: LaneChange } | undefined>;
}

/** A row of the scripts: id, version, record, message, owner, claim, lease, claimed at (see DELIVERIES). */
export type Row = [string, string, string, string, string, string, string, string];

/** More of them means that something is wrong, not that others are fast. */
const MOST_CONFLICTS = 100;

export function createDeliveries(store: RedisStore, world: RedisWorld): Deliveries {
  const get = async (ids: string[]): Promise<Stored[]> => {
    const rows = ids.length > 0 ? await store.run<(Row | null)[]>('deliveries', ...ids) : [];
    return rows.filter((row) => row !== null).map(toStored);
  };

  const write: Deliveries['write'] = async (before, after, { owner = '', step, entry = 0 } = {}) => {
    const { id, state, dueAt, leaseUntil, revision } = after;
    const record = recordOf(after);
    const message = after.message === before.delivery.message ? undefined : messageRecord(after.message);
    const reply = await store.run<string[]>(
      'apply',
      ...[id, before.version, state, dueAt, leaseUntil ?? 0, owner, record],
      ...[step?.type ?? '', step?.claim ?? '', ...rateArguments(step?.rate), step?.pauseUntil ?? 0],
      ...[state === 'sent' && revision ? revision.dueAt : '', ...(message ?? ['', '']), entry, after.claim ?? ''],
    );
    if (reply[0] === 'stale') return { type: 'stale' };
    if (reply[0] === 'done') return { type: 'done', lane: toLane(reply.slice(1)) };
    // Perhaps it was ourselves: a connection that broke after the command was run, which was then sent again.
    const [now] = await get([id]);
    const ours = now && Number(now.version) === Number(before.version) + 1 && recordOf(now.delivery) === record;
    return ours
      ? { type: 'done', lane: { channel: after.channel, after: await readyAt(after.channel) } }
      : { type: 'conflict' };
  };

  const readyAt = async (channel: string): Promise<number | undefined> => {
    const score = await store.ask((redis) => redis.zscore(store.key('lanes'), channel));
    return score === null ? undefined : Number(score);
  };

  return {
    get,
    insert: async (delivery) => (await store.run('restoreDelivery', ...restoreArguments(delivery), 'absent')) === 1,
    write,
    apply: async (id, event, change) => {
      for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
        const [before] = await get([id]);
        const changed = before && transition(before.delivery, event, world.now(), world.random());
        // An entry of the outbox that means nothing now is remembered all the same: an earlier one must not come after it.
        const after = changed ?? (change?.entry ? before?.delivery : undefined);
        if (!before || !after) return undefined;
        // A change of the message while a worker is at it takes the claim away from nobody.
        const owner = after.claim !== undefined && after.claim === before.delivery.claim ? before.owner : '';
        const written = await write(before, after, { owner, ...change });
        if (written.type === 'stale') return undefined;
        if (written.type === 'done') return changed && { delivery: changed, lane: written.lane };
      }
      throw new EngineError(
        `Redis at ${store.where}: the delivery ${id} changes too fast to be changed`,
        'this is a fault in Postrider; report it',
      );
    },
  };
}

export function toStored([, version, record, message, owner, claim, lease, claimedAt]: Row): Stored {
  const recorded: Delivery = { ...JSON.parse(record), message: JSON.parse(message) };
  const delivery = claimedAt === '' ? recorded : claimedSince(recorded, claim, Number(lease), Number(claimedAt));
  return { delivery, version, owner };
}

/** The script that takes a delivery stores its claim beside the record; what it is by that, the state machine says. */
function claimedSince(recorded: Delivery, claim: string, leaseUntil: number, at: number): Delivery {
  const claimed = transition(recorded, { type: 'claim', claim, leaseUntil }, at, 0);
  if (!claimed) throw new Error(`unreachable: ${recorded.id} was taken while it was ${recorded.state}`);
  return claimed;
}

/** A delivery without its message, which is stored once for all channels. */
export function recordOf({ message: _, ...rest }: Delivery): string {
  return JSON.stringify(rest);
}

/** @returns the key and the JSON of a message. */
export function messageRecord(message: Message): [hash: string, json: string] {
  const json = JSON.stringify(message);
  return [createHash('sha256').update(json).digest('base64url').slice(0, 27), json];
}

/** What the end of an attempt means for its channel's pace. */
export function stepOf(claim: string, outcome: Outcome, rate: Rate | undefined, pauseUntil?: number): Step {
  return { type: outcome.type === 'release' ? 'release' : 'arrive', claim, rate, pauseUntil };
}

/** A delivery as RESTORE_DELIVERY takes it. */
export function restoreArguments(delivery: Delivery): (string | number)[] {
  const { id, channel, subject, state, dueAt, leaseUntil, createdAt, revision } = delivery;
  return [
    ...[id, channel, subject, state, dueAt, leaseUntil ?? 0, recordOf(delivery), createdAt],
    ...[state === 'sent' && revision ? revision.dueAt : '', ...messageRecord(delivery.message)],
  ];
}

/** A rate as the scripts take it: count and window, 0 and 0 for none. */
export function rateArguments(rate: Rate | undefined): [count: number, window: number] {
  return rate ? [rate.count, windowOf(rate)] : [0, 0];
}

export function toLane([channel, before, after]: string[]): LaneChange {
  const time = (text: string | undefined) => (text ? Number(text) : undefined);
  return { channel: channel as string, before: time(before), after: time(after) };
}
