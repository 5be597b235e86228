import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, startDingtalkPlatform } from '../support/dingtalk-platform.js';
import { markdownPost } from '../support/markdown-post.js';
import { startPostrider } from '../support/postrider.js';
import { APP_TOKEN, BOT_TOKEN, postAsSlack, SIGNING_SECRET, startSlackWorkspace } from '../support/slack-workspace.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

async function community(slackKeys = '') {
  const [slack, dingtalk, folder] = [await startSlackWorkspace(), await startDingtalkPlatform(), tempFolder()];
  folder.write(
    'postrider.yaml',
    `site: { title: 社区博客, url: https://blog.example.org, language: en }
content: { path: content, permalink: "/blog/{slug}/" }
bot:
  slack: { token: ${BOT_TOKEN}, signingSecret: ${SIGNING_SECRET}, apiUrl: "${slack.apiUrl}"${slackKeys} }
  dingtalk: { clientId: ${CLIENT_ID}, clientSecret: ${CLIENT_SECRET}, apiUrl: "${dingtalk.url}", sessionHosts: [127.0.0.1], language: zh }
`,
  );
  folder.write('content/first.md', markdownPost('早就有的文章', { tags: '[MOSN]' }));
  return { slack, dingtalk, folder };
}

describe('the bot in a running Postrider', () => {
  it('subscribes a Slack channel and a DingTalk group over HTTP and stream, and tells both of the next post, once', async () => {
    const { slack, dingtalk, folder } = await community();
    const running = await startPostrider(folder.path);
    await postAsSlack(`${running.url}/slack/events`, slack.command('subscribe tag MOSN'));
    expect((await slack.said('respond')).text).toBe('Subscribed to tag MOSN');
    const socket = await until(() => dingtalk.sockets[0]);
    socket.send(dingtalk.frame('CALLBACK', '/v1.0/im/bot/messages/get', dingtalk.message('订阅 标签 MOSN')));
    expect(JSON.stringify(await dingtalk.said('session'))).toContain('已订阅标签「MOSN」');

    folder.write('content/other.md', markdownPost('别的', { tags: '[Other]' }));
    folder.write('content/news.md', markdownPost('有关 MOSN 的新文', { tags: '[MOSN]' }));
    expect(await slack.said('chat.postMessage')).toMatchObject({
      channel: 'C1',
      text: expect.stringContaining('有关 MOSN 的新文'),
    });
    const sent = await dingtalk.said('group');
    expect([sent.openConversationId, JSON.parse(sent.msgParam).title]).toEqual([
      'cidGROUP1/x==',
      '新文章：有关 MOSN 的新文',
    ]);
    expect(await running.stop()).toBe(0);
    expect(slack.calls).toEqual([]);
    expect(dingtalk.calls.filter(({ kind }) => kind === 'group')).toEqual([]);
  });

  it('keeps subscriptions over a restart, and pauses those of a channel that is gone', async () => {
    const { slack, folder } = await community();
    const first = await startPostrider(folder.path);
    await postAsSlack(`${first.url}/slack/events`, slack.command('subscribe all'));
    await slack.said('respond');
    await first.stop();

    slack.refuse.set('chat.postMessage', ['is_archived']);
    const second = await startPostrider(folder.path);
    folder.write('content/news.md', markdownPost('新文'));
    await until(() => slack.refuse.get('chat.postMessage')?.length === 0);
    let answer = '';
    while (!answer.includes('paused')) {
      await postAsSlack(`${second.url}/slack/events`, slack.command('subscriptions'));
      answer = JSON.stringify(await slack.said('respond'));
      await sleep(200);
    }
    expect(answer).toContain('is_archived');
    await second.stop();
  });

  it('answers over Socket Mode and stops at once', async () => {
    const { slack, folder } = await community(`, appToken: ${APP_TOKEN}`);
    const running = await startPostrider(folder.path);
    const socket = await until(() => slack.sockets[0]);
    socket.send(JSON.stringify({ envelope_id: 'e1', type: 'slash_commands', payload: slack.command('latest') }));
    expect(await slack.said('socket')).toEqual({ envelope_id: 'e1' });
    expect(JSON.stringify(await slack.said('respond'))).toContain('早就有的文章');
    const began = performance.now();
    expect(await running.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
