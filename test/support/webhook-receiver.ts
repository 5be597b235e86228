import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type PlatformAnswer,
  type PlatformRequest,
  type PlatformServer,
  startPlatformServer,
} from './platform-server.js';

/** A program that takes signed webhooks as standardwebhooks.com describes them, and drops an id it has seen. */
export async function startWebhookReceiver(secret: string): Promise<PlatformServer & { messages: unknown[] }> {
  const seen = new Set<string>();
  const messages: unknown[] = [];
  const server = await startPlatformServer((request) => take(request));
  return Object.assign(server, { messages });

  function take({ method, headers, body }: PlatformRequest): PlatformAnswer {
    const id = String(headers['webhook-id']);
    const timestamp = String(headers['webhook-timestamp']);
    const [version, signature = ''] = String(headers['webhook-signature']).split(',');
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
    const given = Buffer.from(signature, 'base64');
    const signed = version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    if (method !== 'POST' || !signed) return { status: 401, body: { error: 'bad signature' } };
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return { status: 400, body: { error: 'too old' } };
    if (!seen.has(id)) messages.push(JSON.parse(body));
    seen.add(id);
    return { status: 204, body: '' };
  }
}
