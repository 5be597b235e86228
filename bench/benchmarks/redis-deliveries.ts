import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Benchmark, Row } from '../benchmark.js';
import { hasPeer, missingPeer } from '../find-peer.js';
import { inTurn } from '../in-turn.js';
import { type Place, PREFIX, startPlace } from '../redis/place.js';
import { openBare, openPostrider } from '../redis/side.js';
import { type Opening, workOff } from '../redis/work-off.js';
import { median } from '../statistics.js';

const PEER = 'bare BullMQ';
const GOAL = 0.7;

export const redisDeliveries: Benchmark = {
  name: 'redis-deliveries',
  about:
    'Deliveries that wait in Redis (AOF) are sent over HTTP to a platform on the loopback by 1, 2 and 4 worker processes, 50 at a ' +
    'time each; beside bare BullMQ, one job a delivery, with the same HTTP call. Then 100,000 to 5,000 destinations, and half ' +
    'of four workers killed.',
  async run(bench) {
    if (!hasPeer('redis-server')) return [unmeasured(missingPeer('redis-server'))];
    const place = await startPlace(bench.scratch('redis'));
    try {
      const rows: Row[] = [];
      for (const workers of [1, 2, 4]) rows.push(...(await sendSome(bench, place, workers)));
      return [
        ...rows,
        ...(await sendMany(bench, place)),
        await killHalf(bench, place),
        ...(await fanOut(bench, place)),
      ];
    } finally {
      place.stop();
    }
  },
};

/** 5 posts for 1,000 destinations, in turn. */
async function sendSome(bench: Bench, place: Place, workers: number): Promise<Row[]> {
  bench.say(`5,000 deliveries, ${workers} workers, ${bench.rounds} rounds`);
  const run = (open: Opening) => async () => {
    const { seconds, cpu, redisCpu } = await workOff(place, open, { posts: 5, destinations: 1_000, workers });
    return { rate: 5_000 / seconds, cpu, redisCpu };
  };
  const { ours, bare } = await inTurn(bench.rounds, { ours: run(openPostrider), bare: run(openBare) });
  const crew = `${workers} ${workers === 1 ? 'process' : 'processes'}`;
  return [
    {
      what: `deliveries, ${crew}`,
      unit: 'deliveries/s',
      ours: ours.rate,
      peer: { name: PEER, values: bare.rate },
      goal: { of: 'ratio', bound: 'at least', is: GOAL },
    },
    {
      what: `processor time of workers and Redis for a delivery, ${crew}`,
      unit: 'ms',
      ours: ours.cpu,
      peer: { name: PEER, values: bare.cpu },
    },
    {
      what: `of that, Redis, ${crew}`,
      unit: 'ms',
      ours: ours.redisCpu,
      peer: { name: PEER, values: bare.redisCpu },
    },
  ];
}

/** 20 posts for 5,000 destinations: one run of each side, since it takes minutes. */
async function sendMany(bench: Bench, place: Place): Promise<Row[]> {
  const size = { posts: 20, destinations: 5_000, workers: 2 };
  bench.say('100,000 deliveries to 5,000 destinations, 2 workers');
  const ours = await workOff(place, openPostrider, size);
  const bare = await workOff(place, openBare, size);
  // The first quarter warms up.
  const growth = ours.memory.map((values) => {
    const quarter = Math.floor(values.length / 4);
    return median(values.slice(-quarter)) / median(values.slice(quarter, 2 * quarter));
  });
  return [
    {
      what: '100,000 deliveries to 5,000 destinations, 2 processes',
      unit: 'deliveries/s',
      ours: [100_000 / ours.seconds],
      peer: { name: PEER, values: [100_000 / bare.seconds] },
      goal: { of: 'ratio', bound: 'at least', is: GOAL },
    },
    {
      what: 'memory of a worker meanwhile, last quarter to second quarter',
      unit: 'times',
      ours: growth,
      goal: { of: 'value', bound: 'at most', is: 1.1 },
    },
    {
      what: 'memory of a worker meanwhile, at most',
      unit: 'MB',
      ours: [Math.max(...ours.memory.flat())],
      peer: { name: PEER, values: [Math.max(...bare.memory.flat())] },
    },
    {
      what: 'memory of Redis when they wait, for each',
      unit: 'bytes',
      ours: [ours.bytes],
      peer: { name: PEER, values: [bare.bytes] },
    },
  ];
}

/** How long what two killed workers held is kept from its readers. */
async function killHalf(bench: Bench, place: Place): Promise<Row> {
  bench.say(`half of four workers killed, ${bench.rounds} rounds`);
  const seconds: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const key = (name: string) => `${PREFIX}:ledger:${name}`;
    await workOff(place, openPostrider, { posts: 10, destinations: 1_000, workers: 4 }, async (crew, side) => {
      while ((await side.left()) > 7_000) await sleep(10);
      await crew.kill(2);
      const killed = performance.now();
      let held = await place.redis.zrange(key('leases'), '0', '-1');
      while (held.length > 0) {
        await sleep(10);
        const states = await Promise.all(held.map((id) => place.redis.hget(key(`delivery:${id}`), 'state')));
        held = held.filter((_, i) => states[i] !== 'sent');
      }
      seconds.push((performance.now() - killed) / 1_000);
    });
  }
  return {
    what: 'two of four processes killed: until all that they were at is sent',
    unit: 's',
    ours: seconds,
    goal: { of: 'value', bound: 'at most', is: 10 },
    note: 'a delivery whose worker was killed comes back in doubt; here the platform cannot be asked, and it is sent again',
  };
}

/** What everybody else notices of one post that very many get. */
async function fanOut(bench: Bench, { redis, url }: Place): Promise<Row[]> {
  bench.say(`one post for 100,000 destinations, ${bench.rounds} rounds`);
  const seconds: number[] = [];
  const blocked: number[] = [];
  await redis.config('SET', 'latency-tracking-info-percentiles', '100');
  for (let round = 0; round < bench.rounds; round++) {
    await redis.flushall();
    const side = await openPostrider(url, PREFIX);
    await redis.config('RESETSTAT');
    const began = performance.now();
    await side.fill(1, 100_000);
    seconds.push((performance.now() - began) / 1_000);
    await side.close();
    const commands = await redis.info('latencystats');
    const longest = [...commands.matchAll(/_usec_(?:evalsha|eval|exec):p100=([\d.]+)/g)].map((match) =>
      Number(match[1]),
    );
    blocked.push(Math.max(...longest) / 1_000);
  }
  return [
    { what: 'one post for 100,000 destinations, until all wait in the queue', unit: 's', ours: seconds },
    {
      what: 'meanwhile, the longest that Redis did nothing else',
      unit: 'ms',
      ours: blocked,
      goal: { of: 'value', bound: 'at most', is: 50 },
    },
  ];
}

function unmeasured(missing: string): Row {
  return { what: 'deliveries on Redis', unit: 'deliveries/s', ours: [], missing };
}
