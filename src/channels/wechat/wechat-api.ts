import type { World } from '../../world.js';
import { ChannelError } from '../channel.js';
import { answerObject, fetchAnswer } from '../fetch-answer.js';
import { httpError } from '../network-error.js';
import { WechatRefusal, wechatRefusal } from './wechat-error.js';

/** A token is renewed this long before it ends (ms): WeChat makes the next one five minutes ahead and keeps both alive that long. */
const MARGIN = 5 * 60_000;

export interface WechatAccount {
  appId: string;
  appSecret: string;
  apiUrl: string;
}

/** Something that WeChat answered with JSON. */
export type WechatAnswer = Record<string, unknown>;

export interface WechatApi {
  /**
   * Calls an interface; with a new token once when WeChat no longer knows the old one (it did nothing then).
   * @param path below `/cgi-bin/`, with its parameters but the token
   * @param body JSON, or a form with a file
   * @throws {ChannelError}
   */
  call(path: string, body: object | FormData, signal: AbortSignal): Promise<WechatAnswer>;
  /** Asks for a token and throws it away. */
  check(signal: AbortSignal): Promise<void>;
}

/** The interfaces of an Official Account, with its token kept until it ends. */
export function wechatApi(account: WechatAccount, world: Pick<World, 'fetch' | 'now'>): WechatApi {
  let kept: { token: string; until: number } | undefined;

  async function token(signal: AbortSignal): Promise<string> {
    if (kept && kept.until > world.now()) return kept.token;
    const { access_token, expires_in } = await notSent(askForToken(account, world, signal));
    kept = { token: String(access_token), until: world.now() + Number(expires_in) * 1000 - MARGIN };
    return kept.token;
  }

  async function call(path: string, body: object | FormData, signal: AbortSignal): Promise<WechatAnswer> {
    const url = new URL(`cgi-bin/${path}`, withSlash(account.apiUrl));
    url.searchParams.set('access_token', await token(signal));
    return post(url.href, body, world, signal);
  }

  return {
    async call(path, body, signal) {
      try {
        return await call(path, body, signal);
      } catch (error) {
        if (!(error instanceof WechatRefusal) || !error.isAboutToken) throw error;
        kept = undefined;
        return await call(path, body, signal);
      }
    },
    check: async (signal) => void (await askForToken(account, world, signal)),
  };
}

/** developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken: others that use it as well get the same token. */
async function askForToken(
  { appId, appSecret, apiUrl }: WechatAccount,
  world: Pick<World, 'fetch'>,
  signal: AbortSignal,
): Promise<WechatAnswer> {
  const url = new URL('cgi-bin/stable_token', withSlash(apiUrl)).href;
  const answer = await post(url, { grant_type: 'client_credential', appid: appId, secret: appSecret }, world, signal);
  if (typeof answer.access_token === 'string') return answer;
  throw new ChannelError('later', { message: 'WeChat gave no token' });
}

async function post(
  url: string,
  body: object | FormData,
  world: Pick<World, 'fetch'>,
  signal: AbortSignal,
): Promise<WechatAnswer> {
  const isForm = body instanceof FormData;
  const answer = await fetchAnswer(world, 'WeChat', url, {
    method: 'POST',
    ...(!isForm && { headers: { 'content-type': 'application/json; charset=utf-8' } }),
    // As UTF-8: WeChat would show \u escapes as they are.
    body: isForm ? body : JSON.stringify(body),
    signal,
  });
  if (answer.status !== 200) throw httpError('WeChat', answer.status, answer.headers.get('retry-after'));
  const said = answerObject(answer);
  if (!said) throw new ChannelError('doubt', { message: 'WeChat answered with something that is no JSON' });
  const errcode = Number(said.errcode ?? 0);
  if (errcode !== 0) throw wechatRefusal(errcode, String(said.errmsg ?? ''));
  return said;
}

/** For calls that make no draft: whatever became of the request, nothing is in doubt. */
export async function notSent<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'doubt') throw error;
    throw new ChannelError('later', { message: error.message }, { cause: error });
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
