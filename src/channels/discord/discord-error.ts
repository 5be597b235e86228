import { ChannelError } from '../channel.js';
import { type Answer, answerCode, answerObject } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/*
 * Discord's own codes, in the body beside the HTTP status: docs.discord.com/developers/topics/opcodes-and-status-codes
 */

export const UNKNOWN_MESSAGE = 10008;
/** The webhook or its channel, not the message. */
const GONE = new Set([10003, 10015, 50027]);

const HINTS: Record<number, string> = {
  10003: 'the channel was deleted; make a webhook in another one',
  10008: 'the message was deleted in Discord',
  10015: 'the webhook was deleted; make a new one and set it',
  50027: 'the token of the webhook is wrong; copy the webhook again',
  50083: 'the thread is archived; open it again',
  160005: 'the thread is locked; unlock it',
  200000: 'the server’s AutoMod took offence; change the post, or let the webhook pass',
  220001: 'the webhook belongs to a forum: add ?thread_id=… of one of its posts to the webhook',
  240000: 'Discord’s filter took offence at a link of the post',
};

/** @returns what Discord's answer means when it is not success. */
export function discordError(answer: Answer): ChannelError | undefined {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return undefined;
  const said = answerObject(answer);
  if (status === 429) return tooFast(said?.retry_after, headers);
  const code = answerCode(answer, 'code');
  if (status >= 500 || !code) return httpError('Discord', status, headers.get('retry-after'));
  // Which field of the message is wrong, e.g. {"embeds":{"0":{"title":{"_errors":[…]}}}}; there is no secret in it.
  const details = said?.errors === undefined ? '' : ` ${JSON.stringify(said.errors).slice(0, 300)}`;
  const message = `Discord refused: ${code} ${said?.message ?? ''}`.trim() + details;
  return new ChannelError('never', { message, hint: HINTS[code] }, { destinationGone: GONE.has(code) });
}

/** `retry_after` in the body has fractions of a second; a block by Cloudflare in front of Discord has the header only. */
function tooFast(inBody: unknown, headers: Headers): ChannelError {
  const seconds = [inBody, headers.get('x-ratelimit-reset-after')].map(Number).find((each) => each > 0);
  return httpError('Discord', 429, seconds === undefined ? headers.get('retry-after') : String(seconds));
}
