import type { World } from '../world.js';
import { networkError } from './network-error.js';

/** Milliseconds a platform may take to answer. */
export const SEND_TIMEOUT = 10_000;
/** Answers are a word or a line of JSON; a page longer than this is not read to its end. */
const LONGEST_ANSWER = 10_000;

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/**
 * Posts JSON once.
 * @param platform as people call it, for messages
 * @throws {ChannelError} when no whole answer came; any HTTP status is an answer
 */
export async function postJson(
  world: Pick<World, 'fetch'>,
  platform: string,
  url: string,
  body: unknown,
  { signal, headers = {} }: { signal: AbortSignal; headers?: Record<string, string> },
): Promise<Answer> {
  try {
    const response = await world.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
      // A webhook that redirects is one that moved; following would turn the POST into a GET.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT)]),
    });
    return { status: response.status, text: await readStart(response), headers: response.headers };
  } catch (error) {
    throw networkError(platform, error);
  }
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}
