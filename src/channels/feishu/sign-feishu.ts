import { createHmac } from 'node:crypto';

/**
 * The signature of Feishu's custom robots: time and secret are the key, and what is signed is empty.
 * Source: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 * @param timestamp seconds since the epoch, as in the body; valid for one hour
 * @returns base64(HMAC-SHA256(timestamp + "\n" + secret, ""))
 */
export function signFeishu(timestamp: number, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}
