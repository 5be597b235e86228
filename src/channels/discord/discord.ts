import { z } from 'zod';
import type { Receipt } from '../../announce/delivery.js';
import type { World } from '../../world.js';
import { type Channel, ChannelError, type ChannelType } from '../channel.js';
import { answerCode, answerObject, fetchAnswer } from '../fetch-answer.js';
import { postJson } from '../post-json.js';
import { discordError, UNKNOWN_MESSAGE } from './discord-error.js';
import { type DiscordPayload, renderDiscord } from './render-discord.js';

/*
 * A Discord channel (or, with `?thread_id=…` in the address, a thread) through a webhook:
 * docs.discord.com/developers/resources/webhook. Its messages can be changed and deleted, but not listed: a delivery in doubt
 * cannot be looked for, and webhooks take no nonce.
 */

const discordOptions = z.strictObject({
  webhook: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(
      (webhook) => !/\/(?:slack|github)\/?$/.test(new URL(webhook).pathname),
      'is for messages in the manner of Slack or GitHub; leave out its last part',
    ),
});
type DiscordOptions = z.output<typeof discordOptions>;

export const discord: ChannelType<DiscordOptions, DiscordPayload> = {
  type: 'discord',
  options: discordOptions,
  secrets: ['webhook'],
  // 5 in 2 s a webhook and 30 a minute a channel (github.com/discord/discord-api-docs/issues/367): both hold.
  rate: { count: 5, per: 10_000 },
  render: renderDiscord,
  open: openDiscord,
  check: async ({ webhook }, ask) => {
    const answer = await fetchAnswer(ask, 'Discord', webhook, { signal: ask.signal });
    const error = discordError(answer);
    if (error) throw error;
    return `Discord knows the webhook (${answerObject(answer)?.name ?? '?'})`;
  },
};

function openDiscord({ webhook }: DiscordOptions, world: World): Channel<DiscordPayload> {
  return {
    send: async (payload, { signal }) => {
      const answer = await postJson(world, 'Discord', confirmed(webhook), payload, { signal });
      const error = discordError(answer);
      if (error) throw error;
      return receipt(answerObject(answer));
    },
    update: async (payload, { receipt: sent, signal }) => {
      const url = messageUrl(webhook, sent);
      const error = discordError(await postJson(world, 'Discord', url, payload, { signal, method: 'PATCH' }));
      if (error) throw error;
      return sent;
    },
    delete: async ({ receipt: sent, signal }) => {
      const answer = await fetchAnswer(world, 'Discord', messageUrl(webhook, sent), { method: 'DELETE', signal });
      const error = discordError(answer);
      // Somebody else took it away first.
      if (error && answerCode(answer, 'code') !== UNKNOWN_MESSAGE) throw error;
    },
  };
}

/** With `wait` Discord answers with the message, and says so when it could not be saved. */
function confirmed(webhook: string): string {
  const url = new URL(webhook);
  url.searchParams.set('wait', 'true');
  return url.href;
}

function messageUrl(webhook: string, { message }: Receipt): string {
  const url = new URL(webhook);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/messages/${message}`;
  return url.href;
}

function receipt(message: Record<string, unknown> | undefined): Receipt {
  if (typeof message?.id !== 'string') {
    throw new ChannelError('doubt', { message: 'Discord answered without the message’s id' });
  }
  return { channel: String(message.channel_id), message: message.id };
}
