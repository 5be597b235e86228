import { expect, it } from 'vitest';
import type { Delivery } from '../../src/announce/delivery.js';
import { consoleChannel } from '../../src/channels/console.js';
import { postMessage } from '../../src/message/post-message.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { testWorld } from '../support/test-world.js';

const context = { language: 'zh', timezone: 'Asia/Shanghai' } as const;
const delivery: Delivery = {
  ...makeDelivery('d1'),
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
};

it('prints an announcement to the terminal', async () => {
  const printed: string[] = [];
  const channel = consoleChannel.open({}, testWorld({ print: (line) => printed.push(line) }));
  const post = makePost({ slug: 'tiger', title: '喜迎虎年', description: '开源正当时' });
  const { signal } = new AbortController();
  await channel.send(consoleChannel.render(postMessage(post), context, {}), { delivery, signal });
  expect(printed).toEqual([
    '\n新文章：喜迎虎年\n  齐天 · 2022年2月3日 · 4 分钟阅读 · #SOFAStack\n  开源正当时\n  https://blog.example.org/blog/tiger/\n',
  ]);
});

it('breaks long lines where a terminal of 80 columns ends, a Chinese sign being two', () => {
  const post = makePost({ description: '我们把服务放进了网格，流量从此有了自己的路。'.repeat(4) });
  const lines = consoleChannel.render(postMessage(post), context, {}).lines.filter(({ style }) => style === 'text');
  const columns = (text: string) => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
  expect(lines.length).toBe(3);
  for (const { text } of lines) {
    expect(columns(text)).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/^\s*[，。]/);
  }
});

it('lets nothing of a post steer the terminal', () => {
  const post = makePost({ title: 'a\u001B]0;owned\u0007b', tags: ['\u001B[2J'], description: '\u009B31m' });
  const drawn = consoleChannel
    .render(postMessage(post), context, {})
    .lines.map(({ text }) => text)
    .join('\n');
  expect(drawn).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
});

it('takes a template of its own', () => {
  const post = makePost({ slug: 'tiger', title: '喜迎虎年' });
  const template = '{{ title }} <{{ url }}>';
  expect(consoleChannel.render(postMessage(post), context, { template }).lines).toEqual([
    { text: '喜迎虎年 <https://blog.example.org/blog/tiger/>', style: 'text' },
  ]);
});
