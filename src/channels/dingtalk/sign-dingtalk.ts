import { createHmac } from 'node:crypto';

/**
 * DingTalk's signature, for its custom robots (URL-encode it there) and in the headers of its callbacks.
 * Source: open.dingtalk.com/document/…/customize-robot-security-settings
 * @param timestamp milliseconds since the epoch, as in the request; valid for one hour
 * @returns base64(HMAC-SHA256(secret, timestamp + "\n" + secret))
 */
export function signDingtalk(timestamp: number | string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}
