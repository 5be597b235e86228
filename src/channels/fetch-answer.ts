import type { World } from '../world.js';
import { networkError } from './network-error.js';

/** Milliseconds a platform may take to answer. */
export const SEND_TIMEOUT = 10_000;
/** Characters. Some platforms send the whole message back, every Chinese sign as `\\uXXXX`; what is longer is not read to its end. */
const LONGEST_ANSWER = 200_000;

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** A request, with the signal that ends the wait for its answer. */
export type AnswerRequest = Pick<RequestInit, 'method' | 'headers' | 'body'> & { signal: AbortSignal };

/**
 * Asks a platform once.
 * @param platform as people call it, for messages
 * @throws {ChannelError} when no whole answer came; any HTTP status is an answer
 */
export async function fetchAnswer(
  world: Pick<World, 'fetch'>,
  platform: string,
  url: string,
  { signal, ...request }: AnswerRequest,
): Promise<Answer> {
  // What AbortSignal.any and AbortSignal.timeout do, at a fifth of their cost.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new DOMException('no answer in time', 'TimeoutError')), SEND_TIMEOUT);
  const follow = () => abort.abort(signal.reason);
  signal.addEventListener('abort', follow);
  if (signal.aborted) follow();
  try {
    const response = await world.fetch(url, {
      ...request,
      // A webhook that redirects is one that moved; following would turn a POST into a GET.
      redirect: 'manual',
      signal: abort.signal,
    });
    return { status: response.status, text: await readStart(response), headers: response.headers };
  } catch (error) {
    throw networkError(platform, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}

/** The answer's JSON when it is an object; undefined for anything else (a gateway's page, a list, nothing). */
export function answerObject({ text }: Answer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A whole number of the answer's JSON under a key, also when it stands there as a text; undefined for anything else. */
export function answerCode(answer: Answer, key: string): number | undefined {
  const value = answerObject(answer)?.[key];
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  return Number.isInteger(Number(value)) ? Number(value) : undefined;
}

async function readStart(response: Response): Promise<string> {
  const { headers } = response;
  const length = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  // Where it says so itself and is not packed, all at once: a small answer costs half of it.
  if (length <= LONGEST_ANSWER && !headers.has('content-encoding')) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}
