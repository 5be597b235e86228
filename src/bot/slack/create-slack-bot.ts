import { App } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Hono } from 'hono';
import { slackLogger } from '../../channels/slack/slack-logger.js';
import type { World } from '../../world.js';
import { createPending } from '../pending.js';
import { createSeen } from '../seen.js';
import type { KeptConnection } from '../socket/keep-connected.js';
import { showAppHome } from './app-home.js';
import { answerButtons } from './buttons.js';
import { answerDirectMessages, answerMentions } from './conversation.js';
import { createSlackReceiver } from './create-slack-receiver.js';
import { answerIntroForms } from './intro-form.js';
import { answerReviewers } from './review-buttons.js';
import { answerSearchForms } from './search-modal.js';
import { answerShortcuts } from './shortcuts.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { answerSlashCommands } from './slash-command.js';
import { connectSocketMode } from './socket-mode.js';
import { answerSubscribeForms } from './subscribe-modal.js';
import { unfurlLinks } from './unfurl-links.js';

/** An answer that Slack does not take within this is given up; the asker asks again. */
const CALL_TIMEOUT = 10_000;

export interface SlackBot {
  /** Slack's requests; to be mounted at /slack/events. */
  routes: Hono;
  /** Opens the Socket Mode connection, where the config has an app token. Never fails: it is tried again and again. */
  start(): void;
  /** Ends the connection and lets answers under way go out, within `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** The bot in Slack: Bolt on the one HTTP server. Makes no request to Slack before somebody asks something. */
export function createSlackBot(options: SlackBotOptions, world: World): SlackBot {
  const { signingSecret, appToken, token, apiUrl } = options.config;
  const log = world.log.child({ part: 'slack-bot' });
  const pending = createPending();
  const receiver = createSlackReceiver(signingSecret, { now: world.now, log }, pending);
  const app = new App({
    receiver,
    // Given a token, Bolt would call auth.test now, and for ever remember a failure.
    authorize: async () => ({ botToken: token }),
    clientOptions: clientOptions(apiUrl, world),
    convoStore: false,
    // It goes by the bot's own user id, which we never ask for; conversation.ts passes over messages of any bot.
    ignoreSelf: false,
    logger: slackLogger(log),
  });
  app.error(async (error) => log.warn({ err: error }, 'a request of Slack was not answered'));
  ignoreRepetitions(app);
  for (const listen of listeners) listen(app, options);

  let socket: KeptConnection | undefined;
  return {
    routes: receiver.routes,
    start() {
      // Fresh options: Bolt's libraries write into the object they get.
      if (appToken !== '') socket ??= connectSocketMode(app, appToken, clientOptions(apiUrl, world), world, pending);
    },
    async close(graceMs) {
      await Promise.all([socket?.close(graceMs), pending.done(graceMs)]);
    },
  };
}

const listeners = [
  answerSlashCommands,
  answerMentions,
  answerDirectMessages,
  answerButtons,
  answerReviewers,
  answerIntroForms,
  answerSearchForms,
  answerSubscribeForms,
  answerShortcuts,
  showAppHome,
  unfurlLinks,
];

function clientOptions(apiUrl: string, world: World): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    // Its own retries would answer twice (a lost reply is not a lost request) and block every other answer meanwhile.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT,
    logger: slackLogger(world.log),
    allowAbsoluteUrls: false,
    // Also carries `respond`, which has no time-out of its own. Redirects are not followed.
    fetch: (input, init) =>
      world.fetch(input, { signal: AbortSignal.timeout(CALL_TIMEOUT), redirect: 'manual', ...init }),
  };
}

/** Slack sends an event again when it did not hear us in time; it keeps its id. */
function ignoreRepetitions(app: App): void {
  const seen = createSeen();
  app.use(async ({ body, next }) => {
    const { event_id } = body as { event_id?: string };
    if (event_id === undefined || !seen(event_id)) await next();
  });
}
