import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import type { Benchmark, Row } from '../benchmark.js';
import { POSTS, SECRET } from '../bot-process.js';
import { inTurn, type Side } from '../in-turn.js';
import { type StartedServer, startServer } from '../start-server.js';
import { quantile } from '../statistics.js';

const COMMANDS = [
  'latest',
  '最新 5',
  'tag MOSN 5',
  '标签 服务网格',
  'search 服务网格',
  'search registry',
  'tags',
  'help',
  'latset',
];
/** Commands of a round at full speed, this many at a time. */
const BURST = 450;
const AT_ONCE = 10;
/** And at a steady pace. */
const STEADY = 150;
const PER_SECOND = 50;

/** Connections are given up before the server does: on a busy machine a request may meet one that is just closing. */
const dispatcher = new Agent({ keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 });

type Figure = 'rate' | 'ack';

export const botCommand: Benchmark = {
  name: 'bot-command',
  about:
    `Slash commands to the bot with ${POSTS} posts, signature checked: ${BURST} as fast as they go, until the last answer has come to its ` +
    `response URL; then ${STEADY} at ${PER_SECOND} a second, the slowest acknowledgement of a hundred. Beside a Bolt app with the same ` +
    'receiver that acknowledges and answers "ok".',
  async run(bench) {
    bench.say(`writing and reading ${POSTS} posts, ${bench.rounds} rounds`);
    const sink = await startSink();
    const ours = await startBot('postrider');
    const empty = await startBot('empty');
    try {
      const { ours: mine, empty: theirs } = await inTurn(bench.rounds, {
        ours: load(ours.url, sink),
        empty: load(empty.url, sink),
      });
      const peer = (figure: Figure) => ({ peer: { name: 'empty Bolt app', values: theirs[figure] } });
      const rows: Row[] = [
        {
          ...{ what: 'commands answered', unit: '/s', ours: mine.rate, ...peer('rate') },
          goal: { of: 'ratio', bound: 'at least', is: 0.8 },
        },
        { what: 'acknowledged, p99', unit: 'ms', ours: mine.ack, ...peer('ack') },
      ];
      return rows;
    } finally {
      await ours.stop();
      await empty.stop();
      sink.close();
    }
  },
};

function load(url: string, sink: Sink): Side<Figure> {
  return async (round) => {
    const start = performance.now();
    let next = 0;
    const one = async () => {
      while (next < BURST) {
        const index = next++;
        await command(url, sink, `${round}-${index}`, index);
      }
    };
    sink.expect(BURST);
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    await sink.all;
    const rate = BURST / ((performance.now() - start) / 1000);
    return { rate, ack: await steady(url, sink, round) };
  };
}

/** @returns p99 of the acknowledgement, in ms */
async function steady(url: string, sink: Sink, round: number): Promise<number> {
  sink.expect(STEADY);
  const began = performance.now();
  const acks = await Promise.all(
    Array.from({ length: STEADY }, async (_, index) => {
      await sleep((index * 1000) / PER_SECOND - (performance.now() - began));
      return command(url, sink, `steady-${round}-${index}`, index);
    }),
  );
  await sink.all;
  return quantile(acks, 0.99);
}

/** @returns how long the acknowledgement took, in ms */
async function command(url: string, sink: Sink, id: string, index: number): Promise<number> {
  const body = new URLSearchParams({
    ...{ command: '/posts', user_name: 'ada', channel_id: `C${index % 50}`, channel_name: 'c', team_id: 'T1' },
    // So many users that none of them asks too often.
    ...{ team_domain: 't', api_app_id: 'A1', trigger_id: id, user_id: `U${id}` },
    text: COMMANDS[index % COMMANDS.length] as string,
    response_url: `${sink.url}/${id}`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  const start = performance.now();
  const response = await fetch(url, { method: 'POST', body, headers, dispatcher });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  return performance.now() - start;
}

function startBot(kind: 'empty' | 'postrider'): Promise<StartedServer> {
  return startServer(join(import.meta.dirname, '../bot-process.ts'), { args: [kind] });
}

interface Sink {
  url: string;
  expect(answers: number): void;
  /** Resolves when so many have come since. */
  all: Promise<void>;
  close(): void;
}

/** Takes the answers, as Slack's response URLs do. */
async function startSink(): Promise<Sink> {
  let left = 0;
  let done: () => void = () => {};
  const server = createServer((request, response) => {
    request.resume();
    response.end('ok');
    left--;
    if (left === 0) done();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    all: Promise.resolve(),
    expect(answers) {
      left = answers;
      sink.all = new Promise((resolve) => {
        done = resolve;
      });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return sink;
}
