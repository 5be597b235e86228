import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { cleanMessage } from '../message/clean-message.js';
import type { Message } from '../message/message.js';
import type { World } from '../world.js';
import type { Channel, ChannelType } from './channel.js';
import { httpError } from './network-error.js';
import { postJson } from './post-json.js';

/*
 * Any program that takes a POST. The body is the message as it is, in JSON; the headers are those of the Standard
 * Webhooks specification (standardwebhooks.com), whose libraries verify them in most languages.
 */

const webhookOptions = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Signs every request; '' sends it unsigned. */
  secret: z.string().default(''),
});
type WebhookOptions = z.output<typeof webhookOptions>;

export interface WebhookPayload {
  /** `post.announced`, `roundup.announced`, `edition.announced`. */
  type: string;
  data: Message;
}

export const webhook: ChannelType<WebhookOptions, WebhookPayload> = {
  type: 'webhook',
  options: webhookOptions,
  secrets: ['url', 'secret'],
  render: (message) => ({ type: `${message.kind}.announced`, data: cleanMessage(message) }),
  open: openWebhook,
};

function openWebhook({ url, secret }: WebhookOptions, world: World): Channel<WebhookPayload> {
  return {
    // The receiver is told to drop an id it has seen.
    idempotent: true,
    send: async (payload, { delivery, signal }) => {
      const seconds = Math.floor(world.now() / 1000);
      const headers = {
        'webhook-id': delivery.id,
        'webhook-timestamp': String(seconds),
        'idempotency-key': delivery.id,
        ...(secret !== '' && {
          'webhook-signature': signWebhook(delivery.id, seconds, JSON.stringify(payload), secret),
        }),
      };
      const { status, headers: answered } = await postJson(world, 'The webhook', url, payload, { signal, headers });
      if (status >= 200 && status < 300) return {};
      throw httpError('The webhook', status, answered.get('retry-after'));
    },
  };
}

/**
 * `v1,` and base64(HMAC-SHA256(secret, `{id}.{timestamp}.{body}`)).
 * @param timestamp seconds since the epoch
 * @param secret the key itself, or as `whsec_` and base64
 */
export function signWebhook(id: string, timestamp: number, body: string, secret: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
