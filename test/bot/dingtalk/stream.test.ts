import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startDingtalkPlatform } from '../../support/dingtalk-platform.js';
import { startDingtalkBot } from '../../support/start-dingtalk-bot.js';
import { until } from '../../support/until.js';

const MESSAGES = '/v1.0/im/bot/messages/get';
const stream = { mode: 'stream', world: { random: () => 0 } } as const;

describe('Stream mode', () => {
  it('acknowledges a message and answers it through the session’s address', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    const socket = await until(() => platform.sockets[0]);
    socket.send(platform.frame('CALLBACK', MESSAGES, platform.message('标签 MOSN'), 'm1'));
    expect(await platform.said('frame')).toEqual({
      code: 200,
      message: 'OK',
      headers: { messageId: 'm1', contentType: 'application/json' },
      data: '{"response":null}',
    });
    expect(JSON.stringify(await platform.said('session'))).toContain('标签「MOSN」的文章');
  });

  it('answers a ping with what was in it, and an event it did not ask for', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    const socket = await until(() => platform.sockets[0]);
    socket.send(platform.frame('SYSTEM', 'ping', { opaque: 'abc' }, 'p1'));
    expect(await platform.said('frame')).toMatchObject({
      code: 200,
      headers: { messageId: 'p1' },
      data: '{"opaque":"abc"}',
    });
    socket.send(platform.frame('EVENT', 'chat_update', {}, 'e1'));
    expect(await platform.said('frame')).toMatchObject({ headers: { messageId: 'e1' }, data: '{"status":"SUCCESS"}' });
  });

  it('opens another connection at once when the gateway says goodbye', async () => {
    const platform = await startDingtalkPlatform();
    // Waiting would take a whole second.
    await startDingtalkBot(platform, { ...stream, world: { random: () => 1 } });
    const first = await until(() => platform.sockets[0]);
    first.send(platform.frame('SYSTEM', 'disconnect', { reason: 'restart' }));
    const began = performance.now();
    const second = await until(() => platform.sockets[1]);
    expect(performance.now() - began).toBeLessThan(900);
    second.send(platform.frame('CALLBACK', MESSAGES, platform.message('作者列表')));
    expect(JSON.stringify(await platform.said('session'))).toContain('作者列表');
  });

  it('takes its time when every connection is ended as soon as it is open', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    for (let greeted = 0; greeted < 3; greeted++) {
      const socket = await until(() => platform.sockets[greeted]);
      socket.send(platform.frame('SYSTEM', 'disconnect', {}));
    }
    await sleep(300);
    expect(platform.sockets).toHaveLength(3);
  });

  it('comes back after the connection broke and the gateway was away for a while', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    const first = await until(() => platform.sockets[0]);
    platform.refuse.set('open', [{ status: 503, body: { code: 'unavailable' } }]);
    first.terminate();
    await until(() => platform.sockets[1], 10_000);
    expect(platform.sockets).toHaveLength(2);
  });

  it('does not answer twice what comes on two connections', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    const socket = await until(() => platform.sockets[0]);
    const message = platform.message('标签列表');
    socket.send(platform.frame('CALLBACK', MESSAGES, message));
    socket.send(platform.frame('CALLBACK', MESSAGES, message));
    await platform.said('session');
    await platform.said('frame');
    await platform.said('frame');
    await sleep(50);
    expect(platform.calls).toEqual([]);
  });

  it('goes on when something it does not understand arrives', async () => {
    const platform = await startDingtalkPlatform();
    await startDingtalkBot(platform, stream);
    const socket = await until(() => platform.sockets[0]);
    for (const text of ['x', 'null', '{}', '{"type":"CALLBACK"}', '{"type":1,"headers":{}}']) socket.send(text);
    socket.send(platform.frame('CALLBACK', MESSAGES, 'no message'));
    socket.send(platform.frame('CALLBACK', '/v1.0/card/instances/callback', {}));
    socket.send(platform.frame('CALLBACK', MESSAGES, platform.message('帮助')));
    expect(JSON.stringify(await platform.said('session'))).toContain('我能做什么');
  });

  it('tries for ever with a wrong secret, further and further apart, without harm', async () => {
    const platform = await startDingtalkPlatform();
    const { dingtalk } = await startDingtalkBot(platform, { ...stream, clientSecret: 'wrong' });
    await sleep(100);
    expect(platform.sockets).toEqual([]);
    const began = performance.now();
    await dingtalk.close(5_000);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
