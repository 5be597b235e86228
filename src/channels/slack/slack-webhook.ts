import { z } from 'zod';
import type { World } from '../../world.js';
import { type Channel, ChannelError, type ChannelType } from '../channel.js';
import type { Answer } from '../fetch-answer.js';
import { templateOption } from '../message-template.js';
import { httpError } from '../network-error.js';
import { postJson } from '../post-json.js';
import { renderSlack, type SlackDrawing } from './render-slack.js';
import { withoutImages } from './without-images.js';

/*
 * A Slack channel through an incoming webhook: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * It answers the word `ok` and no `ts`, so that a message can be neither found nor changed.
 */

const slackWebhookOptions = z.strictObject({
  webhook: z.url({ protocol: /^https?$/ }),
  template: templateOption.optional(),
});
type SlackWebhookOptions = z.output<typeof slackWebhookOptions>;

export interface SlackWebhookPayload extends SlackDrawing {
  unfurl_links: false;
  unfurl_media: false;
}

const HINTS: Record<string, string> = {
  no_service: 'the webhook was taken away; make a new one and set it',
  no_team: 'the workspace is gone; make a new webhook',
  channel_not_found: 'the channel is gone; make a webhook for another one',
  channel_is_archived: 'unarchive the channel, or take it out of the config',
  action_prohibited: 'a workspace setting keeps webhooks from posting there; ask an admin',
};

export const slackWebhook: ChannelType<SlackWebhookOptions, SlackWebhookPayload> = {
  type: 'slack-webhook',
  options: slackWebhookOptions,
  secrets: ['webhook'],
  // As for chat.postMessage: about one message a second.
  rate: { count: 1, per: 1_000 },
  render: (message, context, { template }) => ({
    ...renderSlack(message, context, { template, commands: false }),
    unfurl_links: false,
    unfurl_media: false,
  }),
  open: openSlackWebhook,
};

function openSlackWebhook({ webhook }: SlackWebhookOptions, world: World): Channel<SlackWebhookPayload> {
  return {
    send: async (payload, { signal }) => {
      const post = (drawing: SlackWebhookPayload) => postJson(world, 'Slack', webhook, drawing, { signal });
      let answer = await post(payload);
      // The whole message is refused when a picture cannot be loaded, and the answer does not always say so.
      if (answer.status === 400 && /invalid_blocks|image/.test(answer.text))
        answer = await post(withoutImages(payload));
      const error = webhookError(answer);
      if (error) throw error;
      return {};
    },
  };
}

function webhookError({ status, text, headers }: Answer): ChannelError | undefined {
  const word = text.trim();
  if (status === 200) {
    if (word === 'ok') return undefined;
    return new ChannelError('doubt', { message: 'Slack answered with something other than "ok"' });
  }
  if (status === 429 || status >= 500 || !/^[a-z_]+$/.test(word)) {
    return httpError('Slack', status, headers.get('retry-after'));
  }
  return new ChannelError('never', { message: `Slack refused: ${word}`, hint: HINTS[word] });
}
