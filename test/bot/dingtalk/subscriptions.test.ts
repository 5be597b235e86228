import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/announce/delivery.js';
import { dingtalkRobot } from '../../../src/bot/dingtalk/robot-channel.js';
import { ChannelError } from '../../../src/channels/channel.js';
import { postMessage } from '../../../src/message/post-message.js';
import { roundupMessage } from '../../../src/message/roundup-message.js';
import { CLIENT_ID, CLIENT_SECRET, startDingtalkPlatform } from '../../support/dingtalk-platform.js';
import { makePost } from '../../support/make-post.js';
import { postAsDingtalk, startDingtalkBot } from '../../support/start-dingtalk-bot.js';
import { testWorld } from '../../support/test-world.js';

const context = { language: 'zh', timezone: 'Asia/Shanghai' } as const;

const delivery: Delivery = {
  ...{ id: 'd1', kind: 'post', subject: 'p1', channel: 'dingtalk/cidA', message: postMessage(makePost()) },
  ...{ state: 'sending', attempts: 1, dueAt: 0, createdAt: 0, updatedAt: 0 },
};

function openPlace(place: string, { url }: { url: string }, world = testWorld()) {
  const options = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, apiUrl: url, place };
  const channel = dingtalkRobot.open(options, world);
  return {
    channel,
    send: (message = postMessage(makePost())) =>
      channel.send(dingtalkRobot.render(message, context, options), { delivery, signal: new AbortController().signal }),
  };
}

const failure = async (sending: Promise<unknown>): Promise<ChannelError> => {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  return error as ChannelError;
};

describe('subscribing in DingTalk', () => {
  it('belongs to the group', async () => {
    const platform = await startDingtalkPlatform();
    const { url, engine } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('订阅 标签 MOSN'));
    expect(JSON.stringify(await platform.said('session'))).toContain('已订阅标签「MOSN」');
    expect(await engine.subscriptions.list()).toMatchObject([
      { destination: 'dingtalk/cidGROUP1/x==', createdBy: 'dingtalk/ming' },
    ]);
  });

  it('in a direct chat belongs to the person, and is refused to strangers with the reason', async () => {
    const platform = await startDingtalkPlatform();
    const { url, engine } = await startDingtalkBot(platform);
    const direct = { conversationType: '1', conversationId: 'cidDIRECT' };
    await postAsDingtalk(url, platform.message('订阅 全部', direct));
    await platform.said('session');
    expect(await engine.subscriptions.list()).toMatchObject([{ destination: 'dingtalk/user/ming', kind: 'all' }]);
    await postAsDingtalk(url, platform.message('订阅 全部', { ...direct, senderStaffId: '' }));
    expect(JSON.stringify(await platform.said('session'))).toContain('钉钉只允许我主动给本组织的成员发消息');
    expect(await engine.subscriptions.list()).toHaveLength(1);
  });

  it('is refused where the robot is of a kind that can only answer', async () => {
    const platform = await startDingtalkPlatform();
    const { url, engine } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('订阅 全部', { robotCode: 'normal' }));
    expect(JSON.stringify(await platform.said('session'))).toContain('这个机器人只能回答');
    expect(await engine.subscriptions.list()).toEqual([]);
  });

  it('can be left to admins', async () => {
    const platform = await startDingtalkPlatform();
    const { url, engine } = await startDingtalkBot(platform, { options: { mayChange: 'admins' } });
    await postAsDingtalk(url, platform.message('订阅 全部'));
    expect(JSON.stringify(await platform.said('session'))).toContain('这里的设置不能由你修改');
    await postAsDingtalk(url, platform.message('订阅 全部', { isAdmin: true }));
    expect(JSON.stringify(await platform.said('session'))).toContain('已订阅全部文章');
    expect(await engine.subscriptions.list()).toHaveLength(1);
  });
});

describe('announcements to places subscribed in DingTalk', () => {
  it('go to a group through the app’s robot, and can be taken back', async () => {
    const platform = await startDingtalkPlatform();
    const { channel, send } = openPlace('cidGROUP1/x==', platform);
    const receipt = await send();
    const sent = await platform.said('group');
    expect(sent).toMatchObject({ robotCode: CLIENT_ID, openConversationId: 'cidGROUP1/x==', msgKey: 'sampleMarkdown' });
    expect(JSON.parse(sent.msgParam)).toMatchObject({ title: '新文章：标题 hello' });
    await channel.delete?.({ receipt, signal: new AbortController().signal });
    expect(await platform.said('recall')).toMatchObject({
      openConversationId: 'cidGROUP1/x==',
      processQueryKeys: [receipt.processQueryKey],
    });
  });

  it('go to a person by the id in the organisation', async () => {
    const platform = await startDingtalkPlatform();
    await openPlace('user/ming', platform).send();
    expect(await platform.said('person')).toMatchObject({ userIds: ['ming'], robotCode: CLIENT_ID });
  });

  it('ask for a token once, and again when it was revoked', async () => {
    const platform = await startDingtalkPlatform();
    const group = openPlace('cidA', platform);
    await Promise.all([group.send(), openPlace('cidB', platform).send()]);
    await group.send();
    expect(platform.calls.filter(({ kind }) => kind === 'token')).toHaveLength(1);
    platform.revokeTokens();
    await group.send();
    expect(platform.calls.filter(({ kind }) => kind === 'token')).toHaveLength(2);
    expect(platform.calls.filter(({ kind }) => kind === 'group')).toHaveLength(4);
  });

  it('renew the token before it ends', async () => {
    const platform = await startDingtalkPlatform();
    let now = Date.now();
    const group = openPlace('cidA', platform, testWorld({ now: () => now }));
    await group.send();
    now += 6_900_001;
    await group.send();
    expect(platform.calls.filter(({ kind }) => kind === 'token')).toHaveLength(2);
  });

  it('stay within DingTalk’s 15,000 bytes whatever the list', async () => {
    const platform = await startDingtalkPlatform();
    const posts = Array.from({ length: 300 }, (_, i) =>
      makePost({ slug: `p${i}`, title: `很长的标题${'字'.repeat(100)}${i}` }),
    );
    await openPlace('cidA', platform).send(roundupMessage(posts, 'zh'));
    expect(JSON.parse((await platform.said('group')).msgParam).text).toContain('另有');
  });

  it.each([
    [
      429,
      { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'x' },
      { kind: 'later', retryAfter: 1000 },
    ],
    [
      403,
      { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'x' },
      { kind: 'later', retryAfter: 1000 },
    ],
    [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, { kind: 'never', destinationGone: false }],
    [403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }, { kind: 'never', destinationGone: true }],
    [400, { code: 'robot.notInConversation' }, { kind: 'never', destinationGone: true }],
    [400, { code: 'invalidParameter.msgKey' }, { kind: 'never', destinationGone: false }],
    [500, { code: 'ServiceUnavailable' }, { kind: 'later' }],
  ])('that are refused with %i %o are %o', async (status, body, expected) => {
    const platform = await startDingtalkPlatform();
    platform.refuse.set('group', [{ status, body }]);
    expect(await failure(openPlace('cidA', platform).send())).toMatchObject(expected);
  });

  it('fail for good with a hint when the credentials are wrong, and work once they are mended', async () => {
    const platform = await startDingtalkPlatform();
    platform.refuseTokens();
    expect(await failure(openPlace('cidA', platform).send())).toMatchObject({
      kind: 'never',
      hint: 'check bot.dingtalk.clientId and clientSecret',
    });
  });

  it('wait when DingTalk cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(openPlace('cidA', { url }).send())).toMatchObject({
      kind: 'later',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
