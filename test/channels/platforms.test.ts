import { dingtalk } from '../../src/channels/dingtalk/dingtalk.js';
import { discord } from '../../src/channels/discord/discord.js';
import { feishu } from '../../src/channels/feishu/feishu.js';
import { slack } from '../../src/channels/slack/slack.js';
import { slackWebhook } from '../../src/channels/slack/slack-webhook.js';
import { telegram } from '../../src/channels/telegram/telegram.js';
import { webhook } from '../../src/channels/webhook.js';
import { wecom } from '../../src/channels/wecom/wecom.js';
import { DINGTALK_SECRET, startDingtalkServer } from '../support/dingtalk-server.js';
import { DISCORD_TOKEN, startDiscordServer } from '../support/discord-server.js';
import { FEISHU_SECRET, FEISHU_TOKEN, startFeishuServer } from '../support/feishu-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { startTelegramServer, TELEGRAM_CHAT, TELEGRAM_TOKEN } from '../support/telegram-server.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';
import { startWecomServer, WECOM_KEY } from '../support/wecom-server.js';
import { describeChannel } from './channel-contract.js';

describeChannel({
  type: slack,
  secrets: [SLACK_TOKEN],
  start: async () => {
    const platform = await startSlackServer();
    return {
      platform,
      options: { token: SLACK_TOKEN, channel: 'C0123456', apiUrl: platform.apiUrl },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
    };
  },
});

describeChannel({
  type: slackWebhook,
  secrets: ['/services/T1/B1'],
  start: async () => {
    const platform = await startSlackServer();
    return {
      platform,
      options: { webhook: platform.webhook('C0123456') },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
    };
  },
});

describeChannel({
  type: webhook,
  secrets: ['whsec_c3RhbmQtaW4='],
  start: async () => {
    const platform = await startWebhookReceiver('whsec_c3RhbmQtaW4=');
    return {
      platform,
      options: { url: `${platform.origin}/hook`, secret: 'whsec_c3RhbmQtaW4=' },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
    };
  },
});

for (const style of ['markdown', 'actionCard', 'feedCard'] as const) {
  describeChannel({
    type: { ...dingtalk, type: `dingtalk (${style})` },
    secrets: [DINGTALK_SECRET, 'a-robot-token'],
    start: async () => {
      const platform = await startDingtalkServer({ unlimited: true });
      platform.keywords.push('社区');
      return {
        platform,
        options: { webhook: platform.webhook, secret: DINGTALK_SECRET, style, keyword: '社区' },
        seen: () => platform.messages.map(({ payload }) => JSON.stringify(payload)),
      };
    },
  });
}

describeChannel({
  type: wecom,
  secrets: [WECOM_KEY],
  start: async () => {
    const platform = await startWecomServer({ unlimited: true });
    return {
      platform,
      options: { webhook: platform.webhook },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
      pinged: () => platform.pinged,
    };
  },
});

describeChannel({
  type: feishu,
  secrets: [FEISHU_SECRET, FEISHU_TOKEN],
  start: async () => {
    const platform = await startFeishuServer({ unlimited: true });
    platform.keywords.push('社区');
    return {
      platform,
      options: { webhook: platform.webhook, secret: FEISHU_SECRET, keyword: '社区' },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
      pinged: () => platform.pinged,
    };
  },
});

describeChannel({
  type: discord,
  secrets: [DISCORD_TOKEN],
  start: async () => {
    const platform = await startDiscordServer({ unlimited: true });
    return {
      platform,
      options: { webhook: `${platform.webhook}?thread_id=42` },
      seen: () => platform.messages.map(({ payload }) => JSON.stringify(payload)),
      pinged: () => platform.pinged,
    };
  },
});

describeChannel({
  type: telegram,
  secrets: [TELEGRAM_TOKEN],
  start: async () => {
    const platform = await startTelegramServer({ unlimited: true });
    return {
      platform,
      options: { token: TELEGRAM_TOKEN, chat: TELEGRAM_CHAT, apiUrl: platform.apiUrl },
      seen: () => platform.messages.map((message) => JSON.stringify(message)),
      pinged: () => platform.pinged,
    };
  },
});
