/*
 * A Slack bot in a process of its own, for benchmarks/bot-command.ts: `empty` acknowledges a command and answers "ok",
 * `postrider` is the bot with 5,000 posts. Both take requests through the same receiver. Tells its parent where.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { App, LogLevel } from '@slack/bolt';
import { Hono } from 'hono';
import { pino } from 'pino';
import { leanFetch } from '../src/app/lean-fetch.js';
import { createBot } from '../src/bot/create-bot.js';
import { createPending } from '../src/bot/pending.js';
import { createSlackBot } from '../src/bot/slack/create-slack-bot.js';
import { createSlackReceiver } from '../src/bot/slack/create-slack-receiver.js';
import { slackBotSchema } from '../src/config/schema.js';
import { createContentReader } from '../src/content/create-content-reader.js';
import { openEmbeddedEngine } from '../src/engine/embedded/open-embedded-engine.js';
import { createLibrary } from '../src/library/create-library.js';
import { CORPUS_PERMALINK, makeCorpus } from './make-corpus.js';
import { untilIdle } from './until-idle.js';

export const POSTS = 5_000;
export const SECRET = 'bench';

const log = pino({ level: 'silent' });
const world = { now: Date.now, fetch: leanFetch, random: Math.random, print: () => {}, log };

if (process.argv[2] === 'empty') listen(emptyBot());
if (process.argv[2] === 'postrider') listen(await postrider());

function listen(routes: Hono): void {
  const app = new Hono().route('/slack/events', routes);
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    process.send?.(`http://127.0.0.1:${port}/slack/events`);
  });
}

function emptyBot(): Hono {
  const receiver = createSlackReceiver(SECRET, world, createPending());
  const authorize = async () => ({ botToken: 'xoxb-1' });
  const app = new App({ receiver, authorize, convoStore: false, ignoreSelf: false, logLevel: LogLevel.ERROR });
  app.command(/.*/, async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'ok', response_type: 'ephemeral' });
  });
  return receiver.routes;
}

async function postrider(): Promise<Hono> {
  const folder = mkdtempSync(join(tmpdir(), 'postrider-bench-bot-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.on('SIGTERM', () => process.exit());
  makeCorpus(join(folder, 'content'), POSTS);
  const reader = createContentReader({
    ...{ path: join(folder, 'content'), include: ['**/*.md'], exclude: [], permalink: CORPUS_PERMALINK },
    ...{ siteUrl: 'https://blog.example.org', language: 'zh-CN', timezone: 'Asia/Shanghai' },
  });
  const { posts } = await reader.scan();
  // A running program indexes in idle time, soon after its start; what is measured is how it answers from then on.
  reader.indexAhead();
  await untilIdle();
  const library = createLibrary(posts, { article: (post) => reader.article(post), search: reader.search });
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
  return routes;
}
