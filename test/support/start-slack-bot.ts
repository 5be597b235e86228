import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { BotContext } from '../../src/bot/bot-context.js';
import { createBot } from '../../src/bot/create-bot.js';
import { createSlackBot } from '../../src/bot/slack/create-slack-bot.js';
import type { SlackBotOptions } from '../../src/bot/slack/slack-bot-options.js';
import { slackBotSchema } from '../../src/config/schema.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { World } from '../../src/world.js';
import { botLibrary } from './bot-library.js';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, type SlackWorkspace } from './slack-workspace.js';
import { tempFolder } from './temp-folder.js';
import { testWorld } from './test-world.js';

export interface StartOptions {
  context?: Partial<BotContext>;
  options?: Partial<SlackBotOptions>;
  world?: Partial<World>;
  socketMode?: boolean;
}

/** The real bot on a real HTTP server, with a real engine behind it, for a workspace. */
export async function startSlackBot(workspace: SlackWorkspace, change: StartOptions = {}) {
  const world = testWorld(change.world);
  const engine = openEmbeddedEngine({ file: join(tempFolder().path, 'postrider.db'), ...world });
  const context: BotContext = {
    library: botLibrary,
    newestEdition: async () => undefined,
    jobs: [],
    subscriptions: engine.subscriptions,
    now: world.now,
    ...change.context,
  };
  const slack = createSlackBot(
    {
      bot: createBot(() => context, world),
      config: slackBotSchema.parse({
        token: BOT_TOKEN,
        signingSecret: SIGNING_SECRET,
        appToken: change.socketMode ? APP_TOKEN : '',
        apiUrl: workspace.apiUrl,
      }),
      language: 'en',
      timezone: 'Asia/Shanghai',
      mayChange: 'everyone',
      ...change.options,
    },
    world,
  );
  const server = serve({
    fetch: new Hono().route('/slack/events', slack.routes).fetch,
    port: 0,
    hostname: '127.0.0.1',
  });
  await new Promise((resolve) => server.once('listening', resolve));
  slack.start();
  onTestFinished(async () => {
    await slack.close(1_000);
    server.close();
    await engine.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, slack, engine };
}
