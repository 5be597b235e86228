import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { postAsSlack, startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';

describe('talking to the bot in Slack', () => {
  it('answers a mention in the channel, for the asker alone', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> latest' }));
    const said = await workspace.said('chat.postEphemeral');
    expect(said).toMatchObject({ channel: 'C1', user: 'U1', text: 'Latest post' });
    expect(said).not.toHaveProperty('thread_ts');
  });

  it('answers a mention in a thread in the thread', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const mention = {
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      text: 'hey <@UBOT>, tag MOSN please',
      thread_ts: '7.5',
    };
    await postAsSlack(url, workspace.event(mention));
    expect(await workspace.said('chat.postEphemeral')).toMatchObject({ thread_ts: '7.5', text: 'Posts tagged MOSN' });
  });

  it('answers a direct message with a message, in its thread if it has one', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const message = { type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', text: '最新 2' };
    await postAsSlack(url, workspace.event(message));
    const said = await workspace.said('chat.postMessage');
    expect(said).toMatchObject({ channel: 'D1', text: 'Latest posts', unfurl_links: 'false' });
    expect(JSON.stringify(said.blocks)).not.toContain('"share"');
    await postAsSlack(url, workspace.event({ ...message, thread_ts: '9.1' }));
    expect(await workspace.said('chat.postMessage')).toMatchObject({ thread_ts: '9.1' });
  });

  it.each([
    ['a bot in a direct message', { type: 'message', channel_type: 'im', bot_id: 'B1', user: 'U9' }],
    ['a bot that mentions it', { type: 'app_mention', bot_id: 'B1', user: 'U9' }],
    ['a bot message of the old kind', { type: 'message', channel_type: 'im', subtype: 'bot_message' }],
    ['an edit', { type: 'message', channel_type: 'im', subtype: 'message_changed', user: 'U1' }],
    ['somebody joining', { type: 'message', channel_type: 'im', subtype: 'channel_join', user: 'U1' }],
    ['a message in a channel that does not mention it', { type: 'message', channel_type: 'channel', user: 'U1' }],
  ])('does not answer %s', async (_, event) => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const response = await postAsSlack(url, workspace.event({ channel: 'D1', text: 'latest', ...event }));
    expect(response.status).toBe(200);
    await sleep(50);
    expect(workspace.calls).toEqual([]);
  });

  it('undoes what Slack made of a text: links, channels, entities', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const text = '<@UBOT> related <https://blog.example.org/blog/post-3/|blog.example.org/blog/post-3/>';
    await postAsSlack(url, workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text }));
    expect((await workspace.said('chat.postEphemeral')).text).toBe('Related to “第 3 篇：服务网格实践”');
    await postAsSlack(
      url,
      workspace.event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> <#C77|mosn>' }),
    );
    expect((await workspace.said('chat.postEphemeral')).text).toBe('Posts tagged MOSN');
  });

  it('unfurls the links of the site and no others, under Slack’s own spelling of them', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const links = [
      { domain: 'blog.example.org', url: 'https://blog.example.org/blog/post-3/' },
      { domain: 'blog.example.org', url: 'https://blog.example.org/about/' },
    ];
    await postAsSlack(
      url,
      workspace.event({ type: 'link_shared', user: 'U1', channel: 'C1', message_ts: '3.3', links }),
    );
    const said = await workspace.said('chat.unfurl');
    expect(said).toMatchObject({ channel: 'C1', ts: '3.3' });
    expect(Object.keys(said.unfurls)).toEqual(['https://blog.example.org/blog/post-3/']);
    expect(JSON.stringify(said.unfurls)).toContain('第 3 篇：服务网格实践');

    const composing = { channel: 'COMPOSER', message_ts: 'Uxxx-1', unfurl_id: 'C1.2.3', source: 'composer' };
    await postAsSlack(url, workspace.event({ type: 'link_shared', user: 'U1', links, ...composing }));
    const composed = await workspace.said('chat.unfurl');
    expect(composed).toMatchObject({ unfurl_id: 'C1.2.3', source: 'composer' });
    expect(composed).not.toHaveProperty('ts');
  });
});
