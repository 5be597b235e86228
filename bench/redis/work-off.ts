import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Crew, type Figures, startCrew } from './crew.js';
import { type Place, PREFIX } from './place.js';
import type { Side } from './side.js';

/** Attempts under way at once in a process, on both sides. */
const CONCURRENCY = 50;
/** How often workers are asked for their memory (ms). */
const SAMPLE = 500;

export type Opening = (url: string, prefix: string) => Promise<Side>;

export interface Size {
  posts: number;
  destinations: number;
  workers: number;
}

/** How it went. */
export interface WorkedOff {
  seconds: number;
  /** Processor time for each delivery (ms): of the workers and of Redis, and of Redis alone. */
  cpu: number;
  redisCpu: number;
  /** Resident memory of each worker over the time (MB). */
  memory: number[][];
  /** What each delivery takes of Redis's memory while it waits (bytes). */
  bytes: number;
}

/** Fills an empty Redis, and takes the time from the beginning of the work to its end. */
export async function workOff(
  { redis, url, platform }: Place,
  open: Opening,
  { posts, destinations, workers }: Size,
  meanwhile: (crew: Crew, side: Side) => Promise<void> = async () => {},
): Promise<WorkedOff> {
  const count = posts * destinations;
  await redis.flushall();
  const empty = await memoryOf(redis);
  const side = await open(url, PREFIX);
  await side.fill(posts, destinations);
  const bytes = ((await memoryOf(redis)) - empty) / count;
  const crew = await startCrew(workers, [side.name, url, PREFIX, platform, String(CONCURRENCY)]);

  const before = { workers: cpuOf(await crew.look()), redis: await cpuOfRedis(redis) };
  const began = performance.now();
  await meanwhile(crew, side);
  const samples: Figures[][] = [];
  for (let next = SAMPLE; (await side.left()) > 0; await sleep(20)) {
    if (performance.now() - began < next) continue;
    samples.push(await crew.look());
    next += SAMPLE;
  }
  const seconds = (performance.now() - began) / 1_000;
  const last = await crew.look();
  const redisCpu = ((await cpuOfRedis(redis)) - before.redis) / count;
  const cpu = (cpuOf(last) - before.workers) / count + redisCpu;
  await crew.kill();
  await side.close();
  const memory = last.map((_, i) => [...samples, last].map((each) => each[i]?.mb ?? 0));
  return { seconds, cpu, redisCpu, memory, bytes };
}

function cpuOf(figures: Figures[]): number {
  return figures.reduce((sum, { cpu }) => sum + cpu, 0);
}

async function cpuOfRedis(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = ['used_cpu_user', 'used_cpu_sys'].map((name) =>
    Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]),
  );
  return seconds.reduce((sum, each) => sum + each * 1_000, 0);
}

async function memoryOf(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}
