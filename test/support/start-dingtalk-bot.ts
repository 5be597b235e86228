import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { createBot } from '../../src/bot/create-bot.js';
import { createDingtalkBot } from '../../src/bot/dingtalk/create-dingtalk-bot.js';
import type { DingtalkBotOptions } from '../../src/bot/dingtalk/dingtalk-bot-options.js';
import { signDingtalk } from '../../src/channels/dingtalk/sign-dingtalk.js';
import { dingtalkBotSchema } from '../../src/config/schema.js';
import { openEmbeddedEngine } from '../../src/engine/embedded/open-embedded-engine.js';
import type { World } from '../../src/world.js';
import { botLibrary } from './bot-library.js';
import { CLIENT_ID, CLIENT_SECRET, type DingtalkPlatform } from './dingtalk-platform.js';
import { tempFolder } from './temp-folder.js';
import { testWorld } from './test-world.js';

export interface StartDingtalkOptions {
  mode?: 'stream' | 'http';
  options?: Partial<DingtalkBotOptions>;
  world?: Partial<World>;
  clientSecret?: string;
  sessionHosts?: string[];
}

/** The real bot on a real HTTP server, with a real engine behind it, for a platform. */
export async function startDingtalkBot(platform: DingtalkPlatform, change: StartDingtalkOptions = {}) {
  const world = testWorld(change.world);
  const engine = openEmbeddedEngine({ file: join(tempFolder().path, 'postrider.db'), ...world });
  const context = {
    library: botLibrary,
    newestEdition: async () => undefined,
    jobs: [],
    subscriptions: engine.subscriptions,
    now: world.now,
  };
  const dingtalk = createDingtalkBot(
    {
      bot: createBot(() => context, world),
      config: dingtalkBotSchema.parse({
        clientId: CLIENT_ID,
        clientSecret: change.clientSecret ?? CLIENT_SECRET,
        mode: change.mode ?? 'http',
        apiUrl: platform.url,
        sessionHosts: change.sessionHosts ?? ['127.0.0.1'],
      }),
      language: 'zh',
      timezone: 'Asia/Shanghai',
      mayChange: 'everyone',
      ...change.options,
    },
    world,
  );
  const app = new Hono().route('/dingtalk/events', dingtalk.routes);
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  dingtalk.start();
  onTestFinished(async () => {
    await dingtalk.close(1_000);
    server.close();
    await engine.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dingtalk/events`, dingtalk, engine };
}

/** Posts a callback as DingTalk does. */
export function postAsDingtalk(
  url: string,
  body: unknown,
  { ageMs = 0, secret = CLIENT_SECRET } = {},
): Promise<Response> {
  const timestamp = String(Date.now() - ageMs);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    timestamp,
    sign: signDingtalk(timestamp, secret),
  };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
