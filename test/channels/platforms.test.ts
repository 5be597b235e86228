import { dingtalk } from '../../src/channels/dingtalk/dingtalk.js';
import { slack } from '../../src/channels/slack/slack.js';
import { slackWebhook } from '../../src/channels/slack/slack-webhook.js';
import { webhook } from '../../src/channels/webhook.js';
import { DINGTALK_SECRET, startDingtalkServer } from '../support/dingtalk-server.js';
import { SLACK_TOKEN, startSlackServer } from '../support/slack-server.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';
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
