import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { World } from '../../world.js';
import { createPending } from '../pending.js';
import { createSeen } from '../seen.js';
import type { KeptConnection } from '../socket/keep-connected.js';
import { answerRobotMessage } from './answer-robot-message.js';
import type { DingtalkBotOptions } from './dingtalk-bot-options.js';
import { dingtalkSignatureFault } from './dingtalk-signature.js';
import { readRobotMessage } from './robot-message.js';
import { connectStream } from './stream-mode.js';

/** A robot message holds at most a few thousand characters. */
const LARGEST_BODY = 256 * 1024;

export interface DingtalkBot {
  /** DingTalk's callbacks; to be mounted at /dingtalk/events. */
  routes: Hono;
  /** Opens the stream where the config asks for it. Never fails: it is tried again and again. */
  start(): void;
  /** Ends the stream and lets answers under way go out, within `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** The bot in DingTalk, in groups and direct chats, by HTTP callback or Stream mode. */
export function createDingtalkBot(options: DingtalkBotOptions, world: World): DingtalkBot {
  const { config } = options;
  const log = world.log.child({ part: 'dingtalk-bot' });
  const pending = createPending();
  const seen = createSeen();
  const routes = new Hono();

  /** DingTalk sends a message again when it did not hear us in time; it keeps its id. */
  function take(body: unknown): boolean {
    const message = readRobotMessage(body);
    if (!message) return false;
    if (message.msgId === '' || !seen(message.msgId))
      pending.add(answerRobotMessage(message, options, { ...world, log }));
    return true;
  }

  routes.post('/', bodyLimit({ maxSize: LARGEST_BODY }), async (c) => {
    const headers = { timestamp: c.req.header('timestamp'), sign: c.req.header('sign') };
    const fault = dingtalkSignatureFault(headers, config.clientSecret, world.now());
    if (fault) {
      log.warn({ fault }, 'refused a request to /dingtalk/events');
      return c.text('not signed by DingTalk', 401);
    }
    const body = await c.req.json().catch(() => undefined);
    if (!take(body)) return c.text('not a message of a robot', 400);
    // The answer goes to the session's address; this says that the response itself is none.
    return c.json({ msgtype: 'empty' });
  });

  let stream: KeptConnection | undefined;
  return {
    routes,
    start() {
      if (config.mode !== 'stream') return;
      stream ??= connectStream(
        config,
        (body) => {
          if (!take(body)) log.warn('DingTalk sent a message without a conversation');
        },
        world,
      );
    },
    async close(graceMs) {
      await Promise.all([stream?.close(graceMs), pending.done(graceMs)]);
    },
  };
}
