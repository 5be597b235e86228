import type * as SlackApi from '@slack/web-api';
import type { WebAPIPlatformError } from '@slack/web-api';
import { loadLate } from '../../load-late.js';
import { ChannelError } from '../channel.js';
import { httpError, networkError } from '../network-error.js';

const slackApi = loadLate<typeof SlackApi>('@slack/web-api');

/** Slack's words for "not now"; docs.slack.dev/reference/methods/chat.postMessage, Errors. */
const LATER = new Set(['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org']);
/** Slack failed on the way and does not say how far it came. */
const DOUBT = new Set(['fatal_error', 'internal_error']);
/** The channel, not the message or the token: nothing for this place will ever work again. */
const DESTINATION_GONE = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_not_found',
  'user_disabled',
  'account_inactive',
  'cannot_dm_bot',
  'messages_tab_disabled',
]);
const WAIT_WHEN_LIMITED = 30_000;

const HINTS: Record<string, string> = {
  channel_not_found: 'check the channel id; a private channel must have the app invited',
  not_in_channel: 'invite the app to the channel, or give it the scope chat:write.public',
  is_archived: 'unarchive the channel, or take it out of the config',
  invalid_auth: 'check the bot token (it starts with xoxb-)',
  not_authed: 'set the bot token (it starts with xoxb-)',
  account_inactive: 'the app was removed from the workspace or its user disabled; install it again',
  token_revoked: 'install the app again and set the new bot token',
  token_expired: 'install the app again and set the new bot token',
  missing_scope: 'add the scope to the app and install it again',
  restricted_action: 'a workspace setting keeps the app from posting there; ask an admin',
};

/** What an error (any) of a call of Slack's WebClient means for a message. */
export function slackError(error: unknown): ChannelError {
  if (error instanceof slackApi().WebAPIRateLimitedError) {
    const { retryAfter } = error;
    return new ChannelError(
      'later',
      { message: `Slack asks to wait ${retryAfter} s` },
      { retryAfter: retryAfter * 1000, cause: error },
    );
  }
  if (error instanceof slackApi().WebAPIPlatformError) return platformError(error);
  if (error instanceof slackApi().WebAPIHTTPError) {
    // Unlike elsewhere a 5xx is a doubt: Slack can be asked, so certainty costs one question.
    if (error.statusCode >= 500) {
      return new ChannelError('doubt', { message: `Slack answered HTTP ${error.statusCode}` }, { cause: error });
    }
    return httpError('Slack', error.statusCode, error.headers['retry-after']);
  }
  // 429 without a usable Retry-After reaches us as a plain Error.
  if (error instanceof Error && /retry-after/i.test(error.message)) return httpError('Slack', 429);
  // WebAPIRequestError, or the bare error of a body that broke off.
  return networkError('Slack', error);
}

function platformError(error: WebAPIPlatformError): ChannelError {
  const word = error.data.error;
  const details = (error.data.response_metadata?.messages ?? []).map((line) => line.replace(/^\[ERROR\]\s*/, ''));
  const { needed } = error.data as { needed?: unknown };
  // A page instead of JSON comes through as the "error": that is a gateway speaking, not Slack.
  if (!/^[a-z_]+$/.test(word)) {
    return new ChannelError('doubt', { message: 'Slack answered with something that is not JSON' }, { cause: error });
  }
  const message = [`Slack refused: ${word}${typeof needed === 'string' ? ` (needs ${needed})` : ''}`, ...details].join(
    '; ',
  );
  if (LATER.has(word)) {
    const retryAfter = /rate_?limited/.test(word) ? WAIT_WHEN_LIMITED : undefined;
    return new ChannelError('later', { message }, { retryAfter, cause: error });
  }
  if (DOUBT.has(word)) return new ChannelError('doubt', { message }, { cause: error });
  return new ChannelError(
    'never',
    { message, hint: HINTS[word] },
    { destinationGone: DESTINATION_GONE.has(word), cause: error },
  );
}

/** Slack could not load a picture, which it takes as a fault of the whole message. */
export function isImageFault(error: unknown): boolean {
  if (!(error instanceof slackApi().WebAPIPlatformError) || !/^invalid_blocks/.test(error.data.error)) return false;
  return (error.data.response_metadata?.messages ?? []).some((line) => /image/i.test(line));
}
