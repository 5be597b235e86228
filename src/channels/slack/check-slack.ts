import type { World } from '../../world.js';
import { ChannelError } from '../channel.js';
import { answerObject, fetchAnswer } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

/**
 * Slack says for free whether a token works, and as whom: docs.slack.dev/reference/methods/auth.test
 * @throws {ChannelError} when it does not work, or Slack cannot be asked
 */
export async function checkSlack(
  { token, apiUrl }: { token: string; apiUrl: string },
  ask: Pick<World, 'fetch'> & { signal: AbortSignal },
): Promise<string> {
  const answer = await fetchAnswer(ask, 'Slack', `${apiUrl.replace(/\/*$/, '/')}auth.test`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    signal: ask.signal,
  });
  const said = answerObject(answer);
  if (!said) throw httpError('Slack', answer.status, answer.headers.get('retry-after'));
  if (said.ok !== true) {
    const hint = 'copy the Bot User OAuth Token from OAuth & Permissions of your Slack app';
    throw new ChannelError('never', { message: `Slack refuses the token: ${said.error}`, hint });
  }
  return `Slack knows the token (${said.user ?? '?'} in ${said.team ?? '?'})`;
}
