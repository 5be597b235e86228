import { ChannelError } from '../../channels/channel.js';
import { answerObject } from '../../channels/fetch-answer.js';
import { httpError } from '../../channels/network-error.js';
import { postJson } from '../../channels/post-json.js';
import type { World } from '../../world.js';

/** A token is renewed this long before it ends (ms), so that it does not end on the way. */
const MARGIN = 5 * 60_000;

/** The app whose robot speaks. */
export interface DingtalkApp {
  clientId: string;
  clientSecret: string;
  apiUrl: string;
}

/** Tokens by app: DingTalk gives the same one until it ends, and counts how often it is asked. */
const tokens = new Map<string, { token: Promise<string>; until: number }>();

/**
 * The app's access token: open.dingtalk.com/document/…/obtain-the-access-token-of-an-internal-app
 * @throws {ChannelError}
 */
export async function accessToken(
  app: DingtalkApp,
  world: Pick<World, 'fetch' | 'now'>,
  signal: AbortSignal,
): Promise<string> {
  const key = keyOf(app);
  const known = tokens.get(key);
  if (known && known.until > world.now()) return known.token;
  const asked = askForToken(app, world, signal);
  const entry = { token: asked.then(({ token }) => token), until: Number.POSITIVE_INFINITY };
  tokens.set(key, entry);
  try {
    const { lifetime } = await asked;
    entry.until = world.now() + lifetime - MARGIN;
  } catch {
    // Whoever waits for the token gets the error; the next one asks anew.
    tokens.delete(key);
  }
  return entry.token;
}

/** After DingTalk called a token invalid. */
export function forgetAccessToken(app: DingtalkApp): void {
  tokens.delete(keyOf(app));
}

function keyOf({ apiUrl, clientId, clientSecret }: DingtalkApp): string {
  return JSON.stringify([apiUrl, clientId, clientSecret]);
}

async function askForToken(
  { apiUrl, clientId, clientSecret }: DingtalkApp,
  world: Pick<World, 'fetch'>,
  signal: AbortSignal,
) {
  const url = apiAddress(apiUrl, '/v1.0/oauth2/accessToken');
  const answer = await asNotSent(
    postJson(world, 'DingTalk', url, { appKey: clientId, appSecret: clientSecret }, { signal }),
  );
  const { accessToken: token, expireIn, code, message } = answerObject(answer) ?? {};
  if (answer.status === 200 && typeof token === 'string')
    return { token, lifetime: Number(expireIn) * 1000 || 7_200_000 };
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
    const hint = 'check bot.dingtalk.clientId and clientSecret';
    throw new ChannelError('never', {
      message: `DingTalk gave no token: ${code ?? answer.status} ${message ?? ''}`.trim(),
      hint,
    });
  }
  throw await asLater(httpError('DingTalk', answer.status, answer.headers.get('retry-after')));
}

export function apiAddress(apiUrl: string, path: string): string {
  return apiUrl.replace(/\/+$/, '') + path;
}

/** Asking for a token sends no message: whatever became of the request, nothing is in doubt. */
async function asNotSent<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    throw await asLater(error);
  }
}

async function asLater(error: unknown): Promise<unknown> {
  if (!(error instanceof ChannelError) || error.kind !== 'doubt') return error;
  return new ChannelError('later', { message: error.message }, { cause: error });
}
