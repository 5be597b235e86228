import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { dingtalkSignatureFault } from '../../../src/bot/dingtalk/dingtalk-signature.js';
import { isSessionUrl } from '../../../src/bot/dingtalk/session-url.js';
import { startDingtalkPlatform } from '../../support/dingtalk-platform.js';
import { postAsDingtalk, startDingtalkBot } from '../../support/start-dingtalk-bot.js';

const HOUR = 3_600_000;

describe('callbacks to /dingtalk/events', () => {
  it('accepts the known test vector of a signature for an hour, to both sides', () => {
    const headers = { timestamp: '1577262236757', sign: 'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=' };
    const at = (now: number) => dingtalkSignatureFault(headers, 'this is a secret', now);
    expect(at(1577262236757)).toBeUndefined();
    expect(at(1577262236757 + HOUR)).toBeUndefined();
    expect(at(1577262236757 + HOUR + 1)).toMatch(/hour/);
    expect(at(1577262236757 - HOUR - 1)).toMatch(/hour/);
    expect(
      dingtalkSignatureFault({ ...headers, sign: headers.sign.slice(1) }, 'this is a secret', 1577262236757),
    ).toMatch(/wrong/);
  });

  it('says nothing in the response and answers a group through the session’s address', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    const response = await postAsDingtalk(url, platform.message('最新'));
    expect([response.status, await response.json()]).toEqual([200, { msgtype: 'empty' }]);
    const said = await platform.said('session');
    expect(said).toMatchObject({ msgtype: 'actionCard', actionCard: { title: '最新文章' } });
    expect(said.actionCard.text).toContain('第 12 篇：服务网格实践](https://blog.example.org/blog/post-12/)');
  });

  it('gives the ways to go on as buttons that say the command', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('最新 5 跳过:5'));
    const { actionCard } = await platform.said('session');
    const said = (address: string) => new URL(address).searchParams.get('content');
    expect(actionCard.btns.map(({ title }: { title: string }) => title)).toEqual(['上一页', '再看 2 篇']);
    expect(actionCard.btns.map(({ actionURL }: { actionURL: string }) => said(actionURL))).toEqual([
      '最新 5',
      '最新 5 跳过:10',
    ]);
    await postAsDingtalk(url, platform.message(said(actionCard.btns[1].actionURL) ?? ''));
    expect((await platform.said('session')).actionCard.text).toContain('第 11–12 篇，共 12 篇');
  });

  it('shows what somebody typed as text: no link, no picture, nobody is mentioned', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('标签 [x](https://evil.example) ![](https://evil.example/p.png) @all'));
    const said = await platform.said('session');
    expect(said).not.toHaveProperty('at');
    expect(said.actionCard.text).toContain('evil.example');
    expect(said.actionCard.text).not.toMatch(/\]\(/);
  });

  it('answers a direct chat, rich text and the old form of a message', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('标签列表', { conversationType: '1', conversationId: 'cidDIRECT' }));
    expect(JSON.stringify(await platform.said('session'))).toContain('标签列表');
    const richText = [{ text: 'tag' }, { type: 'picture', downloadCode: 'x' }, { text: 'MOSN' }];
    await postAsDingtalk(url, platform.message('', { msgtype: 'richText', text: undefined, content: { richText } }));
    expect(JSON.stringify(await platform.said('session'))).toContain('标签「MOSN」的文章');
    await postAsDingtalk(url, platform.message('', { text: undefined, content: ' 作者列表' }));
    expect(JSON.stringify(await platform.said('session'))).toContain('作者列表');
    await postAsDingtalk(
      url,
      platform.message('', { msgtype: 'picture', text: undefined, content: { downloadCode: 'x' } }),
    );
    expect(JSON.stringify(await platform.said('session'))).toContain('我能做什么');
  });

  it('refuses what is signed with another secret, too old, not signed, or no message', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    expect((await postAsDingtalk(url, platform.message('最新'), { secret: 'guess' })).status).toBe(401);
    expect((await postAsDingtalk(url, platform.message('最新'), { ageMs: HOUR + 60_000 })).status).toBe(401);
    expect((await postAsDingtalk(url, platform.message('最新'), { ageMs: -HOUR - 60_000 })).status).toBe(401);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    for (const body of [{}, [], null, 'text', { conversationId: 'c' }]) {
      expect((await postAsDingtalk(url, body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await postAsDingtalk(url, 'x'.repeat(300_000))).status).toBe(413);
    await sleep(50);
    expect(platform.calls).toEqual([]);
  });

  it('does not answer a message twice when DingTalk sends it again', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    const message = platform.message('标签列表');
    await postAsDingtalk(url, message);
    await platform.said('session');
    expect((await postAsDingtalk(url, message)).status).toBe(200);
    await postAsDingtalk(url, platform.message('作者列表'));
    expect(JSON.stringify(await platform.said('session'))).toContain('作者列表');
    expect(platform.calls).toEqual([]);
  });

  it('posts nowhere but to the allowed hosts', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform, { sessionHosts: ['dingtalk.com', 'dingtalk.io'] });
    expect((await postAsDingtalk(url, platform.message('最新'))).status).toBe(200);
    await sleep(100);
    expect(platform.calls).toEqual([]);
  });

  it('does not answer when the time for it is over', async () => {
    const platform = await startDingtalkPlatform();
    const { url } = await startDingtalkBot(platform);
    await postAsDingtalk(url, platform.message('最新', { sessionWebhookExpiredTime: Date.now() - 1 }));
    await sleep(100);
    expect(platform.calls).toEqual([]);
  });

  it.each([
    ['https://oapi.dingtalk.com/robot/sendBySession?session=x', true],
    ['https://dingtalk.com/x', true],
    ['https://api.dingtalk.io/x', true],
    ['https://OAPI.DINGTALK.COM/x', true],
    ['http://oapi.dingtalk.com/x', false],
    ['https://oapi.dingtalk.com:8443/x', false],
    ['https://user:pass@oapi.dingtalk.com/x', false],
    ['https://evil-dingtalk.com/x', false],
    ['https://dingtalk.com.evil.example/x', false],
    ['https://evil.example/?dingtalk.com', false],
    ['https://evil.example#dingtalk.com', false],
    ['http://127.0.0.1/x', false],
    ['http://169.254.169.254/latest', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
  ])('an answer to %s is allowed: %s', (address, allowed) => {
    expect(isSessionUrl(address, ['dingtalk.com', 'dingtalk.io'])).toBe(allowed);
  });

  it('a test host is allowed as it is named in the config, with its port', () => {
    expect(isSessionUrl('http://127.0.0.1:4567/session', ['127.0.0.1:4567'])).toBe(true);
    expect(isSessionUrl('http://127.0.0.1:4568/session', ['127.0.0.1:4567'])).toBe(false);
    expect(isSessionUrl('https://gateway.example:8443/s', ['gateway.example:8443'])).toBe(true);
  });
});
