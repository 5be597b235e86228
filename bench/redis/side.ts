import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { openRedisEngine } from '../../src/engine/redis/open-redis-engine.js';
import { postFor } from './load.js';

/** One way to get deliveries out: what waits is put in, and worked off by processes. */
export interface Side {
  name: 'postrider' | 'bullmq';
  /** Puts in one post after the other for so many destinations. */
  fill(posts: number, destinations: number): Promise<void>;
  /** How many are not out yet. */
  left(): Promise<number>;
  close(): Promise<void>;
}

export async function openPostrider(url: string, prefix: string): Promise<Side> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const engine = await openRedisEngine({ url, prefix, now: Date.now, random: Math.random, log });
  return {
    name: 'postrider',
    fill: async (posts, destinations) => {
      for (let post = 0; post < posts; post++) await engine.ledger.commit({ deliveries: postFor(post, destinations) });
    },
    left: async () => {
      const { pending, sending } = await engine.ledger.countByState();
      return pending + sending;
    },
    close: () => engine.close(),
  };
}

/** One job a delivery, on BullMQ alone. */
export async function openBare(url: string, prefix: string): Promise<Side> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('bare', { connection, prefix });
  return {
    name: 'bullmq',
    fill: async (posts, destinations) => {
      for (let post = 0; post < posts; post++) {
        const deliveries = postFor(post, destinations);
        for (let from = 0; from < deliveries.length; from += 500) {
          await queue.addBulk(
            deliveries.slice(from, from + 500).map((delivery) => ({
              name: 'delivery',
              data: delivery,
              opts: { jobId: delivery.id, removeOnComplete: true },
            })),
          );
        }
      }
    },
    left: async () => {
      const counts = await queue.getJobCounts('wait', 'active', 'prioritized', 'delayed');
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}
