import type { World } from '../../world.js';
import type { Answer } from '../fetch-answer.js';
import { postJson } from '../post-json.js';
import { telegramError } from './telegram-error.js';

/**
 * Calls a method of the Bot API: core.telegram.org/bots/api#making-requests
 * @throws {ChannelError} unless the answer is `ok`
 */
export async function callTelegram(
  world: Pick<World, 'fetch'>,
  { apiUrl, token }: { apiUrl: string; token: string },
  method: string,
  request: object,
  signal: AbortSignal,
): Promise<Answer> {
  const url = `${apiUrl.replace(/\/+$/, '')}/bot${token}/${method}`;
  const answer = await postJson(world, 'Telegram', url, request, { signal });
  const error = telegramError(answer);
  if (error) throw error;
  return answer;
}
