import { timingSafeEqual } from 'node:crypto';
import { signDingtalk } from '../../channels/dingtalk/sign-dingtalk.js';

/** DingTalk: a callback is good for an hour. open.dingtalk.com/document/…/receive-message */
const WINDOW = 60 * 60 * 1000;

/**
 * Whether a callback knows the app's secret and is fresh. DingTalk does not sign the body: this tells who calls, not
 * that nothing was changed on the way.
 * @param now ms since the epoch
 * @returns what is wrong with it, or undefined
 */
export function dingtalkSignatureFault(
  headers: { timestamp?: string; sign?: string },
  clientSecret: string,
  now: number,
): string | undefined {
  const { timestamp, sign } = headers;
  if (!timestamp || !sign || !/^\d{1,16}$/.test(timestamp)) return 'the signature headers are missing';
  if (Math.abs(now - Number(timestamp)) > WINDOW) return 'the timestamp is more than an hour away: check the clock';
  const expected = Buffer.from(signDingtalk(timestamp, clientSecret));
  const given = Buffer.from(sign);
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'the signature is wrong';
}
