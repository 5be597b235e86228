import type { World } from '../world.js';
import { type Answer, fetchAnswer } from './fetch-answer.js';

/**
 * Sends JSON once.
 * @param platform as people call it, for messages
 * @param method PATCH where a platform changes a message with it
 * @throws {ChannelError} when no whole answer came; any HTTP status is an answer
 */
export function postJson(
  world: Pick<World, 'fetch'>,
  platform: string,
  url: string,
  body: unknown,
  {
    signal,
    headers = {},
    method = 'POST',
  }: { signal: AbortSignal; headers?: Record<string, string>; method?: 'POST' | 'PATCH' },
): Promise<Answer> {
  return fetchAnswer(world, platform, url, {
    method,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
    signal,
  });
}
