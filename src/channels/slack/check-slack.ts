import type { World } from '../../world.js';
import { ChannelError } from '../channel.js';
import { answerObject, fetchAnswer } from '../fetch-answer.js';
import { httpError } from '../network-error.js';

interface Account {
  token: string;
  apiUrl: string;
}
type Ask = Pick<World, 'fetch'> & { signal: AbortSignal };

/**
 * Slack says for free whether a token works, and as whom: docs.slack.dev/reference/methods/auth.test
 * @throws {ChannelError} when it does not work, or Slack cannot be asked
 */
export async function checkSlack(account: Account, ask: Ask): Promise<string> {
  const said = await call('auth.test', {}, account, ask);
  if (said.ok !== true) {
    const hint = 'copy the Bot User OAuth Token from OAuth & Permissions of your Slack app';
    throw new ChannelError('never', { message: `Slack refuses the token: ${said.error}`, hint });
  }
  return `Slack knows the token (${said.user ?? '?'} in ${said.team ?? '?'})`;
}

/**
 * Whether the bot is in a channel, told by its newest message: docs.slack.dev/reference/methods/conversations.history
 * @throws {ChannelError} when it is not, or Slack cannot be asked
 */
export async function checkSlackChannel(channel: string, account: Account, ask: Ask): Promise<string> {
  const said = await call('conversations.history', { channel, limit: '1' }, account, ask);
  if (said.ok !== true) {
    const hint = 'check the id, and /invite the app in that channel; after a missing_scope print the manifest again';
    throw new ChannelError('never', { message: `Slack does not let the bot see ${channel}: ${said.error}`, hint });
  }
  return `the bot sees ${channel}`;
}

async function call(method: string, form: Record<string, string>, { token, apiUrl }: Account, ask: Ask) {
  const answer = await fetchAnswer(ask, 'Slack', `${apiUrl.replace(/\/*$/, '/')}${method}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    signal: ask.signal,
  });
  const said = answerObject(answer);
  if (!said) throw httpError('Slack', answer.status, answer.headers.get('retry-after'));
  return said;
}
