import { describe, expect, it } from 'vitest';
import { discord } from '../../src/channels/discord/discord.js';
import { postMessage } from '../../src/message/post-message.js';
import { DISCORD_TOKEN, startDiscordServer } from '../support/discord-server.js';
import { makePost } from '../support/make-post.js';
import { complaints, failureOf, openForTest } from '../support/send-message.js';

const { signal } = new AbortController();
const tiger = postMessage(
  makePost({
    slug: 'tiger',
    title: '喜迎虎年',
    excerpt: '新的一年，三件事。',
    tags: ['开源'],
    cover: 'https://img.example.org/tiger.png',
  }),
);

async function open(server: Parameters<typeof startDiscordServer>[0] = {}, query = '') {
  const platform = await startDiscordServer(server);
  return { platform, ...openForTest(discord, { webhook: platform.webhook + query }) };
}

describe('Discord', () => {
  it('gets a post as one embed that notifies nobody by name', async () => {
    const { platform, send } = await open();
    const receipt = await send(tiger);
    expect(platform.messages.map(({ payload }) => payload)).toEqual([
      {
        embeds: [
          {
            title: '喜迎虎年',
            url: 'https://blog.example.org/blog/tiger/',
            description: '新的一年，三件事。\n\n#开源',
            color: 0xb3362b,
            image: { url: 'https://img.example.org/tiger.png' },
            footer: { text: '齐天 · 2022年2月3日 · 4 分钟阅读' },
          },
        ],
        allowed_mentions: { parse: [] },
      },
    ]);
    expect(receipt).toEqual({ channel: '199737254929760256', message: platform.messages[0]?.id });
  });

  it('stays in the thread of its webhook, with edits too', async () => {
    const { platform, send, channel, draw } = await open({}, '?thread_id=42');
    const receipt = await send(tiger);
    await channel.update?.(draw({ ...tiger, title: '喜迎虎年（修订）' }), { receipt, signal });
    expect(platform.messages).toMatchObject([{ thread: '42', payload: { embeds: [{ title: '喜迎虎年（修订）' }] } }]);
  });

  it('has its answer read to the end, however long the message is that it repeats', async () => {
    const { platform, send } = await open();
    const text = '很长的一段话。'.repeat(400);
    await send({ ...tiger, kind: 'edition', text, sections: [{ items: [{ title: '题'.repeat(200) }] }] });
    expect(platform.messages).toHaveLength(1);
  });

  it('is waited for when it was too fast, to the fraction of a second', async () => {
    let now = 0;
    const { send } = await open({ now: () => now });
    for (let i = 0; i < 5; i++) await send(tiger);
    now += 750;
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'later', retryAfter: 1_250 });
  });

  it.each([
    [{ message: 'You are being rate limited.', retry_after: 0.3, global: false }, { 'retry-after': '1' }, 300],
    [{ message: 'You are being rate limited.' }, { 'x-ratelimit-reset-after': '64.57', 'retry-after': '65' }, 64_570],
    ['<html>error code: 1015</html>', { 'retry-after': '120' }, 120_000],
    ['<html>error code: 1015</html>', {}, 60_000],
  ] as const)('finds how long to wait in %j and %j', async (body, headers, retryAfter) => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { status: 429, headers: { ...headers }, body } });
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'later', retryAfter });
  });

  it.each([
    ['/another/token', 'the webhook was deleted; make a new one and set it'],
    ['/223704706495545344/another', 'the token of the webhook is wrong; copy the webhook again'],
  ])('says what a person must do when the webhook is %s', async (path, hint) => {
    const { platform } = await open();
    const { send, check } = openForTest(discord, { webhook: `${platform.origin}/api/webhooks${path}` });
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'never', destinationGone: true, hint });
    expect(await failureOf(check())).toMatchObject({ kind: 'never', hint });
  });

  it('says which part of a message Discord refuses', async () => {
    const { platform, channel, send } = await open();
    const receipt = await send(tiger);
    const payload = { embeds: [{ title: 'x'.repeat(300), color: 0 }] };
    expect(await failureOf(channel.update?.(payload, { receipt, signal }))).toMatchObject({
      kind: 'never',
      message: expect.stringContaining('Discord refused: 50035 Invalid Form Body {"embeds":{"0"'),
    });
    platform.messages.pop();
    expect(await failureOf(channel.update?.(payload, { receipt, signal }))).toMatchObject({
      kind: 'never',
      hint: 'the message was deleted in Discord',
    });
  });

  it('is not sure of a message whose id it did not get', async () => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: true, answer: { status: 204, body: '' } });
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'doubt' });
  });

  it('is checked without sending anything', async () => {
    const { platform, check } = await open();
    expect(await check()).toBe('Discord knows the webhook (社区公告)');
    expect(platform.messages).toEqual([]);
    expect(platform.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('shows an author’s marks and mentions as they stand, and addresses whole', async () => {
    const { draw } = await open();
    const text = '<@80351110224678912> *粗* ||藏|| snake_case _斜_\n# 标题\n1. 编号 https://x.example/a_b_c';
    expect(draw({ ...tiger, text, tags: [] }).embeds[0].description).toBe(
      String.raw`\<\@80351110224678912\> \*粗\* \|\|藏\|\| snake_case \_斜\_` +
        '\n' +
        String.raw`\# 标题` +
        '\n' +
        String.raw`1\. 编号 https://x.example/a_b_c`,
    );
  });

  it('names a webhook that is for messages in another manner', () => {
    const webhook = `https://discord.com/api/webhooks/1/${DISCORD_TOKEN}`;
    expect(complaints(discord, { webhook: `${webhook}/slack` })).toEqual([
      'webhook: is for messages in the manner of Slack or GitHub; leave out its last part',
    ]);
    expect(complaints(discord, { webhook: `${webhook}?thread_id=42` })).toEqual([]);
  });
});
