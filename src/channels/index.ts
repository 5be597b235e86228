import type { ChannelType } from './channel.js';
import { consoleChannel } from './console.js';
import { dingtalk } from './dingtalk/dingtalk.js';
import { discord } from './discord/discord.js';
import { email } from './email/email.js';
import { feishu } from './feishu/feishu.js';
import { file } from './file.js';
import { slack } from './slack/slack.js';
import { slackWebhook } from './slack/slack-webhook.js';
import { telegram } from './telegram/telegram.js';
import { webhook } from './webhook.js';
import { wechat } from './wechat/wechat.js';
import { wecom } from './wecom/wecom.js';

/** Every kind of channel, by the `type` of the config. A new one is its file and its line here. */
// biome-ignore lint/suspicious/noExplicitAny: a registry of types whose options and payloads differ
const types: ChannelType<any, any>[] = [
  slack,
  slackWebhook,
  dingtalk,
  wecom,
  feishu,
  discord,
  telegram,
  email,
  wechat,
  webhook,
  file,
  consoleChannel,
];

// biome-ignore lint/suspicious/noExplicitAny: as above
export const channelTypes: Record<string, ChannelType<any, any>> = Object.fromEntries(
  types.map((type) => [type.type, type]),
);
