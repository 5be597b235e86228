import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadChannelTypes } from '../../src/channels/index.js';
import type { Language, Message } from '../../src/message/message.js';
import { slackFaults } from '../support/block-kit.js';
import { dingtalkFaults } from '../support/dingtalk-server.js';
import { discordFaults } from '../support/discord-server.js';
import { feishuFaults } from '../support/feishu-server.js';
import { emailFaults } from '../support/letter-faults.js';
import { englishMessages, nastyMessages } from '../support/nasty-posts.js';
import { telegramFaults } from '../support/telegram-server.js';
import { wechatFaults } from '../support/wechat-server.js';
import { wecomFaults } from '../support/wecom-server.js';

/*
 * What each medium is sent for the same nasty posts, to be read by a person: drawings/*.txt, in YAML. A change of a drawing is a
 * change of these files; look at it as a member of the channel would.
 */

// biome-ignore lint/suspicious/noExplicitAny: each platform's own JSON
const platformFaults: Record<string, (drawing: any) => string[]> = {
  slack: slackFaults,
  'slack-webhook': slackFaults,
  dingtalk: dingtalkFaults,
  wecom: wecomFaults,
  feishu: feishuFaults,
  discord: discordFaults,
  telegram: telegramFaults,
  email: emailFaults,
  wechat: wechatFaults,
};

interface Case {
  name: string;
  type: string;
  options: object;
  language?: Language;
  messages?: Record<string, Message>;
}

const kinds = new Map((await loadChannelTypes()).map((kind) => [kind.type, kind]));
const cases: Case[] = [
  ...[...kinds.keys()].map((type) => ({ name: type, type, options: {} })),
  { name: 'dingtalk-action-card', type: 'dingtalk', options: { style: 'actionCard', keyword: '社区' } },
  { name: 'dingtalk-feed-card', type: 'dingtalk', options: { style: 'feedCard', keyword: '社区' } },
  {
    name: 'slack-template',
    type: 'slack',
    options: { template: '*<{{ url }}|{{ title }}>*\n{{ summary }}\n{% for tag in tags %}`{{ tag }}` {% endfor %}' },
  },
  {
    name: 'dingtalk-template',
    type: 'dingtalk',
    options: { template: '## {{ title }}\n\n{{ author }} · {{ date }} · {{ minutes }} 分钟\n\n[打开]({{ url }})' },
  },
  ...['wecom', 'feishu', 'discord', 'telegram', 'email', 'wechat'].map((type) => ({
    ...{ name: `${type}-en`, type, options: {}, language: 'en' as const, messages: englishMessages },
  })),
];

describe.each(cases)('the drawings of $name', ({ name, type, options, language = 'zh', messages = nastyMessages }) => {
  const drawings = Object.entries(messages).map(([title, message]) => [
    title,
    kinds.get(type)?.render(message, { language, timezone: 'Asia/Shanghai', deliveryId: 'd1' }, options),
  ]);

  it('are what they were when somebody last looked at them', async () => {
    const text = stringify(Object.fromEntries(drawings), { lineWidth: 0, blockQuote: 'literal' });
    await expect(text).toMatchFileSnapshot(`drawings/${name}.txt`);
  });

  it('keep to what the platform draws and never mention anybody', () => {
    for (const [title, drawing] of drawings) expect(platformFaults[type]?.(drawing) ?? [], title).toEqual([]);
  });
});

it('says it in English to an English channel', () => {
  const draw = (type: string, title: string) =>
    JSON.stringify(kinds.get(type)?.render(nastyMessages[title] as never, { language: 'en', timezone: 'UTC' }, {}));
  for (const type of kinds.keys()) {
    expect(draw(type, 'an English post without a cover'), type).not.toMatch(/\p{Script=Han}.*阅读|新文章|标签/u);
  }
  expect(draw('slack', 'an English post without a cover')).toContain('New post: How we moved');
  expect(draw('slack', 'an English post without a cover')).toContain('Subscribe to #Service Mesh');
  expect(draw('dingtalk', 'an English post without a cover')).toContain('Feb 3, 2022 · 1 min read');
});
