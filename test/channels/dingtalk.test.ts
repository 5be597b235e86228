import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/announce/delivery.js';
import { ChannelError } from '../../src/channels/channel.js';
import { dingtalk } from '../../src/channels/dingtalk/dingtalk.js';
import { signDingtalk } from '../../src/channels/dingtalk/sign-dingtalk.js';
import { postMessage } from '../../src/message/post-message.js';
import { DINGTALK_SECRET, type DingtalkServerOptions, startDingtalkServer } from '../support/dingtalk-server.js';
import { makeDelivery } from '../support/make-delivery.js';
import { makePost } from '../support/make-post.js';
import { testWorld } from '../support/test-world.js';

const { signal } = new AbortController();
const delivery = (id: string): Delivery => ({
  ...makeDelivery(id),
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
});
const tiger = postMessage(makePost({ slug: 'tiger', title: '喜迎虎年', cover: 'https://img.example.org/tiger.png' }));

async function open(own: Record<string, unknown> = {}, server: DingtalkServerOptions = {}, now = Date.now) {
  const platform = await startDingtalkServer(server);
  const options = dingtalk.options.parse({ webhook: platform.webhook, secret: DINGTALK_SECRET, ...own });
  const channel = dingtalk.open(options, testWorld({ now }));
  const send = (id = 'd1') => {
    const payload = dingtalk.render(tiger, { language: 'zh', timezone: 'Asia/Shanghai', deliveryId: id }, options);
    return channel.send(payload, { delivery: delivery(id), signal });
  };
  const answer = (errcode: unknown, errmsg: string) =>
    platform.faults.push({ type: 'answer', taken: false, answer: { body: { errcode, errmsg } } });
  return { platform, send, answer };
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('it did not fail'),
    (error: ChannelError) => {
      expect(error).toBeInstanceOf(ChannelError);
      return error;
    },
  );

describe('DingTalk', () => {
  it('is signed as its documentation says', () => {
    expect(signDingtalk(1577262236757, 'this is a secret')).toBe('DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=');
  });

  it('gets a message that is signed anew for each attempt', async () => {
    let now = Date.now();
    const { platform, send } = await open({}, { now: () => now }, () => now);
    await send('d1');
    now += 2 * 3_600_000;
    await send('d2');
    expect(platform.messages).toHaveLength(2);
    const signs = platform.requests.map(({ url }) => url.searchParams.get('sign'));
    expect(signs[0]).not.toBe(signs[1]);
  });

  it('needs no secret where the robot has none, and its own parameters are kept', async () => {
    const { platform, send } = await open({ secret: '' }, { secret: '' });
    await send();
    expect([...(platform.requests[0]?.url.searchParams.keys() ?? [])]).toEqual(['access_token']);
  });

  it('draws its styles, and markdown where a card lacks what it needs', async () => {
    const drawn = (style: string, message = tiger) =>
      dingtalk.render(message, { language: 'zh', timezone: 'UTC' }, { style: style as 'feedCard' });
    expect(drawn('markdown').msgtype).toBe('markdown');
    expect(drawn('actionCard')).toMatchObject({
      actionCard: { singleTitle: '阅读全文', singleURL: 'https://blog.example.org/blog/tiger/' },
    });
    expect(drawn('feedCard')).toEqual({
      msgtype: 'feedCard',
      feedCard: {
        links: [
          {
            title: '喜迎虎年',
            messageURL: 'https://blog.example.org/blog/tiger/',
            picURL: 'https://img.example.org/tiger.png',
          },
        ],
      },
    });
    expect(drawn('feedCard', { ...tiger, cover: undefined }).msgtype).toBe('markdown');
    expect(drawn('actionCard', { ...tiger, url: undefined }).msgtype).toBe('markdown');
  });

  it('is told the keyword of the robot where the message lacks it', async () => {
    for (const style of ['markdown', 'actionCard', 'feedCard']) {
      const { platform, send } = await open({ style, keyword: '社区' });
      platform.keywords.push('社区');
      await send();
      expect(JSON.stringify(platform.messages[0]?.payload).match(/社区/g), style).toHaveLength(1);
    }
    const { platform, send } = await open({ keyword: '虎年' });
    platform.keywords.push('虎年');
    await send();
    expect(platform.messages[0]?.text.match(/虎年/g)).toHaveLength(1);
  });

  it('is waited for when it was too fast', async () => {
    const { platform, send } = await open();
    for (let i = 0; i < 20; i++) await send(`d${i}`);
    expect(await failure(send('d20'))).toMatchObject({
      kind: 'later',
      retryAfter: 60_000,
      message: 'DingTalk refused: 130101 send too fast, exceed 20 times per minute',
    });
    expect(platform.messages).toHaveLength(20);
  });

  it.each<[{ secret?: string; webhook?: string }, string]>([
    [{ secret: 'SECwrong' }, 'check that `secret` is the robot’s 加签 secret (it starts with SEC)'],
    [{ webhook: 'TOKEN' }, 'the access_token of the webhook is not known; copy the webhook again from the robot'],
  ])('says what a person must do when the config is wrong: %j', async (own, hint) => {
    const platform = await startDingtalkServer();
    const webhook = own.webhook ? platform.webhook.replace(/=.*/, '=another') : platform.webhook;
    const options = dingtalk.options.parse({ secret: DINGTALK_SECRET, ...own, webhook });
    const payload = dingtalk.render(tiger, { language: 'zh', timezone: 'UTC' }, options);
    const call = dingtalk.open(options, testWorld()).send(payload, { delivery: delivery('d1'), signal });
    expect(await failure(call)).toMatchObject({ kind: 'never', hint });
  });

  it('says which setting of the robot it is', async () => {
    const { platform, send } = await open();
    platform.keywords.push('周报');
    expect(await failure(send())).toMatchObject({
      kind: 'never',
      message: 'DingTalk refused: 310000 keywords not in content',
      hint: 'give the channel the robot’s word as `keyword`',
    });
    const wrongClock = await open({}, {}, () => Date.now() - 2 * 3_600_000);
    expect(await failure(wrongClock.send())).toMatchObject({
      kind: 'later',
      hint: 'the clock of this machine is wrong by more than an hour; set it',
    });
  });

  it.each([
    [-1, 'system busy', 'later'],
    ['-1', 'system busy', 'later'],
    [410100, 'speed too fast', 'later'],
    [130101, 'send too fast, exceed 20 times per minute', 'later'],
    [999999, 'exceed 20 times', 'later'],
    [400013, 'group is disbanded', 'never'],
    [400102, 'robot is stopped', 'never'],
    [430104, 'unsafe content', 'never'],
    [40035, 'miss param', 'never'],
    [310000, 'ip 1.2.3.4 not in whitelist', 'never'],
  ] as const)('with errcode %s "%s" means %s', async (errcode, errmsg, kind) => {
    const { answer, send } = await open();
    answer(errcode, errmsg);
    expect((await failure(send())).kind).toBe(kind);
  });

  it('with a page instead of an answer means later', async () => {
    const { platform, send } = await open();
    platform.faults.push({ type: 'answer', taken: false, answer: { body: '<html>punish</html>' } });
    expect((await failure(send())).kind).toBe('later');
  });
});
