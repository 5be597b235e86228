import type { ChannelType } from './channel.js';
import { consoleChannel } from './console.js';
import { dingtalk } from './dingtalk/dingtalk.js';
import { email } from './email/email.js';
import { file } from './file.js';
import { slack } from './slack/slack.js';
import { slackWebhook } from './slack/slack-webhook.js';
import { webhook } from './webhook.js';

/** Every kind of channel, by the `type` of the config. A new one is its file and its line here. */
// biome-ignore lint/suspicious/noExplicitAny: a registry of types whose options and payloads differ
const types: ChannelType<any, any>[] = [slack, slackWebhook, dingtalk, email, webhook, file, consoleChannel];

// biome-ignore lint/suspicious/noExplicitAny: as above
export const channelTypes: Record<string, ChannelType<any, any>> = Object.fromEntries(
  types.map((type) => [type.type, type]),
);
