import { ErrorCode, Job, type Queue } from 'bullmq';
import type { LaneChange } from './deliveries.js';
import type { RedisStore, RedisWorld } from './redis-store.js';

/** What a job says: there may be something to do in this channel. */
export interface LaneJob {
  channel: string;
}

/**
 * Keeps BullMQ's queue in step with the ledger: one job for each channel with something to do, delayed until it can be
 * done. The ledger is the truth: a job too many finds nothing to do, and one that is missing is added again.
 */
export interface Dispatcher {
  /**
   * Tells the queue of channels whose time has changed. `sure`: even if a job that waits for a later time is in the way.
   * Never rejects: what could not be told is found by {@link repair}.
   */
  tell(lanes: LaneChange[], sure: boolean): Promise<void>;
  /** Puts right what the queue has lost or is late with. */
  repair(): Promise<void>;
  /** Adds a job for every channel with something to do. */
  refill(): Promise<void>;
}

/** Jobs added with one call. */
const BATCH = 500;
/** A channel that should have had its turn this long ago is looked after (ms). */
const OVERDUE = 5_000;

export function createDispatcher(queue: Queue<LaneJob>, store: RedisStore, world: RedisWorld): Dispatcher {
  const lanesKey = store.key('lanes');
  /** Times of the ledger are the callers' clocks'; BullMQ's are `Date.now()`. */
  const delayUntil = (at: number): number => Math.max(0, Math.round(at - world.now()));

  const add = async (lanes: { channel: string; at: number }[]): Promise<void> => {
    for (let from = 0; from < lanes.length; from += BATCH) {
      const batch = lanes.slice(from, from + BATCH);
      await store.ask(() =>
        queue.addBulk(
          batch.map(({ channel, at }) => ({
            name: 'lane',
            data: { channel },
            opts: { jobId: laneId(channel), delay: delayUntil(at) },
          })),
        ),
      );
    }
  };
  const hasten = async ({ channel, at }: { channel: string; at: number }): Promise<void> => {
    const job = new Job<LaneJob>(queue, 'lane', { channel }, {}, laneId(channel));
    try {
      await store.ask(() => job.changeDelay(delayUntil(at)));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === ErrorCode.JobNotExist) await add([{ channel, at }]);
      // Otherwise it is waiting for its turn or under way by now, which is better still.
      else if (code !== ErrorCode.JobNotInState) throw error;
    }
  };
  const lanesBetween = async (from: number, to: number): Promise<{ channel: string; at: number }[]> => {
    const reply = await store.ask((redis) => redis.zrange(lanesKey, String(from), String(to), 'WITHSCORES'));
    return Array.from({ length: reply.length / 2 }, (_, i) => ({
      channel: reply[2 * i] as string,
      at: Number(reply[2 * i + 1]),
    }));
  };
  const refill = async (): Promise<void> => {
    for (let from = 0; ; from += BATCH) {
      const lanes = await lanesBetween(from, from + BATCH - 1);
      await add(lanes);
      if (lanes.length < BATCH) return;
    }
  };

  return {
    refill,
    tell: async (lanes, sure) => {
      try {
        const ready = lanes.flatMap(({ channel, before, after }) =>
          after === undefined ? [] : [{ channel, at: after, isNew: before === undefined, before }],
        );
        await add(ready.filter(({ isNew }) => isNew));
        const late = ready.filter(({ isNew, before, at }) => (isNew ? sure : at < (before ?? at) - 1));
        for (let from = 0; from < late.length; from += BATCH)
          await Promise.all(late.slice(from, from + BATCH).map(hasten));
      } catch (error) {
        world.log.warn({ err: error }, 'the queue could not be told of news; it will be found a little later');
      }
    },
    repair: async () => {
      const counts = await store.ask(() => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized'));
      const jobs = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (jobs < (await store.ask((redis) => redis.zcard(lanesKey)))) await refill();
      const overdue = await store.ask((redis) =>
        redis.zrangebyscore(lanesKey, '-inf', Math.round(world.now()) - OVERDUE, 'LIMIT', 0, 50),
      );
      await Promise.all(overdue.map((channel) => hasten({ channel, at: world.now() })));
    },
  };
}

/** The id of a channel's job: BullMQ takes neither `:` nor digits alone. */
function laneId(channel: string): string {
  return `lane-${encodeURIComponent(Buffer.from(channel).toString())}`;
}
