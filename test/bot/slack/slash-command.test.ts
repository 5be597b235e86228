import { describe, expect, it } from 'vitest';
import { QUESTIONS_PER_MINUTE } from '../../../src/bot/rate-limit.js';
import { makeLibrary } from '../../support/make-library.js';
import { makePost } from '../../support/make-post.js';
import { postAsSlack, startSlackWorkspace } from '../../support/slack-workspace.js';
import { startSlackBot } from '../../support/start-slack-bot.js';

describe('the slash command', () => {
  it('acknowledges with an empty 200 and answers through the response URL, for the asker alone', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    const response = await postAsSlack(url, workspace.command('latest'));
    expect([response.status, await response.text()]).toEqual([200, '']);
    const answer = await workspace.said('respond');
    expect(answer).toMatchObject({ response_type: 'ephemeral', text: 'Latest post' });
    expect(JSON.stringify(answer.blocks)).toContain('<https://blog.example.org/blog/post-12/|第 12 篇：服务网格实践>');
    expect(workspace.calls).toEqual([]);
  });

  it('offers the next page and a button to share', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('latest 5'));
    const { blocks } = await workspace.said('respond');
    const buttons = blocks.flatMap((block: { elements?: object[] }) => block.elements ?? []);
    expect(buttons).toMatchObject([
      { action_id: 'answer_0', value: 'latest 5 after:5', text: { text: '5 more' } },
      { action_id: 'share', value: 'latest 5', text: { text: 'Share here' } },
    ]);
  });

  it('answers in the language of the channel once it is set, and goes on to understand both', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('language zh'));
    expect((await workspace.said('respond')).text).toBe('好的，以后我在这里说中文');
    await postAsSlack(url, workspace.command('latest 3'));
    expect((await workspace.said('respond')).text).toBe('最新文章');
    await postAsSlack(url, workspace.command('latest 3', { channel_id: 'C2' }));
    expect((await workspace.said('respond')).text).toBe('Latest posts');
  });

  it('shows what somebody typed as text: nobody is pinged, no link is made', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('tag <!channel> & <https://evil.example|click> `@here`'));
    const answer = await workspace.said('respond');
    const all = JSON.stringify(answer);
    expect(all).not.toContain('<!');
    expect(all).not.toContain('<https://evil');
    expect(answer.text).toContain('&amp;');
  });

  it('opens a form for a search or a subscription without words', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('search'));
    expect((await workspace.said('views.open')).view).toMatchObject({ callback_id: 'search', private_metadata: 'C1' });
    await postAsSlack(url, workspace.command('订阅'));
    expect((await workspace.said('views.open')).view).toMatchObject({ callback_id: 'subscribe' });
  });

  it('answers in words when the form could not open', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    await postAsSlack(url, workspace.command('search', { trigger_id: 'too-late' }));
    expect((await workspace.said('respond')).text).toBe('What shall I look for?');
  });

  it('sends the answer without pictures when Slack cannot load one', async () => {
    const workspace = await startSlackWorkspace();
    const library = makeLibrary([makePost({ title: 'With a cover', cover: 'https://blog.example.org/broken.png' })]);
    const { url } = await startSlackBot(workspace, { context: { library } });
    workspace.refuse.set('chat.postMessage', ['invalid_blocks']);
    const event = { type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', text: 'latest' };
    await postAsSlack(url, workspace.event(event));
    const { blocks } = await workspace.said('chat.postMessage');
    expect(JSON.stringify(blocks)).toContain('With a cover');
    expect(JSON.stringify(blocks)).not.toContain('broken.png');
  });

  it('asks a user who sends very many commands to wait, politely and only that one', async () => {
    const workspace = await startSlackWorkspace();
    const { url } = await startSlackBot(workspace);
    for (let i = 0; i < QUESTIONS_PER_MINUTE; i++) await postAsSlack(url, workspace.command('tags'));
    for (let i = 0; i < QUESTIONS_PER_MINUTE; i++) await workspace.said('respond');
    expect((await postAsSlack(url, workspace.command('tags'))).status).toBe(200);
    expect((await workspace.said('respond')).text).toBe('One moment, please');
    await postAsSlack(url, workspace.command('tags', { user_id: 'U2' }));
    expect((await workspace.said('respond')).text).toBe('Tags');
  });

  it('lets only members change a channel where the config says so, and everybody their direct message', async () => {
    const workspace = await startSlackWorkspace();
    workspace.users.set('UGUEST', { is_restricted: true }).set('UADMIN', { is_admin: true }).set('UMEMBER', {});
    const { url, engine } = await startSlackBot(workspace, { options: { mayChange: 'members' } });
    const subscribe = async (change: Record<string, string>) => {
      await postAsSlack(url, workspace.command('subscribe tag MOSN', change));
      return (await workspace.said('respond')).text;
    };
    expect(await subscribe({ user_id: 'UGUEST' })).toBe('You may not change that here');
    expect(await subscribe({ user_id: 'UGUEST', channel_id: 'D7' })).toBe('Subscribed to tag MOSN');
    expect(await subscribe({ user_id: 'UMEMBER' })).toBe('Subscribed to tag MOSN');
    expect(await subscribe({ user_id: 'UADMIN', channel_id: 'C2' })).toBe('Subscribed to tag MOSN');
    const places = (await engine.subscriptions.list()).map(({ destination, createdBy }) => [destination, createdBy]);
    expect(places).toEqual([
      ['slack/D7', 'slack/UGUEST'],
      ['slack/C1', 'slack/UMEMBER'],
      ['slack/C2', 'slack/UADMIN'],
    ]);
  });
});
