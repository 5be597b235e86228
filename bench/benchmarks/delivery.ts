import { join } from 'node:path';
import { destination, pino } from 'pino';
import { leanFetch } from '../../src/app/lean-fetch.js';
import { openChannels } from '../../src/app/open-channels.js';
import { workOptions } from '../../src/app/targets.js';
import { webhook } from '../../src/channels/webhook.js';
import type { Config } from '../../src/config/load-config.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { emptyMessage, type Message } from '../../src/message/message.js';
import type { World } from '../../src/world.js';
import type { Bench, Benchmark } from '../benchmark.js';
import { inTurn } from '../in-turn.js';
import { startServer } from '../start-server.js';

/** Deliveries of a round. */
const DELIVERIES = 1_000;
/** As many channels as attempts may be under way at once: a channel never has more than one. */
const CHANNELS = 20;

export const delivery: Benchmark = {
  name: 'delivery',
  about:
    `${DELIVERIES} announcements to ${CHANNELS} webhooks over loopback HTTP by the program's own queue on the embedded engine: ` +
    'written down, claimed, drawn, sent, settled, every step durable (fsync). Beside a bare loop of fetch that sends the ' +
    `same bodies, ${CHANNELS} at once.`,
  run,
};

async function run(bench: Bench) {
  const log = pino({}, destination('/dev/null'));
  const world: World = { now: Date.now, random: Math.random, fetch: leanFetch, print: () => {}, log };
  const receiver = await startServer(join(import.meta.dirname, '../peers/receiver.ts'));
  const engine = openEmbeddedEngine({ file: join(bench.scratch('delivery'), 'postrider.db'), ...world });
  const names = Array.from({ length: CHANNELS }, (_, index) => `channel-${index}`);
  try {
    bench.say(`${bench.rounds} rounds`);
    const { ours, bare } = await inTurn(bench.rounds, {
      ours: (round) => pace(() => deliver(engine, names, receiver.url, world, round)),
      bare: () => pace(() => fetchLoop(receiver.url)),
    });
    const peer = (figure: 'rate' | 'cpu') => ({ peer: { name: 'bare fetch', values: bare[figure] } });
    const goal = { of: 'ratio', bound: 'at least', is: 0.8 } as const;
    return [
      { what: 'deliveries, embedded engine', unit: '/s', ours: ours.rate, ...peer('rate'), goal },
      { what: 'processor time of one', unit: 'µs', ours: ours.cpu, ...peer('cpu') },
    ];
  } finally {
    await engine.close();
    await receiver.stop();
  }
}

/** How many a second, and this process's own time for one, in µs. */
async function pace(work: () => Promise<void>): Promise<{ rate: number; cpu: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rate: DELIVERIES / seconds, cpu: (user + system) / DELIVERIES };
}

function messageOf(index: number): Message {
  return {
    ...emptyMessage('post', `服务网格落地实践 ${index}`, 'zh-CN'),
    url: `https://blog.example.org/blog/post-${index}/`,
  };
}

async function deliver(engine: Engine, names: string[], url: string, world: World, round: number): Promise<void> {
  const channels = await openChannels(configOf(names, url), world);
  let sent = 0;
  let done: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const options = workOptions({
    ...{ engine, channels, timezone: 'Asia/Shanghai', world },
    onAttempt: (_, { outcome }) => {
      if (outcome.type !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
      sent++;
      if (sent === DELIVERIES) done();
    },
  });
  await engine.ledger.commit({
    deliveries: Array.from({ length: DELIVERIES }, (_, index) => ({
      ...{ id: `d-${round}-${index}`, kind: 'post' as const, subject: `p-${round}-${index}` },
      ...{ channel: names[index % names.length] as string, message: messageOf(index) },
    })),
  });
  const worker = engine.queue.work(options);
  await all;
  await worker.close(10_000);
}

function configOf(names: string[], url: string): Config {
  const match = { tags: [], categories: [], authors: [], languages: [], sections: [] };
  return {
    site: { language: 'zh-CN' },
    bot: {},
    channels: names.map((name) => ({
      ...{ name, type: 'webhook', kind: webhook, match },
      ...{ onDoubt: 'resend', announce: true, options: { url, secret: '' } },
    })),
  } as unknown as Config;
}

async function fetchLoop(url: string): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < DELIVERIES) {
      const data = messageOf(next++);
      const body = JSON.stringify({ type: 'post.announced', data });
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await response.text();
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: CHANNELS }, one));
}
