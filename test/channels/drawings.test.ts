import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { channelTypes } from '../../src/channels/index.js';
import { slackFaults } from '../support/block-kit.js';
import { dingtalkFaults } from '../support/dingtalk-server.js';
import { nastyMessages } from '../support/nasty-posts.js';

/*
 * What each medium is sent for the same nasty posts, to be read by a person: drawings/*.txt, in YAML. A change of a drawing is a
 * change of these files; look at it as a member of the channel would.
 */

// biome-ignore lint/suspicious/noExplicitAny: each platform's own JSON
const platformFaults: Record<string, (drawing: any) => string[]> = {
  slack: slackFaults,
  'slack-webhook': slackFaults,
  dingtalk: dingtalkFaults,
};

const cases = [
  ...Object.keys(channelTypes).map((type) => ({ name: type, type, options: {} })),
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
];

describe.each(cases)('the drawings of $name', ({ name, type, options }) => {
  const drawings = Object.entries(nastyMessages).map(([title, message]) => [
    title,
    channelTypes[type]?.render(message, { language: 'zh', timezone: 'Asia/Shanghai', deliveryId: 'd1' }, options),
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
    JSON.stringify(channelTypes[type]?.render(nastyMessages[title] as never, { language: 'en', timezone: 'UTC' }, {}));
  for (const type of Object.keys(channelTypes)) {
    expect(draw(type, 'an English post without a cover'), type).not.toMatch(/\p{Script=Han}.*阅读|新文章|标签/u);
  }
  expect(draw('slack', 'an English post without a cover')).toContain('New post: How we moved');
  expect(draw('slack', 'an English post without a cover')).toContain('Subscribe to #Service Mesh');
  expect(draw('dingtalk', 'an English post without a cover')).toContain('Feb 3, 2022 · 1 min read');
});
