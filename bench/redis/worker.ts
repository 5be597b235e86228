/*
 * A worker of the benchmark, in a process of its own: `worker.ts postrider|bullmq REDIS PREFIX PLATFORM CONCURRENCY`.
 * Says `ready` when it is connected, begins at the first message of its parent, and answers every one with its figures.
 */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { openRedisEngine } from '../../src/engine/redis/open-redis-engine.js';
import type { Figures } from './crew.js';
import { send } from './load.js';

const [side, url, prefix, platform, concurrency] = process.argv.slice(2) as [string, string, string, string, string];
const work = { postrider: workPostrider, bullmq: workBare }[side];
if (!work) throw new Error(`there is no side ${side}`);
const begin = await work();
process.send?.('ready');
process.once('message', begin);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ mb: process.memoryUsage().rss / 1e6, cpu: (user + system) / 1_000 } satisfies Figures);
});
process.on('disconnect', () => process.exit());

async function workPostrider() {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const engine = await openRedisEngine({ url, prefix, now: Date.now, random: Math.random, log });
  return () =>
    engine.queue.work({
      concurrency: Number(concurrency),
      rateOf: () => undefined,
      attempt: async (delivery) => ({ outcome: { type: 'sent', receipt: { ts: await send(platform, delivery) } } }),
    });
}

async function workBare() {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  return () =>
    new Worker('bare', (job) => send(platform, job.data), {
      connection,
      prefix,
      concurrency: Number(concurrency),
      removeOnComplete: { count: 0 },
    });
}
