/**
 * How fast a slash command is acknowledged: 100 commands a second over loopback against the bot with 5,000 posts, beside
 * an empty Bolt app in the same run. Usage: `npx tsx bench/bot-ack.ts [seconds] [commands a second]`.
 *
 * Each app is a process of its own; this one sends the commands at fixed moments (whether or not the last one was
 * answered) and takes the answers at the response URLs.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { Hono } from 'hono';
import { pino } from 'pino';
import { Agent, fetch } from 'undici';
import { createBot } from '../src/bot/create-bot.js';
import { createSlackBot } from '../src/bot/slack/create-slack-bot.js';
import { slackBotSchema } from '../src/config/schema.js';
import { createContentReader } from '../src/content/create-content-reader.js';
import { openEmbeddedEngine } from '../src/engine/embedded/open-embedded-engine.js';
import { createLibrary } from '../src/library/create-library.js';

const POSTS = 5_000;
const SECRET = 'bench';
const TARGET_P99 = 100;
const TAGS = ['MOSN', 'SOFARPC', 'Seata', 'Layotto', '服务网格', '云原生', '分布式事务', 'Kubernetes'];
const COMMANDS = [
  'latest',
  '最新 5',
  'tag MOSN 5',
  '标签 服务网格',
  'search 服务网格 落地',
  'search registry',
  'tags',
  'help',
  'latset',
];

const mode = process.argv[2];
if (mode === 'serve-empty') await serveEmpty();
else if (mode === 'serve-postrider') await servePostrider();
else await compare(Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 100));

async function compare(seconds: number, perSecond: number): Promise<void> {
  console.log(`${perSecond} commands a second for ${seconds} s, ${POSTS} posts, Node ${process.version}`);
  const empty = await measure('serve-empty', seconds, perSecond);
  const ours = await measure('serve-postrider', seconds, perSecond);
  console.table({ 'empty Bolt app': empty.ack, Postrider: ours.ack, 'Postrider, until answered': ours.answer });
  const p99 = ours.ack['p99 (ms)'];
  console.log(p99 <= TARGET_P99 ? `ok: acknowledged in ${p99} ms at p99` : `too slow: ${p99} ms at p99`);
  process.exitCode = p99 <= TARGET_P99 ? 0 : 1;
}

async function measure(serveMode: string, seconds: number, perSecond: number) {
  const { child, url } = await startChild(serveMode);
  const sink = await startSink();
  const dispatcher = new Agent({ connections: 50 });
  await load(2, 20);
  sink.arrivals.clear();
  const sent = await load(seconds, perSecond);
  await sleep(1_000);
  child.kill();
  sink.close();
  const answers = sent.flatMap(({ id, at }) => {
    const arrived = sink.arrivals.get(id);
    return arrived === undefined ? [] : [arrived - at];
  });
  return { ack: summary(sent.map(({ ack }) => ack)), answer: summary(answers) };

  async function load(duration: number, rate: number) {
    const began = performance.now();
    const requests = Array.from({ length: duration * rate }, async (_, index) => {
      await sleep((index * 1000) / rate - (performance.now() - began));
      const id = `${duration}-${index}`;
      const body = new URLSearchParams({
        ...{ command: '/posts', user_name: 'ada', channel_id: `C${index % 50}`, channel_name: 'c', team_id: 'T1' },
        ...{ team_domain: 't', api_app_id: 'A1', trigger_id: id, user_id: `U${index % 300}` },
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
      const at = performance.now();
      const response = await fetch(url, { method: 'POST', body, headers, dispatcher });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
      return { id, at, ack: performance.now() - at };
    });
    return Promise.all(requests);
  }
}

function summary(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
  return { count: sorted.length, 'p50 (ms)': at(0.5), 'p99 (ms)': at(0.99), 'max (ms)': at(1) };
}

/** Takes the answers, as Slack's response URLs do. */
async function startSink() {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    arrivals.set((request.url ?? '').slice(1), performance.now());
    request.resume();
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { arrivals, url, close };
}

async function startChild(serveMode: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(import.meta.filename, [serveMode], { execArgv: ['--import', 'tsx'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`${serveMode} ended with ${code}`)));
  });
  return { child, url };
}

async function serveEmpty(): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'x' }),
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  app.command(/.*/, async ({ ack }) => ack());
  const server = (await app.start(0)) as { address(): AddressInfo };
  process.send?.(`http://127.0.0.1:${server.address().port}/slack/events`);
}

async function servePostrider(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postrider-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.on('SIGTERM', () => process.exit());
  writePosts(join(folder, 'content'));
  const reader = createContentReader({
    path: join(folder, 'content'),
    include: ['**/*.md'],
    exclude: [],
    permalink: '/blog/{slug}/',
    siteUrl: 'https://blog.example.org',
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
  });
  const { posts } = await reader.scan();
  const library = createLibrary(posts, { article: (post) => reader.article(post), search: reader.search });
  const log = pino({ level: 'silent' });
  const world = { now: Date.now, fetch: globalThis.fetch, random: Math.random, print: () => {}, log };
  const { subscriptions } = openEmbeddedEngine({ file: join(folder, 'postrider.db'), ...world });
  const context = { library, newestEdition: async () => undefined, jobs: [], subscriptions, now: Date.now };
  const { routes } = createSlackBot(
    {
      bot: createBot(() => context, world),
      config: slackBotSchema.parse({ token: 'xoxb-1', signingSecret: SECRET }),
      ...{ language: 'zh', timezone: 'Asia/Shanghai', mayChange: 'everyone' },
    },
    world,
  );
  const app = new Hono().route('/slack/events', routes);
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    process.send?.(`http://127.0.0.1:${port}/slack/events`);
  });
}

function writePosts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < POSTS; index++) {
    const tag = (offset: number) => TAGS[(index * 7 + offset) % TAGS.length];
    const date = new Date(Date.UTC(2018, 0, 1) + index * 12 * 3_600_000).toISOString();
    const paragraph = `${tag(0)} 的第 ${index} 次实践：注册中心 registry 与 ${tag(3)} 如何一起落地，性能提升了 ${index % 97}%。`;
    const text = Array.from({ length: 12 }, () => paragraph).join('\n\n');
    const front = `---\ntitle: ${tag(0)} 实践 ${index}\ndate: ${date}\ntags: [${tag(0)}, ${tag(1)}]\ncategories: SOFAStack\nauthor: 作者${index % 40}\n---\n`;
    writeFileSync(join(folder, `post-${index}.md`), `${front}${text}\n`);
  }
}
