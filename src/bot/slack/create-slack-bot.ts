import { App } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Hono } from 'hono';
import type { World } from '../../world.js';
import { createSeen } from '../seen.js';
import { showAppHome } from './app-home.js';
import { boltLogger } from './bolt-logger.js';
import { answerButtons } from './buttons.js';
import { answerDirectMessages, answerMentions } from './conversation.js';
import { createSlackReceiver } from './create-slack-receiver.js';
import { answerSearchForms } from './search-modal.js';
import { answerShortcuts } from './shortcuts.js';
import type { SlackBotOptions } from './slack-bot-options.js';
import { answerSlashCommands } from './slash-command.js';
import { answerSubscribeForms } from './subscribe-modal.js';
import { unfurlLinks } from './unfurl-links.js';

/** An answer that Slack does not take within this is given up; the asker asks again. */
const CALL_TIMEOUT = 10_000;

export interface SlackBot {
  /** Slack's requests; to be mounted at /slack/events. */
  routes: Hono;
}

/** The bot in Slack: Bolt on the one HTTP server. Makes no request to Slack before somebody asks something. */
export function createSlackBot(options: SlackBotOptions, world: World): SlackBot {
  const log = world.log.child({ part: 'slack-bot' });
  const receiver = createSlackReceiver(options.config.signingSecret, { now: world.now, log });
  const app = new App({
    receiver,
    // Given a token, Bolt would call auth.test now, and for ever remember a failure.
    authorize: async () => ({ botToken: options.config.token }),
    clientOptions: clientOptions(options.config.apiUrl, world),
    convoStore: false,
    // It goes by the bot's own user id, which we never ask for; messages of any bot are passed over below.
    ignoreSelf: false,
    logger: boltLogger(log),
  });
  app.error(async (error) => log.warn({ err: error }, 'a request of Slack was not answered'));
  ignoreRepetitions(app);
  answerSlashCommands(app, options);
  answerMentions(app, options);
  answerDirectMessages(app, options);
  answerButtons(app, options);
  answerSearchForms(app, options);
  answerSubscribeForms(app, options);
  answerShortcuts(app, options);
  showAppHome(app, options);
  unfurlLinks(app, options);
  return { routes: receiver.routes };
}

function clientOptions(apiUrl: string, world: World): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    // Its own retries would answer twice (a lost reply is not a lost request) and block every other answer meanwhile.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT,
    // Also carries `respond`, which has no time-out of its own.
    fetch: (input, init) => world.fetch(input, { signal: AbortSignal.timeout(CALL_TIMEOUT), ...init }),
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
