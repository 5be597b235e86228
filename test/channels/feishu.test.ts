import { describe, expect, it } from 'vitest';
import { feishu } from '../../src/channels/feishu/feishu.js';
import { signFeishu } from '../../src/channels/feishu/sign-feishu.js';
import { postMessage } from '../../src/message/post-message.js';
import { FEISHU_SECRET, type FeishuServerOptions, startFeishuServer } from '../support/feishu-server.js';
import { makePost } from '../support/make-post.js';
import { complaints, failureOf, openForTest } from '../support/send-message.js';

const tiger = postMessage(
  makePost({ slug: 'tiger', title: '喜迎虎年', excerpt: '新的一年，三件事。', tags: ['开源'] }),
);

async function open(own: Record<string, unknown> = {}, server: FeishuServerOptions = {}, now = Date.now) {
  const platform = await startFeishuServer(server);
  return { platform, ...openForTest(feishu, { webhook: platform.webhook, secret: FEISHU_SECRET, ...own }, { now }) };
}

describe('Feishu', () => {
  it('is signed with time and secret as the key, and nothing as the text', () => {
    // As by `printf '' | openssl dgst -sha256 -hmac "$(printf '1599360473\ndemo')" -binary | base64`.
    expect(signFeishu(1599360473, 'demo')).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
  });

  it('gets a card that leads to the post, signed anew for each attempt', async () => {
    let now = Date.now();
    const { platform, send } = await open({}, { now: () => now }, () => now);
    await send(tiger);
    now += 2 * 3_600_000;
    await send(tiger);
    expect(platform.messages).toHaveLength(2);
    expect(platform.messages[0].sign).not.toBe(platform.messages[1].sign);
    expect(platform.messages[0].card).toEqual({
      header: {
        template: 'blue',
        title: { tag: 'plain_text', content: '喜迎虎年' },
        text_tag_list: [{ tag: 'text_tag', text: { tag: 'plain_text', content: '开源' }, color: 'blue' }],
      },
      card_link: { url: 'https://blog.example.org/blog/tiger/' },
      elements: [
        { tag: 'div', text: { tag: 'plain_text', content: '新的一年，三件事。' } },
        { tag: 'note', elements: [{ tag: 'plain_text', content: '齐天 · 2022年2月3日 · 4 分钟阅读' }] },
        {
          tag: 'action',
          actions: [
            {
              tag: 'button',
              text: { tag: 'plain_text', content: '阅读全文' },
              type: 'primary',
              url: 'https://blog.example.org/blog/tiger/',
            },
          ],
        },
      ],
    });
  });

  it('needs no secret where the robot has none', async () => {
    const { platform, send } = await open({ secret: '' }, { secret: '' });
    await send(tiger);
    expect(Object.keys(platform.messages[0])).toEqual(['msg_type', 'card']);
  });

  it('is told the keyword of the robot where the message lacks it', async () => {
    const { platform, send } = await open({ keyword: '社区' });
    platform.keywords.push('社区');
    await send(tiger);
    expect(JSON.stringify(platform.messages[0]).match(/社区/g)).toHaveLength(1);
    const own = await open({ keyword: '虎年' });
    own.platform.keywords.push('虎年');
    await own.send(tiger);
    expect(own.platform.messages[0].card.elements).toHaveLength(3);
  });

  it('is waited for when it was too fast', async () => {
    const { send } = await open({}, { now: () => 0 }, () => 0);
    for (let i = 0; i < 5; i++) await send(tiger);
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'later', retryAfter: 60_000 });
  });

  it('waits as long as the gateway says', async () => {
    const { platform, send } = await open();
    const headers = { 'x-ogw-ratelimit-reset': '52' };
    const body = { code: 99991400, msg: 'request trigger frequency limit' };
    platform.faults.push({ type: 'answer', taken: false, answer: { status: 400, headers, body } });
    expect(await failureOf(send(tiger))).toMatchObject({ kind: 'later', retryAfter: 52_000 });
  });

  it('tells a wrong secret from a wrong clock, which have one code', async () => {
    const wrongSecret = await open({ secret: 'another' });
    expect(await failureOf(wrongSecret.send(tiger))).toMatchObject({
      kind: 'never',
      hint: 'check that `secret` is the robot’s 签名校验 secret',
    });
    const wrongClock = await open({}, {}, () => Date.now() - 2 * 3_600_000);
    expect(await failureOf(wrongClock.send(tiger))).toMatchObject({
      kind: 'later',
      hint: 'the clock of this machine is wrong by more than an hour; set it',
    });
  });

  it('says which setting of the robot it is', async () => {
    const { platform, send } = await open();
    platform.keywords.push('周报');
    expect(await failureOf(send(tiger))).toMatchObject({
      kind: 'never',
      message: 'Feishu refused: 19024 Key Words Not Found',
      hint: 'give the channel the robot’s word as `keyword`',
    });
    const gone = await open({ webhook: platform.webhook.replace(/[^/]+$/, 'another') });
    expect(await failureOf(gone.send(tiger))).toMatchObject({ kind: 'never', destinationGone: true });
  });

  it.each([
    [{ code: 9499, msg: 'Bad Request' }, 'never'],
    [{ code: 9499, msg: 'too many request' }, 'later'],
    [{ code: 19022, msg: 'Ip Not Allowed' }, 'never'],
    ['<html>gateway</html>', 'doubt'],
    [{ code: null }, 'doubt'],
  ] as const)('with %j means %s', async (body, kind) => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { body } });
    expect((await failureOf(send(tiger))).kind).toBe(kind);
  });

  it('shows an author’s marks and mentions as they stand, in lists too', async () => {
    const { draw } = await open();
    const list = {
      ...tiger,
      kind: 'roundup' as const,
      sections: [{ items: [{ title: '<at id=all></at> *粗* 1.5' }] }],
    };
    expect(draw(list).card.elements[1]).toEqual({
      tag: 'markdown',
      content: '- &#60;at id=all&#62;&#60;/at&#62; &#42;粗&#42; 1.5',
    });
  });

  it('names a webhook of the first kind of robots, which know no cards', () => {
    expect(complaints(feishu, { webhook: 'https://open.feishu.cn/open-apis/bot/hook/abc' })).toEqual([
      'webhook: is of the first kind of robots (…/bot/hook/…), which know no cards; make a new one (…/bot/v2/hook/…)',
    ]);
    expect(complaints(feishu, { webhook: 'https://open.larksuite.com/open-apis/bot/v2/hook/abc' })).toEqual([]);
  });
});
