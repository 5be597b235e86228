import { ChannelError } from '../channel.js';
import { type Answer, answerObject } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/*
 * Telegram has no codes of its own, only words beside an HTTP status: core.telegram.org/bots/api#making-requests and, for the
 * words, github.com/tdlib/telegram-bot-api.
 */

/** The chat will take nothing from this bot any more, until a person changes that. */
const GONE = /kicked|blocked|not a member|deactivated|chat not found|was deleted|upgraded to a supergroup/i;

const HINTS: [RegExp, string][] = [
  [/^unauthorized|^not found/i, 'the bot’s token is wrong or was revoked; copy it again from @BotFather'],
  [
    /chat not found/i,
    'check `chat` (@name of a public channel or group, or its number, which starts with -), and add the bot to it',
  ],
  [/kicked|not a member/i, 'add the bot to the chat again; in a channel, as an admin who may post'],
  [
    /administrator rights|not enough rights|CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED/i,
    'make the bot an admin of the channel, with the right to post messages',
  ],
  [/can't be deleted/i, 'it is older than 48 hours; delete it in Telegram'],
  [/message to edit not found/i, 'the message was deleted in Telegram'],
];

/** @returns what Telegram's answer means when it is not success. */
export function telegramError(answer: Answer): ChannelError | undefined {
  const { status, headers } = answer;
  const said = answerObject(answer);
  const { retry_after, migrate_to_chat_id } = (said?.parameters ?? {}) as Record<string, unknown>;
  if (said?.ok === true) return undefined;
  if (status === 429)
    return httpError('Telegram', status, retry_after ? String(retry_after) : headers.get('retry-after'));
  if (status >= 500 || typeof said?.description !== 'string') {
    if (status !== 200) return httpError('Telegram', status, headers.get('retry-after'));
    return new ChannelError('doubt', { message: 'Telegram answered with something that is not its JSON' });
  }
  const { description } = said;
  const hint = migrate_to_chat_id
    ? `the group became a supergroup; set chat: "${migrate_to_chat_id}"`
    : HINTS.find(([pattern]) => pattern.test(description))?.[1];
  const fault = { message: `Telegram refused: ${description}`, hint };
  return new ChannelError('never', fault, { destinationGone: GONE.test(description) });
}
