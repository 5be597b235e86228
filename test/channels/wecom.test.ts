import { describe, expect, it } from 'vitest';
import { wecom } from '../../src/channels/wecom/wecom.js';
import { postMessage } from '../../src/message/post-message.js';
import { makePost } from '../support/make-post.js';
import { complaints, failureOf, openForTest } from '../support/send-message.js';
import { startWecomServer, WECOM_KEY } from '../support/wecom-server.js';

const tiger = postMessage(
  makePost({
    slug: 'tiger',
    title: '喜迎虎年',
    excerpt: '新的一年，三件事。',
    tags: ['开源'],
    cover: 'https://img.example.org/tiger.png',
  }),
);

async function open(server: Parameters<typeof startWecomServer>[0] = {}) {
  const platform = await startWecomServer(server);
  return { platform, ...openForTest(wecom, { webhook: platform.webhook }) };
}

describe('WeCom', () => {
  it('gets a post as an article with its cover, which WeCom draws large', async () => {
    const { platform, send } = await open();
    await send(tiger);
    expect(platform.messages).toEqual([
      {
        msgtype: 'news',
        news: {
          articles: [
            {
              title: '喜迎虎年',
              description: '新的一年，三件事。\n齐天 · 2022年2月3日 · 4 分钟阅读',
              url: 'https://blog.example.org/blog/tiger/',
              picurl: 'https://img.example.org/tiger.png',
            },
          ],
        },
      },
    ]);
  });

  it('gets a post without an address as text, for an article must lead somewhere', async () => {
    const { platform, send } = await open();
    await send({ ...tiger, url: undefined });
    expect(platform.messages[0].markdown.content).toBe(
      [
        '### 喜迎虎年',
        '',
        '新的一年，三件事。',
        '<font color="comment">齐天 · 2022年2月3日 · 4 分钟阅读</font>',
        '<font color="comment">标签：开源</font>',
      ].join('\n'),
    );
  });

  it('shows no cover of a kind that WeCom does not draw', async () => {
    const { draw } = await open();
    const picture = (cover: string) => draw({ ...tiger, cover }).news.articles[0].picurl;
    expect(picture('https://img.example.org/A*tiger')).toBe('https://img.example.org/A*tiger');
    expect(picture('https://img.example.org/tiger.webp?w=800')).toBeUndefined();
  });

  it('keeps the small print of an article whose excerpt is too long', async () => {
    const { draw } = await open();
    const { articles } = draw({ ...tiger, text: '很长的描述。'.repeat(200) }).news;
    expect(articles[0].description).toMatch(/…\n齐天 · 2022年2月3日 · 4 分钟阅读$/);
    expect(Buffer.byteLength(articles[0].description)).toBeGreaterThan(500);
  });

  it('is waited for when it was too fast', async () => {
    let now = 0;
    const { platform, send } = await open({ now: () => now });
    for (let i = 0; i < 20; i++) await send(tiger);
    expect(await failureOf(send(tiger))).toMatchObject({
      kind: 'later',
      retryAfter: 60_000,
      message: 'WeCom refused: 45009 api freq out of limit',
    });
    now += 60_000;
    await send(tiger);
    expect(platform.messages).toHaveLength(21);
  });

  it('says what a person must do when the robot is gone', async () => {
    const { platform, send } = await open();
    platform.removed = true;
    const error = await failureOf(send(tiger));
    expect(error).toMatchObject({
      kind: 'never',
      destinationGone: true,
      message: 'WeCom refused: 93000 invalid webhook url',
      hint: 'the key of the webhook is not known, or the robot was taken out of the group; copy its webhook again',
    });
    expect(error.message).not.toContain(WECOM_KEY);
  });

  it.each([
    [-1, 'system busy', 'later'],
    ['-1', 'system busy', 'later'],
    [45033, 'concurrent limit', 'later'],
    [93004, 'robot stopped', 'never'],
    [40058, 'invalid Request Parameter', 'never'],
    [null, '', 'doubt'],
  ] as const)('with errcode %s "%s" means %s', async (errcode, errmsg, kind) => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { body: { errcode, errmsg } } });
    expect((await failureOf(send(tiger))).kind).toBe(kind);
  });

  it('takes the whole webhook, of the platform or of a proxy in front of it', () => {
    expect(complaints(wecom, { webhook: 'http://127.0.0.1:8080/wecom' })).toEqual([]);
    expect(complaints(wecom, { webhook: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send' })).toEqual([
      'webhook: has no key; copy the whole webhook (https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…)',
    ]);
    expect(complaints(wecom, { webhook: '693a91f6-7a0c' })).toHaveLength(1);
  });
});
